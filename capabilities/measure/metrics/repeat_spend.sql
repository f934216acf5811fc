-- Distinct pairs of repeat purchases and money spent on them up to a day, with how many customers share each. The first
-- day counts neither for the number nor for the money.
WITH bought AS (
  SELECT account_id, day, SUM(amount) AS amount
  FROM fact_purchase WHERE day <= $1 AND amount >= 0 GROUP BY account_id, day
), placed AS (
  SELECT account_id, day, amount, MIN(day) OVER (PARTITION BY account_id) AS since FROM bought
), customer AS (
  SELECT account_id, COUNT(*) AS frequency, CAST(SUM(amount) AS BIGINT) AS amount
  FROM placed WHERE day > since GROUP BY account_id
)
SELECT frequency, amount, COUNT(*) AS customers
FROM customer GROUP BY frequency, amount ORDER BY frequency, amount
