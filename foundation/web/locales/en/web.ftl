### What the pages of every installation say. Written for a shop owner: short, concrete, no jargon.

## Frame

web-skip = Skip to the content
web-navigation = Pages
web-language = Language
web-theme = Colours
web-theme-auto = As the device
web-theme-light = Light
web-theme-dark = Dark
web-save = Save
web-cancel = Cancel
web-more = More

## Sign-in

web-sign-in-title = Sign in
web-sign-in = Sign in
web-sign-in-wrong = E-mail and password do not belong together. Check both and try again.
web-sign-in-nobody = Nobody can sign in yet. Open the link that the program printed when it started; it makes you the owner.
web-sign-out = Sign out
web-signed-out = You are signed out.
web-email = E-mail
web-email-wrong = Enter an e-mail address such as ada@example.com.
web-email-taken = Somebody with this e-mail address can sign in already.
web-password = Password
web-password-help = At least 12 characters. A short sentence is easy to remember.
web-password-short = Enter at least 12 characters.
web-password-long = Enter at most 256 characters.
web-password-guessed = That would soon be guessed. Take three or four words that have nothing to do with each other.
web-name = Your name
web-name-help = Customers and colleagues see it.
web-field-empty = Fill this in.
web-field-meanwhile = Somebody else wrote “{ $value }” here meanwhile. Save again to put yours in its place.
web-link-used = This link no longer works: it was used, or its time is over. Ask whoever gave it to you for a new one.
web-value-unfit = Something you sent holds a sign that nobody types and that cannot be kept. Enter it anew by hand.
web-changed-meanwhile = Somebody changed the same thing at the same moment. Look at it again, then repeat what you did.

web-start-title = Who owns this?
web-start-lead = The owner sees everything, invites the others and decides what they may do.
web-start = Begin
web-enter-title = Sign in as { $name }
web-enter-lead = This link works once.
web-enter = Sign in

## Oneself

web-me-title = Your account
web-role = Role
web-role-owner = Owner
web-role-manager = Manager
web-role-staff = Staff
web-role-analyst = Analyst
web-role-read-only = Read only
web-sessions-title = Where you are signed in
web-sessions-lead = If one of these is not you, end it.
web-session-seen = last used { $at }
web-session-current = This browser
web-session-unknown = Unknown browser
web-session-end = End
web-session-ended = The other browser is signed out.

## The door: passwords, codes, tokens

web-yes = Yes
web-no = No
web-person = Name
web-name-long = Enter at most 200 characters.
web-role-wrong = Choose one of the roles.
web-me-door = Getting in
web-password-title = Password
web-password-lead = Other browsers are signed out when you change it.
web-password-is = chosen
web-password-none = none yet: you come by a link
web-password-present = Present password
web-password-new = New password
web-password-not-this = This is not your present password.
web-password-changed = Your password is changed.
web-code-title = Enter the code
web-code-lead = Your app shows a code of six digits for this business.
web-code = Code
web-code-help = Without your telephone, enter one of your recovery codes.
web-code-wrong = This code does not fit, or was used before. Wait for the next one and try again.
web-code-late = That took too long. Sign in again.
web-factor-title = Code at sign-in
web-factor-lead = Besides your password, an app on your telephone shows a code. Whoever learns your password cannot get in without it.
web-factor-is-on = on
web-factor-is-off = off
web-factor-on = A code is asked for when you sign in. { $left ->
    [0] No recovery code is left.
    [one] One recovery code is left.
   *[other] { $left } recovery codes are left.
 }
