-- What is asked for by who and when.

-- What a member of the staff sent in, the latest first.
DROP INDEX submission_by_staff;
CREATE INDEX submission_by_staff ON submission (staff_id, id);
-- Which entries a change made or brought back, without reading what they are: so what is always nothing here stands in it, too.
CREATE INDEX glossary_entry_change_new ON glossary_entry_change (change_id, entry_id, before) WHERE before IS NULL;
