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