web-factor-code-help = The code your app shows now, or a recovery code.
web-factor-begin = Set it up
web-factor-scan = Open the app that shows codes on your telephone and photograph this.
web-factor-type = Or type this into it:
web-factor-prove = Enter the code that the app shows.
web-factor-confirm = Switch on
web-factor-stop = Switch off
web-factor-owed = The owner asks everybody for a code at sign-in. Set yours up; then you can go on.
web-factor-demanded = The owner asks everybody for a code, so it cannot be switched off.
web-factor-stopped = No code is asked for any more.
web-factor-begin-again = Set it up anew: what was begun no longer holds.
web-factor-already = A code is asked for already. Switch it off first.
web-factor-not-on = No code is asked for; there is nothing to change.
web-factor-reset = Ask for no code any more
web-factor-was-reset = No code is asked for any more. They can set it up anew.
web-recovery-title = Your recovery codes
web-recovery-lead = Write these down and keep them safe; they are not shown again. Each lets you in once without your telephone.
web-recovery-renew = New recovery codes
web-tokens-title = Tokens for programs
web-tokens-lead = A program shows a token instead of a password. Give each program its own, and only the rights it needs.
web-tokens-short = for tills, shops and scripts
web-tokens-empty = No program has a token of yours
web-tokens-empty-help = Make one below.
web-token-told-title = The new token
web-token-told = Copy it now; it is not shown again.
web-token-until = until { $at }
web-token-forever = until you take it back
web-token-all = may all that you may
web-token-some = { $count ->
    [one] one right
   *[other] { $count } rights
 }
web-token-revoke = Take back
web-token-revoked = The token no longer holds.
web-token-new = A new token
web-token-name = What it is for
web-token-name-help = For example: till in the north branch.
web-token-name-long = Enter at most 100 characters.
web-token-days = Holds for how many days
web-token-days-help = Leave it empty and it holds until you take it back.
web-token-days-wrong = Enter a whole number of days from 1 to 3650, or nothing.
web-token-past = Choose a moment that is still to come.
web-token-scopes = What it may do
web-token-scopes-wrong = Choose at least one of these rights.
web-token-make = Make the token

## Everybody who may sign in

web-users-title = Users
web-users-lead = Who may sign in here, and as what.
web-user-seen = Last here
web-user-disabled = Cannot sign in
web-user-invited = Invited
web-user-is-disabled = This person cannot sign in. Let them sign in again first.
web-user-changed = Saved.
web-user-rights = What they may do
web-user-doors = How they get in
web-user-factor-on = They give a code when they sign in.
web-user-factor-off = They give no code when they sign in.
web-user-tokens = { $count ->
    [0] No program has a token of theirs.
    [one] One program has a token of theirs.
   *[other] { $count } programs have tokens of theirs.
 }
web-user-end-sessions = Sign them out everywhere
web-user-enable = Let them sign in again
web-user-disable = Let them no longer sign in
web-sessions-ended = { $count ->
    [0] They were signed in nowhere.
    [one] One browser is signed out.
   *[other] { $count } browsers are signed out.
 }
web-last-owner = Somebody must own this. Make somebody else an owner first.
web-invite = Invite somebody
web-invite-lead = They get a link that lets them in once, within a week. Then they choose a password.
web-invite-go = Make the link
web-invite-again = New link to sign in
web-invite-link = The link
web-invite-link-lead = Send this to { $name } yourself; it is not shown again and works once.
web-rights-title = What each role may do
web-rights-lead = Rights come with the role. The owner gives roles.
web-right = Right
web-may-read-metrics = Read the counters of the program
web-may-manage-users = Say who may sign in, and as what

## Command bar and keys

web-command-open = Search
web-command-title = Search
web-command-label = Page or customer
web-command-find = Find
web-command-found = Results
web-command-none = Nothing found
web-command-none-help = Type the first letters of a page, a customer or a person.
web-keys-title = Keys
web-key = Key
web-key-does = What it does
web-key-command = Search pages and customers
web-key-move = Next and previous in a list
web-key-open = Open what is marked
web-key-close = Close
web-key-help = Show this page

## Tour

