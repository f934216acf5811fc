records-title = Customers
records-total = { $count ->
    [one] One customer
   *[other] { $count } customers
  }
records-total-more = More than { $count } customers
records-list-ignored = The address asks for something that is not known here and was left out: { $what }.
records-list-cut = More than { $count } fit these words. Only the first { $count } of them are listed; add a word to see the rest.
records-list-slow = This order looks at every customer. With so many that takes some seconds; by name the list is there at once.
records-segment = Segment
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
records-import-file-gone = The file has not arrived, or is gone. Send it once more.
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
records-import-counts = { $rows ->
    [one] One row
   *[other] { $rows } rows
  }: { $new } new, { $changed } changed, { $same } the same, { $wrong } wrong.
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
records-import-dates-all = All the ways of writing dates
records-import-dates-codes = Empty takes 2026-11-22, 2026-11-22 17:05 and 2026-11-22T17:05:00+01:00. For any other write day %d, month %m (as a word %b), year %Y (two digits %y), hour %H, minute %M and second %S as they stand in the file.
records-import-dates-example = In the file
records-import-dates-form = What to write
records-import-decimal = How amounts are written
records-import-decimal-unsaid = 1234.50; refuse what can be read in two ways
records-import-encoding = How letters are encoded
records-import-encoding-help = Choose another one where names look broken in the first rows.
records-import-encoding-found = As found: { $encoding }
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

records-import-of-accounts = Customers
records-import-of-contacts = People
records-import-of-interactions = Conversations and visits
records-import-of-contracts = Contracts
records-import-of-staff = Staff
records-import-of-teams = Teams
records-field-accounts-key = Key
records-field-accounts-name = Name
records-field-accounts-kind = Organisation, household or person
records-field-accounts-team = Team
records-field-accounts-owner = Who looks after the customer
records-field-contacts-key = Key
records-field-contacts-customer = Key of the customer where the person is
records-field-contacts-name = Name
records-field-contacts-title = Position
records-field-contacts-email = E-mail
records-field-contacts-email_2 = Second e-mail
records-field-contacts-email_3 = Third e-mail
records-field-contacts-phone = Telephone
records-field-contacts-phone_2 = Second telephone
records-field-contacts-phone_3 = Third telephone
records-field-contacts-language = Language
records-field-contacts-level = Level
records-field-contacts-role = Part in buying
records-field-interactions-customer = Key of the customer
records-field-interactions-at = When
records-field-interactions-function = Function
records-field-interactions-contact = Key of the person
records-field-interactions-staff = Who of us
records-field-interactions-channel = Way
records-field-interactions-direction = Who began
records-field-interactions-effect = Drew closer or pushed away
records-field-interactions-text = What was said
records-field-interactions-key = Key
records-field-contracts-key = Key
records-field-contracts-customer = Key of the customer
records-field-contracts-name = What it is about
records-field-contracts-started = First day
records-field-contracts-months = Term in months
records-field-contracts-ends = Last day agreed
records-field-contracts-renewal = Renewal decided by
records-field-contracts-amount = Amount in each period
records-field-contracts-currency = Currency
records-field-contracts-period = Paid each month, quarter or year
records-field-contracts-ended = Ended on
records-field-contracts-reason = Why it ended
records-field-staff-key = Key
records-field-staff-name = Name
records-field-staff-email = E-mail
records-field-staff-team = Team
records-field-staff-from = First day at work
records-field-staff-to = Last day at work
records-field-teams-key = Key
records-field-teams-name = Name

records-wrong-text = Shorten it to { $limit } characters at most.
records-wrong-moment = Give a day and a time, such as 2026-11-22 10:00.
records-wrong-day = Give a day, such as 2026-11-22.
records-wrong-amount = Write an amount such as 1234.50.
records-wrong-number = Write a number with three decimals at most.
records-wrong-months = Write a number of months, 1 to 1200; leave it empty where none was agreed.
records-wrong-choice = Choose one of: { $words }.
records-wrong-email = Write e-mail addresses such as ada@example.com, one a line.
records-wrong-one-email = Write one address; staff are known by one.
records-wrong-phone = Write telephone numbers such as +49 170 1234567, one a line.
records-wrong-language = Write a language such as en or de-AT.
records-wrong-currency = There is no rate from { $currency } to { $reporting } for { $day }. Import one with the kind rates, or give the amount in { $reporting }.
records-wrong-currency-day = Give the first day too: the amount is converted at the rate of that day.
records-not-your-team = You see customers of your own team only: choose your team. A manager can hand the customer to another.
records-wrong-named = It is not in the records any more; choose another.
records-wrong-other-customer = This person is at another customer; choose one of this customer’s.
records-wrong-no-customer = Say at which customer the person is.
records-wrong-before-start = It lies before the first day; turn the two round.
records-wrong-ended = Say on which day it ended; a reason alone does not end it.
records-wrong-future = Nobody can have agreed in the future; give a moment that has passed.
records-note-is-removed = This note was taken away; bring it back first.
records-business-customers = Who you sell to
records-business-customers-help = People: each customer is one person. Organisations: a customer is a firm with people in it.
records-business-people = People
records-business-organisations = Organisations
records-import-of-rates = Exchange rates
records-field-rates-currency = Currency
records-field-rates-day = Day
records-field-rates-rate = What one of it is worth in your currency
records-field-rates-key = Key
records-lookup-title = Look somebody up
records-lookup-lead = Type the first letters of a name, an e-mail address, a telephone number or a customer number.
records-lookup-label = Name, e-mail, telephone or number
records-lookup-likes = Likes { $products }.
records-lookup-none = Nobody found
records-lookup-none-help = Fewer letters find more; accents and capitals do not matter.
records-import-checking = The file is being checked
records-import-checking-rows = { $rows ->
    [0] Reading has begun; nothing changes before you say so.
   *[other] { $rows } rows are read; nothing changes before you say so.
  }

