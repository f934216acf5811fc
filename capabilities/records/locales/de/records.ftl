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