web-tour-title = A look around
web-tour-lead = What is where, one page after the other. It takes two minutes.
web-tour-begin = Begin
web-tour-step = A look around: { $number } of { $count }
web-tour-next = Next
web-tour-previous = Back
web-tour-show = Go there
web-tour-done = Done
web-tour-close = Close for good
web-tour-closed = The look around is closed. “Keys” (?) leads to it again.

## Figures

web-figure-between = probably between
web-figure-n = n = { $n }
web-figure-how = How is this computed?
web-figure-as-of = From records up to { $at }.
web-figure-more = See more
web-grade-counted = Counted
web-grade-counted-help = A count, share or mean of what was recorded, with its interval.
web-grade-associated = Associated
web-grade-associated-help = Two things move together. Nothing is said about cause.
web-grade-adjusted = Adjusted
web-grade-adjusted-help = An effect estimated from records, with known differences between the customers taken into account.
web-grade-randomised = Randomised
web-grade-randomised-help = An effect measured against customers chosen at random to be left out.
web-grade-modelled = Modelled
web-grade-modelled-help = A forecast from a model fitted to your records, tested on a past period it had not seen.

## Tables and charts

web-table-pages = Pages of the table
web-table-first = To the beginning
web-table-next = Next page
web-table-csv = Download as CSV
web-table-none = Nothing matches “{ $q }”
web-table-none-help = Try fewer letters.
web-table-narrow = Nothing fits these filters
web-table-narrow-help = Take one of them away.
web-table-all = Show all
web-chart-table = Show the numbers
web-chart-series = Group
web-chart-x = Where
web-chart-y = Value
web-chart-low = From
web-chart-high = To

## Errors: each with what to do

web-error-home = To the beginning
web-error-request = If you report this, give the number { $id }.
web-error-sign-in = Sign in first
web-error-sign-in-help = Send a token in the header Authorization: Bearer, or sign in with the browser.
web-error-forbidden = You may not do this
web-error-forbidden-help = Your role does not include it. Ask the owner or a manager.
web-error-owes-factor = Set up your code first
web-error-owes-factor-help = The owner asks everybody for a code at sign-in. Sign in in a browser and set yours up under your account; until then, nothing else is answered, tokens included.
web-error-foreign = This came from another site
web-error-foreign-help = Forms are accepted from Troth’s own pages only. Open the page here and send it again.
web-error-not-found = There is nothing here
web-error-not-found-help = The address may be mistyped, or what was here is gone. Search for it by name.
web-error-wrong = Something has to be put right
web-error-wrong-help = Check what was sent; each mistake is named.
web-error-conflict = It has changed in the meantime
web-error-conflict-help = Load the page again, then repeat what you did.
web-error-too-many = Too many tries
web-error-too-many-help = Wait a few minutes, then try again.
web-error-method = This address does not do that
web-error-method-help = Open it from its own page.
web-error-too-large = That is too large
web-error-too-large-help = Send less at once.
web-error-slow = This took too long
web-error-slow-help = Nothing was changed. Try again in a moment.
web-error-malformed = This could not be read
web-error-malformed-help = Part of what was sent is missing or has the wrong form.
web-error-internal = Something went wrong here
web-error-internal-help = It is our mistake, not yours, and has been noted. Try again; nothing was half done.

## Reference

web-reference-title = API reference
web-reference-lead = Everything the pages do, a program can do too. Make a token and send it in the header “Authorization: Bearer”.
web-reference-document = As OpenAPI 3.1
web-reference-none = No endpoints yet
web-reference-none-help = Capabilities bring their own.
web-reference-parameters = Parameters
web-reference-body = Body
web-reference-answers = Answers
web-reference-name = Name
web-reference-kind = Type
web-reference-meaning = Meaning
web-reference-required = required
web-reference-status = Status

## The page of components