records-word-organisation = Organisation
records-word-household = Household
records-word-person = Person
records-word-executive = Executive
records-word-management = Management
records-word-operations = Operations
records-word-decides = Decides
records-word-influences = Influences
records-word-uses = Uses
records-word-none = No part in buying
records-word-meeting = Meeting
records-word-phone = Telephone
records-word-email = E-mail
records-word-chat = Chat
records-word-letter = Letter
records-word-web = Web site
records-word-event = Event
records-word-other = Other
records-word-sales = Sales
records-word-delivery = Delivery
records-word-service = Service
records-word-accounting = Accounting
records-word-product = Product
records-word-marketing = Marketing
records-word-community = Community
records-word-inbound = The customer
records-word-outbound = We
records-word-closer = Drew closer
records-word-away = Pushed away
records-word-neither = Neither
records-word-month = Each month
records-word-quarter = Each quarter
records-word-year = Each year
records-label-interactions-contact = With whom
records-help-contacts-email = One a line, the main one first.
records-help-contacts-phone = One a line, the main one first.
records-help-contacts-language = Such as en or de-AT.
records-help-contracts-months = Leave it empty where the contract has no term; the last day is counted from it.
records-help-contracts-ends = Only where no term in months was agreed.
records-help-contracts-renewal = Left empty, the last day agreed.
records-help-contracts-ended = Empty while the contract runs.
records-help-contracts-currency = Three letters such as EUR; left empty, the currency of your business. Another is converted at the rate of the first day.
records-help-staff-to = Empty while they are there.
records-new-accounts = New customer
records-change-accounts = Change customer
records-new-contacts = Add a person
records-change-contacts = Change person
records-new-contracts = Add a contract
records-change-contracts = Change contract
records-new-interactions = Log a contact
records-change-interactions = Change what was logged
records-new-staff = Add a member of staff
records-change-staff = Change member of staff
records-new-teams = Add a team
records-change-teams = Change team
records-saved = Saved.
records-change = Change
records-held-by = Looked after by { $name }
records-of-team = Team { $name }
records-since = In the records since { $day }
records-kind = Kind
records-team = Team
records-owner = Looked after by
records-external-key = Key
records-created = Entered
records-email = E-mail
records-narrow = Filters and columns
records-narrow-all = All
records-narrow-go = Show
records-columns = Columns
records-search-name = Name begins with…
records-people = People
records-reach = How to reach them
records-people-none = Nobody is known here yet.
records-contracts = Contracts
records-contract = Contract
records-contracts-none = No contract.
records-standing-ahead = Not begun
records-standing-running = Running
records-standing-overrun = Past its end
records-standing-ended = Ended
records-contract-each-month = { $amount } a month.
records-contract-each-quarter = { $amount } a quarter.
records-contract-each-year = { $amount } a year.
records-contract-until = Until { $day }.
records-contract-ended = Ended { $day }.
records-contract-open = Since { $day }, without an end.
records-contract-renewal = Renewal decided by { $day }.
records-plot = What was bought in each month
records-plot-month = Month
records-plot-amount = Spent ({ $currency })
records-timeline-show = Show on the timeline
records-timeline-functions = Contacts of one function
records-timeline-everything = Everything
records-timeline-purchases = Purchases
records-timeline-interactions = Contacts
records-timeline-notes = Notes
records-timeline-contracts = Contracts
records-timeline-note = Note
records-timeline-contract-began = Contract { $name } began.
records-timeline-contract-ended = Contract { $name } ended.
records-note-title = Change note
records-note-text = Note
records-note-new = New note
records-note-write = Add note
records-note-remove = Remove this note
records-note-removed = The note is removed.
records-note-restore = Bring it back
records-note-is-back = The note is back.
records-consent = May be contacted for
records-consent-nothing = nothing yet
records-consent-title = What { $name } has agreed to
records-consent-lead = Entries are added and never changed; the latest of a purpose holds.
records-consent-back = Back to the customer
records-consent-history = What was said
records-consent-none = Nothing was agreed to yet
records-consent-none-help = Without an entry, nobody is written to for this purpose.
records-consent-new = One more entry
records-consent-purpose = What for
records-consent-answer = Answer
records-consent-given = agreed
records-consent-taken = refused or taken back
records-consent-obtained = How it was obtained
records-consent-obtained-help = In words that can be shown to them, such as: form at the counter.
records-consent-at = When they said so
records-consent-at-help = Left empty: now.
records-purpose-news = News and offers
records-purpose-survey = Questions about how it went
records-purpose-referral = Recommending us
records-purpose-testimonial = Being named in public
records-staff-title = Staff and teams
records-staff-lead = Who of us holds the tie to which customers.
records-staff-customers = Customers
records-staff-left = left { $day }
records-staff-empty = No staff yet
records-staff-empty-help = Add those who look after customers, or import a file of them.
records-teams-title = Teams
records-teams-empty = No teams yet
records-teams-empty-help = A team looks after customers together.

