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
web-password-guessed = Das wäre bald erraten. Nehmen Sie drei, vier Wörter, die nichts miteinander zu tun haben.
web-name = Ihr Name
web-name-help = Kunden und Kollegen sehen ihn.
web-field-empty = Bitte ausfüllen.
web-field-meanwhile = Inzwischen hat jemand anderes hier „{ $value }“ eingetragen. Speichern Sie noch einmal, dann gilt Ihres.
web-link-used = Dieser Link gilt nicht mehr: Er wurde benutzt, oder seine Zeit ist um. Bitten Sie um einen neuen.
web-value-unfit = Etwas, das Sie gesendet haben, enthält ein Zeichen, das niemand tippt und das sich nicht speichern lässt. Geben Sie es noch einmal von Hand ein.
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

## Die Tür: Passwörter, Codes, Schlüssel

web-yes = Ja
web-no = Nein
web-person = Name
web-name-long = Höchstens 200 Zeichen eingeben.
web-role-wrong = Eine der Rollen wählen.
web-me-door = Hineinkommen
web-password-title = Passwort
web-password-lead = Wenn Sie es ändern, werden andere Browser abgemeldet.
web-password-is = gewählt
web-password-none = noch keines: Sie kommen über einen Link
web-password-present = Jetziges Passwort
web-password-new = Neues Passwort
web-password-not-this = Das ist nicht Ihr jetziges Passwort.
web-password-changed = Ihr Passwort ist geändert.
web-code-title = Code eingeben
web-code-lead = Ihre App zeigt für diesen Betrieb einen Code mit sechs Ziffern.
web-code = Code
web-code-help = Ohne Ihr Telefon geben Sie einen Ihrer Ersatzcodes ein.
web-code-wrong = Dieser Code passt nicht oder wurde schon benutzt. Warten Sie auf den nächsten und versuchen Sie es noch einmal.
web-code-late = Das hat zu lange gedauert. Melden Sie sich noch einmal an.
web-factor-title = Code bei der Anmeldung
web-factor-lead = Neben dem Passwort zeigt eine App auf Ihrem Telefon einen Code. Wer Ihr Passwort erfährt, kommt ohne ihn nicht hinein.
web-factor-is-on = ein
web-factor-is-off = aus
web-factor-on = Bei der Anmeldung wird ein Code verlangt. { $left ->
    [0] Es ist kein Ersatzcode übrig.
    [one] Ein Ersatzcode ist übrig.
   *[other] { $left } Ersatzcodes sind übrig.
 }
web-factor-code-help = Der Code, den Ihre App jetzt zeigt, oder ein Ersatzcode.
web-factor-begin = Einrichten
web-factor-scan = Öffnen Sie auf dem Telefon die App für Codes und fotografieren Sie dies.
web-factor-type = Oder tippen Sie dies ein:
web-factor-prove = Geben Sie den Code ein, den die App zeigt.
web-factor-confirm = Einschalten
web-factor-stop = Ausschalten
web-factor-owed = Die Eigentümer verlangen von allen einen Code bei der Anmeldung. Richten Sie Ihren ein; dann geht es weiter.
web-factor-demanded = Die Eigentümer verlangen von allen einen Code; er lässt sich deshalb nicht ausschalten.
web-factor-stopped = Es wird kein Code mehr verlangt.
web-factor-begin-again = Richten Sie es neu ein: Das Begonnene gilt nicht mehr.
web-factor-already = Es wird schon ein Code verlangt. Schalten Sie ihn zuerst aus.
web-factor-not-on = Es wird kein Code verlangt; es gibt nichts zu ändern.
web-factor-reset = Keinen Code mehr verlangen
web-factor-was-reset = Es wird kein Code mehr verlangt. Die Person kann ihn neu einrichten.
web-recovery-title = Ihre Ersatzcodes
web-recovery-lead = Schreiben Sie sie auf und verwahren Sie sie gut; sie werden nicht noch einmal gezeigt. Jeder lässt Sie einmal ohne Telefon hinein.
web-recovery-renew = Neue Ersatzcodes
web-tokens-title = Schlüssel für Programme
web-tokens-lead = Ein Programm zeigt einen Schlüssel statt eines Passworts. Geben Sie jedem einen eigenen und nur die Rechte, die es braucht.
web-tokens-short = für Kassen, Läden und Skripte
web-tokens-empty = Kein Programm hat einen Schlüssel von Ihnen
web-tokens-empty-help = Unten machen Sie einen.
web-token-told-title = Der neue Schlüssel
web-token-told = Kopieren Sie ihn jetzt; er wird nicht noch einmal gezeigt.
web-token-until = bis { $at }
web-token-forever = bis Sie ihn zurücknehmen
web-token-all = darf alles, was Sie dürfen
web-token-some = { $count ->
    [one] ein Recht
   *[other] { $count } Rechte
 }