web-components-title = Components
web-components-lead = Every part that pages are made of, filled with examples.
web-sample-customer = Customer
web-sample-worth = Worth a year
web-sample-risk = Risk of loss
web-sample-seen = Last purchase
web-sample-risk-share = Customers at risk
web-sample-sentence = { $share } of { $n } customers who bought last year have been silent for longer than they ever were.
web-sample-reason = Silent for 19 weeks, usually buys every 4.
web-sample-act = Call
web-sample-snooze = Not now
web-sample-not-useful = Not useful
web-sample-empty = No customers yet
web-sample-empty-help = Import a file of purchases to begin.
web-sample-retention = Customers kept, by month since the first purchase
web-sample-months = Months since the first purchase
web-sample-kept = Kept
web-sample-problems = Customers by problem, last quarter
web-sample-problem = Problem
web-sample-count = Customers
web-sample-note = Note
web-sample-erase = Erase
web-sample-done = Saved. The change is in the log.
web-sample-wrong = The file has 3 rows that could not be read; the others wait.
web-sample-info = The next run is tomorrow at 05:00.
web-once-key = Choose an Idempotency-Key of 1 to { $limit } characters.
web-once-different = This Idempotency-Key came with another request before, or you had other rights then. Choose a new key.
web-once-at-work = The request with this Idempotency-Key is being carried out. Send it again in a moment for its answer.
web-once-unanswered = The request with this Idempotency-Key was carried out, and its answer was lost. Look at what it did before you send it under a new key.

## What the log says

web-event-user-created = May sign in now
web-event-user-linked = Was said to be a member of staff, or no longer
web-event-user-signed-in = Signed in
web-event-user-changed = A user was changed
web-event-sign-in-link-made = A link to sign in was made
web-event-sessions-ended = Browsers were signed out
web-event-token-created = A token was made
web-event-token-revoked = A token was taken back
web-event-webhook-created = An address was added to be told what happens
web-event-webhook-changed = An address that is told what happens was changed
web-event-webhook-removed = An address is told nothing any more
web-event-webhook-tested = An address was tested
web-event-webhook-replayed = An event was sent to an address again
web-event-webhook-stopped = An address was switched off because it did not answer
web-event-store-work-changed = What is to be done between runs changed
web-event-store-setting-changed = A setting was changed
web-event-store-consent-recorded = Consent was recorded

## The log

web-audit-title = Log
web-audit-short = who changed what, and when
web-audit-lead = What was done, by whom and to what. Names and texts stand elsewhere, so that they can be erased.
web-audit-when = When
web-audit-who = Who
web-audit-what = What
web-audit-about = About
web-audit-everything = everything
web-audit-system = Troth itself
web-audit-workspace = the installation
web-audit-by-help = The id of a user or token, or system.
web-audit-about-help = The id of a customer, a person, an import …
web-audit-since = From
web-audit-until = To
web-audit-go = Filter
web-audit-none = Nothing was done yet
web-audit-none-help = Whatever is entered, changed or decided stands here.
web-audit-kind-wrong = Choose one of the things that can happen.
web-audit-by-wrong = Enter an id such as usr_…, tok_…, or system. Click a name below to get it.
web-audit-about-wrong = Enter an id such as acc_…. Click one below to get it.
web-audit-since-wrong = Enter a day such as 2026-01-31.
web-audit-until-wrong = Enter a day such as 2026-01-31.
web-audit-after-wrong = This page of the log is not there. Begin anew.
web-may-read-audit = Look through the log of what was done

## What the store holds of a customer or a person

web-privacy-consent = Consent: how it was obtained
web-privacy-event = What happened, by the log: ids only
web-privacy-event-private = How things were before they were changed
web-privacy-request-key = Answers to programs, kept for a day
web-privacy-score = What is expected of them, as computed
web-privacy-work-item = Proposals on Today, and why one was not useful
web-privacy-work-action = What was done about proposals

## Addresses that are told what happens