records-team-size = { $staff ->
    [0] nobody
    [one] one person
   *[other] { $staff } people
  }
records-timeline-interaction = { $function ->
    [sales] Sales
    [delivery] Delivery
    [service] Service
    [accounting] Accounting
    [product] Product
    [marketing] Marketing
   *[community] Community
  }{ $channel ->
    [meeting] , face to face
    [phone] , by telephone
    [email] , by e-mail
    [chat] , by chat
    [letter] , by letter
    [web] , on the web site
    [event] , at an event
   *[other] {""}
  }.{ $effect ->
    [closer] {" Drew closer."}
    [away] {" Pushed away."}
   *[neither] {""}
  }
records-timeline-interaction-with = { $people }: { records-timeline-interaction }

records-segments-title = Segments
records-segments-lead = Groups of customers that keep themselves up to date.
records-segments-empty = No segments yet
records-segments-empty-help = Say what the customers you mean have in common; everything else can use it.
records-segment-new = New segment
records-segment-change = Change segment
records-segment-build-lead = Choose a property in the last line and count; the line then asks what fits it.
records-segment-match = Customers for whom
records-segment-all = All of these hold
records-segment-any = Any of these holds
records-segment-line = Line { $number }
records-segment-field = Property
records-segment-how = Compared how
records-segment-what = Compared with
records-segment-drop = Take this line away
records-segment-choose = Choose a property…
records-segment-go = Count
records-segment-days = days
records-segment-percent = per cent
records-segment-yes = yes
records-segment-no = no
records-segment-remove = Remove segment
records-segment-removed = The segment is removed.
records-segment-is-back = The segment is back.
records-segment-is-removed = This segment was removed; bring it back first.
records-segment-nobody = Nobody fits
records-segment-nobody-help = Ask for less, or look again when more is known.
records-segment-named = Another segment has this name; choose a different one.
records-segment-empty = Choose at least one property.
records-segment-large = At most { $most } tests, in groups at most three deep.
records-segment-gone = Nothing is known of “{ $field }” any more; take that line away.
records-segment-operator = “{ $operator }” does not fit this property; choose another.
records-segment-value = “{ $value }” does not fit its property; give a number, a day such as 2026-11-22, or one of the choices.
records-segment-form = Send {"{"}"all": […]{"}"}, {"{"}"any": […]{"}"} or one test with field, operator and value.
records-segment-contracts = Contracts not ended
records-segment-renewal = Next renewal of a contract
records-segment-contact = Last contact
records-segment-away = Contacts that pushed away
records-segment-news = May get news and offers
records-operator-is = is
records-operator-is-not = is not
records-operator-at-least = at least
records-operator-at-most = at most
records-operator-since = on or after
records-operator-before = before
records-operator-within = in the last
records-operator-not-within = not in the last
records-operator-next = in the next
records-operator-known = is known
records-operator-unknown = is not known
records-segment-count = { $count ->
    [0] Nobody fits now
    [one] One customer fits now
   *[other] { $count } customers fit now
  }
records-segment-tests = { $count ->
    [one] one test
   *[other] { $count } tests
  }

records-duplicates-title = Duplicates
records-duplicates-lead = Customers and people who may have been entered twice. Nothing is merged unless you say so, and every merge can be taken back.
records-duplicates-look = Look now
records-duplicates-looking = The records are being looked through; what is found appears here.
records-duplicates-due = { $count ->
    [one] One customer is still to be looked at. This happens every night, and after each import.
   *[other] { $count } customers are still to be looked at. This happens every night, and after each import.
  }
