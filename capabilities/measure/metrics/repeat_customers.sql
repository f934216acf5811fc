-- One row for each customer with a purchase up to a day: history, and money spent after the first day.
WITH bought AS (
  SELECT account_id, day, SUM(amount) AS amount
  FROM fact_purchase WHERE day <= $1 AND amount >= 0 GROUP BY account_id, day
), placed AS (
  SELECT account_id, day, amount, MIN(day) OVER (PARTITION BY account_id) AS since FROM bought
)
SELECT account_id, COUNT(*) - 1 AS frequency, MAX(day) - MIN(day) AS recency, $1 - MIN(day) AS age,
  CAST(COALESCE(SUM(amount) FILTER (WHERE day > since), 0) AS BIGINT) AS later_amount
FROM placed GROUP BY account_id ORDER BY account_id