web-token-revoke = Zurücknehmen
web-token-revoked = Der Schlüssel gilt nicht mehr.
web-token-new = Ein neuer Schlüssel
web-token-name = Wofür er ist
web-token-name-help = Zum Beispiel: Kasse in der Filiale Nord.
web-token-name-long = Höchstens 100 Zeichen eingeben.
web-token-days = Gilt wie viele Tage
web-token-days-help = Ohne Angabe gilt er, bis Sie ihn zurücknehmen.
web-token-days-wrong = Eine ganze Zahl von Tagen von 1 bis 3650 eingeben, oder nichts.
web-token-past = Einen Zeitpunkt wählen, der noch kommt.
web-token-scopes = Was er darf
web-token-scopes-wrong = Mindestens eines dieser Rechte wählen.
web-token-make = Schlüssel machen

## Alle, die sich anmelden dürfen

web-users-title = Benutzer
web-users-lead = Wer sich hier anmelden darf, und als was.
web-user-seen = Zuletzt hier
web-user-disabled = Kann sich nicht anmelden
web-user-invited = Eingeladen
web-user-is-disabled = Diese Person kann sich nicht anmelden. Lassen Sie sie zuerst wieder herein.
web-user-changed = Gespeichert.
web-user-rights = Was sie darf
web-user-doors = Wie sie hineinkommt
web-user-factor-on = Sie gibt bei der Anmeldung einen Code ein.
web-user-factor-off = Sie gibt bei der Anmeldung keinen Code ein.
web-user-tokens = { $count ->
    [0] Kein Programm hat einen Schlüssel von ihr.
    [one] Ein Programm hat einen Schlüssel von ihr.
   *[other] { $count } Programme haben Schlüssel von ihr.
 }
web-user-end-sessions = Überall abmelden
web-user-enable = Wieder anmelden lassen
web-user-disable = Nicht mehr anmelden lassen
web-sessions-ended = { $count ->
    [0] Sie war nirgends angemeldet.
    [one] Ein Browser ist abgemeldet.
   *[other] { $count } Browser sind abgemeldet.
 }
web-last-owner = Jemandem muss dies gehören. Machen Sie zuerst jemand anderen zum Inhaber.
web-invite = Jemanden einladen
web-invite-lead = Die Person bekommt einen Link, der sie innerhalb einer Woche einmal hereinlässt. Dann wählt sie ein Passwort.
web-invite-go = Link machen
web-invite-again = Neuer Link zum Anmelden
web-invite-link = Der Link
web-invite-link-lead = Schicken Sie ihn selbst an { $name }; er wird nicht noch einmal gezeigt und gilt einmal.
web-rights-title = Was jede Rolle darf
web-rights-lead = Rechte kommen mit der Rolle. Rollen gibt der Inhaber.
web-right = Recht
web-may-read-metrics = Die Zähler des Programms lesen
web-may-manage-users = Sagen, wer sich anmelden darf, und als was

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
web-error-owes-factor = Richten Sie zuerst Ihren Code ein
web-error-owes-factor-help = Die Eigentümer verlangen von allen einen Code bei der Anmeldung. Melden Sie sich im Browser an und richten Sie Ihren unter Ihrem Konto ein; bis dahin wird nichts anderes beantwortet, auch nicht mit Token.
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
web-once-different = Dieser Idempotency-Key kam schon mit einer anderen Anfrage, oder Sie hatten damals andere Rechte. Wählen Sie einen neuen Schlüssel.
web-once-at-work = Die Anfrage mit diesem Idempotency-Key wird gerade ausgeführt. Senden Sie sie gleich noch einmal, dann kommt die Antwort.
web-once-unanswered = Die Anfrage mit diesem Idempotency-Key wurde ausgeführt, die Antwort ging verloren. Sehen Sie nach, was sie bewirkt hat, bevor Sie sie unter einem neuen Schlüssel senden.

