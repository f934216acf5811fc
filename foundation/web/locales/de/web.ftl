### Was die Seiten jeder Installation sagen.

## Rahmen

web-skip = Zum Inhalt springen
web-navigation = Seiten
web-language = Sprache
web-theme = Farben
web-theme-auto = Wie das Gerät
web-theme-light = Hell
web-theme-dark = Dunkel
web-save = Speichern
web-cancel = Abbrechen
web-more = Mehr

## Anmeldung

web-sign-in-title = Anmelden
web-sign-in = Anmelden
web-sign-in-wrong = E-Mail und Passwort gehören nicht zusammen. Prüfen Sie beide und versuchen Sie es noch einmal.
web-sign-in-nobody = Noch kann sich niemand anmelden. Öffnen Sie den Link, den das Programm beim Start ausgegeben hat; er macht Sie zum Eigentümer.
web-sign-out = Abmelden
web-signed-out = Sie sind abgemeldet.
web-email = E-Mail
web-email-wrong = Geben Sie eine E-Mail-Adresse ein, zum Beispiel ada@example.com.
web-email-taken = Jemand mit dieser E-Mail-Adresse kann sich schon anmelden.
web-password = Passwort
web-password-help = Mindestens 12 Zeichen. Ein kurzer Satz lässt sich leicht merken.
web-password-short = Geben Sie mindestens 12 Zeichen ein.
web-password-long = Geben Sie höchstens 256 Zeichen ein.
web-name = Ihr Name
web-name-help = Kunden und Kollegen sehen ihn.
web-field-empty = Bitte ausfüllen.
web-link-used = Dieser Link gilt nicht mehr: Er wurde benutzt, oder seine Zeit ist um. Bitten Sie um einen neuen.
web-changed-meanwhile = Jemand hat dasselbe im selben Augenblick geändert. Sehen Sie es noch einmal an und wiederholen Sie den Schritt.

web-start-title = Wem gehört das hier?
web-start-lead = Wer Eigentümer ist, sieht alles, lädt die anderen ein und bestimmt, was sie dürfen.
web-start = Beginnen
web-enter-title = Anmelden als { $name }
web-enter-lead = Dieser Link gilt einmal.
web-enter = Anmelden

## Man selbst

web-me-title = Ihr Konto
web-role = Rolle
web-role-owner = Eigentümer
web-role-manager = Leitung
web-role-staff = Mitarbeit
web-role-analyst = Analyse
web-role-read-only = Nur lesen
web-sessions-title = Wo Sie angemeldet sind
web-sessions-lead = Wenn Sie eine Anmeldung nicht kennen, beenden Sie sie.
web-session-seen = zuletzt benutzt { $at }
web-session-current = Dieser Browser
web-session-unknown = Unbekannter Browser
web-session-end = Beenden
web-session-ended = Der andere Browser ist abgemeldet.

## Befehlszeile und Tasten

web-command-open = Suchen
web-command-title = Suche
web-command-label = Seite oder Kunde
web-command-find = Finden
web-command-found = Treffer
web-command-none = Nichts gefunden
web-command-none-help = Tippen Sie die ersten Buchstaben einer Seite, eines Kunden oder einer Person.
web-keys-title = Tasten
web-key = Taste
web-key-does = Was sie tut
web-key-command = Seiten und Kunden suchen
web-key-move = Weiter und zurück in einer Liste
web-key-open = Das Markierte öffnen
web-key-close = Schließen
web-key-help = Diese Seite zeigen

## Rundgang

web-tour-title = Ein Rundgang
web-tour-lead = Was wo ist, eine Seite nach der anderen. Er dauert zwei Minuten.
web-tour-begin = Beginnen
web-tour-step = Rundgang: { $number } von { $count }
web-tour-next = Weiter
web-tour-previous = Zurück
web-tour-show = Hingehen
web-tour-done = Fertig
web-tour-close = Für immer schließen
web-tour-closed = Der Rundgang ist geschlossen. „Tasten“ (?) führt wieder zu ihm.

## Zahlen

web-figure-between = wahrscheinlich zwischen
web-figure-n = n = { $n }
web-figure-how = Wie ist das berechnet?
web-figure-as-of = Aus Aufzeichnungen bis { $at }.
web-figure-more = Mehr dazu
web-grade-counted = Gezählt
web-grade-counted-help = Anzahl, Anteil oder Mittelwert dessen, was aufgezeichnet wurde, mit seinem Intervall.
web-grade-associated = Zusammenhang
web-grade-associated-help = Zwei Dinge bewegen sich gemeinsam. Über die Ursache ist nichts gesagt.
web-grade-adjusted = Bereinigt
web-grade-adjusted-help = Eine Wirkung, aus Aufzeichnungen geschätzt; bekannte Unterschiede zwischen den Kunden sind berücksichtigt.
web-grade-randomised = Zufallsvergleich
web-grade-randomised-help = Eine Wirkung, gemessen an Kunden, die der Zufall ausgelassen hat.
web-grade-modelled = Modelliert
web-grade-modelled-help = Eine Vorhersage eines Modells aus Ihren Aufzeichnungen, geprüft an einer Zeit, die es nicht kannte.

## Tabellen und Diagramme

