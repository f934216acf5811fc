records-title = Kunden
records-total = { $count ->
    [one] Ein Kunde
   *[other] { $count } Kunden
  }
records-total-more = Mehr als { $count } Kunden
records-list-ignored = Die Adresse fragt nach etwas, das hier nicht bekannt ist und weggelassen wurde: { $what }.
records-list-cut = Mehr als { $count } passen zu diesen Wörtern. Nur die ersten { $count } davon stehen in der Liste; ein weiteres Wort zeigt den Rest.
records-list-slow = Für diese Reihenfolge wird jeder Kunde angesehen. Bei so vielen dauert das einige Sekunden; nach Namen ist die Liste sofort da.
records-segment = Segment
records-search-go = Suchen
records-name = Name
records-purchases = Einkäufe
records-amount = Ausgegeben
records-last = Zuletzt gekauft
records-key = Schlüssel { $key }
records-empty-title = Noch keine Kunden
records-empty-help = Lesen Sie eine Datei mit Einkäufen ein, hier oder mit troth import purchases DATEI. Die Kunden kommen damit.
records-timeline = Was war
records-timeline-empty = Noch nichts
records-timeline-empty-help = Einkäufe, Gespräche und Versprechen erscheinen hier, wenn sie geschehen.
records-timeline-bought = Kaufte für { $amount } ein.
records-timeline-bought-product = Kaufte { $product } für { $amount }.
records-timeline-returned = Brachte Ware für { $amount } zurück.
records-timeline-returned-product = Brachte { $product } für { $amount } zurück.
records-earlier = Früheres
records-side = Kurz gesagt

records-business-title = Ihr Geschäft
records-business-lead = Was Troth auf jeder Seite zeigt, wann ein Tag beginnt und worin Beträge gezählt werden.
records-business-name = Name
records-business-zone = Zeitzone
records-business-zone-help = Ein Name wie Europe/Berlin. Die Tage der Einkäufe werden neu gezählt, wenn Sie sie ändern.
records-business-currency = Währung
records-business-currency-help = Drei Buchstaben wie EUR. Sie bleibt, sobald es Einkäufe gibt.
records-business-currency-fixed = Die Beträge stehen schon in { $currency }; machen Sie die Importe rückgängig, bevor Sie die Währung ändern.
records-business-zone-wrong = Diese Zeitzone gibt es nicht. Schreiben Sie eine wie Europe/Berlin.
records-business-currency-wrong = Diese Währung gibt es nicht. Schreiben Sie drei Buchstaben wie EUR.
records-business-saved = Gespeichert.

records-import-title = Datei einlesen
records-import-lead = Eine Datei in CSV, Excel, LibreOffice oder Parquet, wie Ihr Laden, Ihre Kasse oder Ihre Buchhaltung sie schreibt. Nichts ändert sich, bevor Sie gesehen haben, was geschähe, und alles lässt sich zurücknehmen.
records-import-go = Datei einlesen
records-import-kind = Was die Datei enthält
records-import-of-purchases = Einkäufe
records-import-source = Woher sie kommt
records-import-source-help = Das System, dessen Kundennummern die Datei verwendet, zum Beispiel shop oder kasse. Nehmen Sie jedes Mal dasselbe Wort.
records-import-file = Datei
records-import-file-help = CSV, Excel, LibreOffice oder Parquet mit einer Zeile Überschriften, bis 512 MB.
records-import-send = Datei ansehen
records-import-no-file = Wählen Sie eine Datei, die nicht leer ist.
records-import-file-gone = Die Datei ist nicht angekommen oder nicht mehr da. Schicken Sie sie noch einmal.
records-import-no-kind = Wählen Sie, was die Datei enthält.
records-import-list = Eingelesene Dateien
records-import-none = Noch nichts wurde eingelesen
records-import-none-help = Senden Sie oben eine Datei; die ersten Zeilen werden gezeigt, bevor etwas geschieht.
records-import-state = Stand
records-import-act = Tun
records-import-new = Neu
records-import-changed = Geändert
records-import-same = Gleich
records-import-is-staging = Wird gelesen
records-import-is-applying = In Arbeit
records-import-is-done = Fertig
records-import-is-undoing = Wird zurückgenommen
records-import-is-undone = Zurückgenommen
records-import-undo = Zurücknehmen
records-import-taken-back = { $count ->
    [one] Zurückgenommen: ein Eintrag ist wie zuvor.
   *[other] Zurückgenommen: { $count } Einträge sind wie zuvor.
  }
records-import-not-undone = Nicht zurückgenommen: { $why }.
records-import-would = Was geschähe
records-import-counts = { $rows ->
    [one] Eine Zeile
   *[other] { $rows } Zeilen
  }: { $new } neu, { $changed } geändert, { $same } gleich, { $wrong } falsch.
records-import-first-wrong = Die erste falsche Zeile: { $first }.
records-import-start = Einlesen
records-import-start-some = { $count ->
    [one] Eine Zeile einlesen und die falschen weglassen
   *[other] { $count } Zeilen einlesen und die falschen weglassen
  }
records-import-errors = Falsche Zeilen mit den Gründen herunterladen
records-import-columns = Welche Spalte was ist
records-import-written = Gelesen als { $encoding }; Spalten sind durch „{ $delimiter }“ getrennt.
records-import-sheet-read = Gelesen vom Blatt „{ $sheet }“. Tage und Zahlen gelten, wie die Zellen sie enthalten.
records-import-sheet = Blatt
records-import-sheet-show = Dieses Blatt zeigen
records-import-parquet-read = Gelesen als Parquet. Tage und Zahlen gelten, wie die Spalten sie enthalten.
records-import-first = Erste Zeilen der Datei
records-import-no-column = Nicht in der Datei
records-import-dates = Wie Daten geschrieben sind
records-import-dates-help = Leer für 2026-11-22. Für 22.11.2026 schreiben Sie %d.%m.%Y, für 11/22/2026 %m/%d/%Y.
records-import-dates-all = Alle Schreibweisen von Daten
records-import-dates-codes = Leer gilt für 2026-11-22, 2026-11-22 17:05 und 2026-11-22T17:05:00+01:00. Für jede andere schreiben Sie Tag %d, Monat %m (als Wort %b), Jahr %Y (zweistellig %y), Stunde %H, Minute %M und Sekunde %S so, wie sie in der Datei stehen.
records-import-dates-example = In der Datei
records-import-dates-form = Das schreiben Sie
records-import-decimal = Wie Beträge geschrieben sind
records-import-decimal-unsaid = 1234.50; was zwei Lesarten hat, wird abgelehnt
records-import-encoding = Kodierung der Buchstaben
records-import-encoding-help = Wählen Sie eine andere, wenn Namen in den ersten Zeilen zerbrochen aussehen.
records-import-encoding-found = Wie gefunden: { $encoding }
records-import-check = Zeigen, was geschähe
records-import-queued = Die Datei wartet, bis sie an der Reihe ist; das dauert einen Augenblick.
records-import-look = Noch einmal nachsehen
records-import-progress = { $done } von { $of } Teilen sind eingelesen.
records-import-did = { $new } neu, { $changed } geändert, { $same } gleich.
records-field-purchases-customer = Wer gekauft hat (Schlüssel des Kunden)
records-field-purchases-at = Wann
records-field-purchases-amount = Betrag
records-field-purchases-currency = Währung
records-field-purchases-product = Ware
records-field-purchases-quantity = Menge
records-field-purchases-key = Schlüssel des Einkaufs

