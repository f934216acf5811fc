-- People at customers with what they have to say there, in no order.
SELECT contact_id, account_id, level, buying_role FROM dim_contact