records-duplicates-due-many = { $count } customers or more are still to be looked at. This happens every night, and after each import.
records-duplicates-looked = Every customer has been looked at.
records-duplicates-show = Show
records-duplicates-proposed = Proposed ({ $count })
records-duplicates-proposed-many = Proposed ({ $count } or more)
records-duplicates-merged = Merged
records-duplicates-apart = Not the same
records-duplicates-none-proposed = Nothing looks entered twice
records-duplicates-none-proposed-help = Records are compared by e-mail, telephone, name and key, every night and after each import.
records-duplicates-none-merged = Nothing was merged yet
records-duplicates-none-merged-help = What you merge is listed here, and can be taken back here.
records-duplicates-none-apart = No pair was put aside yet
records-duplicates-none-apart-help = Pairs that you say are not the same are listed here and not proposed again.
records-duplicate-pair = Records
records-duplicate-reasons = Why
records-duplicate-likely = How likely
records-duplicate-decided = Decided
records-duplicate-two-people = two people at one customer
records-duplicate-reason-email = same e-mail
records-duplicate-reason-phone = same telephone
records-duplicate-reason-name = same name
records-duplicate-reason-alike = names nearly the same
records-duplicate-reason-domain = e-mail at the same company
records-duplicate-reason-key = same key in two systems
records-duplicate-reason-said = somebody says so
records-duplicate-very-likely = Very likely
records-duplicate-possible = Possible
records-duplicate-question = Are these the same?
records-duplicate-one = These are one now
records-duplicate-at = At
records-duplicate-purchases = Purchases
records-duplicate-contracts = Contracts
records-duplicate-people = People
records-duplicate-interactions = Conversations
records-duplicate-notes = Notes
records-duplicate-keep = Where they differ, keep
records-duplicate-nothing = Nothing
records-duplicate-same = They do not differ in any field.
records-duplicate-follows = What is known of the second comes along
records-duplicate-both = E-mail addresses and telephone numbers of both are kept.
records-duplicate-consent = Where one of them said no to being contacted, no holds.
records-duplicate-keys = Files and programs that use either key go on finding the customer.
records-duplicate-merge = Merge
records-duplicate-merged = Merged. If that was a mistake, take it back below.
records-duplicate-merged-help = Everything known of both is shown together. Taking it back makes them two again; what you have changed since stays as you changed it.
records-duplicate-open = Open the customer
records-duplicate-undo = Take the merge back
records-duplicate-parted = They are two again.
records-duplicate-parted-but = They are two again. Changed since, and left as they are: { $fields }.
records-duplicate-apart = Not the same
records-duplicate-dismissed = They are kept apart and not proposed again.
records-duplicate-is-apart = You said that these are not the same.
records-duplicate-propose-again = Propose them again
records-duplicate-proposed-again = They are proposed again.
records-duplicate-is-merged = They were merged meanwhile; take the merge back first.
records-duplicate-not-merged = They are not merged, so there is nothing to take back.
records-duplicate-gone = One of the two was merged with another record meanwhile. Go back to the list; if they still look alike they are proposed anew.
records-duplicate-itself = This is the same record twice. Name two.
records-merged-away = This record was merged into another. Open that one and change it there.
records-import-by-programs = Sent by programs
records-import-list-programs = Show what programs sent
records-import-list-files = Show imported files
records-import-none-sent = No program has sent anything yet
records-import-none-sent-help = What your till or shop sends through the API is listed here and can be taken back.
records-batch-size = Send between 1 and { $most } items at once.
records-upload-begun = This file is being checked or imported, or was already. Send it again as a new one.
records-upload-no-file = The file is not here yet. Send it first.
records-upload-unchecked = Check the file first; what would happen is shown before anything does.
records-upload-wrong = { $count ->
    [one] One row is wrong. Mend it, or say that it is to be left out.
   *[other] { $count } rows are wrong. Mend them, or say that they are to be left out.
  }
records-field-accounts-since = Known since
records-field-accounts-merged_into = Went into (key of the customer that stayed)
records-field-contacts-since = Known since
records-field-contacts-merged_into = Went into (key of the person that stayed)
records-import-of-notes = Notes
records-import-of-consents = What people agreed to
records-export-title = Take everything out
records-export-lead = Everything in the records as files, one for each kind. What was merged stands with the one that stayed.
records-export-without = Names, addresses and texts are left out, because your role does not include them; customers and people are told apart by their ids.
records-export-files = Files
records-export-csv = CSV
records-export-parquet = Parquet
records-export-about = Good to know
records-export-again = Imported with the source { $source }, each file is the same records again, here or in a new installation. Change a file in a spreadsheet and import it, and the records change with it. Begin with teams, staff and rates, then customers. Notes and consent are for reading.
records-export-formulas = A text that a spreadsheet would run as a formula has an apostrophe in front; an import takes it away again.
records-export-moment = Rows entered after a file began are not in it; a row changed meanwhile is as it is when its turn comes. Who took out what is kept in the log.
records-export-command = On the machine itself, troth export writes all files of the same moment into a folder.

