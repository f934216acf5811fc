-- What was done about work from one day to another, in no order.
SELECT action_id, account_id, kind, decision, day FROM fact_action WHERE day >= $1 AND day <= $2
