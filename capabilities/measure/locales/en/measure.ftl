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
measure-empty-help = Import purchases and start the morning run: troth run.
measure-panel-title = Risk
measure-alive = Still a customer
measure-alive-sentence = The chance that this customer is still there, by how often and how lately they bought.
measure-expected = Purchases in the next year
measure-expected-sentence = What the model expects, leaving included.
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
method-customer-worth = Expected purchases of the next three years, discounted quarter by quarter at the end of each quarter (10 % a year unless set otherwise), times the expected spend of a purchase day (Gamma-Gamma model, Fader and Hardie 2013). Revenue, not profit; customers not won yet are left out. Intervals come from the parameters’ uncertainty; ends of single customers are added up, which is wide rather than narrow.
method-worth-concentration = Share of the worth of all customers that the tenth with the largest worth holds. Interval by the influence of single customers on a Lorenz curve (Beach and Davidson 1983); the uncertainty of each worth is not in it.