web-table-pages = Seiten der Tabelle
web-table-first = Zum Anfang
web-table-next = Nächste Seite
web-table-csv = Als CSV laden
web-table-none = Nichts passt zu „{ $q }“
web-table-none-help = Versuchen Sie es mit weniger Buchstaben.
web-table-narrow = Nichts passt zu diesen Filtern
web-table-narrow-help = Nehmen Sie einen davon weg.
web-table-all = Alle zeigen
web-chart-table = Zahlen zeigen
web-chart-series = Gruppe
web-chart-x = Wo
web-chart-y = Wert
web-chart-low = Von
web-chart-high = Bis

## Fehler: jeder mit dem, was zu tun ist

web-error-home = Zum Anfang
web-error-request = Wenn Sie dies melden, nennen Sie die Nummer { $id }.
web-error-sign-in = Bitte zuerst anmelden
web-error-sign-in-help = Senden Sie ein Token im Kopf „Authorization: Bearer“, oder melden Sie sich im Browser an.
web-error-forbidden = Das dürfen Sie nicht
web-error-forbidden-help = Ihre Rolle umfasst es nicht. Fragen Sie die Eigentümer oder die Leitung.
web-error-foreign = Das kam von einer anderen Website
web-error-foreign-help = Formulare werden nur von Troths eigenen Seiten angenommen. Öffnen Sie die Seite hier und senden Sie es noch einmal.
web-error-not-found = Hier ist nichts
web-error-not-found-help = Die Adresse ist vielleicht vertippt, oder was hier war, ist fort. Suchen Sie es mit seinem Namen.
web-error-wrong = Etwas ist zu berichtigen
web-error-wrong-help = Prüfen Sie, was gesendet wurde; jeder Fehler ist benannt.
web-error-conflict = Es hat sich inzwischen geändert
web-error-conflict-help = Laden Sie die Seite neu und wiederholen Sie den Schritt.
web-error-too-many = Zu viele Versuche
web-error-too-many-help = Warten Sie ein paar Minuten und versuchen Sie es dann noch einmal.
web-error-method = Das tut diese Adresse nicht
web-error-method-help = Öffnen Sie sie von ihrer eigenen Seite aus.
web-error-too-large = Das ist zu groß
web-error-too-large-help = Senden Sie weniger auf einmal.
web-error-slow = Das hat zu lange gedauert
web-error-slow-help = Es wurde nichts geändert. Versuchen Sie es gleich noch einmal.
web-error-malformed = Das ließ sich nicht lesen
web-error-malformed-help = Ein Teil des Gesendeten fehlt oder hat die falsche Form.
web-error-internal = Hier ist etwas schiefgegangen
web-error-internal-help = Es ist unser Fehler, nicht Ihrer, und ist vermerkt. Versuchen Sie es noch einmal; nichts blieb halb getan.

## Nachschlagewerk

web-reference-title = API-Nachschlagewerk
web-reference-lead = Alles, was die Seiten tun, kann auch ein Programm. Erstellen Sie ein Token und senden Sie es im Kopf „Authorization: Bearer“.
web-reference-document = Als OpenAPI 3.1
web-reference-none = Noch keine Endpunkte
web-reference-none-help = Die Fähigkeiten bringen ihre eigenen mit.
web-reference-parameters = Parameter
web-reference-body = Inhalt
web-reference-answers = Antworten
web-reference-name = Name
web-reference-kind = Typ
web-reference-meaning = Bedeutung
web-reference-required = nötig
web-reference-status = Status

## Die Seite der Bausteine

web-components-title = Bausteine
web-components-lead = Alle Teile, aus denen Seiten gemacht sind, mit Beispielen gefüllt.
web-sample-customer = Kunde
web-sample-worth = Wert im Jahr
web-sample-risk = Verlustrisiko
web-sample-seen = Letzter Kauf
web-sample-risk-share = Gefährdete Kunden
web-sample-sentence = { $share } von { $n } Kunden, die im letzten Jahr gekauft haben, schweigen länger als je zuvor.
web-sample-reason = Seit 19 Wochen still, kauft sonst alle 4.
web-sample-act = Anrufen
web-sample-snooze = Nicht jetzt
web-sample-not-useful = Nicht nützlich
web-sample-empty = Noch keine Kunden
web-sample-empty-help = Importieren Sie eine Datei mit Käufen, um zu beginnen.
web-sample-retention = Gebliebene Kunden nach Monaten seit dem ersten Kauf
web-sample-months = Monate seit dem ersten Kauf
web-sample-kept = Geblieben
web-sample-problems = Kunden nach Problem, letztes Quartal
web-sample-problem = Problem
web-sample-count = Kunden
web-sample-note = Notiz
web-sample-erase = Löschen
web-sample-done = Gespeichert. Die Änderung steht im Protokoll.
web-sample-wrong = Die Datei hat 3 Zeilen, die nicht zu lesen sind; die übrigen warten.
web-sample-info = Der nächste Lauf ist morgen um 05:00 Uhr.
web-once-key = Wählen Sie einen Idempotency-Key mit 1 bis { $limit } Zeichen.
web-once-different = Dieser Idempotency-Key kam schon mit einer anderen Anfrage. Wählen Sie für Neues einen neuen Schlüssel.
web-once-at-work = Die Anfrage mit diesem Idempotency-Key wird gerade ausgeführt. Senden Sie sie gleich noch einmal, dann kommt die Antwort.
web-once-unanswered = Die Anfrage mit diesem Idempotency-Key wurde ausgeführt, die Antwort ging verloren. Sehen Sie nach, was sie bewirkt hat, bevor Sie sie unter einem neuen Schlüssel senden.