## Was das Protokoll sagt

web-event-user-created = Darf sich nun anmelden
web-event-user-linked = Wurde einem Mitarbeiter zugeordnet oder davon gelöst
web-event-user-signed-in = Hat sich angemeldet
web-event-user-changed = Ein Benutzer wurde geändert
web-event-sign-in-link-made = Ein Link zum Anmelden wurde gemacht
web-event-sessions-ended = Browser wurden abgemeldet
web-event-token-created = Ein Schlüssel wurde gemacht
web-event-token-revoked = Ein Schlüssel wurde zurückgenommen
web-event-webhook-created = Eine Adresse für Meldungen kam dazu
web-event-webhook-changed = Eine Adresse für Meldungen wurde geändert
web-event-webhook-removed = Eine Adresse für Meldungen wurde entfernt
web-event-webhook-tested = Eine Adresse für Meldungen wurde geprüft
web-event-webhook-replayed = Ein Ereignis wurde noch einmal gemeldet
web-event-webhook-stopped = Eine Adresse für Meldungen wurde ausgeschaltet, weil sie nicht antwortete
web-event-store-work-changed = Was zwischen den Läufen zu tun ist, hat sich geändert
web-event-store-setting-changed = Eine Einstellung wurde geändert
web-event-store-consent-recorded = Eine Einwilligung wurde festgehalten

## Das Protokoll

web-audit-title = Protokoll
web-audit-short = wer was wann geändert hat
web-audit-lead = Was getan wurde, von wem und woran. Namen und Texte stehen anderswo, damit sie gelöscht werden können.
web-audit-when = Wann
web-audit-who = Wer
web-audit-what = Was
web-audit-about = Woran
web-audit-everything = alles
web-audit-system = Troth selbst
web-audit-workspace = die Installation
web-audit-by-help = Die Kennung eines Benutzers oder Schlüssels, oder system.
web-audit-about-help = Die Kennung eines Kunden, einer Person, eines Imports …
web-audit-since = Von
web-audit-until = Bis
web-audit-go = Filtern
web-audit-none = Es wurde noch nichts getan
web-audit-none-help = Was eingetragen, geändert oder entschieden wird, steht hier.
web-audit-kind-wrong = Etwas wählen, das geschehen kann.
web-audit-by-wrong = Eine Kennung wie usr_…, tok_… oder system eingeben. Unten auf einen Namen klicken, um sie zu bekommen.
web-audit-about-wrong = Eine Kennung wie acc_… eingeben. Unten auf eine klicken, um sie zu bekommen.
web-audit-since-wrong = Einen Tag wie 2026-01-31 eingeben.
web-audit-until-wrong = Einen Tag wie 2026-01-31 eingeben.
web-audit-after-wrong = Diese Seite des Protokolls gibt es nicht. Von vorn beginnen.
web-may-read-audit = Das Protokoll dessen lesen, was getan wurde

## Was über einen Kunden oder eine Person im Speicher liegt

web-privacy-consent = Einwilligungen: wie sie zustande kamen
web-privacy-event = Was geschah, laut Protokoll: nur Kennungen
web-privacy-event-private = Wie etwas war, bevor es geändert wurde
web-privacy-request-key = Antworten an Programme, einen Tag lang aufgehoben
web-privacy-score = Was erwartet wird, wie berechnet
web-privacy-work-item = Vorschläge auf Heute, und warum einer nicht nützte
web-privacy-work-action = Was auf Vorschläge hin getan wurde