records-import-of-accounts = Kunden
records-import-of-contacts = Personen
records-import-of-interactions = Gespräche und Besuche
records-import-of-contracts = Verträge
records-import-of-staff = Mitarbeitende
records-import-of-teams = Teams
records-field-accounts-key = Schlüssel
records-field-accounts-name = Name
records-field-accounts-kind = Organisation, Haushalt oder Person
records-field-accounts-team = Team
records-field-accounts-owner = Wer den Kunden betreut
records-field-contacts-key = Schlüssel
records-field-contacts-customer = Schlüssel des Kunden, bei dem die Person ist
records-field-contacts-name = Name
records-field-contacts-title = Position
records-field-contacts-email = E-Mail
records-field-contacts-email_2 = Zweite E-Mail
records-field-contacts-email_3 = Dritte E-Mail
records-field-contacts-phone = Telefon
records-field-contacts-phone_2 = Zweites Telefon
records-field-contacts-phone_3 = Drittes Telefon
records-field-contacts-language = Sprache
records-field-contacts-level = Ebene
records-field-contacts-role = Rolle beim Kauf
records-field-interactions-customer = Schlüssel des Kunden
records-field-interactions-at = Wann
records-field-interactions-function = Bereich
records-field-interactions-contact = Schlüssel der Person
records-field-interactions-staff = Wer von uns
records-field-interactions-channel = Weg
records-field-interactions-direction = Wer begann
records-field-interactions-effect = Näher gebracht oder entfernt
records-field-interactions-text = Was gesagt wurde
records-field-interactions-key = Schlüssel
records-field-contracts-key = Schlüssel
records-field-contracts-customer = Schlüssel des Kunden
records-field-contracts-name = Worum es geht
records-field-contracts-started = Erster Tag
records-field-contracts-months = Laufzeit in Monaten
records-field-contracts-ends = Letzter vereinbarter Tag
records-field-contracts-renewal = Verlängerung zu entscheiden bis
records-field-contracts-amount = Betrag je Zeitraum
records-field-contracts-currency = Währung
records-field-contracts-period = Zahlung je Monat, Quartal oder Jahr
records-field-contracts-ended = Beendet am
records-field-contracts-reason = Warum es endete
records-field-staff-key = Schlüssel
records-field-staff-name = Name
records-field-staff-email = E-Mail
records-field-staff-team = Team
records-field-staff-from = Erster Arbeitstag
records-field-staff-to = Letzter Arbeitstag
records-field-teams-key = Schlüssel
records-field-teams-name = Name

records-wrong-text = Kürzen Sie es auf höchstens { $limit } Zeichen.
records-wrong-moment = Geben Sie Tag und Uhrzeit an, etwa 2026-11-22 10:00.
records-wrong-day = Geben Sie einen Tag an, etwa 2026-11-22.
records-wrong-amount = Schreiben Sie einen Betrag wie 1234,50.
records-wrong-number = Schreiben Sie eine Zahl mit höchstens drei Nachkommastellen.
records-wrong-months = Schreiben Sie eine Zahl von Monaten, 1 bis 1200; lassen Sie das Feld leer, wenn nichts vereinbart ist.
records-wrong-choice = Wählen Sie eines von: { $words }.
records-wrong-email = Schreiben Sie E-Mail-Adressen wie ada@example.com, eine je Zeile.
records-wrong-one-email = Schreiben Sie eine Adresse; Mitarbeitende haben hier nur eine.
records-wrong-phone = Schreiben Sie Telefonnummern wie +49 170 1234567, eine je Zeile.
records-wrong-language = Schreiben Sie eine Sprache wie en oder de-AT.
records-wrong-currency = Für { $day } gibt es keinen Kurs von { $currency } in { $reporting }. Lesen Sie einen mit der Art Kurse ein, oder geben Sie den Betrag in { $reporting } an.
records-wrong-currency-day = Geben Sie auch den ersten Tag an: Umgerechnet wird mit dem Kurs dieses Tages.
records-not-your-team = Sie sehen nur Kunden Ihres eigenen Teams: Wählen Sie Ihr Team. Die Leitung kann den Kunden einem anderen geben.
records-wrong-named = Das ist nicht mehr im Bestand; wählen Sie etwas anderes.
records-wrong-other-customer = Diese Person gehört zu einem anderen Kunden; wählen Sie eine von diesem Kunden.
records-wrong-no-customer = Sagen Sie, bei welchem Kunden die Person ist.
records-wrong-before-start = Das liegt vor dem ersten Tag; tauschen Sie die beiden.
records-wrong-ended = Sagen Sie, an welchem Tag es endete; ein Grund allein beendet es nicht.
records-wrong-future = Niemand kann in der Zukunft zugestimmt haben; geben Sie einen vergangenen Zeitpunkt an.
records-note-is-removed = Diese Notiz wurde entfernt; holen Sie sie zuerst zurück.
records-business-customers = An wen Sie verkaufen
records-business-customers-help = Menschen: Jeder Kunde ist eine Person. Organisationen: Ein Kunde ist eine Firma mit Menschen darin.
records-business-people = Menschen
records-business-organisations = Organisationen
records-import-of-rates = Wechselkurse
records-field-rates-currency = Währung
records-field-rates-day = Tag
records-field-rates-rate = Was eine Einheit in Ihrer Währung wert ist
records-field-rates-key = Schlüssel
records-lookup-title = Jemanden nachschlagen
records-lookup-lead = Tippen Sie die ersten Buchstaben von Name, E-Mail-Adresse, Telefon- oder Kundennummer.
records-lookup-label = Name, E-Mail, Telefon oder Nummer
records-lookup-likes = Mag { $products }.
records-lookup-none = Niemand gefunden
records-lookup-none-help = Weniger Buchstaben finden mehr; Akzente und Großschreibung sind gleich.
records-import-checking = Die Datei wird geprüft
records-import-checking-rows = { $rows ->
    [0] Das Lesen hat begonnen; nichts ändert sich, bevor Sie es sagen.
   *[other] { $rows } Zeilen sind gelesen; nichts ändert sich, bevor Sie es sagen.
  }

