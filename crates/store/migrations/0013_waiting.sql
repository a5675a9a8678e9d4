-- What waits, and what its senders are told.

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

-- Whose story became a draft that was thrown away, or that is gone without having been printed, went on reading that the
-- desk had taken it up.
UPDATE submission SET state = 'refused', word = 'We worked on it, and decided not to print it after all.',
    settled_at = (SELECT MAX(d.changed_at) FROM draft d JOIN inbox_item i ON i.draft_id = d.id
        WHERE i.id = submission.item_id)
    WHERE state = 'taken' AND item_id IN (SELECT i.id FROM inbox_item i JOIN draft d ON d.id = i.draft_id
        WHERE d.state = 'thrown');
UPDATE submission SET state = 'refused', word = 'We worked on it, and decided not to print it after all.'
    WHERE state = 'taken' AND item_id IN (SELECT i.id FROM inbox_item i WHERE i.draft_id IS NOT NULL
        AND i.article_id IS NULL AND NOT EXISTS (SELECT 1 FROM draft d WHERE d.id = i.draft_id));
