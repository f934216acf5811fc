# What customers say when they are asked.
listen-title = Surveys
listen-lead = What customers say when they are asked, and how many say it.
listen-may-see = See surveys, and how many answered
listen-may-edit = Write, publish and close surveys
listen-may-ask = Make links to surveys, and bring answers from elsewhere
listen-may-read = Read single answers, with who gave them

listen-new = New survey
listen-begin = Begin
listen-empty = No surveys yet
listen-empty-help = Begin with a template: after a sale, after service, or once a year with everybody.
listen-name = Name
listen-name-help = Seen by your own people only.
listen-occasion = Occasion
listen-occasion-help = Each brings questions to begin with; you change them as you like.
listen-occasion-after-sale = After a purchase
listen-occasion-after-service = After service
listen-occasion-relationship-consumer = Relationship, with private customers
listen-occasion-relationship-business = Relationship, with companies
listen-occasion-after-recovery = After something went wrong
listen-occasion-exit = When somebody leaves
listen-occasion-employee = Your own people
listen-occasion-own = From an empty page
listen-read-in = Read in a survey from a file
listen-json = Content of the file
listen-json-help = The JSON that “Take out as a file” gives. It takes the place of the template.
listen-anonymous = without names
listen-anonymous-ask = Without names: nobody can ever tell who gave which answer
listen-anonymous-help = Without names, nothing is stored that leads from a person to their answers, not even the minute. It cannot be changed once the survey was published.
listen-names = Names
listen-names-known = Answers belong to a person, where the link was theirs
listen-names-none = Without names

listen-state-draft = Draft
listen-state-open = Open
listen-state-closed = Closed
listen-answered = { $count ->
    [0] no answers yet
    [one] one answer
   *[other] { $count } answers
  }
listen-until = until { $day }
listen-over = Its last day is over: nobody can answer any more. Change the last day, or close the survey.
listen-changed = The draft says something else than what customers are asked. Publish it to ask it.
listen-edit = Write
listen-preview = Preview
listen-file = Answers as a file
listen-export = Take out as a file
listen-publish = Publish
listen-publish-again = Publish the changes
listen-published = The survey is published.
listen-close = Close
listen-closed = The survey takes no more answers.
listen-reopen = Open again
listen-reopened = The survey takes answers again.
listen-mend = { $count ->
    [one] One thing must be mended before it can be published.
   *[other] { $count } things must be mended before it can be published.
  }
listen-how-many = How many answered
listen-way = Way
listen-way-own = Links made for people
listen-way-open = Open link
listen-asked = Asked
listen-begun = Begun
listen-done = Answered
listen-none-yet = Nobody was asked yet. Publish the survey, then hand out its link.
listen-open-link = Open link
listen-open-help = Everybody who has this link can answer: on a receipt, a sign, a page.
listen-open-on = Everybody who has it may answer
listen-open-off = Off: only links made for people
listen-qr = The open link as a picture for a telephone
listen-embed = In a page of your own
listen-embed-help = Copy this into the page.
listen-links = Links for one answer each
listen-links-help = You get a file with the links, this once: nobody can read them here later.
listen-links-segment = For everybody in
listen-links-nobody = Nobody in particular
listen-links-count = How many, for nobody in particular
listen-links-count-help = Up to { $limit } at once.
listen-links-make = Make links
listen-links-none = There is nobody to make a link for: no people at these customers.
listen-links-many = That is more than { $limit } links at once. Choose a smaller segment.
listen-links-anonymous = This survey is without names: its links are made for nobody in particular.
listen-wrong-count = Say a number from 1 to { $limit }.
listen-versions = Versions
listen-version = Version { $number }, { $count ->
    [one] one question
   *[other] { $count } questions
  }
listen-not-published = The survey takes no answers. Publish it or open it again first.
listen-not-publishable = Not published. { $question }: { $why }
listen-takes-none = The survey takes no answers: it is closed, its last day is over, or it was never published.

listen-back = To the survey
listen-questions = Questions
listen-no-questions = No questions yet.
listen-untitled = Without text
listen-required = must be answered
listen-rules-count = { $count ->
    [one] one rule
   *[other] { $count } rules
  }
listen-up = { $key }: one up
listen-down = { $key }: one down
listen-add = Add
listen-add-kind = Add a question
listen-problems = To be mended
listen-settings = Settings
listen-saved = Saved.
listen-languages = Languages
listen-languages-help = Tags, the first for whoever reads none of the others: en, de, fr.
listen-last-day = Last day
listen-last-day-help = Empty: it asks until you close it.
listen-in-language = In “{ $language }”
listen-page-title = Title
listen-page-intro = Before the first question
listen-page-thanks = Thanks at the end
listen-words-help = Words of the page in this language.
listen-preview-of = Preview of { $name }
listen-preview-how = How it is shown
listen-preview-phone = Telephone
listen-preview-desk = Desk
listen-preview-help = Every question is shown at once here, also those that only some people meet. Nothing is stored.

listen-key = Key: { $key }
listen-pipe-help = In the texts, these are put in:
listen-text-in = Question ({ $language })
listen-help-in = Line below ({ $language })
listen-may-skip = Leaving it out
listen-skip-yes = May be left out
listen-skip-no = Must be answered
listen-rows = Rows
listen-row-in = { $row } ({ $language })
listen-new-in = One more ({ $language })
listen-choices = Answers to choose from
listen-choice-in = { $choice } ({ $language })
listen-rules = What follows
listen-rules-help = After these answers, on with that question; the first rule that fits counts. Numbers like 0-6, 9. Without a rule, the next question follows.
listen-rule-when = { $number }. After the answers
listen-rule-to = { $number }. On with
listen-rule-none = –
listen-rule-end = The end
listen-question-remove = Take the question away
listen-question-removed = The question is taken away. Answers to it stay.

listen-kind-nps = Recommend, 0 to 10
listen-kind-nps-help = The question behind the net promoter score. Its scale is the same in every survey.
listen-kind-recommend = Recommend, definitely yes to definitely no
listen-kind-recommend-help = Four answers without a middle: whoever says definitely yes means it.
listen-kind-again = Buy again
listen-kind-again-help = Five answers with room for doubt; compared later with what people did.
listen-kind-csat = Satisfied, 1 to 5
listen-kind-csat-help = How satisfied somebody is with one thing.
listen-kind-ces = Easy, 1 to 7
listen-kind-ces-help = How easy it was to get something done.
listen-kind-gap = Expected and found
listen-kind-gap-help = What somebody expected and what they found, on one scale: the gap is what counts.
listen-kind-single = One of several
listen-kind-single-help = One answer from a list of yours.
listen-kind-multiple = Several of several
listen-kind-multiple-help = Any number of answers from a list of yours.
listen-kind-matrix = Several things on one scale
listen-kind-matrix-help = Rows of yours, each rated from 1 to 5.
listen-kind-ranking = Put in order
listen-kind-ranking-help = A list of yours, put in order by whoever answers.
listen-kind-text = Own words
listen-kind-text-help = Whatever somebody wants to write.
listen-kind-decides = Part of the decision
listen-kind-decides-help = Whoever does not decide cannot promise to buy again: answers are told apart by it.
listen-kind-alternative = An alternative at the time
listen-kind-alternative-help = Whoever has no alternative buys again without being loyal: answers are told apart by it.

listen-nobody = Without a name
listen-not-sent = not sent yet
listen-customer = The customer
listen-no-answers = Nothing was answered.
listen-timeline-responses = Surveys
listen-timeline-answered = Answered the survey “{ $survey }”
listen-timeline-begun = Began to answer the survey “{ $survey }”

listen-gone-unknown = This link leads nowhere
listen-gone-unknown-help = It may have been copied without its end. Open it once more from where you got it.
listen-gone-closed = This survey is closed
listen-gone-closed-help = Thank you for wanting to answer.
listen-gone-expired = This survey has ended
listen-gone-expired-help = Its last day is over. Thank you for wanting to answer.
listen-gone-answered = You have answered already
listen-gone-answered-help = Your answers have arrived. Thank you.