records-word-organisation = Organisation
records-word-household = Haushalt
records-word-person = Person
records-word-executive = Geschäftsleitung
records-word-management = Leitung
records-word-operations = Tagesgeschäft
records-word-decides = Entscheidet
records-word-influences = Beeinflusst
records-word-uses = Nutzt
records-word-none = Nicht am Kauf beteiligt
records-word-meeting = Treffen
records-word-phone = Telefon
records-word-email = E-Mail
records-word-chat = Chat
records-word-letter = Brief
records-word-web = Website
records-word-event = Veranstaltung
records-word-other = Anderes
records-word-sales = Vertrieb
records-word-delivery = Lieferung
records-word-service = Service
records-word-accounting = Buchhaltung
records-word-product = Produkt
records-word-marketing = Marketing
records-word-community = Gemeinschaft
records-word-inbound = Der Kunde
records-word-outbound = Wir
records-word-closer = Näher gebracht
records-word-away = Entfernt
records-word-neither = Weder noch
records-word-month = Jeden Monat
records-word-quarter = Jedes Quartal
records-word-year = Jedes Jahr
records-label-interactions-contact = Mit wem
records-help-contacts-email = Eine je Zeile, die wichtigste zuerst.
records-help-contacts-phone = Eine je Zeile, die wichtigste zuerst.
records-help-contacts-language = Etwa en oder de-AT.
records-help-contracts-months = Leer lassen, wenn keine Laufzeit vereinbart ist; der letzte Tag wird daraus berechnet.
records-help-contracts-ends = Nur wenn keine Laufzeit in Monaten vereinbart ist.
records-help-contracts-renewal = Leer: der letzte vereinbarte Tag.
records-help-contracts-ended = Leer, solange der Vertrag läuft.
records-help-contracts-currency = Drei Buchstaben wie EUR; leer: die Währung Ihres Geschäfts. Eine andere wird mit dem Kurs des ersten Tages umgerechnet.
records-help-staff-to = Leer, solange sie da sind.
records-new-accounts = Neuer Kunde
records-change-accounts = Kunde ändern
records-new-contacts = Person hinzufügen
records-change-contacts = Person ändern
records-new-contracts = Vertrag hinzufügen
records-change-contracts = Vertrag ändern
records-new-interactions = Kontakt festhalten
records-change-interactions = Festgehaltenes ändern
records-new-staff = Mitarbeitende hinzufügen
records-change-staff = Mitarbeitende ändern
records-new-teams = Team hinzufügen
records-change-teams = Team ändern
records-saved = Gespeichert.
records-change = Ändern
records-held-by = Betreut von { $name }
records-of-team = Team { $name }
records-since = Im Bestand seit { $day }
records-kind = Art
records-team = Team
records-owner = Betreut von
records-external-key = Schlüssel
records-created = Erfasst
records-email = E-Mail
records-narrow = Filter und Spalten
records-narrow-all = Alle
records-narrow-go = Zeigen
records-columns = Spalten
records-search-name = Name beginnt mit …
records-people = Personen
records-reach = Erreichbar über
records-people-none = Hier ist noch niemand bekannt.
records-contracts = Verträge
records-contract = Vertrag
records-contracts-none = Kein Vertrag.
records-standing-ahead = Noch nicht begonnen
records-standing-running = Läuft
records-standing-overrun = Abgelaufen
records-standing-ended = Beendet
records-contract-each-month = { $amount } im Monat.
records-contract-each-quarter = { $amount } im Quartal.
records-contract-each-year = { $amount } im Jahr.
records-contract-until = Bis { $day }.
records-contract-ended = Beendet am { $day }.
records-contract-open = Seit { $day }, ohne Ende.
records-contract-renewal = Verlängerung zu entscheiden bis { $day }.
records-plot = Was in jedem Monat gekauft wurde
records-plot-month = Monat
records-plot-amount = Umsatz ({ $currency })
records-timeline-show = Auf der Zeitleiste zeigen
records-timeline-functions = Kontakte eines Bereichs
records-timeline-everything = Alles
records-timeline-purchases = Einkäufe
records-timeline-interactions = Kontakte
records-timeline-notes = Notizen
records-timeline-contracts = Verträge
records-timeline-note = Notiz
records-timeline-contract-began = Vertrag { $name } begann.
records-timeline-contract-ended = Vertrag { $name } endete.
records-note-title = Notiz ändern
records-note-text = Notiz
records-note-new = Neue Notiz
records-note-write = Notiz hinzufügen
records-note-remove = Diese Notiz entfernen
records-note-removed = Die Notiz ist entfernt.
records-note-restore = Zurückholen
records-note-is-back = Die Notiz ist wieder da.
records-consent = Darf angesprochen werden für
records-consent-nothing = noch nichts
records-consent-title = Worin { $name } eingewilligt hat
records-consent-lead = Einträge werden hinzugefügt und nie geändert; für jeden Zweck gilt der letzte.
records-consent-back = Zurück zum Kunden
records-consent-history = Was gesagt wurde
records-consent-none = Noch keine Einwilligung
records-consent-none-help = Ohne Eintrag wird für diesen Zweck niemand angeschrieben.
records-consent-new = Ein weiterer Eintrag
records-consent-purpose = Wofür
records-consent-answer = Antwort
records-consent-given = eingewilligt
records-consent-taken = abgelehnt oder widerrufen
records-consent-obtained = Wie es dazu kam
records-consent-obtained-help = In Worten, die man der Person zeigen kann, etwa: Formular an der Theke.
records-consent-at = Wann es gesagt wurde
records-consent-at-help = Leer: jetzt.
records-purpose-news = Neuigkeiten und Angebote
records-purpose-survey = Fragen, wie es war
records-purpose-referral = Weiterempfehlen
records-purpose-testimonial = Öffentlich genannt werden
records-staff-title = Mitarbeitende und Teams
records-staff-lead = Wer von uns welche Kunden betreut.
records-staff-customers = Kunden
records-staff-left = ausgeschieden { $day }
records-staff-empty = Noch keine Mitarbeitenden
records-staff-empty-help = Fügen Sie hinzu, wer Kunden betreut, oder importieren Sie eine Datei.
records-teams-title = Teams
records-teams-empty = Noch keine Teams
records-teams-empty-help = Ein Team betreut Kunden gemeinsam.

records-team-size = { $staff ->
    [0] niemand
    [one] eine Person
   *[other] { $staff } Personen
  }
records-timeline-interaction = { $function ->
    [sales] Vertrieb
    [delivery] Lieferung
    [service] Service
    [accounting] Buchhaltung
    [product] Produkt
    [marketing] Marketing
   *[community] Gemeinschaft
  }{ $channel ->
    [meeting] , persönlich
    [phone] , am Telefon
    [email] , per E-Mail
    [chat] , im Chat
    [letter] , per Brief
    [web] , auf der Website
    [event] , bei einer Veranstaltung
   *[other] {""}
  }.{ $effect ->
    [closer] {" Näher gebracht."}
    [away] {" Entfernt."}
   *[neither] {""}
  }
records-timeline-interaction-with = { $people }: { records-timeline-interaction }

records-segments-title = Segmente
records-segments-lead = Gruppen von Kunden, die sich selbst aktuell halten.
records-segments-empty = Noch keine Segmente
records-segments-empty-help = Sagen Sie, was die gemeinten Kunden gemeinsam haben; alles andere kann das nutzen.
records-segment-new = Neues Segment
records-segment-change = Segment ändern
records-segment-build-lead = Wählen Sie in der letzten Zeile eine Eigenschaft und zählen Sie; die Zeile fragt dann, was dazu passt.
records-segment-match = Kunden, für die
records-segment-all = Alles davon zutrifft
records-segment-any = Irgendetwas davon zutrifft
records-segment-line = Zeile { $number }
records-segment-field = Eigenschaft
records-segment-how = Wie verglichen
records-segment-what = Womit verglichen
records-segment-drop = Diese Zeile entfernen
records-segment-choose = Eigenschaft wählen …
records-segment-go = Zählen
records-segment-days = Tagen
records-segment-percent = Prozent
records-segment-yes = ja
records-segment-no = nein
records-segment-remove = Segment entfernen
records-segment-removed = Das Segment ist entfernt.
records-segment-is-back = Das Segment ist wieder da.
records-segment-is-removed = Dieses Segment wurde entfernt; holen Sie es zuerst zurück.
records-segment-nobody = Niemand passt
records-segment-nobody-help = Verlangen Sie weniger, oder sehen Sie wieder nach, wenn mehr bekannt ist.
records-segment-named = Ein anderes Segment heißt so; wählen Sie einen anderen Namen.
records-segment-empty = Wählen Sie mindestens eine Eigenschaft.
records-segment-large = Höchstens { $most } Bedingungen, in höchstens drei Ebenen.
records-segment-gone = Von „{ $field }“ ist nichts mehr bekannt; entfernen Sie diese Zeile.
records-segment-operator = „{ $operator }“ passt nicht zu dieser Eigenschaft; wählen Sie etwas anderes.
records-segment-value = „{ $value }“ passt nicht zur Eigenschaft; geben Sie eine Zahl, einen Tag wie 2026-11-22 oder eine der Möglichkeiten an.
records-segment-form = Senden Sie {"{"}"all": […]{"}"}, {"{"}"any": […]{"}"} oder eine Bedingung mit field, operator und value.
records-segment-contracts = Nicht beendete Verträge
records-segment-renewal = Nächste Vertragsverlängerung
records-segment-contact = Letzter Kontakt
records-segment-away = Kontakte, die entfernt haben
records-segment-news = Darf Neuigkeiten und Angebote bekommen
records-operator-is = ist
records-operator-is-not = ist nicht
records-operator-at-least = mindestens
records-operator-at-most = höchstens
records-operator-since = am oder nach dem
records-operator-before = vor dem
records-operator-within = in den letzten
records-operator-not-within = nicht in den letzten
records-operator-next = in den nächsten
records-operator-known = ist bekannt
records-operator-unknown = ist nicht bekannt
records-segment-count = { $count ->
    [0] Zurzeit passt niemand
    [one] Zurzeit passt ein Kunde
   *[other] Zurzeit passen { $count } Kunden
  }