## Adressen, denen gesagt wird, was geschieht

web-may-manage-webhooks = Sagen, welchen anderen Programmen gemeldet wird, was geschieht
web-webhooks-title = Webhooks
web-webhooks-lead = Andere Programme erfahren sofort, was hier geschieht. Nachrichten enthalten Kennungen, nie Namen, und sind signiert.
web-webhooks-empty = Keinem Programm wird etwas gemeldet
web-webhooks-empty-help = Tragen Sie unten die Adresse eines Programms ein, etwa Ihres Newsletters oder Ihrer Kasse.
web-webhook-new = Noch eines
web-webhook-make = Hinzufügen
web-webhook-name = Name
web-webhook-name-help = Wie Sie es nennen, zum Beispiel Newsletter.
web-webhook-name-wrong = Geben Sie ihm einen Namen mit bis zu 100 Zeichen.
web-webhook-url = Adresse
web-webhook-url-help = Wohin Nachrichten gehen, zum Beispiel https://news.example/hook.
web-webhook-url-wrong = Tragen Sie eine Adresse wie https://news.example/hook ein.
web-webhook-url-open = Tragen Sie eine Adresse ein, die mit https:// beginnt, damit niemand mitliest. Nur im eigenen Netz genügt http://.
web-webhook-url-password = Lassen Sie Namen und Passwort aus der Adresse weg. Nachrichten sind stattdessen signiert.
web-webhook-url-private = Diese Adresse liegt in einem Netz. Ist es Ihr eigenes und meinen Sie es so, kreuzen Sie unten das Feld an.
web-webhook-own = Eigenes Netz
web-webhook-own-help = Es steht in meinem eigenen Netz: private Adressen und http:// sind erlaubt
web-webhook-kinds = Was gemeldet wird
web-webhook-kinds-help = Kreuzen Sie nichts an, wird alles gemeldet.
web-webhook-kinds-wrong = Wählen Sie unter dem, was geschehen kann.
web-webhook-too-many = Es sind schon hundert. Entfernen Sie erst eines.
web-webhook-some = { $count ->
    [one] eine Art von Ereignis
   *[other] { $count } Arten von Ereignissen
  }