listen-word-next = Next
listen-word-back = Back
listen-word-send = Send
listen-word-optional = (may be left out)
listen-word-missing = Please answer this.
listen-word-wrong = Please look at this answer once more.
listen-word-saved = Saved
listen-word-thanks = Thank you. Your answers have arrived.

listen-wrong-name = A name has { $limit } characters at most.
listen-wrong-kind = There is no such occasion.
listen-wrong-anonymous = Whoever answered did so on a promise: with or without names cannot be changed any more. Begin a new survey.
listen-wrong-day = Write the day like 2026-12-31.
listen-wrong-json = This is no survey: { $why }
listen-wrong-numbers = Write numbers like 0-6, 9.
listen-wrong-target = Say where to go on.
listen-wrong-languages = A survey has one language at least and { $limit } at most.
listen-wrong-language = “{ $tag }” is no language of the survey, or not written like en, de or pt-BR.
listen-wrong-language-twice = A language stands there twice.
listen-wrong-questions = A survey has { $limit } questions at most.
listen-wrong-text = A text has { $limit } characters at most.
listen-wrong-key = “{ $question }” cannot be the key of a question: small letters, digits and hyphens, up to 40, and not “name”.
listen-wrong-key-twice = Two questions have the key “{ $question }”.
listen-wrong-choices = “{ $question }” has too many: { $limit } answers, { $rows } rows and { $rules } rules at most.
listen-wrong-values = Each answer of “{ $question }” needs a number of its own.
listen-wrong-scale = “{ $question }” needs the answers { $low } to { $high }, in this order: its scale is the same everywhere.
listen-wrong-rows = Each row of “{ $question }” needs a key of its own.
listen-wrong-gap = “{ $question }” needs the rows “expected” and “found”.
listen-contact-elsewhere = This person is at another customer.
listen-answer-unknown = There is no such question.
listen-answer-off = Nobody with these answers is asked this.
listen-answer-wrong = The answer does not fit the question.
listen-answer-missing = This must be answered.

listen-problem-empty = Add a question.
listen-problem-title = The title is missing in “{ $language }”.
listen-problem-intro = What stands before or after the questions is missing in “{ $language }”.
listen-problem-words = The words of the page are missing in “{ $language }”.
listen-problem-text = The question is missing in “{ $language }”.
listen-problem-choices = There must be two answers to choose from at least.
listen-problem-rows = There must be a row at least.
listen-problem-label = An answer or a row has no words in “{ $language }”.
listen-problem-pipe-anonymous = The text speaks of the name, and the survey is without names.
listen-problem-pipe-later = The text speaks of “{ $name }”, which is asked later.
listen-problem-pipe-kind = The text speaks of “{ $name }”, whose answer is no word.
listen-problem-pipe-unknown = The text speaks of “{ $name }”, which is no question.
listen-problem-rule-kind = What follows can depend on questions with one answer only.
listen-problem-rule-value = A rule names the answer { $value }, which there is not.
listen-problem-rule-dead = A rule never counts: earlier ones take all its answers.
listen-problem-rule-unknown = A rule leads to “{ $name }”, which there is not.
listen-problem-rule-back = A rule leads back to “{ $name }”. Rules lead on only.
listen-problem-unreachable = Nobody is ever asked this: earlier rules lead past it.

listen-privacy-link = Links to surveys that were made for them
listen-privacy-response = Surveys they answered, and when
listen-privacy-answer = Their answers as numbers
listen-privacy-text = What they wrote in surveys

listen-event-survey-created = A survey was begun
listen-event-survey-changed = A survey was changed
listen-event-survey-published = A survey was published
listen-event-survey-closed = A survey was closed or opened again
listen-event-survey-links-made = Links to a survey were made
listen-event-response-kept = Answers to a survey were kept
listen-event-response-received = A survey was answered

listen-label-nps-0 = not at all likely
listen-label-nps-10 = extremely likely
listen-label-csat-1 = very dissatisfied
listen-label-csat-5 = very satisfied
listen-label-ces-1 = very hard
listen-label-ces-7 = very easy
listen-label-gap-1 = very little
listen-label-gap-7 = very much
listen-label-gap-expected = What you expected
listen-label-gap-found = What you found
listen-label-matrix-1 = very poor
listen-label-matrix-5 = very good
listen-label-recommend-4 = Definitely yes
listen-label-recommend-3 = Probably yes
listen-label-recommend-2 = Probably no
listen-label-recommend-1 = Definitely no
listen-label-again-5 = Certainly
listen-label-again-4 = Probably
listen-label-again-3 = I am not sure
listen-label-again-2 = Probably not
listen-label-again-1 = Certainly not
listen-label-decides-3 = I decide
listen-label-decides-2 = I have a say
listen-label-decides-1 = Others decide
listen-label-alternative-3 = Yes, several
listen-label-alternative-2 = Yes, one
listen-label-alternative-1 = No
listen-label-alternative-0 = I do not know

listen-ask-nps = How likely are you to recommend us?
listen-ask-recommend = Would you recommend us?
listen-ask-again = Would you buy from us again?
listen-ask-csat = How satisfied are you?
listen-ask-ces = How easy was it?
listen-ask-gap = What did you expect, and what did you find?
listen-ask-decides = Do you take part in the decision to buy from us?
listen-ask-alternative = Was there an alternative to us at the time?
listen-ask-single = Which of these?
listen-ask-multiple = Which of these?
listen-ask-matrix = How good are we at this?
listen-ask-ranking = Put these in order, the most important first.
listen-ask-text = What should we know?

listen-begin-own-title = A few questions
listen-begin-after-sale-title = Your purchase
listen-begin-after-sale-satisfied = How satisfied are you with what you bought?
listen-begin-after-sale-expected = How good did you expect it to be, and how good is it?
listen-begin-after-sale-again = Would you buy from us again?
listen-begin-after-sale-recommend = Would you recommend us?
listen-begin-after-sale-came = What brought you to us?
listen-begin-after-sale-came-1 = Somebody told me
listen-begin-after-sale-came-2 = An advert
listen-begin-after-sale-came-3 = A search
listen-begin-after-sale-came-4 = I passed by
listen-begin-after-sale-came-5 = I have been a customer for long
listen-begin-after-sale-came-6 = Something else
listen-begin-after-sale-better = What should we do better?
listen-begin-after-service-title = Our service
listen-begin-after-service-solved = Did we solve it?
listen-begin-after-service-solved-1 = Yes
listen-begin-after-service-solved-2 = Partly
listen-begin-after-service-solved-3 = No
listen-begin-after-service-open = What is still open?
listen-begin-after-service-easy = How easy was it for you?
listen-begin-after-service-satisfied = How satisfied are you with how you were treated?
listen-begin-after-service-better = What should we do better?
listen-begin-relationship-consumer-title = You and us
listen-begin-relationship-consumer-nps = How likely are you to recommend us to a friend?
listen-begin-relationship-consumer-why = What is the main reason for this answer?
listen-begin-relationship-consumer-again = Will you buy from us again?
listen-begin-relationship-consumer-expected = How good do you expect us to be, and how good are we?
listen-begin-relationship-consumer-alternative = Could you buy this elsewhere if you wanted to?
listen-begin-relationship-consumer-better = What should we do better?
listen-begin-relationship-business-title = Working together
listen-begin-relationship-business-decides = Do you take part in the decision to buy from us?
listen-begin-relationship-business-nps = How likely are you to recommend us to a colleague?
listen-begin-relationship-business-why = What is the main reason for this answer?
listen-begin-relationship-business-again = If it were decided today: would you choose us again?
listen-begin-relationship-business-alternative = Was there an alternative to us when you last decided?
listen-begin-relationship-business-areas = How good are we at this?
listen-begin-relationship-business-areas-1 = What we deliver
listen-begin-relationship-business-areas-2 = Keeping dates
listen-begin-relationship-business-areas-3 = Service and support
listen-begin-relationship-business-areas-4 = Invoices and accounting
listen-begin-relationship-business-areas-5 = Knowing your business
listen-begin-relationship-business-matters = Put these in order, the most important for you first.
listen-begin-relationship-business-matters-1 = Quality
listen-begin-relationship-business-matters-2 = Price
listen-begin-relationship-business-matters-3 = Reliability
listen-begin-relationship-business-matters-4 = The people
listen-begin-relationship-business-better = What should we do better?
listen-begin-after-recovery-title = After what went wrong
listen-begin-after-recovery-solved = Have we put it right?
listen-begin-after-recovery-solved-1 = Yes
listen-begin-after-recovery-solved-2 = Partly
listen-begin-after-recovery-solved-3 = No
listen-begin-after-recovery-open = What is still to be put right?
listen-begin-after-recovery-satisfied = How satisfied are you with how we dealt with it?
listen-begin-after-recovery-again = Would you buy from us again?
listen-begin-after-recovery-better = What should we do better?
listen-begin-exit-title = Before you go
listen-begin-exit-reasons = Why do you leave?
listen-begin-exit-reasons-1 = The price
listen-begin-exit-reasons-2 = The product
listen-begin-exit-reasons-3 = The service
listen-begin-exit-reasons-4 = Something that went wrong
listen-begin-exit-reasons-5 = I do not need it any more
listen-begin-exit-reasons-6 = Something else
listen-begin-exit-instead = What do you do instead?
listen-begin-exit-instead-1 = I buy from somebody else
listen-begin-exit-instead-2 = I do it myself
listen-begin-exit-instead-3 = I go without
listen-begin-exit-instead-4 = I do not know yet
listen-begin-exit-alternative = Were there alternatives to us?
listen-begin-exit-return = Would you come back one day?
listen-begin-exit-kept = What would have kept you?
listen-begin-employee-title = Working here
listen-begin-employee-nps = How likely are you to recommend working here to a friend?
listen-begin-employee-areas = How good is this?
listen-begin-employee-areas-1 = I know what is expected of me
listen-begin-employee-areas-2 = I have what I need to help customers
listen-begin-employee-areas-3 = I may decide what a customer needs
listen-begin-employee-areas-4 = Good work is noticed
listen-begin-employee-better = What should we do better?

