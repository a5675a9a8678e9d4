-- Feeds, and the inbox where their items wait for the desk.

CREATE TABLE feed (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    homepage TEXT NOT NULL,
    -- The desk's own ordering of its feeds; empty for none.
    group_name TEXT NOT NULL,
    -- Where its items are proposed to go: 0 and empty leave it to the clipping.
    page INTEGER NOT NULL,
    area TEXT NOT NULL,
    -- Words, one a line: an item must have one of the former and none of the latter.
    include_words TEXT NOT NULL,
    exclude_words TEXT NOT NULL,
    is_paused INTEGER NOT NULL DEFAULT 0,
    -- What the server said, to ask whether there is anything new.
    etag TEXT NOT NULL DEFAULT '',
    last_modified TEXT NOT NULL DEFAULT '',
    next_poll_at INTEGER NOT NULL,
    -- Until when a node has it for itself.
    claimed_until INTEGER NOT NULL DEFAULT 0,
    interval_secs INTEGER NOT NULL,
    last_polled_at INTEGER,
    last_success_at INTEGER,
    last_news_at INTEGER,
    fail_count INTEGER NOT NULL DEFAULT 0,
    -- Why it could not be read the last time, in words; empty when it could.
    last_error TEXT NOT NULL DEFAULT '',
    -- Where it says that it is for good; it is believed when it says so twice.
    moved_to TEXT NOT NULL DEFAULT '',
    item_count INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX feed_due ON feed (next_poll_at) WHERE is_paused = 0;

-- A story that waits for the desk, from one feed or many, or from a reader. A higher number came later.
CREATE TABLE inbox_item (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('feed', 'submission')),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'clipped', 'dropped', 'expired')),
    title TEXT NOT NULL,
    url TEXT NOT NULL,
    excerpt TEXT NOT NULL,
    source_name TEXT NOT NULL,
    source_count INTEGER NOT NULL,
    published_at INTEGER,
    arrived_at INTEGER NOT NULL,
    page INTEGER NOT NULL,
    area TEXT NOT NULL,
    -- What the paper had of it already, as JSON; empty for nothing.
    had TEXT NOT NULL,
    -- Who sent it in; none for what feeds bring.
    submitted_by TEXT,
    note TEXT NOT NULL,
    draft_id INTEGER,
    article_id INTEGER,
    -- When and by whom it was clipped or dropped.
    decided_at INTEGER,
    decided_by TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX inbox_waiting ON inbox_item (id) WHERE state = 'waiting';
CREATE INDEX inbox_waiting_by_page ON inbox_item (page, id) WHERE state = 'waiting';
CREATE INDEX inbox_waiting_by_both ON inbox_item (page, area, id) WHERE state = 'waiting';
CREATE INDEX inbox_waiting_by_area ON inbox_item (area, id) WHERE state = 'waiting';
CREATE INDEX inbox_waiting_by_time ON inbox_item (arrived_at) WHERE state = 'waiting';
CREATE INDEX inbox_decided ON inbox_item (decided_at) WHERE state <> 'waiting';
CREATE INDEX inbox_by_draft ON inbox_item (draft_id) WHERE draft_id IS NOT NULL;

-- What lists do not need: the sketch by which the same story is known again, and the clipping, once it was fetched.
CREATE TABLE inbox_text (
    item_id INTEGER NOT NULL PRIMARY KEY REFERENCES inbox_item (id),
    fingerprint TEXT NOT NULL,
    clipping TEXT
) STRICT;

-- Which feeds brought it, each with its own title and address for it.
CREATE TABLE inbox_source (
    feed_id INTEGER NOT NULL,
    item_id INTEGER NOT NULL REFERENCES inbox_item (id),
    guid TEXT NOT NULL,
    url TEXT NOT NULL,
    title TEXT NOT NULL,
    -- What it was called there before, one a line.
    old_titles TEXT NOT NULL DEFAULT '',
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (feed_id, item_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX inbox_source_by_item ON inbox_source (item_id);

-- Addresses that brought an item, by hash; remembered longer than the item, so that it does not come back.
CREATE TABLE inbox_address (
    hash TEXT NOT NULL PRIMARY KEY,
    item_id INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX inbox_address_by_time ON inbox_address (seen_at);

-- Whom and what the glossary finds mentioned in it.
CREATE TABLE inbox_dossier (
    dossier TEXT NOT NULL,
    item_id INTEGER NOT NULL REFERENCES inbox_item (id),
    PRIMARY KEY (dossier, item_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX inbox_dossier_by_item ON inbox_dossier (item_id);

-- How many wait, in all and by page, area, feed and dossier.
CREATE TABLE inbox_count (
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (kind, name)
) STRICT, WITHOUT ROWID;