records-segment-tests = { $count ->
    [one] eine Bedingung
   *[other] { $count } Bedingungen
  }

records-duplicates-title = Doppelte
records-duplicates-lead = Kunden und Personen, die vielleicht zweimal erfasst sind. Nichts wird zusammengeführt, ohne dass Sie es sagen, und alles lässt sich zurücknehmen.
records-duplicates-look = Jetzt suchen
records-duplicates-looking = Die Einträge werden durchgesehen; was gefunden wird, erscheint hier.
records-duplicates-due = { $count ->
    [one] Ein Kunde ist noch durchzusehen. Das geschieht jede Nacht und nach jedem Import.
   *[other] { $count } Kunden sind noch durchzusehen. Das geschieht jede Nacht und nach jedem Import.
  }
records-duplicates-due-many = { $count } Kunden oder mehr sind noch durchzusehen. Das geschieht jede Nacht und nach jedem Import.
records-duplicates-looked = Alle Kunden sind durchgesehen.
records-duplicates-show = Anzeigen
records-duplicates-proposed = Vorgeschlagen ({ $count })
records-duplicates-proposed-many = Vorgeschlagen ({ $count } oder mehr)
records-duplicates-merged = Zusammengeführt
records-duplicates-apart = Nicht dieselben
records-duplicates-none-proposed = Nichts sieht doppelt aus
records-duplicates-none-proposed-help = Verglichen werden E-Mail, Telefon, Name und Schlüssel, jede Nacht und nach jedem Import.
records-duplicates-none-merged = Noch nichts zusammengeführt
records-duplicates-none-merged-help = Was Sie zusammenführen, steht hier und lässt sich hier zurücknehmen.
records-duplicates-none-apart = Noch kein Paar beiseitegelegt
records-duplicates-none-apart-help = Paare, von denen Sie sagen, dass sie nicht dieselben sind, stehen hier und werden nicht wieder vorgeschlagen.
records-duplicate-pair = Einträge
records-duplicate-reasons = Warum
records-duplicate-likely = Wie wahrscheinlich
records-duplicate-decided = Entschieden
records-duplicate-reason-email = gleiche E-Mail
records-duplicate-reason-phone = gleiche Telefonnummer
records-duplicate-reason-name = gleicher Name
records-duplicate-reason-alike = fast gleiche Namen
records-duplicate-reason-domain = E-Mail bei derselben Firma
records-duplicate-reason-key = gleicher Schlüssel in zwei Systemen
records-duplicate-reason-said = jemand sagt es
records-duplicate-very-likely = Sehr wahrscheinlich
records-duplicate-possible = Möglich
records-duplicate-question = Sind das dieselben?
records-duplicate-one = Diese sind jetzt eins
records-duplicate-at = Bei
records-duplicate-purchases = Käufe
records-duplicate-contracts = Verträge
records-duplicate-people = Personen
records-duplicate-two-people = zwei Personen bei einem Kunden
records-duplicate-interactions = Gespräche
records-duplicate-notes = Notizen
records-duplicate-keep = Wo sie sich unterscheiden, behalten
records-duplicate-nothing = Nichts
records-duplicate-same = Sie unterscheiden sich in keinem Feld.
records-duplicate-follows = Was vom zweiten bekannt ist, kommt mit
records-duplicate-both = E-Mail-Adressen und Telefonnummern beider bleiben erhalten.
records-duplicate-consent = Hat einer von beiden Nein zum Kontakt gesagt, gilt das Nein.
records-duplicate-keys = Dateien und Programme mit dem einen wie dem anderen Schlüssel finden den Kunden weiterhin.
records-duplicate-merge = Zusammenführen
records-duplicate-merged = Zusammengeführt. War das ein Irrtum, nehmen Sie es unten zurück.
records-duplicate-merged-help = Alles, was von beiden bekannt ist, steht nun beieinander. Nehmen Sie es zurück, sind es wieder zwei; was Sie seither geändert haben, bleibt so.
records-duplicate-open = Kunden öffnen
records-duplicate-undo = Zusammenführen zurücknehmen
records-duplicate-parted = Es sind wieder zwei.
records-duplicate-parted-but = Es sind wieder zwei. Seither geändert und so belassen: { $fields }.
records-duplicate-apart = Nicht dieselben
records-duplicate-dismissed = Sie bleiben getrennt und werden nicht wieder vorgeschlagen.
records-duplicate-is-apart = Sie haben gesagt, dass das nicht dieselben sind.
records-duplicate-propose-again = Wieder vorschlagen
records-duplicate-proposed-again = Sie werden wieder vorgeschlagen.
records-duplicate-is-merged = Sie wurden inzwischen zusammengeführt; nehmen Sie das zuerst zurück.
records-duplicate-not-merged = Sie sind nicht zusammengeführt, also ist nichts zurückzunehmen.
records-duplicate-gone = Einer der beiden wurde inzwischen mit einem anderen Eintrag zusammengeführt. Gehen Sie zur Liste zurück; sehen sie sich noch ähnlich, werden sie neu vorgeschlagen.
records-duplicate-itself = Das ist zweimal derselbe Eintrag. Nennen Sie zwei.
records-merged-away = Dieser Eintrag ging in einem anderen auf. Öffnen Sie jenen und ändern Sie ihn dort.
records-import-by-programs = Von Programmen gesendet
records-import-list-programs = Zeigen, was Programme gesendet haben
records-import-list-files = Eingelesene Dateien zeigen
records-import-none-sent = Noch hat kein Programm etwas gesendet
records-import-none-sent-help = Was Ihre Kasse oder Ihr Laden über die Schnittstelle sendet, steht hier und lässt sich zurücknehmen.
records-batch-size = Senden Sie 1 bis { $most } Einträge auf einmal.
records-upload-begun = Diese Datei wird gerade geprüft oder eingelesen, oder sie wurde es schon. Senden Sie sie neu.
records-upload-no-file = Die Datei ist noch nicht da. Senden Sie sie zuerst.
records-upload-unchecked = Lassen Sie die Datei zuerst prüfen; was geschehen würde, wird vorher gezeigt.
records-upload-wrong = { $count ->
    [one] Eine Zeile ist falsch. Berichtigen Sie sie, oder sagen Sie, dass sie wegbleiben soll.
   *[other] { $count } Zeilen sind falsch. Berichtigen Sie sie, oder sagen Sie, dass sie wegbleiben sollen.
  }