web-webhook-all = alles
web-webhook-off = Aus
web-webhook-off-help = Es ist ausgeschaltet und erfährt nichts.
web-webhook-failing = Schlägt fehl
web-webhook-failing-since = Seit { $at } ist dort nichts angekommen. Es wird immer wieder versucht; nach einem Tag wird ausgeschaltet.
web-webhook-stopped = Angehalten
web-webhook-stopped-failing = Ausgeschaltet, weil dort einen Tag lang nichts ankam. Bringen Sie die Gegenseite in Ordnung, prüfen Sie sie und schalten Sie ein. Was fehlt, lässt sich unten noch einmal senden.
web-webhook-stopped-gone = Ausgeschaltet, weil es mit 410 geantwortet hat: Es will keine Nachrichten mehr.
web-webhook-test = Probe senden
web-webhook-enable = Einschalten
web-webhook-disable = Ausschalten
web-webhook-enabled = Eingeschaltet.
web-webhook-disabled = Ausgeschaltet.
web-webhook-made = Hinzugefügt. Tragen Sie das Geheimnis auf der Gegenseite ein und senden Sie eine Probe.
web-webhook-saved = Gespeichert.
web-webhook-removed = Entfernt.
web-webhook-rotated = Es gibt ein neues Geheimnis. Das vorige unterschreibt noch einen Tag lang mit.
web-webhook-on-its-way = Unterwegs. Laden Sie die Seite gleich noch einmal.
web-webhook-is-off = Es ist ausgeschaltet. Schalten Sie es erst ein.
web-webhook-is-waiting = Es ist schon unterwegs.
web-webhook-deliveries = Was gemeldet wurde
web-webhook-none = Noch nichts
web-webhook-none-help = Senden Sie eine Probe und sehen Sie, ob sie ankommt.
web-webhook-state = Stand
web-webhook-answer = Antwort
web-webhook-took = Dauer
web-webhook-state-waiting = Wartet
web-webhook-state-delivered = Angekommen
web-webhook-state-failed = Aufgegeben
web-webhook-state-stopped = Nicht gesendet: ausgeschaltet
web-webhook-tries = { $count } Versuche
web-webhook-millis = { $count } ms
web-webhook-next = nächster Versuch { $at }
web-webhook-answered = Antwort { $status }
web-webhook-problem-private = Steht in einem Netz
web-webhook-problem-unknown = Name nicht gefunden
web-webhook-problem-refused = Dort hört niemand zu
web-webhook-problem-slow = Keine Antwort in der Zeit
web-webhook-problem-tls = Dem Zertifikat ist nicht zu trauen
web-webhook-problem-broken = Abgebrochen
web-webhook-secret = Geheimnis
web-webhook-secret-help = Damit prüft die Gegenseite, dass eine Nachricht von hier kommt. Bewahren Sie es nur dort auf.
web-webhook-secret-show = Geheimnis zeigen
web-webhook-old-until = Nachrichten sind bis { $at } auch mit dem vorigen signiert.
web-webhook-rotate = Neues Geheimnis
web-webhook-change = Ändern
web-webhook-remove = Entfernen
web-webhook-remove-help = Es erfährt nichts mehr, und was gemeldet wurde, wird nicht mehr gezeigt.
web-webhook-replay = Noch einmal senden
web-webhook-tries-title = Versuche
web-webhook-untried = Noch nicht versucht
web-webhook-untried-help = Es geht gleich hinaus, solange das Programm läuft.
web-webhook-message = Nachricht

## Regeln des Hauses

web-rules-title = Regeln für alle
web-rules-lead = Woran sich alle halten, die sich anmelden. Sie gelten ab der nächsten Seite, die jemand öffnet.
web-rules-team = Welche Kunden die Mitarbeit sieht
web-rules-team-help = Beschränkt wird nur die Rolle Mitarbeit. Eigentümer, Leitung, Analyse und wer nur liest sehen alle Kunden; Kennzahlen über den ganzen Betrieb bleiben für alle gleich.
web-rules-team-no = Alle Kunden
web-rules-team-yes = Nur die des eigenen Teams und die selbst betreuten
web-rules-team-on = Wer die Rolle Mitarbeit hat, sieht nur Kunden des eigenen Teams und die selbst betreuten.
web-rules-unlinked = { $count ->
    [one] Ein Benutzer mit der Rolle Mitarbeit ist mit keinem Mitglied des Personals verknüpft und sähe keine Kunden. Verknüpfen Sie ihn unter Personal.
   *[other] { $count } Benutzer mit der Rolle Mitarbeit sind mit keinem Mitglied des Personals verknüpft und sähen keine Kunden. Verknüpfen Sie sie unter Personal.
 }
web-rules-factor = Code bei der Anmeldung
web-rules-factor-help = Wer noch keinen Code hat, wird zum Einrichten geführt und kann vorher nichts anderes tun; auch die Token warten so lange.
web-rules-factor-no = Alle entscheiden selbst
web-rules-factor-yes = Alle geben einen ein
web-rules-factor-on = Alle geben bei der Anmeldung einen Code ein.
web-rules-without = { $count ->
    [one] Ein Benutzer gibt noch keinen Code ein.
   *[other] { $count } Benutzer geben noch keinen Code ein.
 }
web-rules-own-first = Richten Sie zuerst Ihren eigenen Code ein, damit Sie sich nicht selbst aussperren.
web-rules-choose = Wählen Sie eines von beiden.
web-rules-saved = Die Regeln sind gespeichert.

## Anmeldung über einen anderen Dienst