listen-results = Results
listen-results-of = Results of { $name }
listen-results-lead = Scores with their intervals. Nothing is shown of fewer than { $minimum } answers, and nothing from which it could be worked out.
listen-results-none = Not enough answers yet
listen-results-none-help = From { $minimum } answers to a question on, its result stands here.
listen-results-few = Fewer than { $minimum } answers: nothing is shown yet.
listen-results-by = By
listen-results-whole = Everybody together
listen-results-by-level = Level of the person
listen-results-by-role = Part in buying
listen-results-by-kind = Kind of customer
listen-results-by-team = Team
listen-results-segment = Of
listen-results-everybody = Everybody
listen-results-show = Show
listen-results-file = Results as a file
listen-results-named = Nobody is named in this survey: answers cannot be told apart by customer.
listen-results-hidden = { $count ->
    [one] One group is not shown, because it is too small or would give away one that is.
   *[other] { $count } groups are not shown, because they are too small or would give away one that is.
  }
listen-results-differ = { $higher } is higher than { $lower } (p = { $p }, corrected for all pairs).
listen-results-unknown = not known
listen-results-answers = Answers
listen-results-answer = Answer
listen-results-share = Share
listen-results-value = Value
listen-results-between = Between
listen-results-n = { $count ->
    [one] one answer
   *[other] { $count } answers
  }
listen-results-trend = By month: { $question }
listen-results-month = Month
listen-results-groups = By group
listen-results-group = Group
listen-results-gap = Found less expected
listen-results-rate = Answered of those asked
listen-results-rate-sentence = So many of those who got a link of their own have answered.
listen-results-score-nps = Net promoter score
listen-results-score-recommend = Definitely or probably recommend
listen-results-score-again = Certainly buy again
listen-results-score-csat = Satisfied (4 or 5)
listen-results-score-ces = Easy (5 to 7)
listen-results-sentence-nps = Of those who answered, the share of 9 and 10 less the share of 0 to 6, in points of a hundred.
listen-results-sentence-recommend = So many would recommend us; see below how many definitely.
listen-results-sentence-again = So many say that they certainly buy again.
listen-results-sentence-csat = So many are satisfied.
listen-results-sentence-ces = So many found it easy.
method-survey-nps = Share of 9 and 10 less share of 0 to 6, times 100. Interval: score interval of Tango (1998), 95 %.
method-survey-top = Share of the answers at the upper end of the scale. Interval: Wilson (1927), below 20 answers Clopper and Pearson (1934), 95 %.
method-survey-share = Share of those who answered. Interval: Wilson (1927), below 20 answers Clopper and Pearson (1934), 95 %.
method-survey-mean = Mean on the scale. Interval: Student’s with answers added that are spread over the scale, 95 %.

listen-privacy-before = Answers before a file changed them
listen-may-send = Send surveys by e-mail
listen-event-asking-begun = A survey is sent by e-mail
listen-event-asking-prepared = Everybody who is asked has a message waiting
listen-event-asking-stopped = Asking by e-mail was stopped or went on
listen-event-asking-reminded = People who have not answered are reminded

listen-askings = Asked by e-mail
listen-askings-none = Nobody was asked by e-mail yet.
listen-ask = Ask by e-mail
listen-mail-title = Ask by e-mail: { $name }
listen-mail-lead = Everybody gets a message in your name with a link of their own. Who has not agreed to be asked gets none.
listen-mail-anonymous = This survey is without names: everybody gets the same link, so nobody can tell who answered. That is also why nobody is reminded, and why it goes to no fewer people than results are shown of.
listen-mail-whom = Whom
listen-mail-segment = Customers
listen-mail-segment-help = Everybody there who has an address and has agreed is asked.
listen-mail-everybody = All customers
listen-mail-who = In whose name
listen-mail-from = Name
listen-mail-from-help = A person, not the company: people answer people.
listen-mail-reply = E-mail address for answers
listen-mail-reply-help = Whoever answers the message reaches this person.
listen-mail-reminders = Reminding
listen-mail-reminders-count = Who has not answered
listen-mail-reminders-times = { $count ->
    [0] is not reminded
    [one] is reminded once
   *[other] is reminded up to { $count } times
  }
listen-mail-days = Days in between
listen-mail-days-help = Counted from when each person got the last message.
listen-mail-words = Words
listen-mail-words-help = {"{"}name{"}"} becomes the person’s name, {"{"}link{"}"} the link to the survey. How to get no more of these is added below.
listen-mail-subject-in = Subject ({ $language })
listen-mail-text-in = Text ({ $language })
listen-mail-again-subject-in = Subject of the reminder ({ $language })
listen-mail-again-text-in = Text of the reminder ({ $language })
listen-mail-look = See who would be asked
listen-mail-people = { $count ->
    [0] Nobody would be asked
    [one] One person would be asked
   *[other] { $count } people would be asked
  }
listen-mail-left-out = Not asked
listen-why-no_address = { $count ->
    [one] One has no e-mail address
   *[other] { $count } have no e-mail address
  }
listen-why-no_consent = { $count ->
    [one] One has never said whether they want to be asked
   *[other] { $count } have never said whether they want to be asked
  }
listen-why-said_no = { $count ->
    [one] One has said no
   *[other] { $count } have said no
  }
listen-why-suppressed = { $count ->
    [one] One has an address that nothing is sent to
   *[other] { $count } have an address that nothing is sent to
  }
listen-why-lately = { $count ->
    [one] One was asked often enough lately
   *[other] { $count } were asked often enough lately
  }
listen-why-erased = { $count ->
    [one] One was erased
   *[other] { $count } were erased
  }
listen-mail-preview = How it reads ({ $language })
listen-mail-preview-again = How the reminder reads ({ $language })
listen-mail-send = { $count ->
    [one] Ask one person
   *[other] Ask { $count } people
  }