records-field-accounts-since = Bekannt seit
records-field-accounts-merged_into = Ging auf in (Schlüssel des Kunden, der blieb)
records-field-contacts-since = Bekannt seit
records-field-contacts-merged_into = Ging auf in (Schlüssel der Person, die blieb)
records-import-of-notes = Notizen
records-import-of-consents = Einwilligungen
records-export-title = Alles mitnehmen
records-export-lead = Alles, was aufgezeichnet ist, als Dateien, eine je Art. Zusammengeführtes steht bei dem, was geblieben ist.
records-export-without = Namen, Adressen und Texte fehlen, weil Ihre Rolle sie nicht umfasst; Kunden und Personen unterscheidet man an ihren Kennungen.
records-export-files = Dateien
records-export-csv = CSV
records-export-parquet = Parquet
records-export-about = Gut zu wissen
records-export-again = Mit der Herkunft { $source } eingelesen, ergibt jede Datei wieder dieselben Aufzeichnungen, hier oder in einer neuen Installation. Ändern Sie eine Datei im Tabellenprogramm und lesen Sie sie ein, ändern sich die Aufzeichnungen mit. Beginnen Sie mit Teams, Mitarbeitern und Kursen, dann Kunden. Notizen und Einwilligungen sind nur zum Lesen.
records-export-formulas = Vor einem Text, den ein Tabellenprogramm als Formel ausführen würde, steht ein Apostroph; beim Einlesen fällt er wieder weg.
records-export-moment = Zeilen, die nach dem Beginn einer Datei dazukommen, fehlen darin; eine inzwischen geänderte Zeile ist so, wie sie ist, wenn sie an der Reihe ist. Wer was mitgenommen hat, steht im Protokoll.
records-export-command = Auf dem Rechner selbst schreibt troth export alle Dateien desselben Augenblicks in einen Ordner.

records-tour-lookup = Am Tresen
records-tour-lookup-says = Tippen Sie drei Buchstaben und sehen Sie, wer es ist, was sie oder er mag und was Sie noch schulden. Es geht auch am Telefon.
records-tour-import = Ihre eigenen Daten
records-tour-import-says = Bringen Sie Kunden und Käufe als Datei. Sie sehen, was geschehen würde, bevor sich etwas ändert, und können es zurücknehmen.

records-login-title = Wer meldet sich als { $name } an?
records-login-lead = Die Liste unter „Heute“ beginnt dann mit den Kunden, um die sich diese Person kümmert.
records-login-user = Anmeldung
records-login-user-help = Ohne Auswahl gilt, wer sich mit derselben E-Mail-Adresse anmeldet.
records-login-nobody = niemand ausgewählt
records-login-choose = Auswählen
records-login-gone = Diese Person kann sich nicht mehr anmelden. Wählen Sie eine andere.
records-login-saved = Gespeichert: Es ist festgelegt, wer sich als { $name } anmeldet.
records-login-nobody-saved = Gespeichert: Für { $name } ist niemand ausgewählt.

## Was eine Rolle darf

records-may-see = Kunden sehen und alles, was über sie festgehalten ist
records-may-edit = Kunden, Personen, Verträge, Notizen und Einwilligungen eintragen und ändern
records-may-manage-staff = Mitarbeiter und Teams eintragen und ändern
records-may-merge = Doppelte Kunden zusammenführen und wieder trennen
records-may-import = Dateien einlesen und zurücknehmen
records-may-export = Alles als Dateien herausholen, ohne Namen und Texte
records-may-export-personal = Auch Namen, Adressen und Texte herausholen
records-may-tell = Alles herausholen, was über einen Kunden oder eine Person festgehalten ist, um Auskunft zu geben
records-may-erase = Einen Kunden oder eine Person für immer löschen
records-may-manage-business = Sagen, wie der Betrieb heißt und wo sein Tag beginnt

## Was das Protokoll sagt

records-event-business-changed = Der Betrieb wurde geändert
records-event-customer-told = Auskunft über einen Kunden wurde herausgeholt
records-event-person-told = Auskunft über eine Person wurde herausgeholt
records-event-customer-erased = Ein Kunde wurde gelöscht
records-event-person-erased = Eine Person wurde gelöscht
records-event-account-created = Ein Kunde wurde eingetragen
records-event-account-changed = Ein Kunde wurde geändert
records-event-contact-created = Eine Person wurde eingetragen
records-event-contact-changed = Eine Person wurde geändert
records-event-staff-created = Ein Mitarbeiter wurde eingetragen
records-event-staff-changed = Ein Mitarbeiter wurde geändert
records-event-team-created = Ein Team wurde eingetragen
records-event-team-changed = Ein Team wurde geändert
records-event-contract-created = Ein Vertrag wurde eingetragen
records-event-contract-changed = Ein Vertrag wurde geändert
records-event-interaction-created = Ein Kontakt wurde eingetragen
records-event-interaction-changed = Ein Kontakt wurde geändert
records-event-note-created = Eine Notiz wurde geschrieben
records-event-note-changed = Eine Notiz wurde geändert
records-event-note-removed = Eine Notiz wurde entfernt
records-event-segment-created = Ein Segment wurde gespeichert
records-event-segment-changed = Ein Segment wurde geändert
records-event-segment-removed = Ein Segment wurde entfernt
records-event-duplicates-sought = Doppelte wurden gesucht
records-event-duplicate-named = Zwei Einträge wurden als ein Kunde genannt
records-event-duplicate-dismissed = Zwei Einträge wurden als verschieden bezeichnet
records-event-customers-merged = Kunden wurden zusammengeführt
records-event-people-merged = Personen wurden zusammengeführt
records-event-merge-undone = Eine Zusammenführung wurde zurückgenommen
records-event-import-applied = Eine Datei wurde eingelesen
records-event-import-undone = Eine Datei wurde zurückgenommen
records-event-exported = Einträge wurden herausgeholt

