records-title = Kunden
records-total = { $count ->
    [one] Ein Kunde
   *[other] { $count } Kunden
  }
records-search = Name oder Schlüssel beginnt mit …
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
records-import-counts = { $rows } Zeilen: { $new } neu, { $changed } geändert, { $same } gleich, { $wrong } falsch.
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
records-import-decimal = Wie Beträge geschrieben sind
records-import-decimal-unsaid = 1234.50; was zwei Lesarten hat, wird abgelehnt
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
