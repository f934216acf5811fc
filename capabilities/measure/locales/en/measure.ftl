measure-title = Base at risk
measure-lead = Customers who used to come back and, by their own rhythm, have more likely left than not.
measure-at-risk-share = Base at risk
measure-at-risk-share-sentence = So many of the { $n } customers who came back at least once have probably left.
measure-at-risk-customers = Customers at risk
measure-at-risk-customers-sentence = Out of { $n } who came back at least once and are not lost yet.
measure-at-risk-money = Money at risk, a year
measure-at-risk-money-sentence = What customers at risk would spend in a year if they stayed, times the chance that they are gone.
measure-chart-caption = Customers who came back, by the chance that they are still there
measure-chart-chance = Chance
measure-chart-customers = Customers
measure-fit-title = Fitted to { $n } customers
measure-fit-parameter = Parameter
measure-fit-value = Value
measure-fit-low = from
measure-fit-high = to
measure-empty-title = Nothing has been measured yet
measure-empty-help = Import purchases. Figures come with the run of the night; under Runs you have them computed at once.
measure-panel-title = Risk
measure-alive = Still a customer
measure-alive-sentence = The chance that this customer is still there, by how often and how lately they bought.
measure-expected = Purchases in the next year
measure-expected-sentence = What the model expects, leaving included.
measure-customer-worth = Worth of this customer
measure-customer-worth-sentence = What this customer will still spend in the years that count, in today’s money, leaving included.
measure-work-at-risk = is probably leaving; { $worth } a year are at stake.
measure-reason-rhythm-days = Bought about every { $every ->
    [one] day
   *[other] { $every } days
  }, silent for { $silent }.
measure-reason-rhythm-weeks = Bought about every { $every ->
    [one] week
   *[other] { $every } weeks
  }, silent for { $silent }.