# Warum ein Wert, eine Zeile oder eine Datei nicht genommen werden kann. Steht hinter dem Ort: klein am Anfang, ohne Punkt am Ende.
records-at-line = Zeile { $number }
records-at-row = Zeile { $number }
records-at-item = Eintrag { $number }
records-wrong-cell = { $place }, Spalte { $column }: { $why }
records-wrong-row = { $place }: { $why }
records-wrong-file = { $file } ist nicht lesbar: { $why }
records-wrong-rows = { $count } von { $rows } Zeilen sind falsch, und nichts wurde eingelesen; die erste: { $first }
records-why-said = { $why }
records-why-currency = „{ $text }“ ist kein Währungskürzel nach ISO 4217 wie EUR
records-why-amount = „{ $text }“ ist kein Betrag; schreiben Sie Ziffern mit „{ $mark }“ vor den Nachkommastellen, etwa 1234{ $mark }50
records-why-decimals = „{ $text }“ hat mehr Nachkommastellen, als { $currency } kennt ({ $known }); runden Sie zuerst
records-why-amount-large = „{ $text }“ ist ein zu großer Betrag
records-why-other-mark = { $why }; wenn „{ $other }“ vor den Nachkommastellen steht, wählen Sie das bei „Wie Beträge geschrieben sind“
records-why-other-mark-command = { $why }; wenn „{ $other }“ vor den Nachkommastellen steht, sagen Sie --decimal { $other }
records-why-number = „{ $text }“ ist keine Zahl mit höchstens drei Nachkommastellen
records-why-other-type = „{ $text }“ ist { $found }, verlangt ist { $wanted }
records-why-an-amount = ein Betrag
records-why-a-number = eine Zahl
records-why-a-rate = ein Kurs
records-why-a-text = ein Text
records-why-a-truth = ja oder nein
records-why-a-date = ein Datum
records-why-nothing = nichts
records-why-rate = „{ $text }“ ist kein Kurs wie 0{ $mark }92 (über null, höchstens zwölf Nachkommastellen)
records-why-large = „{ $text }“ ist eine zu große Zahl; fehlt ein Trennzeichen?
records-why-two-ways = „{ $text }“ hat zwei Lesarten; wählen Sie bei „Wie Beträge geschrieben sind“, ob Komma oder Punkt vor den Nachkommastellen steht
records-why-two-ways-command = „{ $text }“ hat zwei Lesarten; sagen Sie mit --decimal , oder --decimal . , was vor den Nachkommastellen steht
records-why-long = es hat { $length } Zeichen, höchstens { $limit } werden genommen; kürzen Sie es
records-why-months = „{ $text }“ ist keine Zahl von Monaten bis 1200
records-why-choice = „{ $text }“ ist keines der Wörter { $words }
records-why-addresses = es enthält { $count } Adressen, höchstens { $most } werden genommen
records-why-email = „{ $text }“ ist keine E-Mail-Adresse wie ada@example.com
records-why-phone = „{ $text }“ ist keine Telefonnummer wie +49 170 1234567
records-why-language = „{ $text }“ ist keine Sprache wie en oder de-AT
records-why-not-utf8 = es hat Bytes, die nicht UTF-8 sind, während die übrige Datei es ist; bessern Sie die Zeile aus, oder wählen Sie bei „Kodierung der Buchstaben“ eine andere
records-why-not-utf8-command = es hat Bytes, die nicht UTF-8 sind, während die übrige Datei es ist; bessern Sie die Zeile aus, oder nennen Sie die Kodierung mit --encoding
records-why-nul = es hat ein NUL-Zeichen; ist die Datei beschädigt, oder UTF-16? Speichern Sie sie als UTF-8
records-why-letter = es hat einen Buchstaben, der nicht lesbar ist; wählen Sie bei „Kodierung der Buchstaben“ eine andere, oder speichern Sie sie als UTF-8
records-why-letter-command = es hat einen Buchstaben, der nicht lesbar ist; nennen Sie die Kodierung mit --encoding, oder speichern Sie die Datei als UTF-8
records-why-no-field = { $kind } haben kein Feld „{ $field }“; die Felder sind { $fields }
records-why-which-column = welche Spalte ist „{ $field }“? Die Datei hat: { $headings }. Wählen Sie sie bei „Welche Spalte was ist“
records-why-which-column-command = welche Spalte ist „{ $field }“? Die Datei hat: { $headings }. Sagen Sie es mit --map { $field }=SPALTE
records-why-two-columns = die Datei hat zwei Spalten „{ $column }“; geben Sie jeder ihre eigene Überschrift
records-why-either = „{ $field }“ kann „{ $one }“ oder „{ $other }“ sein; wählen Sie bei „Welche Spalte was ist“, welche es ist
records-why-either-command = „{ $field }“ kann „{ $one }“ oder „{ $other }“ sein; sagen Sie mit --map { $field }=SPALTE, welche es ist
records-why-no-column = die Datei hat keine Spalte „{ $column }“; sie hat: { $headings }
records-why-many-columns = die Datei hat { $count } Spalten „{ $column }“; geben Sie jeder ihre eigene Überschrift
records-why-year = „{ $text }“ wird als Jahr { $year } gelesen; sagen Sie bei „Wie Daten geschrieben sind“, wie sie es sind, %y für zwei Ziffern
records-why-year-command = „{ $text }“ wird als Jahr { $year } gelesen; sagen Sie mit --date-format, wie Daten geschrieben sind, %y für zwei Ziffern
records-why-day-likely = „{ $text }“: { $hint }
records-why-no-date = „{ $text }“ ist { $found } statt eines Datums; formatieren Sie die Spalte als Datum, und speichern Sie noch einmal
records-why-odd-year = „{ $text }“ liegt im Jahr { $year }; bessern Sie das Datum aus
records-why-iso = „{ $text }“ ist kein Datum wie 2026-11-22; { $hint }
records-why-form = „{ $text }“ ist kein Datum der Form { $form }; { $hint }
records-why-moment = „{ $text }“ ist kein Zeitpunkt in diesem Kalender
records-why-looks-like = es sieht aus wie „{ $forms }“; schreiben Sie das bei „Wie Daten geschrieben sind“
records-why-looks-like-command = es sieht aus wie --date-format "{ $forms }"
records-why-or = { $one }“ oder „{ $other }
records-why-or-command = { $one }" oder "{ $other }
records-why-serial = es ist ein Tag, wie Tabellenprogramme sie zählen; formatieren Sie die Spalte dort als Datum, und speichern Sie noch einmal
records-why-say-form = sagen Sie bei „Wie Daten geschrieben sind“, wie sie es sind, etwa %d.%m.%Y
records-why-say-form-command = sagen Sie mit --date-format, wie Daten geschrieben sind, etwa %d.%m.%Y
records-why-no-rate = es gibt keinen Kurs von { $from } in { $wanted } für { $day }; lesen Sie einen als „Wechselkurse“ ein
records-why-no-rate-command = es gibt keinen Kurs von { $from } in { $wanted } für { $day }; lesen Sie einen mit der Art rates ein
records-why-no-rate-yet = es gibt keinen Kurs von { $from } in { $wanted } für { $day } (der erste ist für { $first }); lesen Sie einen als „Wechselkurse“ ein
records-why-no-rate-yet-command = es gibt keinen Kurs von { $from } in { $wanted } für { $day } (der erste ist für { $first }); lesen Sie einen mit der Art rates ein
records-why-no-rate-lately = es gibt keinen Kurs von { $from } in { $wanted } für { $day } (der letzte davor ist für { $known }, mehr als { $days } Tage älter); lesen Sie einen als „Wechselkurse“ ein
records-why-no-rate-lately-command = es gibt keinen Kurs von { $from } in { $wanted } für { $day } (der letzte davor ist für { $known }, mehr als { $days } Tage älter); lesen Sie einen mit der Art rates ein
records-why-no-rows = sie enthält Überschriften und keine Zeilen
records-why-row-long = die Zeile ist länger als { $limit } Bytes; fehlt ein Anführungszeichen?
records-why-ragged = die Zeile hat { $has } Spalten, die Überschrift { $wanted }; fehlt ein Trennzeichen, oder steht ein Text mit einem nicht in Anführungszeichen?
records-why-empty = hier steht nichts; füllen Sie es aus, oder lassen Sie die Zeile weg
records-why-key-twice = der Schlüssel „{ $key }“ steht schon in: { $place }; behalten Sie eine der beiden Zeilen
records-why-again = mehr als { $most } Zeilen stehen mehrmals in der Datei; ist die richtige Spalte als Schlüssel gewählt?
records-why-not-noted = was zweimal dasteht, lässt sich dort nicht vermerken: { $why }
records-why-left-out = von hier an fehlen falsche Zeilen: Es sind zu viele; bessern Sie zuerst aus, was ihnen gemeinsam ist
records-why-unknown-field = ein solches Feld gibt es nicht; die Felder sind { $fields }
records-why-no-key = hier steht nichts; geben Sie jedem Eintrag einen eigenen Schlüssel, damit er noch einmal gesendet werden kann
records-why-unkept-number = das ist keine Zahl, die sich aufheben lässt
records-why-no-value = das ist weder ein Text noch eine Zahl noch eine Liste von Texten
records-why-no-customer = hier steht nichts; sagen Sie, bei welchem Kunden die Person ist, oder stellen Sie unter „Ihr Geschäft“ ein, dass Sie an Menschen verkaufen
records-why-one-email = es enthält mehrere Adressen; Mitarbeitende haben hier nur eine
records-why-last-before-first = der letzte Arbeitstag liegt vor dem ersten; tauschen Sie die beiden
records-why-before-start = es liegt vor dem ersten Tag; tauschen Sie die beiden
records-why-no-month = eine Laufzeit hat mindestens einen Monat; lassen Sie sie leer, wenn keine vereinbart ist
records-why-no-end = es gibt einen Grund für das Ende und keinen Tag; sagen Sie, wann es endete
records-why-undone = der Import { $import } ist schon zurückgenommen
records-why-at-work = der Import { $other } kam später und läuft noch; warten Sie, bis er fertig ist, oder nehmen Sie ihn zuerst zurück
records-why-changed-later = der Import { $later } hat Einträge des Imports { $import } später geändert; nehmen Sie zuerst { $later } zurück
records-why-there = sie ist schon da; wählen Sie einen leeren Ordner
records-why-path = { $why }; stimmt der Pfad?
records-why-not-of-it = von ihr wird „{ $said }“ gesagt, aber eine solche Datei hat das nicht; lassen Sie es weg
records-why-columns = sie hat { $count } Spalten; höchstens { $most } werden gelesen, lassen Sie die anderen weg
records-why-empty-file = sie ist leer; in der ersten Zeile müssen die Überschriften stehen
records-why-damaged = sie ist beschädigt oder unvollständig ({ $why }); holen oder speichern Sie sie noch einmal
records-why-undecodable = nicht zu entschlüsseln
records-why-disorder = ihre Zeilen sind nicht in Ordnung
records-why-outside = eine Zelle steht außerhalb jedes Blatts
records-why-short-column = eine Spalte ist kürzer als ihre Zeilengruppe
records-why-foreign = sie ist { $what }; speichern Sie sie als CSV mit einer Zeile Überschriften, und lesen Sie das ein
records-why-empty-zip = ein leeres ZIP-Archiv
records-why-gzip = mit gzip gepackt
records-why-zstd = mit zstd gepackt
records-why-pdf = ein PDF
records-why-json = JSON
records-why-xml = XML oder eine Webseite
records-why-no-sheets = sie ist ein Text und hat kein Blatt „{ $sheet }“; lassen Sie das Blatt weg
records-why-no-encoding = es gibt keine Kodierung „{ $label }“; versuchen Sie utf-8 oder windows-1252
records-why-open-mark = ein Anführungszeichen wird geöffnet und nie geschlossen; schließen Sie es, oder verdoppeln Sie es, wenn es zum Text gehört
records-why-endless = die Zeile hört nicht auf (mehr als 16 MB); ein Anführungszeichen wird geöffnet und nicht geschlossen
records-why-merged = es liegt unter den verbundenen Zellen { $from }:{ $to }; trennen Sie sie, und füllen Sie jede aus
records-why-no-such-sheet = sie hat kein Blatt „{ $sheet }“; sie hat: { $sheets }
records-why-no-sheet = sie hat kein Blatt; speichern Sie die Tabelle als CSV, und lesen Sie das ein
records-why-formatted = { $text } ist als Datum formatiert und keines; bessern Sie die Zelle aus
records-why-time-alone = es ist eine Uhrzeit oder eine Dauer ({ $text }); geben Sie auch den Tag an
records-why-formula = die Formel endet mit { $error }; bessern Sie sie aus, oder setzen Sie ihren Wert ein
records-why-binary = sie ist eine binäre Arbeitsmappe von Excel; speichern Sie sie als .xlsx oder CSV, und lesen Sie das ein
records-why-zip = sie ist ein ZIP-Archiv; packen Sie es aus, und lesen Sie die Datei darin ein, als Excel oder CSV
records-why-parts = sie hat mehr als { $most } Teile; speichern Sie das Blatt als CSV, und lesen Sie das ein
records-why-unpacked = ausgepackt ist ein Teil von ihr größer als { $limit } MB; ist es wirklich eine Tabelle? Speichern Sie das Blatt als CSV, und lesen Sie das ein
records-why-cells = sie hat mehr als { $millions } Millionen Zellen; speichern Sie das Blatt als .xlsx oder CSV, und lesen Sie das ein
records-why-old-document = sie ist keine Arbeitsmappe, sondern ein anderes altes Dokument; speichern Sie die Tabelle als CSV, und lesen Sie das ein
records-why-locked = sie ist mit einem Passwort gesperrt; öffnen Sie sie, speichern Sie sie ohne, und lesen Sie das ein
records-why-claimed = sie gibt an, { $rows } Zeilen zu haben; höchstens { $most } werden gelesen, teilen Sie sie
records-why-group = die Spalte { $column } ist ausgepackt größer als { $limit } MB in einer Zeilengruppe; schreiben Sie sie mit kleineren Zeilengruppen
records-why-nested = die Spalte { $column } ist geschachtelt (eine Liste, eine Zuordnung oder eine Gruppe); schreiben Sie jeden ihrer Werte als eigene Spalte
records-why-scale = die Spalte { $column } hat eine unmögliche Zahl von Nachkommastellen; schreiben Sie sie neu
records-why-time-column = die Spalte { $column } enthält eine Uhrzeit; schreiben Sie Tag und Uhrzeit als einen Zeitstempel
records-why-old-timestamps = die Spalte { $column } enthält Zeitstempel einer alten Art (INT96), die ihre Zone nicht sagen; schreiben Sie sie als TIMESTAMP
records-why-bytes = die Spalte { $column } enthält Bytes, die weder Text noch Zahl sind; schreiben Sie sie als Text
records-why-no-day = { $text } ist kein Tag in diesem Kalender; bessern Sie ihn aus
records-why-too-large = das ist eine zu große Zahl
records-why-no-text = es hat Bytes, die kein Text sind; schreiben Sie die Spalte als Text