records-tour-lookup = At the counter
records-tour-lookup-says = Type three letters and see who it is, what they like and what you owe them. It works on a phone, too.
records-tour-import = Your own records
records-tour-import-says = Bring customers and purchases as a file. You see what would happen before anything changes, and can take it back.

records-login-title = Who signs in as { $name }?
records-login-lead = Their list on Today then begins with the customers they look after.
records-login-user = Signs in as
records-login-user-help = Without a choice, whoever signs in with the same e-mail address is taken.
records-login-nobody = nobody chosen
records-login-choose = Choose
records-login-gone = This person cannot sign in any more. Choose another one.
records-login-saved = Saved: it is said who signs in as { $name }.
records-login-nobody-saved = Saved: nobody is chosen for { $name }.

## What a role may do

records-may-see = See customers and everything recorded about them
records-may-edit = Enter and change customers, people, contracts, notes and consent
records-may-manage-staff = Enter and change staff and teams
records-may-merge = Merge records of one customer, and part them again
records-may-import = Read files in, and take them back
records-may-export = Take everything out as files, without names and texts
records-may-export-personal = Take names, addresses and texts out, too
records-may-tell = Take out everything that is held of one customer or person, to give it to them
records-may-erase = Erase a customer or a person for good
records-may-manage-business = Say what the business is called and where its day begins

## What the log says

records-event-business-changed = The business was changed
records-event-customer-told = What is held of a customer was taken out
records-event-person-told = What is held of a person was taken out
records-event-customer-erased = A customer was erased
records-event-person-erased = A person was erased
records-event-account-created = A customer was entered
records-event-account-changed = A customer was changed
records-event-contact-created = A person was entered
records-event-contact-changed = A person was changed
records-event-staff-created = A member of staff was entered
records-event-staff-changed = A member of staff was changed
records-event-team-created = A team was entered
records-event-team-changed = A team was changed
records-event-contract-created = A contract was entered
records-event-contract-changed = A contract was changed
records-event-interaction-created = An interaction was entered
records-event-interaction-changed = An interaction was changed
records-event-note-created = A note was written
records-event-note-changed = A note was changed
records-event-note-removed = A note was taken away
records-event-segment-created = A segment was saved
records-event-segment-changed = A segment was changed
records-event-segment-removed = A segment was taken away
records-event-duplicates-sought = Duplicates were looked for
records-event-duplicate-named = Two records were named as one customer
records-event-duplicate-dismissed = Two records were said to be different
records-event-customers-merged = Customers were merged
records-event-people-merged = People were merged
records-event-merge-undone = A merge was taken back
records-event-import-applied = A file was read in
records-event-import-undone = A file was taken back
records-event-exported = Records were taken out

