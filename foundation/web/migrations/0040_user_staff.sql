-- Who signs in as a member of staff.
CREATE INDEX web_user_staff ON web_user (staff_id) WHERE staff_id IS NOT NULL;
