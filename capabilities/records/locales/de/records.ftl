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
records-empty-help = Lesen Sie eine Datei mit Einkäufen ein: troth import purchases DATEI. Die Kunden kommen damit.
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
