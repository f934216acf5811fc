-- Purchases up to a day, in no order; returns are left out.
SELECT account_id, day, amount FROM fact_purchase WHERE day <= $1 AND amount >= 0
