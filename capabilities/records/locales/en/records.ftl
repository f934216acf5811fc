records-title = Customers
records-total = { $count ->
    [one] One customer
   *[other] { $count } customers
  }
records-search = Name or key begins with…
records-search-go = Search
records-name = Name
records-purchases = Purchases
records-amount = Spent
records-last = Last bought
records-key = Key { $key }
records-empty-title = No customers yet
records-empty-help = Import a file of purchases: troth import purchases FILE. Customers come with it.
records-timeline = What happened
records-timeline-empty = Nothing yet
records-timeline-empty-help = Purchases, conversations and promises appear here as they happen.
records-timeline-bought = Bought for { $amount }.
records-timeline-bought-product = Bought { $product } for { $amount }.
records-timeline-returned = Brought back goods for { $amount }.
records-timeline-returned-product = Brought back { $product } for { $amount }.
records-earlier = Earlier
records-side = In short

records-business-title = Your business
records-business-lead = What Troth shows on every page, when a day begins, and what amounts are counted in.
records-business-name = Name
records-business-zone = Time zone
records-business-zone-help = A name such as Europe/Berlin. Days of purchases are counted anew when you change it.
records-business-currency = Currency
records-business-currency-help = Three letters such as EUR. It stays once purchases are there.
records-business-currency-fixed = Amounts are in { $currency } already; undo the imports before you change the currency.
records-business-zone-wrong = There is no such time zone. Write one such as Europe/Berlin.
records-business-currency-wrong = There is no such currency. Write three letters such as EUR.
records-business-saved = Saved.