web-sign-in-with = Mit { $name } anmelden
web-provider-title = Anmeldung über einen anderen Dienst
web-provider-lead = Alle melden sich dort an, wo sie schon ein Konto haben: bei Google, Microsoft, Keycloak oder einem anderen Dienst, der OpenID Connect spricht. Passwort und Link gelten daneben weiter.
web-provider-back = Tragen Sie dort diese Adresse ein; zu ihr kommen alle zurück:
web-provider-name = Was auf der Schaltfläche steht
web-provider-name-help = Zum Beispiel: Google.
web-provider-issuer = Adresse des Dienstes
web-provider-issuer-help = Dort Issuer oder Aussteller genannt, zum Beispiel https://accounts.google.com
web-provider-issuer-wrong = Geben Sie eine Adresse ein, die mit https:// beginnt und kein Fragezeichen hat. Eine im eigenen Netz darf mit http:// beginnen.
web-provider-client = Client-ID
web-provider-secret = Client-Geheimnis
web-provider-secret-help = Der Dienst zeigt es, wenn Sie diese Installation dort eintragen.
web-provider-secret-known = Es ist gespeichert. Lassen Sie das Feld leer, bleibt es, wie es ist.
web-provider-make = Wer nicht eingeladen ist
web-provider-make-help = Wer eingeladen wurde, wird an der E-Mail-Adresse erkannt, wenn der Dienst sie geprüft hat.
web-provider-make-no = Kommt nicht herein
web-provider-make-yes = Kommt herein und bekommt einen eigenen Benutzer
web-provider-groups = Wo die Gruppen stehen
web-provider-groups-help = Name der Angabe (Claim), zum Beispiel groups. Bleibt das Feld leer, werden Rollen hier vergeben.
web-provider-groups-missing = Sagen Sie, wo die Gruppen stehen, oder lassen Sie die Rollen leer.
web-provider-roles = Was jede Gruppe darf
web-provider-roles-help = Eine Gruppe je Zeile: filialleitung = manager. Rollen sind { $roles }. Sie gelten ab der nächsten Anmeldung; wer in keiner dieser Gruppen ist, kommt nicht herein.
web-provider-roles-wrong = Schreiben Sie eine Gruppe je Zeile, wie: filialleitung = manager
web-provider-network = Er steht in unserem eigenen Netz
web-provider-network-help = Sonst werden Adressen innerhalb eines Netzes nie gefragt.
web-provider-long = Geben Sie höchstens 500 Zeichen in einer Zeile ein.
web-provider-save = Prüfen und speichern
web-provider-saved = Der Dienst antwortet. Seine Schaltfläche steht jetzt auf der Anmeldeseite.
web-provider-remove = Dienst entfernen
web-provider-removed = Der Dienst ist entfernt. Alle melden sich wieder mit Passwort oder Link an.
web-provider-away = Der Dienst antwortet nicht, wie er sollte: { $why }. Prüfen Sie seine Adresse.
web-provider-not-now = Der Dienst antwortet nicht. Versuchen Sie es bald wieder, oder melden Sie sich mit Ihrem Passwort an.
web-provider-again = Das hat zu lange gedauert oder wurde anderswo begonnen. Melden Sie sich noch einmal an.
web-provider-refused = Der Dienst hat nicht gesagt, wer Sie sind. Melden Sie sich noch einmal an.
web-provider-no-group = Keine Ihrer Gruppen darf hier herein. Fragen Sie die Eigentümer.
web-provider-no-email = Der Dienst hat Ihre E-Mail-Adresse nicht geprüft; wir können deshalb nicht sagen, wer Sie hier sind. Fragen Sie die Eigentümer.
web-provider-unknown = Noch hat Sie niemand eingeladen. Fragen Sie die Eigentümer.
web-provider-taken = Zu dieser E-Mail-Adresse gehört schon ein anderes Konto des Dienstes. Fragen Sie die Eigentümer.
web-provider-out = Sie können sich hier nicht mehr anmelden. Fragen Sie die Eigentümer.