## Was über jemanden festgehalten ist, und Löschen

records-data-title = Was über { $name } festgehalten ist
records-data-link = Ihre Daten: geben oder löschen
records-data-lead = Wer fragt, darf wissen, was Sie über ihn festhalten, und kann verlangen, dass es gelöscht wird.
records-data-back = Zurück zum Kunden
records-data-tell = Auskunft geben
records-data-tell-help = Alles in einem Archiv: Tabellen, die jedes Tabellenprogramm öffnet, dasselbe für Programme, und ein Text, der sagt, was was ist. Dass Sie es herausgeholt haben, steht im Protokoll.
records-data-archive = Archiv herunterladen
records-erase-title = Löschen
records-erase-was = Gelöscht am { $day }. Was gezählt wurde, bleibt.
records-erase-goes = Das geht für immer, auch bei dem, was mit diesem Kunden zusammengeführt wurde:
records-erase-goes-person = Das geht für immer, auch bei dem, was mit dieser Person zusammengeführt wurde:
records-erase-what = Was geht
records-erase-rows = Zeilen
records-erase-stays = Käufe, Summen, Tage und Verträge bleiben, ohne Namen, damit Ihre Zahlen stimmen. Was nur dieser Kunde unter seinem Namen gekauft hat, verliert diesen Namen.
records-erase-stays-person = Dass jemand Kontakt hatte, wann und wie, bleibt, ohne Namen und ohne das Gesagte. Was dem Kunden gehört, bleibt.
records-erase-again = Bringt eine Datei sie wieder, werden deren Zeilen übergangen. Wer wieder Kunde werden will, wird von Hand neu eingetragen.
records-erase-backups = Frühere Sicherungen enthalten sie noch. Löschen Sie nach dem Wiederherstellen noch einmal.
records-erase-unnamed = { $notes ->
    [one] Eine Notiz zum Kunden sagt nicht, um wen es geht. Sie bleibt; lesen Sie sie durch.
   *[other] { $notes } Notizen zum Kunden sagen nicht, um wen es geht. Sie bleiben; lesen Sie sie durch.
  }