listen-mail-send-help = It is sent in the background, outside of quiet hours. You can stop it and let it go on at any time.
listen-mail-nobody = Nobody here may be asked. Agreements are entered on a person’s page, under what they have agreed to.
listen-mail-few = So few people cannot be asked without names: { $minimum } at least, or it can be told who answered.
listen-mail-open-link = This survey is without names and its open link is off, so there is no link to send. Switch the open link on first.
listen-mail-no-link = The text needs {"{"}link{"}"}: without it nobody can answer.
listen-mail-gap = Nothing is known to be put in for {"{"}{ $gap }{"}"}. Use {"{"}name{"}"} and {"{"}link{"}"}.
listen-mail-long = This is longer than { $limit } characters.
listen-mail-address = Enter an e-mail address, such as ada@shop.example.
listen-mail-sender = Enter the name of a person, in one line of up to 200 characters.
listen-mail-subject = Enter one line of up to 200 characters.
listen-mail-refused = This cannot be sent: { $why }.
listen-mail-reminders-wrong = Choose 0 to { $limit } reminders.
listen-mail-reminders-anonymous = Without names nobody can be reminded: it is not known who answered.
listen-mail-days-wrong = Enter 1 to { $limit } days.
listen-mail-begun = It is being prepared and sent.
listen-mail-begin-subject = How was it, {"{"}name{"}"}?
listen-mail-begin-text = Hello {"{"}name{"}"},

    we want to know how we are doing, from you. It takes two minutes:

    {"{"}link{"}"}

    If you would rather just tell me, answer this message.

    Thank you
listen-mail-again-subject = One more time: how was it, {"{"}name{"}"}?
listen-mail-again-text = Hello {"{"}name{"}"},

    some days ago I asked you how we are doing. Should you find two minutes:

    {"{"}link{"}"}

    If not, that is fine too.

    Thank you
listen-mail-footer = { $business } asks you because you agreed to questions about how it went. No more of these:
listen-asking-title = Asked by e-mail: { $name }
listen-asking-state-preparing = Being prepared
listen-asking-state-sending = Being sent
listen-asking-state-sent = Sent
listen-asking-state-stopped = Stopped
listen-asking-from = in the name of { $name }
listen-asking-line = { $count ->
    [one] one person, { $sent } sent
   *[other] { $count } people, { $sent } sent
  }
listen-asking-preparing = { $count ->
    [one] It is being prepared: one person so far. Messages go out meanwhile.
   *[other] It is being prepared: { $count } people so far. Messages go out meanwhile.
  }
listen-asking-stopped = Nobody more is asked until you let it go on.
listen-asking-resumed = It goes on.
listen-asking-stop = Stop
listen-asking-resume = Go on
listen-asking-answers = Answers
listen-asking-answered = { $begun } began, { $done } finished.
listen-asking-anonymous = Without names nobody can tell which answers came by these messages.
listen-asking-messages = Messages
listen-asking-letter = Letter
listen-asking-round = { $round ->
    [0] Invitation
    [1] First reminder
   *[other] Second reminder
  }
listen-asking-people = People
listen-asking-waiting = Waiting
listen-asking-sent = Sent
listen-asking-held = Not sent
listen-asking-returned = Came back
listen-asking-unsure = Unknown
listen-asking-left = Want no more
listen-asking-held-why = { $round ->
    [0] Not sent of the invitation
    [1] Not sent of the first reminder
   *[other] Not sent of the second reminder
  }
listen-asking-waiting-help = What waits goes out as fast as the mail server takes it, outside of quiet hours. Whether a message was opened is not looked at.
listen-asking-reminders = { $days ->
    [one] Who has not answered is reminded after one day,
   *[other] Who has not answered is reminded after { $days } days,
  } { $count ->
    [one] once.
   *[other] up to { $count } times.
  }
listen-asking-none = No messages yet.

listen-results-alpha = Do the rows measure one thing?
listen-results-alpha-sentence = From 0.7 on they may be read as one scale, below 0.5 they ask different things. { $n } answered every row.
method-survey-alpha = Cronbach’s alpha of those who answered every row, from the covariances of the rows (Cronbach 1951), interval by Duhachek and Iacobucci (2004), 95 %. Not shown of fewer than 20.

# The way customers go, and what they expect on it.
listen-journey-title = Customer journey
listen-journey-lead = Where customers meet you, in the order in which they do and in their words.
listen-journey-empty = No touchpoints yet
listen-journey-empty-help = Begin with one of these and change it, or add stages of your own below.
listen-journey-empty-ask = An owner or a manager lists where customers meet you.
listen-journey-begin-shop = Begin as a shop
listen-journey-begin-maker = Begin as a firm that serves other firms
listen-journey-begun = The journey is begun. Rename, add and retire as it is with you.
listen-journey-begun-already = There are stages already: a template is for the beginning.
listen-journey-full = There can be { $limit } at most, retired ones included.
listen-stage = Stage
listen-journey-stage-new = New stage
listen-stage-name = Name of the stage
listen-stage-name-help = A stretch of their way, such as “Buying” or “When something fails”.
listen-stage-empty = No touchpoints at this stage yet.
listen-stage-retire-help = A retired stage and its touchpoints are shown no more; what was said about them stays.
listen-touchpoint-new = New touchpoint
listen-touchpoint-name = Name of the touchpoint
listen-touchpoint-name-help = What customers do there, in their words: “Gets the offer”, “Asks for support”.
listen-touchpoint-retire-help = A retired touchpoint is shown no more; what was said about it stays.
listen-change = Change
listen-retire = Retire
listen-retired = It is retired. You find it at the end of the page and can bring it back.
listen-restored = It is back.
listen-retired-list = Retired
listen-bring-back = Bring back
listen-move-up = Put “{ $name }” one up
listen-move-down = Put “{ $name }” one down
listen-ties = Questions about it
listen-ties-help = A question about what was expected and found says whether expectations were met here. A rating says how often it went well.
listen-ties-none = No question of a survey asks about this yet.
listen-tie-question = Question
listen-tie = Ask about this
listen-tie-nothing = No published survey has another question that could ask about it. Expected and found, satisfaction, effort, recommending and buying again can.
listen-untie = Let go
listen-wrong-stage = Choose a stage from the list.
listen-wrong-question = Choose a question from the list: expected and found, satisfaction, effort, recommending or buying again.
listen-wrong-template = Choose shop or maker.
listen-wrong-customer = Name the customer by their id, such as acc_0000000000001.
listen-journey-shop-find = Finding us
listen-journey-shop-hear = Hears of us
listen-journey-shop-look = Looks at our page
listen-journey-shop-come = Coming in
listen-journey-shop-enter = Comes into the shop
listen-journey-shop-advice = Asks for advice
listen-journey-shop-buy = Buying
listen-journey-shop-pay = Pays
listen-journey-shop-receive = Gets the goods
listen-journey-shop-use = Using it
listen-journey-shop-first-use = Uses it for the first time
listen-journey-shop-question = Has a question
listen-journey-shop-trouble = When something is wrong
listen-journey-shop-bring-back = Brings something back
listen-journey-shop-complain = Complains
listen-journey-shop-stay = Staying
listen-journey-shop-come-again = Comes again
listen-journey-shop-tell = Tells others
listen-journey-maker-learn = Getting to know us
listen-journey-maker-hear = Hears of us
listen-journey-maker-reference = Speaks with one of our customers
listen-journey-maker-choose = Choosing
listen-journey-maker-first-talk = First conversation
listen-journey-maker-offer = Gets the offer
listen-journey-maker-order = Ordering
listen-journey-maker-sign = Signs the contract
listen-journey-maker-deliver = Delivery and start
listen-journey-maker-train = Training
listen-journey-maker-work = Working with it
listen-journey-maker-support = Asks for support
listen-journey-maker-invoice = Gets the invoice
listen-journey-maker-visit = Regular visit
listen-journey-maker-trouble = When something fails
listen-journey-maker-fault = Reports a fault
listen-journey-maker-put-right = It is put right
listen-journey-maker-renew = Going on
listen-journey-maker-renewal = Renews or orders again
listen-journey-maker-tell = Recommends us