measure-reason-alive = { $alive } chance to be still there.
measure-reason-purchases = Bought on { $times } days so far.
measure-action-call = Look and call
method-bg-nbd = BG/NBD model of repeat buying (Fader, Hardie and Lee 2005), fitted to every customer by maximum likelihood; intervals from the parameters’ uncertainty. A purchase is a day with one; time is counted in weeks.
measure-warn-few = Too little came after the cut ({ $actual } purchases) to judge the forecast.
measure-warn-many = The forecast failed: the model expected { $error } more purchases than came. Chances and money are likely too high.
measure-warn-less = The forecast failed: the model expected { $error } fewer purchases than came. Chances and money are likely too low.
measure-warn-alike = The forecast failed: it tells customers apart no better than if all bought alike.
method-mbg-nbd = MBG/NBD model of repeat buying (Batislam, Denizel and Filiztekin 2007), chosen because it foretold the number of held-out purchases best; fitted to every customer by maximum likelihood, intervals from the parameters’ uncertainty. A purchase is a day with one; time is counted in weeks.
method-pareto-nbd = Pareto/NBD model of repeat buying (Schmittlein, Morrison and Colombo 1987), chosen because it foretold the number of held-out purchases best; fitted to every customer by maximum likelihood, intervals from the parameters’ uncertainty. A purchase is a day with one; time is counted in weeks.
method-customer-worth = Expected purchases of the next three years, discounted quarter by quarter at the end of each quarter (10 % a year unless set otherwise), times the expected spend of a purchase day (Gamma-Gamma model, Fader and Hardie 2013). Revenue, not profit; customers not won yet are left out. Intervals come from the parameters’ uncertainty, which is common to all customers and does not cancel in a sum.
method-worth-concentration = Share of the worth of all customers that the tenth with the largest worth holds. Interval by the influence of single customers on a Lorenz curve (Beach and Davidson 1983); the uncertainty of each worth is not in it.
measure-menu = Figures
measure-list-title = Customers at risk
measure-list-name = Customer
measure-list-chance = Still there
measure-list-stake = At stake a year
measure-list-reason = Why
measure-list-last = Last bought
measure-list-empty-title = Nobody is at risk
measure-list-empty-help = No customer who used to come back has more likely left than not.
measure-movement = Since { $since }: { $new } came into risk, { $recovered } recovered, { $lost } were lost.
measure-failed = The run of { $as_of } failed ({ $failure }). The figures below are older; each says its date.
measure-fit-chosen = chosen
measure-fit-error = Off by { $error } purchases a customer in the hold-out (root mean square).
measure-model-bgnbd = BG/NBD
measure-model-mbgnbd = MBG/NBD
measure-model-paretonbd = Pareto/NBD
measure-model-gammagamma = Gamma-Gamma (spend)
measure-worth-title = Worth of the base
measure-worth-lead = What today’s customers will still bring, and how much of it rests on few.
measure-worth-base = Worth of all customers
measure-worth-base-sentence = What { $n } customers will still spend in the years that count, in today’s money.
measure-worth-top = Held by the top tenth
measure-worth-top-sentence = So much of the worth of { $n } customers rests on the most valuable tenth.
measure-worth-discount = Purchases of the next { $years } years count, at a discount of { $discount } a year.
measure-worth-chart-caption = Share of the worth held by each tenth of customers, the most valuable first
measure-worth-chart-tenth = Customers
measure-worth-chart-share = Share of the worth
measure-worth-unfitted = Amounts do not tell enough for a model of spend; each customer’s own mean is used.
measure-forecast-title = Was the forecast right?
measure-forecast-lead = The model is fitted to the first part of the history and compared with what came after.
measure-forecast-sentence = From the records up to { $cut }, { $expected } purchases by { $customers } customers were expected until { $until } (between { $low } and { $high }); { $actual } came.
measure-forecast-total = Purchases expected
measure-forecast-total-sentence = What the model, fitted to the records before the cut, expected of { $n } customers.
measure-forecast-came = Purchases that came
measure-forecast-came-sentence = What the same { $n } customers bought after the cut: counted, so there is nothing to estimate.
measure-forecast-missed = Missed by, a customer
measure-forecast-missed-sentence = By so many purchases the forecast usually misses a single customer (root mean squared error over { $n }).
measure-forecast-caption = Purchases by week: what came and what was expected
measure-forecast-week = Week from
measure-forecast-purchases = Purchases
measure-forecast-actual = Came
measure-forecast-expected = Expected
measure-forecast-frequency-title = By earlier repeat purchases
measure-forecast-frequency = Repeat purchases before
measure-forecast-none = Too little is known for a test yet: it needs customers who came back in the first half of the history.
measure-runs-title = Runs
measure-runs-lead = Every morning run, and where one failed. A failed run changes no figure.
measure-runs-as-of = As of
measure-runs-state = How it went
measure-runs-started = Started
measure-runs-finished = Ended
measure-runs-ask = Compute now
measure-runs-asked = Everything is being computed now. Load this page again in a moment.
measure-runs-at-work = A run is under way. Load this page again in a moment.
measure-runs-next = The next run begins by itself on { $at } ({ $zone }).
measure-runs-nobody = No run is planned yet: the program has only just been started.
measure-run-running = Under way
measure-run-done = Done
measure-run-failed = Failed
measure-step-fit = while fitting
measure-step-score = while scoring
measure-step-figures = while summing up
method-back-test = The history is cut in half (the hold-out is at most a year). Three models are fitted to the first part; the simplest stays unless the purchases that another expected of single customers after the cut were less off by more than chance. The chosen one is fitted again to everything. The interval of the expected total comes from the squared errors of single customers.

measure-segment-alive = Chance to buy again
measure-segment-worth = Worth in the years to come
measure-segment-at-risk = At risk

measure-retention-title = Retention
measure-retention-lead = How long customers under contract stay, by when they began.
measure-retention-caption = Still there, by months since the start
measure-retention-months = Months since the start
measure-retention-there = Still there
measure-retention-all = All
measure-renewed = Renewed in the last year
measure-renewed-sentence = Of { $n } renewals that fell due in the last twelve months, so many were made.
measure-renewed-ever = Renewed so far
measure-renewed-ever-sentence = Of { $n } renewals that ever fell due, so many were made.
measure-contracts-at-risk = Customers we must expect to lose
measure-contracts-money = Money we must expect to lose, a year
measure-contracts-running = { $running ->
    [one] One contract runs
   *[other] { $running } contracts run
  }, with { $customers ->
    [one] one customer
   *[other] { $customers } customers
  }.
