-- What nobody takes up expires by the day since which it waits, and no longer by the day on which it first came: what is
-- taken back, or sent in again, begins to wait anew.

ALTER TABLE inbox_item ADD COLUMN waits_since INTEGER NOT NULL DEFAULT 0;
UPDATE inbox_item SET waits_since = arrived_at;
-- Step 10 put into the inbox what had been a list of its own, which nothing expired from, with the days on which it was
-- sent in: at an upgrade across both steps the book has the moment of this upgrade, and all that waits begins with it.
UPDATE inbox_item SET waits_since = (SELECT MAX(migrated_at) FROM schema_version)
    WHERE state = 'waiting' AND submitted_by IS NOT NULL
    AND arrived_at < (SELECT MAX(migrated_at) FROM schema_version);
DROP INDEX inbox_waiting_by_time;
CREATE INDEX inbox_waiting_by_time ON inbox_item (waits_since) WHERE state = 'waiting';
