-- What is sent in waits in the inbox; links of those who are trusted are printed by the paper itself; looks at sources
-- that cannot be reached are tried again; source pages that nothing refers to can be told.

-- The item of the inbox that it waits as; it may be gone by now.
ALTER TABLE submission ADD COLUMN item_id INTEGER;
-- When the paper fetches and prints it by itself; none: it waits for the desk.
ALTER TABLE submission ADD COLUMN print_at INTEGER;
-- Why that failed, in words; empty when it did not.
ALTER TABLE submission ADD COLUMN trouble TEXT NOT NULL DEFAULT '';
CREATE INDEX submission_by_item ON submission (item_id);
CREATE INDEX submission_due ON submission (print_at) WHERE print_at IS NOT NULL;
CREATE INDEX inbox_waiting_submitted ON inbox_item (id) WHERE state = 'waiting' AND submitted_by IS NOT NULL;

INSERT INTO inbox_item (kind, state, title, url, excerpt, source_name, source_count, published_at, arrived_at, page, area,
    had, submitted_by, note)
    SELECT 'submission', 'waiting', headline, url, CASE WHEN kind = 'link' THEN '' ELSE substr(source, 1, 400) END,
        'Sent in', 0, NULL, created_at, 0, '', '', nic, ''
    FROM submission WHERE state = 'waiting' ORDER BY id;
UPDATE submission SET item_id = (SELECT MAX(i.id) FROM inbox_item i WHERE i.kind = 'submission'
    AND i.title = submission.headline AND i.url = submission.url AND i.arrived_at = submission.created_at)
    WHERE state = 'waiting';
INSERT INTO inbox_text (item_id, fingerprint) SELECT id, '' FROM inbox_item WHERE kind = 'submission';
DELETE FROM inbox_count;
INSERT INTO inbox_count (kind, name, count)
    SELECT 'all', '', COUNT(*) FROM inbox_item WHERE state = 'waiting' HAVING COUNT(*) > 0 UNION ALL
    SELECT 'submitted', '', COUNT(*) FROM inbox_item WHERE state = 'waiting' AND submitted_by IS NOT NULL
        HAVING COUNT(*) > 0 UNION ALL
    SELECT 'page', CAST(page AS TEXT), COUNT(*) FROM inbox_item WHERE state = 'waiting' GROUP BY page UNION ALL
    SELECT 'area', area, COUNT(*) FROM inbox_item WHERE state = 'waiting' GROUP BY area UNION ALL
    SELECT 'feed', CAST(s.feed_id AS TEXT), COUNT(*) FROM inbox_source s JOIN inbox_item i ON i.id = s.item_id
        WHERE i.state = 'waiting' GROUP BY s.feed_id UNION ALL
    SELECT 'dossier', d.dossier, COUNT(*) FROM inbox_dossier d JOIN inbox_item i ON i.id = d.item_id
        WHERE i.state = 'waiting' GROUP BY d.dossier;

-- How often in a row a source that was to be looked at could not be reached.
ALTER TABLE source_check ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;

-- The page that a waiting clipping came from. Those that were fetched before this step are fetched again.
ALTER TABLE inbox_text ADD COLUMN evidence TEXT NOT NULL DEFAULT '';
UPDATE inbox_text SET clipping = NULL WHERE clipping IS NOT NULL;
CREATE INDEX inbox_text_by_evidence ON inbox_text (evidence) WHERE evidence <> '';
CREATE INDEX evidence_by_hash ON evidence (hash);
