-- Distinct purchase histories up to a day, with how many customers share each, how many days with a purchase they had
-- after it up to a second day, and the sum of the squares of those counts. For testing a
-- forecast made on the first day. Squares stay whole: a hold-out has at most 364 days.
WITH bought AS (
  SELECT account_id, day FROM fact_purchase WHERE day <= $2 AND amount >= 0 GROUP BY account_id, day
), customer AS (
  SELECT account_id, MIN(day) AS since, MAX(day) FILTER (WHERE day <= $1) AS latest,
    COUNT(*) FILTER (WHERE day <= $1) AS known, COUNT(*) FILTER (WHERE day > $1) AS later
  FROM bought GROUP BY account_id
)
SELECT known - 1 AS frequency, latest - since AS recency, $1 - since AS age, COUNT(*) AS customers,
  CAST(SUM(later) AS BIGINT) AS later, CAST(SUM(later * later) AS BIGINT) AS later_squares
FROM customer WHERE since <= $1 GROUP BY known - 1, latest - since, $1 - since ORDER BY frequency, recency, age