measure-contracts-both = { $count ->
    [one] One of these customers also buys
   *[other] { $count } of these customers also buy
  } without a contract; each counts once, with the contract.
measure-contracts-leaving = { $count ->
    [one] One contract has already been ended for a day to come and is
   *[other] { $count } contracts have already been ended for a day to come and are
  } not listed as due.
measure-contracts-unpriced = { $count ->
    [one] One contract has
   *[other] { $count } contracts have
  } no amount, so nothing is known of { $count ->
    [one] its
   *[other] their
  } worth.
measure-contracts-early = { $count ->
    [one] One that ended before the records were whole is
   *[other] { $count } that ended before the records were whole are
  } left out.
measure-contracts-undecided = No renewal has fallen due yet, so nothing can be said of the next ones.
measure-contracts-empty-title = No contracts yet
measure-contracts-empty-help = Import contracts with their first day and term; the next run says which renewals are due and how likely they are.
measure-contracts-empty-action = Import a file
measure-cohorts-title = By when they began
measure-cohorts-help = A contract that goes on with another within a month counts as one. The small figures say between which shares the truth lies with 95 % confidence.
measure-cohort-begun = Begun
measure-cohort-relations = Contracts
measure-cohort-lost = Lost
measure-cohort-months = { $count ->
    [one] One month
   *[other] { $count } months
  }
measure-term-title = { $months ->
    [1] Contracts from month to month
    [12] Contracts of a year
   *[other] Contracts of { $months } months
  }
measure-renewals-caption = Still there after each renewal: what was counted and what the model says, as far ahead again
measure-renewals-number = Renewals
measure-renewals-counted = Counted
measure-renewals-model = Model
measure-renewals-test = The model was fitted to the records up to { $cut }. { $relations ->
    [one] One contract that ran then has
   *[other] { $relations } contracts that ran then have
  } had a renewal fall due until { $until }.
measure-renewals-expected = Losses expected
measure-renewals-expected-sentence = What the model, fitted to the records before the cut, expected of { $n } contracts.
measure-renewals-lost = Lost
measure-renewals-lost-sentence = So many of the same { $n } contracts were not renewed: counted, so there is nothing to estimate.
measure-renewals-since = Renewals since
measure-renewals-there = Still there
measure-renewals-untested = Too little had happened in the first half of the records to test the model yet.
measure-renewals-unfitted = The records do not tell enough for a model yet; the share of earlier renewals stands in.
measure-renewals-title = Renewals due
measure-renewals-lead = Contracts whose renewal will soon be decided, those with most money at stake first.
measure-renewals-due = { $count ->
    [one] One renewal falls due
   *[other] { $count } renewals fall due
  } in the next { $days } days.
measure-renewals-none-title = No renewal is due soon
measure-renewals-none-help = When the term of a contract comes to its end, it appears here ninety days before.
measure-renewal-due = Decided by
measure-renewal-chance = Chance
measure-renewal-yearly = A year
measure-renewal-stake = At stake
measure-renewal-unknown = not known
measure-due-in = { $days ->
    [0] Due today.
    [one] Due tomorrow.
   *[other] Due in { $days } days.
  }
measure-due-passed = The day to decide was { $day }.
measure-reason-renewal = { $number ->
    [1] First renewal.
    [2] Second renewal.
    [3] Third renewal.
   *[other] Renewal number { $number }.
  }
measure-reason-like = { $renewed } of { $decided } like it were made.
measure-reason-like-term = { $renewed } of { $decided } renewals of contracts of { $months ->
    [one] one month
   *[other] { $months } months
  } were made.
measure-reason-unknown = No renewal ever fell due, so the chance is not known.
measure-reason-chance = { $chance } chance to be renewed (between { $low } and { $high }).
measure-work-renewal = has a renewal due { $days ->
    [0] today
    [one] tomorrow
   *[other] in { $days } days
  }; { $worth } a year are at stake.
