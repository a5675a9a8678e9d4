-- The glossary's desk: who changed what and why, where each entry was printed, and work that goes over the archive.

-- Every change is part of a set that was made at once and can be undone at once.
CREATE TABLE glossary_change (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    staff_id INTEGER REFERENCES staff (id),
    who TEXT NOT NULL,
    -- Why, in the editor's words.
    note TEXT NOT NULL,
    -- Whether it reaches what was printed already.
    is_correction INTEGER NOT NULL,
    undoes INTEGER UNIQUE REFERENCES glossary_change (id),
    entry_count INTEGER NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX glossary_change_by_staff ON glossary_change (staff_id);

-- An entry before and after a change, as JSON; none where it was not there. The entry's number stays its own when it is
-- dropped: print records name it, and undoing brings it back under it.
CREATE TABLE glossary_entry_change (
    change_id INTEGER NOT NULL REFERENCES glossary_change (id),
    entry_id INTEGER NOT NULL,
    headword TEXT NOT NULL,
    revision INTEGER NOT NULL,
    before TEXT,
    after TEXT,
    PRIMARY KEY (change_id, entry_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX glossary_entry_change_by_entry ON glossary_entry_change (entry_id, change_id);

CREATE TABLE glossary_serial_change (
    change_id INTEGER NOT NULL REFERENCES glossary_change (id),
    serial TEXT NOT NULL,
    before TEXT,
    after TEXT,
    PRIMARY KEY (change_id, serial)
) STRICT, WITHOUT ROWID;

-- Where each entry was printed, and as what. Derived from the print records.
-- effect: 0 mentioned only, 1 substitution, 2 aside, 3 line of a serial.
CREATE TABLE article_entry (
    entry_id INTEGER NOT NULL,
    article_id INTEGER NOT NULL REFERENCES article (id),
    effect INTEGER NOT NULL,
    variant INTEGER NOT NULL,
    edition_on INTEGER NOT NULL,
    PRIMARY KEY (entry_id, article_id, effect, variant)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_entry_by_article ON article_entry (article_id);
CREATE INDEX article_entry_by_edition ON article_entry (edition_on, effect);

-- Counters over it, kept by the transaction that changes what they count.
CREATE TABLE glossary_use (
    entry_id INTEGER NOT NULL,
    effect INTEGER NOT NULL,
    variant INTEGER NOT NULL,
    article_count INTEGER NOT NULL,
    last_printed_on INTEGER NOT NULL,
    PRIMARY KEY (entry_id, effect, variant)
) STRICT, WITHOUT ROWID;

-- Work that goes over the archive, article by article, and can be stopped and gone on with.
-- kind: 'index' notes where entries were printed, 'reprint' prints anew, 'correct' brings a correction to what was printed,
-- 'rehearse' tells what a change would do.
CREATE TABLE glossary_job (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('index', 'reprint', 'correct', 'rehearse')),
    staff_id INTEGER REFERENCES staff (id),
    who TEXT NOT NULL,
    -- Which articles and what to do with them, as JSON of the server's own.
    task TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'stopped', 'done', 'failed')),
    -- Why it failed; empty for no reason to complain.
    reason TEXT NOT NULL DEFAULT '',
    article_total INTEGER NOT NULL DEFAULT 0,
    article_done INTEGER NOT NULL DEFAULT 0,
    article_changed INTEGER NOT NULL DEFAULT 0,
    -- The last article that is done.
    at_article INTEGER NOT NULL DEFAULT 0,
    -- What was found, as JSON of the server's own.
    result TEXT NOT NULL DEFAULT '',
    -- A node that works at it says so until then; after that another may go on.
    claimed_until INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX glossary_job_open ON glossary_job (id) WHERE state IN ('waiting', 'running');
CREATE INDEX glossary_job_by_staff ON glossary_job (staff_id);

-- What an older Clipsheet printed is noted by the first job.
INSERT INTO glossary_job (kind, who, task, state, article_total, created_at, changed_at)
    SELECT 'index', 'Clipsheet', '{}', 'waiting', COUNT(*), 0, 0 FROM article HAVING COUNT(*) > 0;
