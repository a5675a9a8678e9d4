-- Whether a source still says what was clipped: looked at 1, 7 and 30 days after printing.
CREATE TABLE source_check (
    article_id INTEGER NOT NULL PRIMARY KEY REFERENCES article (id),
    printed_at INTEGER NOT NULL,
    -- How often it was looked at.
    looks INTEGER NOT NULL DEFAULT 0,
    -- None: no more.
    next_at INTEGER,
    checked_at INTEGER,
    finding TEXT NOT NULL DEFAULT 'waiting'
        CHECK (finding IN ('waiting', 'same', 'changed', 'gone', 'unreachable')),
    -- What was found, in words for the desk.
    words TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX source_check_due ON source_check (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX source_check_by_finding ON source_check (finding, checked_at, article_id);
