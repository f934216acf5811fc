-- By day after a first day and up to a second: how many customers known on the first day bought.
WITH bought AS (
  SELECT account_id, day FROM fact_purchase WHERE day <= $2 AND amount >= 0 GROUP BY account_id, day
), known AS (
  SELECT account_id FROM bought WHERE day <= $1 GROUP BY account_id
)
SELECT bought.day AS day, COUNT(*) AS purchases
FROM bought JOIN known ON known.account_id = bought.account_id WHERE bought.day > $1
GROUP BY bought.day ORDER BY bought.day