measure-work-renewal-unpriced = has a renewal due { $days ->
    [0] today
    [one] tomorrow
   *[other] in { $days } days
  }.
measure-work-renewal-passed = was to decide on a renewal by { $day }; { $worth } a year are at stake.
measure-work-renewal-passed-unpriced = was to decide on a renewal by { $day }.
measure-action-renew = Talk about it
measure-chance = Will be renewed
measure-chance-sentence = The chance that the next renewal is made.
measure-contract-due = To be decided by { $day }.
measure-contract-leaves = The contract has been ended for { $day }.
measure-contract-worth = Worth of this contract
measure-contract-worth-sentence = What it will still bring in the next three years, in today’s money, leaving included.
measure-standing-besides = By purchases alone:
measure-at-risk-share-both = So much of { $n } customers must be expected lost: buyers who have probably left, and contracts that will not be renewed within a year.
measure-at-risk-share-contracts = So much of { $n } customers under contract must be expected lost within a year.
measure-at-risk-customers-both = Out of { $n } who came back at least once or have a contract.
measure-at-risk-customers-contracts = Out of { $n } customers with a running contract, so many must be expected gone in a year.
measure-at-risk-money-both = What customers at risk would bring in a year, times the chance that they are gone.
measure-at-risk-money-contracts = What contracts bring in a year, times the chance that they are not renewed by then.
measure-at-risk-apart = Of these, { $bought } of { $buyers } customers without a contract have probably left; { $agreed } of { $holders } with one must be expected lost within a year.
measure-at-risk-both = { $both ->
    [one] One customer has a contract and buys besides
   *[other] { $both } customers have a contract and buy besides
  }; each counts once, with the contract.
measure-worth-apart = Each kind apart
measure-worth-once = Nobody counts twice: a customer with a running contract counts with the contract alone, because its invoices are often written down as purchases, too.
measure-worth-purchases = Customers without a contract
measure-worth-contracts = Running contracts
measure-worth-besides = Bought beside a contract (in no sum)
measure-worth-base-both = What { $n } customers will still bring in the years that count, in today’s money.
measure-worth-base-contracts = What the contracts of { $n } customers will still bring in the years that count, in today’s money.
measure-worth-besides-sentence = What { $n } customers with a contract may buy besides, if those purchases are not its invoices.
measure-model-sbg = Shifted beta geometric (renewals)
measure-step-contracts = while looking at contracts
measure-warn-renewals-few = Too few contracts ({ $relations }) had a renewal to decide after the cut to judge the forecast of renewals.
measure-warn-renewals-many = The forecast of renewals failed: the model expected { $error } more losses than came. Chances to be renewed are likely too low.
measure-warn-renewals-less = The forecast of renewals failed: the model expected { $error } fewer losses than came. Chances to be renewed are likely too high.
measure-warn-contracts-wrong = { $count ->
    [one] One contract ends before it begins and is
   *[other] { $count } contracts end before they begin and are
  } left out; put the days right.
measure-warn-contracts-early = Nobody is known to have left before { $first }, though { $renewals } renewals had fallen due by then and { $share } were missed later. If contracts that had ended were never entered, retention looks better than it is: say in “What figures rest on” since when contracts are whole.
method-kaplan-meier = Share of contracts still there (Kaplan and Meier 1958); a contract that still runs counts as long as it was seen. Intervals on the log-log scale with Greenwood’s variance; where nobody or everybody left, the exact interval of so many (Clopper and Pearson 1934).
method-sbg = Shifted beta geometric model (Fader and Hardie 2007): each customer has a chance to leave at each renewal, chances differ between customers, and so who stays longer is likelier to stay. Fitted by maximum likelihood to contracts of the same term; intervals from the parameters’ uncertainty.
method-renewed-share = Renewals made of those that fell due, with the exact interval (Clopper and Pearson 1934). Who left in the middle of a term counts when its renewal would have fallen due.
method-contracts-at-risk = For each customer with a running contract the chance that all of them are gone in a year, added up; money likewise. Contracts that are already ended for a day within the year count in full. Intervals come from the parameters’ uncertainty; ends of single contracts are added up.
method-base-at-risk = Customers without a contract who, by their own rhythm, have more likely left than not, and customers under contract who must be expected lost within a year. A customer with both counts once, with the contract. Ends of both intervals are added up.
method-contract-worth = Each month’s amount of a running contract times the chance that it still runs then, for three years, discounted quarter by quarter at the end of each quarter (10 % a year unless set otherwise). The term that runs counts as certain. Revenue, not profit.
method-base-worth = Worth of customers without a contract (expected purchases times spend) and of running contracts (amount times the chance to run), for three years, discounted quarter by quarter. A customer with both counts once, with the contract.
method-renewal-back-test = The model is fitted to the first half of the history; contracts that ran at the cut are compared with what came. The interval holds chance and the uncertainty of the parameters.
measure-segment-renewal = Next renewal of a contract
measure-segment-renewing = Chance that it is renewed