# Why a value, a row or a file cannot be taken. Said after the place, so they begin small and end without a full stop.
records-at-line = line { $number }
records-at-row = row { $number }
records-at-item = item { $number }
records-wrong-cell = { $place }, column { $column }: { $why }
records-wrong-row = { $place }: { $why }
records-wrong-file = cannot read { $file }: { $why }
records-wrong-rows = { $count } of { $rows } rows are wrong and nothing was imported; the first: { $first }
records-why-said = { $why }
records-why-currency = `{ $text }` is not an ISO 4217 currency code such as EUR
records-why-amount = `{ $text }` is not an amount; write digits with `{ $mark }` before the decimals, for example 1234{ $mark }50
records-why-decimals = `{ $text }` has more decimals than { $currency } knows ({ $known }); round it first
records-why-amount-large = `{ $text }` is too large an amount
records-why-other-mark = { $why }; if `{ $other }` stands before the decimals, choose that at “How amounts are written”
records-why-other-mark-command = { $why }; if `{ $other }` stands before the decimals, say --decimal { $other }
records-why-number = `{ $text }` is not a number with up to three decimals
records-why-other-type = `{ $text }` is not { $wanted } but { $found }
records-why-an-amount = an amount
records-why-a-number = a number
records-why-a-rate = a rate
records-why-a-text = a text
records-why-a-truth = yes or no
records-why-a-date = a date
records-why-nothing = nothing
records-why-rate = `{ $text }` is not a rate like 0{ $mark }92 (above zero, up to twelve decimals)
records-why-large = `{ $text }` is too large a number; is a separator missing?
records-why-two-ways = `{ $text }` can be read in two ways; choose at “How amounts are written” whether a comma or a point stands before the decimals
records-why-two-ways-command = `{ $text }` can be read in two ways; say --decimal , or --decimal . for what stands before the decimals
records-why-long = it has { $length } characters, at most { $limit } are taken; shorten it
records-why-months = `{ $text }` is not a number of months up to 1200
records-why-choice = `{ $text }` is none of the words { $words }
records-why-addresses = it holds { $count } addresses, at most { $most } are taken
records-why-email = `{ $text }` is not an e-mail address like ada@example.com
records-why-phone = `{ $text }` is not a telephone number like +49 170 1234567
records-why-language = `{ $text }` is not a language like en or de-AT
records-why-not-utf8 = it has bytes that are not UTF-8, while the rest of the file is; mend the row, or choose another one at “How letters are encoded”
records-why-not-utf8-command = it has bytes that are not UTF-8, while the rest of the file is; mend the row, or say --encoding
records-why-nul = it has a NUL character; is the file damaged, or UTF-16? Save it as UTF-8
records-why-letter = it has a letter that could not be read; choose another one at “How letters are encoded”, or save the file as UTF-8
records-why-letter-command = it has a letter that could not be read; say --encoding, or save the file as UTF-8
records-why-no-field = { $kind } have no field `{ $field }`; the fields are { $fields }
records-why-which-column = which column is the { $field }? The file has: { $headings }. Choose it at “Which column is what”
records-why-which-column-command = which column is the { $field }? The file has: { $headings }. Say it with --map { $field }=COLUMN
records-why-two-columns = the file has two columns `{ $column }`; give each its own heading
records-why-either = the { $field } may be `{ $one }` or `{ $other }`; choose at “Which column is what” which of them it is
records-why-either-command = the { $field } may be `{ $one }` or `{ $other }`; say which with --map { $field }=COLUMN
records-why-no-column = the file has no column `{ $column }`; it has: { $headings }
records-why-many-columns = the file has { $count } columns `{ $column }`; give each its own heading
records-why-year = `{ $text }` is read as the year { $year }; say at “How dates are written” how they are, %y for two digits
records-why-year-command = `{ $text }` is read as the year { $year }; say how dates are written with --date-format, %y for two digits
records-why-day-likely = `{ $text }`: { $hint }
records-why-no-date = `{ $text }` is not a date but { $found }; format the column as a date and save again
records-why-odd-year = `{ $text }` is in the year { $year }; mend the date
records-why-iso = `{ $text }` is not a date like 2026-11-22; { $hint }
records-why-form = `{ $text }` is not a date of the form { $form }; { $hint }
records-why-moment = `{ $text }` is not a moment in this calendar
records-why-looks-like = it looks like “{ $forms }”; write that at “How dates are written”
records-why-looks-like-command = it looks like --date-format "{ $forms }"
records-why-or = { $one }” or “{ $other }
records-why-or-command = { $one }" or "{ $other }
records-why-serial = it is a day as spreadsheets count them; format the column as a date there and save again
records-why-say-form = say at “How dates are written” how they are, for example %d.%m.%Y
records-why-say-form-command = say how dates are written with --date-format, for example %d.%m.%Y
records-why-no-rate = there is no rate from { $from } to { $wanted } for { $day }; import one as “Exchange rates”
records-why-no-rate-command = there is no rate from { $from } to { $wanted } for { $day }; import one with the kind rates
records-why-no-rate-yet = there is no rate from { $from } to { $wanted } for { $day } (the first is for { $first }); import one as “Exchange rates”
records-why-no-rate-yet-command = there is no rate from { $from } to { $wanted } for { $day } (the first is for { $first }); import one with the kind rates
records-why-no-rate-lately = there is no rate from { $from } to { $wanted } for { $day } (the latest before it is for { $known }, more than { $days } days older); import one as “Exchange rates”
records-why-no-rate-lately-command = there is no rate from { $from } to { $wanted } for { $day } (the latest before it is for { $known }, more than { $days } days older); import one with the kind rates
records-why-no-rows = it holds headings and no rows
records-why-row-long = the row is longer than { $limit } bytes; is a quotation mark missing?
records-why-ragged = the row has { $has } columns, the heading { $wanted }; is a separator missing, or a text with one not in quotation marks?
records-why-empty = it is empty; fill it in or leave the row out
records-why-key-twice = the key `{ $key }` stands in { $place } already; keep one of the two rows
records-why-again = more than { $most } rows stand in the file again; is the right column mapped to the key?
records-why-not-noted = what stands twice cannot be noted there: { $why }
records-why-left-out = from here on wrong rows are left out: there are too many; mend what is common to them first
records-why-unknown-field = there is no such field; the fields are { $fields }
records-why-no-key = it is empty; give each item a key of its own, so that it can be sent again
records-why-unkept-number = it is no number that can be kept
records-why-no-value = it is neither a text nor a number nor a list of texts
records-why-no-customer = it is empty; say at which customer the person is, or set under Your business that you sell to people
records-why-one-email = it holds several addresses; staff are known by one
records-why-last-before-first = the last day at work lies before the first; turn them round
records-why-before-start = it lies before the first day; turn them round
records-why-no-month = a term has one month at least; leave it empty where none is agreed
records-why-no-end = there is a reason for the end and no day; say when it ended
records-why-undone = import { $import } is undone already
records-why-at-work = import { $other } came later and is at work; wait until it is done, or take it back first
records-why-changed-later = import { $later } changed records of import { $import } later; take { $later } back first
records-why-there = it is there already; choose an empty folder
records-why-path = { $why }; is the path right?
records-why-not-of-it = `{ $said }` is said of it, but it is no file that has one; leave that out
records-why-columns = it has { $count } columns; at most { $most } are read, leave out the others
records-why-empty-file = it is empty; the first line must hold the headings
records-why-damaged = it is damaged or incomplete ({ $why }); fetch or save it again
records-why-undecodable = cannot be decoded
records-why-disorder = its rows are not in order
records-why-outside = a cell stands outside every sheet
records-why-short-column = a column is shorter than its row group
records-why-foreign = it is { $what }; save it as CSV with a line of headings and import that
records-why-empty-zip = an empty ZIP archive
records-why-gzip = compressed with gzip
records-why-zstd = compressed with zstd
records-why-pdf = a PDF
records-why-json = JSON
records-why-xml = XML or a web page
records-why-no-sheets = it is a text and has no sheet `{ $sheet }`; leave the sheet out
records-why-no-encoding = there is no encoding `{ $label }`; try utf-8 or windows-1252
records-why-open-mark = a quotation mark is opened and never closed; close it, or double it if it belongs to the text
records-why-endless = the row never ends (more than 16 MB); a quotation mark is opened and not closed
records-why-merged = it is covered by the merged cells { $from }:{ $to }; unmerge them and fill in each
records-why-no-such-sheet = it has no sheet `{ $sheet }`; it has: { $sheets }
records-why-no-sheet = it has no sheet; save the table as CSV and import that
records-why-formatted = { $text } is formatted as a date but is none; mend the cell
records-why-time-alone = it is a time of day or a duration ({ $text }); give the day too
records-why-formula = the formula ended in { $error }; mend it, or paste its value
records-why-binary = it is a binary workbook of Excel; save it as .xlsx or CSV and import that
records-why-zip = it is a ZIP archive; unpack it and import the file in it, as Excel or CSV
records-why-parts = it has more than { $most } parts; save the sheet as CSV and import that
records-why-unpacked = unpacked, a part of it is larger than { $limit } MB; is it really a table? Save the sheet as CSV and import that
records-why-cells = it has more than { $millions } million cells; save the sheet as .xlsx or CSV and import that
records-why-old-document = it is no workbook but another old document; save the table as CSV and import that
records-why-locked = it is locked with a password; open it, save it without one and import that
records-why-claimed = it says that it has { $rows } rows; at most { $most } are read, cut it in parts
records-why-group = the column { $column } unpacks to more than { $limit } MB in one row group; write it with smaller row groups
records-why-nested = the column { $column } is nested (a list, a map or a group); write each of its values as a column of its own
records-why-scale = the column { $column } has an impossible scale; write it anew
records-why-time-column = the column { $column } holds a time of day; write the day and the time as one timestamp
records-why-old-timestamps = the column { $column } holds timestamps of an old kind (INT96) that do not say their zone; write them as TIMESTAMP
records-why-bytes = the column { $column } holds bytes that are neither text nor number; write them as text
records-why-no-day = { $text } is no day in this calendar; mend it
records-why-too-large = it is too large a number
records-why-no-text = it has bytes that are no text; write the column as text

