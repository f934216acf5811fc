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
