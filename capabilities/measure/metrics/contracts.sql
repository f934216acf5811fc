-- Contracts that began by a day, in no order.
SELECT contract_id, account_id, started_day, term_months, ends_day, renewal_day, ended_day, amount, period_months
FROM fact_contract WHERE started_day <= $1