listen-expected-title = Expectations
listen-expected-lead = Whether customers found what they expected, at each touchpoint. Nothing is shown of fewer than { $minimum }.
listen-expected-empty-help = Expectations belong to touchpoints. List where customers meet you first.
listen-expected-asked = Customers answered
listen-expected-noted = Noted by you
listen-expected-not-asked = No survey asks here what was expected and found. Tie such a question to the touchpoint.
listen-expected-few = fewer than { $minimum } were judged so far.
listen-expected-open = { $count ->
    [one] One that was noted waits to be judged.
   *[other] { $count } that were noted wait to be judged.
  }
listen-expected-was = What was expected was
listen-expected-gap = Found less expected, on a scale from 1 to 7
listen-judgement-open = open
listen-judgement-missed = missed
listen-judgement-met = met
listen-judgement-exceeded = exceeded
listen-judgement-reopen = Open again
listen-wrong-judgement = Say missed, met or exceeded.
listen-expectations = Expects
listen-expectations-of = What { $name } expects
listen-expectations-none = Nothing is noted.
listen-expectations-none-help = Ask what they expect, note it here, and say later what became of it.
listen-expectations-all = { $count ->
    [0] Note what they expect
    [one] All, and one that was judged
   *[other] All, and { $count } that were judged
  }
listen-expectation-new = Note what they expect
listen-expectation-text = They expect
listen-expectation-text-help = In their words, so that you can tell later whether it came true.
listen-expectation-where = Touchpoint
listen-expectation-by = By when
listen-expectation-by-help = If they said a day.
listen-expectation-who = Who said it
listen-expectation-nobody = Not known
listen-expectation-note = Note it
listen-expectation-noted = It is noted.
listen-expectation-noted-on = noted on { $day }
listen-expectation-due = by { $day }
listen-expectation-overdue = was expected by { $day }
listen-expectation-by-answer = by their own answer
listen-expectation-erased = The words were erased
listen-expectation-remove = Take away
listen-expectation-removed = It was taken away.
listen-expectation-away = It was taken away. Bring it back first.
listen-choose = Choose
listen-earlier = Earlier ones
listen-to-customer = To the customer
listen-is-erased = They were erased, and nothing is noted about them any more.
listen-wrong-touchpoint = Choose a touchpoint from the list.
listen-wrong-due = Choose a day within the last year or the next ten.
listen-timeline-expectations = Expectations
listen-timeline-expected = { $judgement ->
    [missed] Expected something that was missed: { $touchpoint }
    [met] Expected something that was met: { $touchpoint }
    [exceeded] Expected something that was exceeded: { $touchpoint }
   *[other] Expects something: { $touchpoint }
  }
listen-privacy-expectation = What was noted that they expect
listen-may-note = Note what customers expect, and why they came, stayed or left
listen-event-journey-begun = The customer journey was begun from a template
listen-event-stage-added = A stage was added to the customer journey
listen-event-stage-changed = A stage of the customer journey was changed
listen-event-touchpoint-added = A touchpoint was added to the customer journey
listen-event-touchpoint-changed = A touchpoint of the customer journey was changed
listen-event-question-tied = A question was tied to a touchpoint, or let go
listen-event-expectation-noted = An expectation was noted
listen-event-expectation-judged = It was said what became of an expectation
listen-event-expectation-removed = An expectation was taken away or brought back

# Why customers came, stayed and left.
listen-reason = Reason
listen-reasons-came = What brought them
listen-reasons-decided = What decided it
listen-reasons-stayed = Why they stayed
listen-reasons-left = Why they left
listen-reasons-went = Where they went
listen-reasons-lead-came = How customers who came in the last two years found you, as they told you or answered.
listen-reasons-lead-decided = What made customers who came in the last two years choose you.
listen-reasons-lead-stayed = Why customers stay with you, as they told you or answered in the last two years.
listen-reasons-lead-left = Why customers left in the last two years, as they told you or answered.
listen-reasons-lead-went = To whom, or to what, customers went who left in the last two years.
listen-reasons-choose = Which question
listen-reasons-none = Nothing is known yet
listen-reasons-none-help = Note it on a customer’s page, or ask it: the surveys “After a purchase” and “When somebody leaves” bring the questions.
listen-reasons-asked = Known of
listen-reasons-asked-sentence = Of so many of { $n } customers it is known; the shares below rest on these alone.
listen-reasons-not-asked = { $count ->
    [0] Of everybody it is known.
    [one] Of one it is not known: not asked, or not answered.
   *[other] Of { $count } it is not known: not asked, or not answered.
  }
listen-reasons-not-asked-head = Not known
listen-reasons-unknown = Nobody can say who was not asked: no customer has a contract that was ended. What was told is all that is counted.
listen-reasons-told = { $count ->
    [one] One customer told
   *[other] { $count } customers told
  }
listen-reasons-mouth = Told by somebody: of { $tracked } it is known which customer it was, of { $untracked } it is not.
listen-reasons-months = By month
listen-reasons-most = Said most often
listen-reasons-competitors = Named by those who left
listen-reasons-customers = { $count ->
    [one] one customer
   *[other] { $count } customers
  }
listen-reason-came-person = Somebody told them
listen-reason-came-advert = An advert
listen-reason-came-search = A search
listen-reason-came-passing = Passed by
listen-reason-came-other = Something else
listen-reason-decided-price = The price
listen-reason-decided-product = The product
listen-reason-decided-service = The service
listen-reason-decided-recommendation = A recommendation
listen-reason-decided-place = You are close by
listen-reason-decided-other = Something else
listen-reason-stayed-price = The price
listen-reason-stayed-product = The product
listen-reason-stayed-service = The service
listen-reason-stayed-people = Your people
listen-reason-stayed-habit = Habit, or changing is a bother
listen-reason-stayed-alternative = There is nobody else
listen-reason-stayed-other = Something else
listen-reason-left-price = The price
listen-reason-left-product = The product
listen-reason-left-service = The service
listen-reason-left-mishap = Something went wrong
listen-reason-left-need = No longer needed
listen-reason-left-other = Something else
listen-reason-went-competitor = Somebody else
listen-reason-went-self = Does it themselves
listen-reason-went-nobody = Goes without
listen-reason-went-other = Not known
listen-why = Why
listen-why-of = Why { $name } came, stayed or left
listen-why-none = Nobody noted why they came.
listen-why-none-help = Ask what brought them and what decided it, and note it here.
listen-why-new = Note a reason
listen-why-note = Note why they came, stay or left
listen-reason-detail = Name
listen-reason-detail-help = Who told them, which advert, to whom they went. Customers who told them are looked up by it.
listen-reason-referrer = Which customer told them
listen-reason-which = Choose who it was, or say that it is nobody in this list, and save again.
listen-reason-nobody = Nobody in this list
listen-wrong-reason = Choose a reason from the list.
listen-wrong-referrer = Choose another customer, and only where somebody told them.
listen-wrong-means = An answer counts as something that there is not.
listen-means = Counts as
listen-means-of = Answer { $choice } counts as
listen-means-nothing = nothing
listen-means-help = Answers that count as a reason stand on the page of why customers came, stayed and left.
listen-timeline-reasons = Reasons
listen-timeline-reason = { $about }: { $word }
listen-privacy-reason = Why they came, stayed or left, as it was noted
listen-event-reason-noted = It was noted why a customer came, stayed or left
listen-event-reason-removed = A reason was taken away or brought back
listen-begin-after-sale-decided = What decided that you bought from us?
listen-begin-after-sale-decided-1 = The price
listen-begin-after-sale-decided-2 = The product
listen-begin-after-sale-decided-3 = The service
listen-begin-after-sale-decided-4 = Somebody recommended you
listen-begin-after-sale-decided-5 = You are close by
listen-begin-after-sale-decided-6 = Something else