## What is held of somebody, and erasure

records-data-title = What is held of { $name }
records-data-link = Their data: give or erase
records-data-lead = Whoever asks may know what you hold of them, and may want it erased.
records-data-back = Back to the customer
records-data-tell = Give it to them
records-data-tell-help = Everything in one archive: tables that any spreadsheet opens, the same for programs, and a text that says what is what. That you took it out is kept in the log.
records-data-archive = Download the archive
records-erase-title = Erase
records-erase-was = Erased on { $day }. What was counted stays.
records-erase-goes = This goes for good, also of records that were merged into this one:
records-erase-goes-person = This goes for good, also of records that were merged into this person:
records-erase-what = What goes
records-erase-rows = Rows
records-erase-stays = Purchases, sums, days and contracts stay, under a record without a name, so that your figures stay right. What only they bought under its name loses that name.
records-erase-stays-person = That somebody was in contact, when and how stays, without a name and without what was said. What belongs to the customer stays.
records-erase-again = When a file brings them again, its rows are passed over. Whoever wants to be a customer again is entered by hand, as somebody new.
records-erase-backups = Backups made before still hold them. After restoring one, erase them again.
records-erase-unnamed = { $notes ->
    [one] One note about the customer says not whom it is about. It stays; read it.
   *[other] { $notes } notes about the customer say not whom they are about. They stay; read them.
  }