web-may-manage-webhooks = Say which other programs are told what happens
web-webhooks-title = Webhooks
web-webhooks-lead = Other programs are told at once what happens here. Messages carry ids, never names, and are signed.
web-webhooks-empty = No program is told anything
web-webhooks-empty-help = Enter the address of one below, for example of your newsletter or your till.
web-webhook-new = One more
web-webhook-make = Add
web-webhook-name = Name
web-webhook-name-help = What you call it, for example Newsletter.
web-webhook-name-wrong = Give it a name of up to 100 letters.
web-webhook-url = Address
web-webhook-url-help = Where messages are sent, for example https://news.example/hook.
web-webhook-url-wrong = Enter an address such as https://news.example/hook.
web-webhook-url-open = Enter an address that begins with https://, so that nobody reads along. Only in your own network http:// will do.
web-webhook-url-password = Leave name and password out of the address. Messages are signed instead.
web-webhook-url-private = This address lies inside a network. If it is your own and you mean it, tick the box below.
web-webhook-own = Your own network
web-webhook-own-help = It stands in my own network: private addresses and http:// are allowed
web-webhook-kinds = What it is told
web-webhook-kinds-help = Tick nothing, and it is told everything.
web-webhook-kinds-wrong = Choose among the things that can happen.
web-webhook-too-many = There are a hundred already. Remove one first.
web-webhook-some = { $count ->
    [one] one kind of event
   *[other] { $count } kinds of events
  }
web-webhook-all = everything
web-webhook-off = Off
web-webhook-off-help = It is switched off and told nothing.
web-webhook-failing = Fails
web-webhook-failing-since = Nothing has arrived there since { $at }. It is tried again and again; after a day it is switched off.
web-webhook-stopped = Stopped
web-webhook-stopped-failing = It was switched off because nothing arrived there for a day. Mend the other side, test it, then switch it on. What it missed can be sent again below.
web-webhook-stopped-gone = It was switched off because it answered 410: it wants no more messages.
web-webhook-test = Send a test
web-webhook-enable = Switch on
web-webhook-disable = Switch off
web-webhook-enabled = Switched on.
web-webhook-disabled = Switched off.
web-webhook-made = Added. Copy the secret to the other side, then send a test.
web-webhook-saved = Saved.
web-webhook-removed = Removed.
web-webhook-rotated = There is a new secret. The one before signs too, for a day.
web-webhook-on-its-way = On its way. Load this page again in a moment.
web-webhook-is-off = It is switched off. Switch it on first.
web-webhook-is-waiting = It is on its way already.
web-webhook-deliveries = What it was told
web-webhook-none = Nothing yet
web-webhook-none-help = Send a test to see whether it arrives.
web-webhook-state = State
web-webhook-answer = Answer
web-webhook-took = Took
web-webhook-state-waiting = Waiting
web-webhook-state-delivered = Arrived
web-webhook-state-failed = Given up
web-webhook-state-stopped = Not sent: switched off
web-webhook-tries = { $count } tries
web-webhook-millis = { $count } ms
web-webhook-next = next try { $at }
web-webhook-answered = Answered { $status }
web-webhook-problem-private = Stands inside a network
web-webhook-problem-unknown = Name not found
web-webhook-problem-refused = Nobody listens there
web-webhook-problem-slow = No answer in time
web-webhook-problem-tls = Its certificate cannot be trusted
web-webhook-problem-broken = Broke off
web-webhook-secret = Secret
web-webhook-secret-help = The other side checks with it that a message comes from here. Keep it there alone.
web-webhook-secret-show = Show the secret
web-webhook-old-until = Messages are signed with the one before, too, until { $at }.
web-webhook-rotate = Make a new secret
web-webhook-change = Change
web-webhook-remove = Remove
web-webhook-remove-help = It is told nothing any more, and what it was told is no longer shown.
web-webhook-replay = Send it again
web-webhook-tries-title = Tries
web-webhook-untried = Not tried yet
web-webhook-untried-help = It goes out in a moment, as long as this program runs.
web-webhook-message = Message

## Rules of the house