# What touchpoints are held to.
listen-standard = Standard
listen-standard-sentence = In words
listen-standard-sentence-help = What customers can count on here.
listen-standard-within = Answered within
listen-standard-within-help = Measured by what is recorded: a customer gets in touch with a function of yours, and the same function answers. Working time is Monday to Friday, nine to five. Leave it empty where it cannot be measured.
listen-standard-unit = Unit
listen-standard-unit-hours = working hours
listen-standard-unit-days = working days
listen-standard-function = Who answers
listen-standard-nobody = Cannot be measured
listen-standard-within-hours = { $count ->
    [one] { $function } answers within one working hour
   *[other] { $function } answers within { $count } working hours
  }
listen-standard-within-days = { $count ->
    [one] { $function } answers by the end of the next working day
   *[other] { $function } answers within { $count } working days
  }
listen-standard-none = No standard yet.
listen-standard-in-words = Whether this is met cannot be measured from what is recorded; ask customers.
listen-standard-met = Standard met
listen-standard-few = Fewer than { $minimum } contacts in the last year: not shown.
listen-standard-well = Went well
listen-standard-not-asked = No survey asks about it yet.
listen-plan = To make it better
listen-plan-text = What is done
listen-plan-who = By whom
listen-plan-day = Until when
listen-plan-nobody = Nobody yet
listen-plan-until = until { $day }
listen-plan-overdue = was to be done by { $day }
listen-wrong-within = Enter a whole number from 1 to { $limit }.
listen-wrong-unit = Choose working hours or working days.
listen-wrong-function = Choose who answers.
listen-wrong-staff = Choose somebody from the list.
method-journey-standard = Customers who got in touch with a function in the last 365 days and were answered by it in time, of those who were answered or whose time is over. Who gets in touch again before an answer counts once, from the first time. Interval: Wilson (1927), below 20 contacts Clopper and Pearson (1934), 95 %.
method-journey-well = Answers to the questions tied to the touchpoint that are at the upper end of their scale (recommending: 9 and 10), or that found at least what was expected. Interval: Wilson (1927), below 20 answers Clopper and Pearson (1934), 95 %.
# What people tell of their own accord.
listen-may-answer = Answer what customers tell, and decide about it
listen-event-voices-opened = The page on which anybody can tell something was opened or closed
listen-event-voice-received = Somebody told something
listen-event-voice-matched = It was said which customer told something
listen-event-voice-answered = What somebody told was answered
listen-event-voice-merged = Two people told the same, or not after all
listen-event-voice-published = The public list of wishes was changed
listen-event-voice-voted = Somebody wants what is on the public list, too
listen-event-voice-told = Everybody who asked is told what was done
listen-event-voice-passed-on = Praise was passed on
listen-privacy-voice = What they told of their own accord
listen-privacy-voice-reply = What was answered to it
listen-privacy-voice-vote = Where they want to hear of what they voted for
listen-privacy-voice-letter = Addresses of letters about it
listen-timeline-voices = Told
listen-timeline-suggestion = Left a suggestion
listen-timeline-question = Asked a question
listen-timeline-request = Asked for something
listen-timeline-praise = Praised
listen-timeline-complaint = Complained
listen-sort-suggestion = Suggestion
listen-sort-question = Question
listen-sort-request = Request
listen-sort-praise = Praise
listen-sort-complaint = Complaint
listen-stage-new = New
listen-stage-answered = Answered
listen-stage-granted = Granted
listen-stage-declined = Declined
listen-stage-done = Done
listen-becomes-answered = Answered, nothing more
listen-becomes-granted = Granted: we will do it
listen-becomes-declined = Declined: we will not do it
listen-becomes-done = Done
listen-misaligned-ours = We saw it wrongly
listen-misaligned-theirs = They saw it wrongly
listen-misaligned-both = Both saw it wrongly
listen-misaligned-nobody = Nobody is wrong: we want different things

listen-say-title = Tell us
listen-say-lead = What could be better, what you want to know or have, what was good, what went wrong. A person reads it.
listen-say-closed = Nothing can be left here at the moment.
listen-say-trap = Leave this empty
listen-say-sort = What is it?
listen-say-suggestion = I have a suggestion
listen-say-question = I have a question
listen-say-request = I want something
listen-say-praise = Something was good
listen-say-complaint = Something went wrong
listen-say-sort-missing = Choose what it is.
listen-say-text = What do you want to tell us?
listen-say-about = Is it about somebody, or something of ours?
listen-say-name = Your name
listen-say-email = Your e-mail address
listen-say-email-help = Without it you get a link with which you can follow what becomes of it.
listen-say-wants = Write to me what becomes of it
listen-say-optional = (not needed)
listen-say-send = Send
listen-say-quick = That was very quick. Please press Send once more.
listen-follow-title = What you told us
listen-follow-thanks = Thank you. We have it.
listen-follow-keep = Keep this address: with it you see what becomes of it, and our answer.
listen-follow-hears = We write to you, too, as soon as there is an answer.
listen-follow-stage-new = Not answered yet
listen-follow-stage-answered = Answered
listen-follow-stage-granted = We will do it
listen-follow-stage-declined = We will not do it
listen-follow-stage-done = Done
listen-follow-answered = Our answer
listen-follow-granted = We will do it
listen-follow-declined = We will not do it, and why
listen-follow-done = What we did
listen-follow-none = There is no answer yet. Come back to this address later.
listen-wishes-title = What others want
listen-wishes-lead = Do you want it, too? One click, no account. Your browser keeps a mark, so that everybody counts once.
listen-wishes-none = Nothing stands here yet.
listen-wishes-votes = { $count ->
    [0] nobody has asked for it again
    [one] one person wants it, too
   *[other] { $count } people want it, too
  }
listen-wishes-mine = you, too
listen-wishes-want = I want this, too
listen-wishes-hear = Let me hear of it
listen-wishes-email = Your e-mail address, to hear when it is done
listen-wishes-thanks = Thank you. It counts.

listen-voices-title = Feedback
listen-voices-lead = What people tell you of their own accord: answer it, do it or say why not, and tell those who asked.
listen-voices-rooms = Which of them
listen-voices-all = All
listen-voices-new = Not answered ({ $count })
listen-voices-untold = Done, nobody told ({ $count })
listen-voices-mine = Praise for me
listen-voices-search = Words, name or address
listen-voices-searched = The search looks at the latest { $count }.
listen-voices-sorts = Every sort
listen-voices-stages = Whatever became of it
listen-voices-find = Search
listen-voices-empty = Nobody has told you anything yet
listen-voices-empty-help = Open the page below, and hang its code up where customers are.
listen-voices-page = The page for everybody
listen-voices-open = Anybody with this address or its code can tell you something.
listen-voices-list = What you publish of it stands here, and others can want it, too:
listen-voices-close = Close the page
listen-voices-shut = The page is closed: nobody outside can leave anything.
listen-voices-open-it = Open the page
listen-voices-who-opens = An owner or a manager can open it.
listen-voices-opened = The page is open
listen-voices-closed = The page is closed
listen-voice-what = What they told
listen-voice-sort = Sort
listen-voice-stage = What became of it
listen-voice-from = From
listen-voice-when = When
listen-voice-nameless = without a name
listen-voice-erased = Erased
listen-voice-wants = wants to hear
listen-voice-about = It is about:
listen-voice-praised = Passed on to { $name }
listen-voice-went = It went into
listen-voice-kin = The same, told by others
listen-voice-replies = What we answered
listen-voice-reply = Answer
listen-voice-only-link = They left no address, or want no mail: they see the answer at the address they were given.
listen-voice-becomes = It becomes
listen-voice-text = What you say
listen-voice-text-help = They read it as it stands. If you decline, say why; if it is done, say what you did.
listen-voice-misaligned = If you decline: whose misunderstanding is it?
listen-voice-misaligned-help = Only you see this. It shows later where you and your customers see things differently.
listen-voice-reply-go = Save and answer
listen-voice-said-answered = Answered
listen-voice-said-granted = Granted
listen-voice-said-declined = Declined
listen-voice-said-done = Done. Now tell those who asked.
listen-voice-tell = You said, we did
listen-voice-hearers = { $count ->
    [0] Nobody who asked left an address. Who has their link sees it there.
    [one] One person who asked wants to hear.
   *[other] { $count } people who asked want to hear.
  }