measure-outcome-title = What became of it
measure-outcome-lead = What customers did in the { $days } days after somebody acted on Today’s list, counted.
measure-outcome-no-proof = This is no proof that calling helps. Whoever is called was chosen, and whoever was found not worth a call was chosen, too: the two differ in more than the call. Only leaving some out by lot could tell.
measure-outcome-at-risk = Customers about to leave
measure-outcome-renewal = Renewals due
measure-outcome-done = After “Done”
measure-outcome-not-useful = After “Not useful”
measure-outcome-at-risk-done = Of { $n } customers about to leave about whom something was done, so many bought again within the days counted.
measure-outcome-at-risk-not-useful = Of { $n } customers about to leave whose entry was found not useful, so many bought again within the days counted.
measure-outcome-renewal-done = Of { $n } customers with a renewal due about whom something was done, so many renewed within the days counted.
measure-outcome-renewal-not-useful = Of { $n } customers with a renewal due whose entry was found not useful, so many renewed within the days counted.
measure-outcome-bought-done = Done { $acted ->
    [one] once
   *[other] { $acted } times
  }: { $came } bought within { $days } days, { $neither } did not.
measure-outcome-bought-not-useful = Found not useful { $acted ->
    [one] once
   *[other] { $acted } times
  }: { $came } bought within { $days } days, { $neither } did not.
measure-outcome-renewed-done = Done { $acted ->
    [one] once
   *[other] { $acted } times
  }: { $came } renewed within { $days } days, { $left } left, { $neither } did neither yet.
measure-outcome-renewed-not-useful = Found not useful { $acted ->
    [one] once
   *[other] { $acted } times
  }: { $came } renewed within { $days } days, { $left } left, { $neither } did neither yet.
measure-outcome-watched-done = After “Done”, { $watched ->
    [one] one is
   *[other] { $watched } are
  } still being watched because the { $days } days are not over; { $already } of them came already.
measure-outcome-watched-not-useful = After “Not useful”, { $watched ->
    [one] one is
   *[other] { $watched } are
  } still being watched because the { $days } days are not over; { $already } of them came already.
measure-outcome-empty-title = Nobody has acted yet
measure-outcome-empty-help = Mark entries of Today as done, or as not useful; the next run counts what the customers do afterwards.
measure-outcome-empty-action = To Today
method-acted-outcome = Counted: of the actions whose days are over, the share of customers who bought (or renewed) in those days, with the exact interval (Clopper and Pearson 1934). Several actions on a customer within those days count once. Actions whose days still run are left out, whatever came of them. It says what happened after, not because.

measure-settings-title = What figures rest on
measure-settings-lead = What only you know. The next run goes by it.
measure-settings-discount = Discount a year, in per cent
measure-settings-discount-help = By how much money that comes in a year is worth less than money today: what you pay for credit, or could earn elsewhere.
measure-settings-discount-wrong = Write a number from 0 to less than 100, such as 10 or 7.5.
measure-settings-since = Contracts are whole since
measure-settings-since-help = The day from which on every contract that ended was written down, as 2020-01-31. Leave it empty where all contracts there ever were are in the records. Without it, retention looks better than it is, because those who left before are missing.
measure-settings-since-wrong = Write a day that has come, as 2020-01-31, or leave it empty.
measure-settings-saved = Saved. The next run goes by it.

