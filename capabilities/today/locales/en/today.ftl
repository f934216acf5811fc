today-title = Today
today-figures = How things stand
today-done = Done
today-snooze-tomorrow = Tomorrow
today-snooze-week = In a week
today-not-useful = Not useful
today-why = Why is it not useful?
today-why-missing = Say in a few words why it is not useful; it helps the next list to be better.
today-take-back = Take that back
today-taken-back = It is on the list again.
today-said-done = Done. Troth watches what becomes of it.
today-said-snoozed = Put off; it comes back by itself.
today-said-not-useful = Noted; it stays away until something has changed.
today-more = { $count ->
    [one] One more is waiting.
   *[other] { $count } more are waiting.
  }
today-empty-title = Nothing presses today
today-empty-help = The list is made anew every morning. Have a look at the figures below, or call somebody you like.
today-start-title = Nothing has been measured yet
today-start-help = Import your purchases; the next morning run says who is about to leave, why, and what to do.
today-start-action = Import a file
today-decision-unknown = Choose done, snoozed, not-useful or open.
today-snooze-unknown = Choose tomorrow or week.
today-sample-sentence = is about to leave.
today-sample-reason = Bought every three weeks, silent for nineteen.
today-sample-action = Call
today-whose = Whose work
today-mine = Mine
today-my-team = My team
today-all = Everybody
today-team = Team { $team }
today-of = { $name }
today-of-unknown = Choose all, mine, team, or the id of a member of staff or a team.
today-none-title = Nothing presses here today
today-none-help = No open entry is about these customers. Others may be glad of a hand.
today-none-action = Everybody’s list

today-tour = Today
today-tour-says = Every morning: whom to look after, why, and what it is worth. Mark an item done, put it off, or say that it is not useful.
today-tour-customer = A customer
today-tour-customer-says = The whole story on one page, to read before you pick up the phone. At the side stands how likely it is that they come back, and what they are worth.

## What a role may do

today-may-see = See the list of today
today-may-decide = Say what is done, put off or not useful