listen-voice-tell-go = { $count ->
    [0] Note that nobody is to be told
    [one] Tell this person
   *[other] Tell all { $count }
  }
listen-voice-told = { $count ->
    [0] Noted
    [one] One person is written to
   *[other] { $count } people are written to
  }
listen-voice-told-on = They were told on { $day }.
listen-voice-whose = Which customer is it?
listen-voice-by-email = has this address
listen-voice-match = This is them
listen-voice-unmatch = It is not theirs
listen-voice-matched = It stands with the customer now
listen-voice-unmatched = It stands with no customer now
listen-voice-none-found = Nobody was found.
listen-voice-look = Name, address or number of a customer
listen-voice-nobody = There is no such customer, or the person is not there.
listen-voice-public = On the public list
listen-voice-words = In your words
listen-voice-words-help = One line, without names. Others can want it, too, and hear when it is done.
listen-voice-publish = Put it on the list
listen-voice-withdraw = Take it off
listen-voice-published = It stands on the list
listen-voice-withdrawn = It does not stand on the list any more
listen-voice-merge = Did others tell the same?
listen-voice-merge-help = Then one stands for both, is answered once, and all who asked hear of it. It can be taken back.
listen-voice-merge-into = It is the same as
listen-voice-merge-go = Let that one stand for both
listen-voice-merged = One stands for both now
listen-voice-unmerge = It is something of its own after all
listen-voice-unmerged = It stands for itself again
listen-voice-pass = Pass the praise on
listen-voice-pass-whom = To whom
listen-voice-pass-help = It stands under “Praise for me”, and goes to their address where they have one.
listen-voice-pass-go = Pass it on
listen-voice-passed = Passed on
listen-voice-email-wrong = That is no e-mail address.
listen-voice-email-missing = Where should we write to? Leave your address, or take the tick away.
listen-voice-long = At most { $limit } characters.
listen-voice-sort-wrong = There is no such sort.
listen-voice-stage-wrong = Choose what it becomes.
listen-voice-after-wrong = There is no such page.
listen-voice-language-wrong = That is no language: write it as `en` or `de`.
listen-voice-reason-missing = Say why: nothing is declined without a reason.
listen-voice-misaligned-missing = Say whose misunderstanding it is.
listen-voice-is-merged = It went into another. Answer that one.
listen-voice-not-done = Say first what was done.
listen-voice-told-already = They were told already.
listen-voice-same = It stands for that one already.
listen-voice-no-praise = Only praise is passed on.
listen-voice-no-staff = Choose somebody who works here.
listen-voice-letter-hello = Hello { $name },
listen-voice-letter-hello-nobody = Hello,
listen-voice-letter-answered-subject = An answer to what you told us
listen-voice-letter-answered-text = {"{"}greeting{"}"}

    you told us:

    {"{"}said{"}"}

    Our answer:

    {"{"}reply{"}"}

    What becomes of it: {"{"}link{"}"}

    --
    { $business }. No more such answers: {"{"}unsubscribe{"}"}
listen-voice-letter-granted-subject = We will do what you asked for
listen-voice-letter-granted-text = {"{"}greeting{"}"}

    you told us:

    {"{"}said{"}"}

    We will do it:

    {"{"}reply{"}"}

    What becomes of it: {"{"}link{"}"}

    --
    { $business }. No more such answers: {"{"}unsubscribe{"}"}
listen-voice-letter-declined-subject = About what you asked for
listen-voice-letter-declined-text = {"{"}greeting{"}"}

    you told us:

    {"{"}said{"}"}

    We will not do it, and this is why:

    {"{"}reply{"}"}

    If you see it differently, answer this message. It stands here, too: {"{"}link{"}"}

    --
    { $business }. No more such answers: {"{"}unsubscribe{"}"}
listen-voice-letter-done-subject = You said, we did
listen-voice-letter-done-text = {"{"}greeting{"}"}

    you wanted:

    {"{"}said{"}"}

    We did it:

    {"{"}reply{"}"}

    Thank you for telling us. More about it: {"{"}link{"}"}

    --
    { $business }. No more such answers: {"{"}unsubscribe{"}"}
listen-voice-letter-praise-subject = Somebody praised you
listen-voice-letter-praise-text = {"{"}greeting{"}"}

    a customer wrote about you:

    {"{"}said{"}"}

    It stands here: {"{"}link{"}"}

    --
    { $business }. No more of these: {"{"}unsubscribe{"}"}

# Work that surveys and feedback leave on Today.
listen-work-unhappy = answered { $value } of { $high } and waits for a call.
listen-work-untold = asked for something that is done now, and nobody told them.
listen-work-decider = has somebody who decides and has not answered.
listen-reason-answered = Answered “{ $survey }” on { $day }.
listen-reason-no-call = Nobody has noted a call or a visit since.
listen-reason-suggestion = What they suggested is done since { $day }.
listen-reason-question = What they asked is settled since { $day }.
listen-reason-request = What they wanted is done since { $day }.
listen-reason-praise = What came of their praise is done since { $day }.
listen-reason-complaint = What they complained about is mended since { $day }.
listen-reason-asked = Asked “{ $survey }” on { $day }.
listen-reason-others = { $count ->
    [one] One other person there has answered.
   *[other] { $count } others there have answered.
  }
listen-action-call = Read the answer and call
listen-action-tell = Tell them
listen-action-ask = See who decides
# What goes with an outcome.
listen-drivers = What goes with it
listen-drivers-of = What goes with the outcome of { $name }
listen-drivers-lead = Which ratings rise and fall with the outcome, how much of it they account for, and how well they are rated.
listen-drivers-back = Back to the results
listen-drivers-ice = When people eat more ice cream, more people drown: both come with the summer, and no lifeguard forbids ice cream. What stands here goes together in the same way. Whether a better rating would change the outcome, only a trial can tell.
listen-drivers-outcome = Outcome
listen-drivers-choose = Choose ratings, up to { $most }
listen-drivers-candidates = Ratings
listen-drivers-candidates-help = Up to { $most } at once. Choices of a question are taken as a scale in their order.
listen-drivers-none = Nothing can be said yet
listen-drivers-refused-few = Of too few people all of these answers are known: at least { $needed } are needed, and ten for each rating. Choose fewer ratings, or wait for more answers.
listen-drivers-refused-same-outcome = Everybody answered the outcome alike, so nothing can go with it.
listen-drivers-refused-no-drivers = No rating is left to be held against the outcome. A table of rows that are rated on one scale is what this page is for; or choose ratings above.
listen-drivers-refused-no-outcome = This survey asks nothing that could be an outcome: whether somebody recommends us, buys again, is satisfied.
listen-drivers-refused-follows = The answers to “{ $driver }” follow from those to the other ratings, so nobody can tell them apart. Leave one of them out.
listen-drivers-counted = { $people } people answered the outcome, each counted once by their last answer. { $complete } of them answered every rating that is looked at; { $left } are left out because an answer is missing.
listen-drivers-counted-all = { $people } people answered the outcome and every rating that is looked at, each counted once by their last answer.
listen-drivers-explained = Accounted for by all together
listen-drivers-explained-sentence = So much of how the outcome differs from person to person goes with these ratings; the rest with what was not asked, and with chance.
listen-drivers-map = Importance against how it is rated
listen-drivers-map-importance = Importance, % of the outcome’s spread
listen-drivers-map-rated = Rated, of the whole scale
listen-drivers-map-help = Lines stand at the means of all ratings, so some always fall below. Right and below the lines: goes with the outcome and is rated worse than the others. The numbers are those of the table.
listen-drivers-table = Rating by rating
listen-drivers-table-help = The shares add up to what all account for together. Where intervals overlap, the order can be chance.
listen-drivers-number = No.
listen-drivers-rating = Rating
listen-drivers-importance = Importance
listen-drivers-mean = Rated
listen-drivers-of-scale = on { $low } to { $high }
listen-drivers-where = What that says
listen-drivers-missing = Left out by
listen-drivers-entangled = Nearly told by the other ratings: its share can as well be theirs.
listen-drivers-quadrant-first = Goes with it, rated worse than others: look here first
listen-drivers-quadrant-keep = Goes with it, rated well: keep it up
listen-drivers-quadrant-later = Goes less with it, rated worse: later
listen-drivers-quadrant-overkill = Goes less with it, rated well: more than is noticed?
listen-drivers-aside = Not looked at
listen-drivers-aside-same = { $driver }: everybody answered alike.
listen-drivers-aside-rare = { $driver }: fewer than half answered it, so most people would be left out. Choose it above to see it all the same.
listen-drivers-aside-many = { $driver }: { $most } ratings stand before it. Choose others above.
listen-drivers-file = As a file
listen-drivers-unknown = This survey asks nothing called “{ $name }” that could be looked at here. Open the page again without it.
method-survey-drivers = Share of the outcome’s variance, as the mean gain over all orders in which ratings can be added (Shapley’s value of R²; Lindeman, Merenda and Gold 1980). Interval: 400 draws of whole people with replacement, percentiles, 95 %; of few people it is too narrow. Last answers of each person who answered all of it.

