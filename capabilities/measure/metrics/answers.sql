-- What people with a name answered about intention and satisfaction from one day to another, with what bears on it, in no order.
SELECT response_id, account_id, contact_id, survey_id, question, kind, value, day FROM fact_answer
WHERE day > $1 AND day <= $2 AND account_id IS NOT NULL AND kind IN ('again', 'recommend', 'nps', 'csat', 'decides', 'alternative')