measure-tour = Customers at risk
measure-tour-says = How many customers you are about to lose, what they are worth, and how sure that is. “How is this computed?” stands under every figure.

measure-warn-undetermined = Purchases alone determine no model here: too few customers came back, or none seems to leave. Customers without a contract are not scored.
## What a role may do

measure-may-see = See figures
measure-may-manage = Say what measuring rests on, and start a run

## What the log says

measure-event-run-asked = A run was asked for
measure-event-run-finished = A morning run was done
measure-event-run-failed = A morning run failed

## By segment

measure-groups-title = By segment
measure-groups-lead = Each customer counts once: in the first chosen segment that holds them, or with everybody else.
measure-groups-choose = Choose segments
measure-groups-none = No segment has figures of its own
measure-groups-none-help = Choose saved segments that differ in how their customers buy, such as kinds of customer, teams or regions. The next run fits a model to each.
measure-group-others = Everybody else
measure-group-customers = { $count ->
    [one] One customer
   *[other] { $count } customers
  }
measure-group-few = Scored by the model of all customers: { $back } came back here, and { $needed } are needed for a model of its own.
measure-group-undetermined = The purchases here determine no model of their own: customers without a contract are scored by the model of all, where there is one.
measure-group-unspoken = Too few customers to speak of: figures of a handful would say what each of them did.
measure-group-models = Models of its own
measure-settings-segments = Segments with models of their own
measure-settings-segments-help = Where customers differ in how they buy, a model for each foretells better than one for all. A customer in several is scored by the first. Segments that ask what customers bought, or what was foretold, cannot be chosen: a model must not be chosen by what it is to foretell.
measure-settings-segment = Segment { $number }
measure-settings-segment-none = none
measure-settings-segment-wrong = This segment is gone, or asks for something else now. Choose another one.
measure-settings-no-segments = There is no saved segment that could have a model of its own. One that asks for a kind of customer, a team or a day can.

measure-privacy-at-risk = At risk, as computed
measure-privacy-renewal = Contracts due for renewal, as computed
## Figures as files, and a customer over a chosen time

measure-figures-csv = All figures as CSV
measure-forecast-csv = The weeks as CSV
measure-ahead-title = What lies ahead: { $name }
measure-ahead-lead = What the models of the last run expect of this customer, over a time you choose.
measure-ahead-back = To the customer
measure-ahead-other = Over another time
measure-ahead-months = Months ahead
measure-ahead-months-help = How far to look, counted from the day of the last run: 1 to 60 months.
measure-ahead-months-wrong = Write a whole number of months from 1 to { $most }, such as 6.
measure-ahead-show = Show
measure-ahead-purchases = Purchases in that time
measure-ahead-purchases-sentence = What the model expects, leaving included. A purchase is a day with one.
measure-ahead-spend = Spent in that time
measure-ahead-spend-sentence = Those purchases times what this customer spends on a purchase day; not discounted.
measure-ahead-empty-title = Nothing can be said of this customer yet
measure-ahead-empty-help = Nothing was bought by the day of the last run, or no run has found a model of purchases. Import purchases; the next run looks again.
method-customer-spend = Expected purchases of the time asked for, leaving included, times the expected spend of a purchase day (Gamma-Gamma model, Fader and Hardie 2013). Revenue, not profit, and not discounted. The interval holds the uncertainty of both models’ parameters, not the chance of what a single customer does.

## What the back-test says of forecasts

measure-test-less = Tested on the past: of what customers bought after { $cut } and up to { $until }, the model would have expected { $error } too little. Worth and money may be as much too low.
measure-test-more = Tested on the past: of what customers bought after { $cut } and up to { $until }, the model would have expected { $error } too much. Worth and money may be as much too high.
measure-test-alike = Tested on the past: what customers bought after { $cut } and up to { $until } is what the model would have expected, within chance.

