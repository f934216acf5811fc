-- One row for each customer with a purchase up to a day: history and money spent.
WITH bought AS (
  SELECT account_id, day, SUM(amount) AS amount
  FROM fact_purchase WHERE day <= $1 AND amount >= 0 GROUP BY account_id, day
)
SELECT account_id, COUNT(*) - 1 AS frequency, MAX(day) - MIN(day) AS recency, $1 - MIN(day) AS age,
  CAST(SUM(amount) AS BIGINT) AS amount
FROM bought GROUP BY account_id ORDER BY account_id