records-erase-alike = Dieselbe E-Mail-Adresse steht auch hier und wird nicht mitgelöscht:
records-erase-import = Gerade wird eingelesen, und das könnte sie wiederbringen. Warten Sie, bis es fertig ist, oder nehmen Sie es zurück.
records-erase-sure-title = Das lässt sich nicht zurücknehmen
records-erase-sure = { $name } für immer löschen
records-erase-sure-missing = Kreuzen Sie das Feld an, wenn Sie sicher sind.
records-erase-go = Löschen
records-erase-owner = Nur Inhaber löschen.
records-erase-nothing = Es ist nichts mehr zu löschen.
records-erase-done = Gelöscht. Was gezählt wurde, bleibt.
records-erased-name = (gelöscht)
records-is-erased = Hier wurde gelöscht, und es wird nichts mehr festgehalten. Tragen Sie neu ein.
records-archive-title = Was über { $name } festgehalten ist, Stand { $at }
records-archive-about = Jede Tabelle ist eine Datei, die ein Tabellenprogramm öffnet; data.json enthält dasselbe für Programme. Zeitpunkte sind in UTC. Vor einem Text, den ein Tabellenprogramm als Formel ausführen würde, steht ein Apostroph.
records-privacy-account = Name und Kennung als Kunde
records-privacy-contact = Personen: Namen, Funktionen, Adressen, Telefonnummern
records-privacy-contract = Namen von Verträgen, warum sie endeten, und ihre Kennungen
records-privacy-interaction = Kontakte mit uns: wann, wie und mit wem; ihre Kennungen in anderen Systemen
records-privacy-interaction-text = Was in Kontakten gesagt wurde
records-privacy-note = Notizen
records-privacy-purchase = Käufe: Kennungen der Belege, und Namen von dem, was sonst niemand gekauft hat
records-privacy-import-before = Wie Einträge waren, bevor eine Datei sie änderte
records-privacy-import-chunk = Zeilen abgebrochener Importe
records-privacy-import-upload = Geschickte, noch nicht eingelesene Dateien, und was in Dateien falsch war
records-privacy-lookup-token = Wörter, unter denen sie gefunden werden
records-privacy-duplicate-key = Merkmale, an denen doppelte Einträge erkannt werden
records-privacy-duplicate = Vorschläge zum Zusammenführen

records-import-of-responses = Antworten auf Umfragen
records-field-responses-key = Schlüssel der Zeile
records-field-responses-survey = Umfrage
records-field-responses-customer = Wer geantwortet hat (Schlüssel des Kunden)
records-field-responses-respondent = Welche Person (Schlüssel)
records-field-responses-at = Wann
records-field-responses-question = Frage (Datei mit einer Zeile je Antwort)
records-field-responses-answer = Antwort (Datei mit einer Zeile je Antwort)
records-field-responses-response = Was zusammengehört
records-field-responses-language = Sprache
records-field-responses-weight = Wie viele so geantwortet haben
records-import-named = Eine Spalte je Frage
records-import-named-help-responses = Ist jede Spalte eine Frage, sagen Sie, welche: ein Name nach Ihrer Wahl wie preis, oder nps, satisfied, recommend, again, decides, alternative, expected, perceived, comment. bereiche.lieferung ist eine Zeile der Frage bereiche; qualität.tempo:0-10 sagt die Skala; preis:text sagt die Art. Spalten ohne Namen bleiben weg.
records-wrong-times = Schreiben Sie eine ganze Zahl, höchstens { $most }
records-why-times = „{ $text }“ ist keine ganze Zahl bis { $most }; sie sagt, wie viele so geantwortet haben
records-why-times-key = eine Zeile, die für mehrere Antworten steht, kann nicht sagen, von wem sie sind; lassen Sie Schlüssel, Kunde und Person weg, oder schreiben Sie für jede eine Zeile
records-why-named-empty = alle Fragen sind leer; lassen Sie die Zeile weg
records-why-named-twice = zwei Spalten heißen „{ $name }“; geben Sie jeder ihren Namen
records-why-many-named = { $count } Spalten sind benannt, höchstens { $limit } sind möglich
records-why-never-wide = Dateien der Art { $kind } haben keine Spalten für Fragen; lassen Sie diese Namen weg
records-why-long-and-wide = „{ $field }“ gehört in eine Datei mit einer Zeile je Antwort; hier hat jede Frage eine Spalte
records-why-long-or-wide = welche Spalte ist „{ $field }“? Die Datei hat: { $headings }. Hat jede Frage ihre eigene Spalte, sagen Sie, welche, bei „Eine Spalte je Frage“
records-why-long-or-wide-command = welche Spalte ist „{ $field }“? Die Datei hat: { $headings }. Sagen Sie es mit --map { $field }=SPALTE; hat jede Frage ihre eigene Spalte, mit --question SPALTE=FRAGE
records-why-answer-name = „{ $text }“ ist kein Name einer Frage; nehmen Sie Buchstaben oder Ziffern
records-why-answer-scale = „{ $text }“ hat eine Skala und keine Zeile; schreiben Sie frage.zeile:0-10
records-why-answer-question = die Umfrage hat keine Frage „{ $text }“
records-why-answer-kind = „{ $text }“ ist in dieser Umfrage von der Art { $kind }
records-why-answer-questions = die Umfrage hätte mehr als { $limit } Fragen; lesen Sie die Datei in Teilen ein, unter anderen Namen von Umfragen
records-why-answer-rows = die Frage hätte mehr als { $limit } Zeilen
records-why-answer-choices = „{ $text }“ hat mehr als { $limit } verschiedene Antworten; sind es Worte von Leuten, nennen Sie es { $text }:text
records-why-answer-number = „{ $text }“ ist ein Wort, wo die Zeilen davor Zahlen haben
records-why-answer-choice = „{ $text }“ ist keine Antwort auf diese Frage; möglich ist: { $choices }
records-why-answer-row = „{ $text }“ ist keine Zeile dieser Frage; sie hat: { $rows }
records-why-answer-long = der Text hat mehr als { $limit } Zeichen
records-why-answer-anonymous = diese Umfrage ist ohne Namen; lassen Sie weg, wer geantwortet hat, und Schlüssel
records-why-answer-mixed = andere Zeilen dieser Umfrage sagen, wer geantwortet hat, diese nicht; geben Sie ihr eine eigene Umfrage

# Wie eine Organisation entscheidet.
records-structure = Wie sie entscheidet
records-field-accounts-structure = Wie die Organisation entscheidet
records-word-hierarchical = Wenige oben entscheiden
records-word-distributed = Viele entscheiden gemeinsam
records-decides-hierarchical = wenige oben entscheiden
records-decides-distributed = viele entscheiden gemeinsam