# Who was asked and has not answered.
listen-missing = Who is missing
listen-missing-of = Who is missing from { $name }
listen-missing-lead = Of those who got a link of their own: who answers more often, who less, and what the scores would be if everybody answered as often.
listen-missing-none = It is not known who was asked
listen-missing-off-anonymous = Nobody is named in this survey, so nobody can tell who is missing.
listen-missing-off-nobody = Nobody, or hardly anybody, got a link of their own. Whoever comes by the open link was never on a list, so nobody can be missing from it.
listen-missing-off-few = There are no weights yet: fewer than 30 of those who were asked by name have answered.
listen-missing-off-everybody = Everybody who was asked has answered: there is nothing to weight.
listen-missing-off-alike = There are no weights: nothing is recorded that tells those who were asked apart. Levels, parts in buying, kinds and teams do.
listen-missing-segment = Tell a segment apart
listen-missing-no-segment = None
listen-missing-less = { $group }: { $own } answered, of the others { $rest }. They are heard less than they should be.
listen-missing-more = { $group }: { $own } answered, of the others { $rest }. They are heard more than they should be.
listen-missing-differ-help = Told beyond chance, corrected for all groups that were compared.
listen-missing-alike = No group answers more or less often than the others beyond chance.
listen-missing-asked = Asked
listen-missing-answered = Answered
listen-missing-rest = Of the others
listen-missing-differs = differs
listen-missing-inside = In the segment
listen-missing-outside = Outside
listen-results-by-segment = Segment
listen-missing-weighted = Scores, weighted to everybody who was asked
listen-missing-weighted-help = Whoever answers less often counts more, so that those who answered resemble those who were asked in what is recorded of them. How people differ beyond that, no weight knows.
listen-missing-weighting = { $people } people who were asked by name, weighted by: { $by }. With these weights they tell as much as { $effective } without. The largest weight is { $largest } times the mean.
listen-missing-trimmed = { $count ->
    [one] One weight was cut to five times the mean.
   *[other] { $count } weights were cut to five times the mean.
  }
listen-missing-question = Question
listen-missing-plain = As answered
listen-missing-with = Weighted
listen-missing-no-score = No question of this survey has a score with enough answers.
listen-results-weighted = Weighted to everybody who was asked
listen-results-weighted-sentence = If all groups had answered as often as they were asked. Beside the score, not in its place.
method-survey-weighted = Those who were asked by name, weighted so that levels, parts in buying, kinds and teams come out as among all who were asked (raking: Deming and Stephan 1940). Groups of whom fewer than five answered are joined, weights end at five times the mean. Interval: of the weighted mean, linearised, 95 %, so it is as wide as the weights make it.

# What organisations say, whose people differ in what they have to decide.
listen-organisations = Who decides
listen-organisations-of = Who decides, and what they say: { $name }
listen-organisations-lead = An organisation answers with many voices. Here it stands who is still to be heard, where those who do the work and those who decide disagree, and when the score misleads because of it.
listen-organisations-none = Nothing of organisations yet
listen-organisations-none-help = From the first answer of somebody at an organisation on, it stands here. Record for each person the level and the part in buying: the figures hang on these.
listen-organisations-no-question = No question of this survey has a score: whether somebody recommends us, buys again, is satisfied, found it easy.
listen-organisations-few = From five organisations on, their scores stand here.
listen-organisations-counted = { $count ->
    [one] One organisation has answered.
   *[other] { $count } organisations have answered.
  } { $unknown ->
    [0] Somebody who decides is recorded at each.
   *[other] Nobody is recorded as deciding at { $unknown } of them.
  } { $structures ->
    [0] How they decide is recorded of none; it can be said on each customer’s form.
   *[other] How they decide is recorded of { $structures }.
  }
listen-organisations-clear = Nothing shows that the score misleads, at the { $structures } organisations of which it is recorded how they decide.
listen-organisations-no-structure = Whether the score misleads cannot be told: it is recorded of no organisation how it decides. Say it on the customers’ forms.
listen-organisations-warning-hierarchical = The score misleads: where few at the top decide, the satisfied ones do not decide. At these organisations the others are more content than those who decide, by { $difference } [{ $low }, { $high }].
listen-organisations-warning-distributed = The score misleads: where many decide together, most of those who have a part in it were not asked. { $count } of { $of } were.
listen-organisations-warning-unheard = The score rests on those who do not decide: at { $count } of { $of } organisations nobody who decides has answered.
listen-organisations-coverage = Those who decide were heard
listen-organisations-coverage-sentence = Of organisations that answered and where somebody is known to decide: at so many one who decides has answered.
listen-organisations-plain = Score, every voice alike
listen-organisations-plain-sentence = Each organisation counts once, each person in it alike.
listen-organisations-weighted = Score, by influence
listen-organisations-weighted-sentence = Each organisation counts once, each person as much as they have to decide.
listen-organisations-shift = By influence, less every voice alike
listen-organisations-shift-sentence = Below zero: those with more to decide are less content than the others at their organisation.
listen-organisations-weights = Weights of deciding, influencing, using, no part: 12, 4, 2, 1 where few at the top decide; 8, 6, 4, 2 where many decide together; 6, 4, 2, 1 where it is not known. They are set, not measured.
listen-organisations-divergence = Do they agree?
listen-organisations-levels = Operations less management and executives
listen-organisations-levels-sentence = Within the same organisations, those who do the work and those who lead differ by so much, beyond chance.
listen-organisations-levels-alike = Within the same organisations, those who do the work and those who lead do not differ beyond chance, corrected for all that is compared.
listen-organisations-roles = The others less those who decide
listen-organisations-roles-sentence = Within the same organisations, those who decide and the others differ by so much, beyond chance.
listen-organisations-roles-alike = Within the same organisations, those who decide and the others do not differ beyond chance, corrected for all that is compared.
listen-organisations-groups = Score by level and by part in buying
listen-organisations-unheard = Still to be heard
listen-organisations-unheard-help = Who decides or influences at organisations that were asked, and has not answered. Those who decide come first.
listen-organisations-person = Person
listen-organisations-customer = Organisation
listen-organisations-asked = Asked
listen-organisations-was-asked = asked, no answer
listen-organisations-not-asked = never asked
listen-organisations-more = { $count ->
    [one] One more is not listed.
   *[other] { $count } more are not listed.
  }
listen-organisations-file = These people as a file
method-survey-organisations = Mean over organisations of the mean of what their people said last, each organisation once. Interval: Student’s with answers added that are spread over the scale, 95 %.
method-survey-influence = The same with each person weighted by their part in buying and by how the organisation decides; the weights stand on the page. Interval: Student’s with answers added that are spread over the scale, 95 %.
method-survey-divergence = Mean over organisations, where both sides answered, of the score of one side less that of the other. Interval: Student’s of the paired differences, with answers added that are spread over the scale, 95 %; test: paired t, corrected for all that is compared (Holm).