measure-said-title = Said and did
measure-said-lead = What people said in surveys, held against what their company or household did in the { $days } days after.
measure-said-kind-again = Would you buy again? ({ $question })
measure-said-kind-recommend = Would you recommend us? ({ $question })
measure-said-kind-nps = Would you recommend us, 0 to 10? ({ $question })
measure-said-kind-csat = How satisfied are you? ({ $question })
measure-said-again-5 = certainly
measure-said-again-4 = probably
measure-said-again-3 = not sure
measure-said-again-2 = probably not
measure-said-again-1 = certainly not
measure-said-recommend-4 = definitely yes
measure-said-recommend-3 = probably yes
measure-said-recommend-2 = probably no
measure-said-recommend-1 = definitely no
measure-said-nps-0 = 0 to 6
measure-said-nps-7 = 7 or 8
measure-said-nps-9 = 9 or 10
measure-said-csat-5 = 5 of 5
measure-said-csat-4 = 4 of 5
measure-said-csat-3 = 3 of 5
measure-said-csat-2 = 2 of 5
measure-said-csat-1 = 1 of 5
measure-said-bought = bought again
measure-said-renewed = renewed
measure-said-did-bought = Of { $n } who said “{ $answer }”, { $share } bought again ({ $low } to { $high }).
measure-said-did-renewed = Of { $n } who said “{ $answer }” and whose contract fell due, { $share } renewed ({ $low } to { $high }).
measure-said-counted-bought = { $n } answers whose days are over; { $watched } whose days still run are not in the figures.
measure-said-counted-renewed = { $n } answers of customers whose contract fell due within the days; { $watched } whose days still run and { $undecided } without a renewal in them are not in the figures.
measure-said-caption-bought = Share who bought again, by what they had said
measure-said-caption-renewed = Share who renewed, by what they had said
measure-said-answer = Answer
measure-said-few = Fewer than five answers have come far enough to be told.
measure-said-hidden = { $count ->
    [one] One answer is not shown, because too few gave it.
   *[other] { $count } answers are not shown: too few gave them, or they would give those away. What is made of all answers is left out, too.
  }
