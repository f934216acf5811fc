-- Distinct purchase histories up to a day, with how many customers share each. A purchase is a day with one; days of
-- returns alone do not count. Recency and age are in days.
WITH bought AS (
  SELECT account_id, day FROM fact_purchase WHERE day <= $1 AND amount >= 0 GROUP BY account_id, day
), customer AS (
  SELECT account_id, COUNT(*) - 1 AS frequency, MAX(day) - MIN(day) AS recency, $1 - MIN(day) AS age
  FROM bought GROUP BY account_id
)
SELECT frequency, recency, age, COUNT(*) AS customers
FROM customer GROUP BY frequency, recency, age ORDER BY frequency, recency, age