web-rules-title = Rules for everybody
web-rules-lead = What everybody who signs in has to keep to. They hold from the next page that anybody opens.
web-rules-team = Which customers staff see
web-rules-team-help = Only the role Staff is limited. Owners, managers, analysts and people who only read see all customers; figures about the whole business stay the same for everybody.
web-rules-team-no = All customers
web-rules-team-yes = Only those of their own team, and those they look after themselves
web-rules-team-on = Staff see only customers of their own team, and those they look after themselves.
web-rules-unlinked = { $count ->
    [one] One user with the role Staff is linked to no member of staff and would see no customer. Link them under Staff.
   *[other] { $count } users with the role Staff are linked to no member of staff and would see no customer. Link them under Staff.
 }
web-rules-factor = Code at sign-in
web-rules-factor-help = Whoever has no code yet is led to set it up and can do nothing else before; their tokens wait too.
web-rules-factor-no = Everybody decides for themselves
web-rules-factor-yes = Everybody gives one
web-rules-factor-on = Everybody gives a code at sign-in.
web-rules-without = { $count ->
    [one] One user gives no code yet.
   *[other] { $count } users give no code yet.
 }
web-rules-own-first = Set up your own code first, so that you do not shut yourself out.
web-rules-choose = Choose one of the two.
web-rules-saved = The rules are saved.

## Signing in by another house

web-sign-in-with = Sign in with { $name }
web-provider-title = Sign-in by another service
web-provider-lead = People sign in where they already have an account: Google, Microsoft, Keycloak or any other service that speaks OpenID Connect. Password and link go on working beside it.
web-provider-back = Enter this address there as the place people are sent back to:
web-provider-name = What the button says
web-provider-name-help = For example: Google.
web-provider-issuer = Address of the service
web-provider-issuer-help = Called issuer there, for example https://accounts.google.com
web-provider-issuer-wrong = Enter an address that begins with https:// and has no question mark. One in your own network may begin with http://.
web-provider-client = Client ID
web-provider-secret = Client secret
web-provider-secret-help = The service shows it when you enter this installation there.
web-provider-secret-known = It is kept. Leave it empty and it stays as it is.
web-provider-make = People nobody invited
web-provider-make-help = Whoever was invited is recognised by their e-mail address, if the service has verified it.
web-provider-make-no = Cannot come in
web-provider-make-yes = Come in and get a user of their own
web-provider-groups = Where their groups stand
web-provider-groups-help = Name of the claim, for example groups. Leave it empty and roles are given here.
web-provider-groups-missing = Say where their groups stand, or leave the roles empty.
web-provider-roles = What each group may do
web-provider-roles-help = One group a line: shop-leads = manager. Roles are { $roles }. They hold from the next sign-in; whoever is in none of these groups cannot come in.
web-provider-roles-wrong = Write one group a line, as in: shop-leads = manager
web-provider-network = It stands in our own network
web-provider-network-help = Otherwise addresses inside a network are never asked.
web-provider-long = Enter at most 500 characters, on one line.
web-provider-save = Check and save
web-provider-saved = The service answers. Its button stands on the sign-in page now.
web-provider-remove = Take the service away
web-provider-removed = The service is gone. Everybody signs in by password or link again.
web-provider-away = The service does not answer as it should: { $why }. Check its address.
web-provider-not-now = The service does not answer. Try again soon, or sign in with your password.
web-provider-again = That took too long or was begun elsewhere. Sign in once more.
web-provider-refused = The service did not say who you are. Sign in once more.
web-provider-no-group = None of your groups may come in here. Ask the owner.
web-provider-no-email = The service has not verified your e-mail address, so we cannot tell who you are here. Ask the owner.
web-provider-unknown = Nobody has invited you yet. Ask the owner.
web-provider-taken = Another account of the service belongs to this e-mail address already. Ask the owner.
web-provider-out = You can no longer sign in here. Ask the owner.
