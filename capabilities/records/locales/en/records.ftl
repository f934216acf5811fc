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
records-empty-help = Import a file of purchases, here or with troth import purchases FILE. Customers come with it.
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

records-import-title = Import a file
records-import-lead = A CSV, Excel, LibreOffice or Parquet file as your shop, till or bookkeeping writes it. Nothing changes before you have seen what would happen, and every import can be taken back.
records-import-go = Import a file
records-import-kind = What the file holds
records-import-of-purchases = Purchases
records-import-source = Where it comes from
records-import-source-help = The system whose customer numbers the file uses, for example shop or till. Use the same word every time.
records-import-file = File
records-import-file-help = CSV, Excel, LibreOffice or Parquet with a line of headings, up to 512 MB.
records-import-send = Look at the file
records-import-no-file = Choose a file that is not empty.
records-import-no-kind = Choose what the file holds.
records-import-list = Imports
records-import-none = Nothing was imported yet
records-import-none-help = Send a file above; the first rows are shown before anything happens.
records-import-state = State
records-import-act = Act
records-import-new = New
records-import-changed = Changed
records-import-same = The same
records-import-is-staging = Being read
records-import-is-applying = At work
records-import-is-done = Done
records-import-is-undoing = Being taken back
records-import-is-undone = Taken back
records-import-undo = Take back
records-import-taken-back = { $count ->
    [one] Taken back: one record is as before.
   *[other] Taken back: { $count } records are as before.
  }
records-import-not-undone = Not taken back: { $why }.
records-import-would = What would happen
records-import-counts = { $rows } rows: { $new } new, { $changed } changed, { $same } the same, { $wrong } wrong.
records-import-first-wrong = The first wrong row: { $first }.
records-import-start = Import
records-import-start-some = { $count ->
    [one] Import one row and leave out the wrong ones
   *[other] Import { $count } rows and leave out the wrong ones
  }
records-import-errors = Download the wrong rows with the reasons
records-import-columns = Which column is what
records-import-written = Read as { $encoding }; columns are separated by “{ $delimiter }”.
records-import-sheet-read = Read from the sheet “{ $sheet }”. Dates and numbers are taken as the cells hold them.
records-import-sheet = Sheet
records-import-sheet-show = Show this sheet
records-import-parquet-read = Read as Parquet. Dates and numbers are taken as the columns hold them.
records-import-first = First rows of the file
records-import-no-column = Not in the file
records-import-dates = How dates are written
records-import-dates-help = Empty for 2026-11-22. For 22.11.2026 write %d.%m.%Y, for 11/22/2026 write %m/%d/%Y.
records-import-decimal = How amounts are written
records-import-decimal-unsaid = 1234.50; refuse what can be read in two ways
records-import-check = See what would happen
records-import-queued = The file waits for its turn; this takes a moment.
records-import-look = Look again
records-import-progress = { $done } of { $of } parts are in the records.
records-import-did = { $new } new, { $changed } changed, { $same } the same.
records-field-purchases-customer = Who bought (key of the customer)
records-field-purchases-at = When
records-field-purchases-amount = Amount
records-field-purchases-currency = Currency
records-field-purchases-product = Product
records-field-purchases-quantity = Quantity
records-field-purchases-key = Key of the purchase