records-erase-alike = The same e-mail address stands here, too, and is not erased with it:
records-erase-import = An import is at work and may bring them again. Wait until it is done, or take it back.
records-erase-sure-title = This cannot be undone
records-erase-sure = Erase { $name } for good
records-erase-sure-missing = Tick the box if you are sure.
records-erase-go = Erase
records-erase-owner = Only owners erase.
records-erase-nothing = Nothing is left to erase.
records-erase-done = Erased. What was counted stays.
records-erased-name = (erased)
records-is-erased = They were erased, and nothing is written about them any more. Enter them anew.
records-archive-title = What is held of { $name } as of { $at }
records-archive-about = Each table is a file that a spreadsheet opens; data.json holds the same for programs. Moments are in UTC. A text that a spreadsheet would run as a formula has an apostrophe in front.
records-privacy-account = Name and key as a customer
records-privacy-contact = People: names, titles, addresses, telephone numbers
records-privacy-contract = Names of contracts, why they ended, and their keys
records-privacy-interaction = Contacts with us: when, how and with whom; their keys in other systems
records-privacy-interaction-text = What was said in contacts
records-privacy-note = Notes
records-privacy-purchase = Purchases: receipts' keys, and names of what nobody else bought
records-privacy-import-before = How records were before an import changed them
records-privacy-import-chunk = Rows of imports that were broken off
records-privacy-import-upload = Files that were sent and not read in yet, and what was wrong in files
records-privacy-lookup-token = Words they are found by
records-privacy-duplicate-key = Marks that double entries are found by
records-privacy-duplicate = Proposals to merge

records-import-of-responses = Answers to surveys
records-field-responses-key = Key of the row
records-field-responses-survey = Survey
records-field-responses-customer = Who answered (key of the customer)
records-field-responses-respondent = Which person (key)
records-field-responses-at = When
records-field-responses-question = Question (a file with a row for each answer)
records-field-responses-answer = Answer (a file with a row for each answer)
records-field-responses-response = What belongs together
records-field-responses-language = Language
records-field-responses-weight = How many answered so
records-import-named = A column for each question
records-import-named-help-responses = If each column is a question, say which: a name you choose, such as price, or nps, satisfied, recommend, again, decides, alternative, expected, perceived, comment. areas.delivery is a row of the question areas; quality.speed:0-10 says its scale; price:text says its kind. Columns without a name are left out.
records-wrong-times = Write a whole number, { $most } at most
records-why-times = `{ $text }` is not a whole number up to { $most }; it says how many answered so
records-why-times-key = a row that stands for several answers cannot say whose they are; leave the key, customer and respondent out, or write a row for each
records-why-named-empty = every question is empty; leave the row out
records-why-named-twice = two columns are called `{ $name }`; give each a name of its own
records-why-many-named = { $count } columns are named, { $limit } at most can be
records-why-never-wide = files of { $kind } have no columns for questions; leave those names out
records-why-long-and-wide = `{ $field }` stands in a file with a row for each answer; here every question has a column
records-why-long-or-wide = which column is the { $field }? The file has: { $headings }. If every question has a column of its own, say which at “A column for each question”
records-why-long-or-wide-command = which column is the { $field }? The file has: { $headings }. Say it with --map { $field }=COLUMN; if every question has a column of its own, with --question COLUMN=QUESTION
records-why-answer-name = `{ $text }` is no name of a question; use letters or digits
records-why-answer-scale = `{ $text }` has a scale and no row; write question.row:0-10
records-why-answer-question = the survey has no question `{ $text }`
records-why-answer-kind = `{ $text }` is of the kind { $kind } in this survey
records-why-answer-questions = the survey would have more than { $limit } questions; import the file in parts, under other names of surveys
records-why-answer-rows = the question would have more than { $limit } rows
records-why-answer-choices = `{ $text }` has more than { $limit } different answers; if they are words of people, call it { $text }:text
records-why-answer-number = `{ $text }` is a word where the rows before have numbers
records-why-answer-choice = `{ $text }` is no answer to this question; it takes: { $choices }
records-why-answer-row = `{ $text }` is no row of this question; it has: { $rows }
records-why-answer-long = the text has more than { $limit } characters
records-why-answer-anonymous = this survey is without names; leave out who answered, and keys
records-why-answer-mixed = other rows of this survey say who answered, and this one does not; give it a survey of its own

# How an organisation decides.
records-structure = How it decides
records-field-accounts-structure = How the organisation decides
records-word-hierarchical = Few at the top decide
records-word-distributed = Many decide together
records-decides-hierarchical = few at the top decide
records-decides-distributed = many decide together