measure-said-forecast-title = Words as a forecast
measure-said-auc = Words tell them apart
measure-said-auc-sentence = Take one who did it and one who did not: how often the first had said more. 50 % is no better than a coin. { $n } customers.
measure-said-brier = Error of the forecast
measure-said-brier-sentence = Mean squared error of { $n } forecasts: 0 is perfect, 0.25 is a coin.
measure-said-forecast = What those who answered up to { $cut } did is the chance foretold for the same answer after it.
measure-said-skill = That takes away { $skill } of the error of foretelling everybody the same.
measure-said-no-skill = That is no better than foretelling everybody the same: the words do not tell who will do it.
measure-said-curve = What was foretold, and what came
measure-said-chance = Foretold, per cent
measure-said-came = Came
measure-said-foretold = As foretold
measure-said-groups-title = Whose words hold
measure-said-groups-help = Share who did it, of those who gave a good answer and of the others. Where both are alike, the word of that group says little.
measure-said-by = Told apart by
measure-said-by-role = Part in buying
measure-said-by-decides = Whether they decide, as they say
measure-said-by-alternative = Whether there was an alternative
measure-said-group = Group
measure-said-good = After a good answer
measure-said-others = After another
measure-said-role-decides = Decides
measure-said-role-influences = Influences
measure-said-role-uses = Uses
measure-said-role-none = None
measure-said-decides-decides = Decides
measure-said-decides-say = Has a say
measure-said-decides-neither = Neither
measure-said-alternative-some = There was one
measure-said-alternative-none = There was none
measure-said-unknown = Not known
measure-said-despite-title = Satisfied is not loyal
measure-said-left-bought = Pleased, and gone
measure-said-left-bought-sentence = Of { $n } who gave a good answer, so many did not buy within the days.
measure-said-stayed-bought = Displeased, and still buying
measure-said-stayed-bought-sentence = Of { $n } who gave a bad answer, so many bought within the days all the same.
measure-said-left-renewed = Pleased, and gone
measure-said-left-renewed-sentence = Of { $n } who gave a good answer, so many did not renew.
measure-said-stayed-renewed = Displeased, and renewed
measure-said-stayed-renewed-sentence = Of { $n } who gave a bad answer, so many renewed all the same.
measure-said-held = Held, not won
measure-said-held-sentence = Of { $n } displeased who stayed and were asked, so many said there was no alternative: they go when there is one.
measure-said-moved-title = Did words and deeds move together?
measure-said-words = Change of the score
measure-said-words-sentence = Share of good answers in the later half of the time less that in the earlier; { $n } customers.
measure-said-deeds = Change of the deeds
measure-said-deeds-sentence = Share who did it after the answers of the later half less that after those of the earlier; { $n } customers.
measure-said-finding-of = { $survey }, { $question }: { $finding }
measure-said-finding-words = The score moved, the deeds did not: good answers changed by { $words }, the share who { $deed } by { $deeds } ({ $low } to { $high }).
measure-said-finding-deeds = The deeds moved, the score did not: the share who { $deed } changed by { $deeds } ({ $low } to { $high }), good answers by { $words }.
measure-said-finding-together = Score and deeds moved the same way: good answers by { $words }, the share who { $deed } by { $deeds } ({ $low } to { $high }).
measure-said-finding-unclear = The score moved by { $words }; whether the deeds did cannot be told yet: { $deeds } ({ $low } to { $high }).
measure-said-finding-neither = Neither score nor deeds have moved beyond chance.
measure-said-empty-title = No words to hold against deeds yet
measure-said-empty-help = Ask customers by name whether they would buy again, recommend you or are satisfied, or import such answers. The figures come once the days after them are over.
measure-said-empty-action = To surveys
method-said-did = Of the customers who gave the answer, the share who bought (without a contract) or renewed (with one that fell due) in the days after it, with the exact interval (Clopper and Pearson 1934). Several people at a customer who said the same, or somebody who says it again within the days, count once. Answers whose days still run are left out, even where the customer came already: early comers alone would flatter. It says what followed, not what the words brought about.
method-said-auc = A customer counts once within the days, with the mean of what its people said. Area under the curve of rank: the chance that of one who did it and one who did not the former had given the higher answer, ties counted half. Interval of DeLong, DeLong and Clarke-Pearson (1988).
method-said-brier = The time is cut in half by answers. The share who did it after an answer of the first half, with half a case of each sort added, is the chance foretold for the same answer in the second; the mean squared difference from what came is shown (Brier 1950).
method-said-moved = Difference of two shares, the later half of the answers less the earlier, with Newcombe’s interval (1998). A change counts as one where its chance is below 5 %, corrected for how many questions are looked at (Holm 1979). The score moved alone where the deeds cannot have moved even half as far the same way.
method-said-despite = Counted as above. A good answer: certainly or probably; definitely or probably yes; 9 or 10; 4 or 5 of 5. A bad one: the lower two of four or five; 0 to 6. Exact interval (Clopper and Pearson 1934).

# Loyal, and held.
measure-said-stayed-title = Loyal, or held?
measure-said-stayed-help = Of those who stayed and were asked whether there was an alternative. Only who is content and could have gone is loyal; who is held goes when the chance comes.
measure-said-loyal = Loyal
measure-said-loyal-sentence = Of { $n } who stayed, so many gave a good answer and had an alternative.
measure-said-captive = Held
measure-said-captive-sentence = Of { $n } who stayed, so many gave no good answer and had no alternative: switching costs too much, or nobody else offers it.
measure-said-untested = Content, never tested
measure-said-untested-sentence = Of { $n } who stayed, so many gave a good answer and had no alternative. Whether they are loyal nobody knows yet.
measure-said-unhappy = Not content, and free to go
measure-said-unhappy-sentence = Of { $n } who stayed, so many gave no good answer, had an alternative, and stayed all the same.
method-said-stayed = Customers who did it and said whether there was an alternative, once within the days; by the mean of what their people said. A good answer as above. Four shares of one whole, each with its exact interval (Clopper and Pearson 1934); where one of them is of fewer than five, none is told.
