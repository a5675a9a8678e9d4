-- Drafts that people write together: every save has a version, and every version is kept.

ALTER TABLE draft ADD COLUMN kind TEXT NOT NULL DEFAULT 'link' CHECK (kind IN ('link', 'original'));
-- Empty for what was clipped before this step: the body has it.
ALTER TABLE draft ADD COLUMN headline TEXT NOT NULL DEFAULT '';
ALTER TABLE draft ADD COLUMN state TEXT NOT NULL DEFAULT 'open'
    CHECK (state IN ('open', 'held', 'scheduled', 'thrown', 'printed'));
ALTER TABLE draft ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
-- The text as it was extracted, never changed: what an editor can go back to.
ALTER TABLE draft ADD COLUMN origin TEXT NOT NULL DEFAULT '';
-- Rows of staff, who are never deleted; a reference would make every change of them read all drafts.
ALTER TABLE draft ADD COLUMN created_by INTEGER;
ALTER TABLE draft ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE draft ADD COLUMN changed_by INTEGER;
ALTER TABLE draft ADD COLUMN scheduled_at INTEGER;
ALTER TABLE draft ADD COLUMN scheduled_by INTEGER;
-- The article that it edits, or that it was printed as.
ALTER TABLE draft ADD COLUMN article_id INTEGER REFERENCES article (id);
-- When it edits a printed article: the revision that it was begun from.
ALTER TABLE draft ADD COLUMN base_revision INTEGER;
ALTER TABLE draft ADD COLUMN inbox_item_id INTEGER;
-- Why it could not be printed when its time came, in words; empty when nothing is wrong.
ALTER TABLE draft ADD COLUMN print_error TEXT NOT NULL DEFAULT '';
UPDATE draft SET changed_at = created_at;
CREATE INDEX draft_by_state ON draft (state, id);
CREATE INDEX draft_by_time ON draft (state, changed_at);
CREATE INDEX draft_due ON draft (scheduled_at) WHERE state = 'scheduled';
CREATE INDEX draft_by_article ON draft (article_id);

-- Every save that was acknowledged.
CREATE TABLE draft_version (
    draft_id INTEGER NOT NULL REFERENCES draft (id),
    version INTEGER NOT NULL,
    staff_id INTEGER,
    saved_at INTEGER NOT NULL,
    -- Saved by the editor's script, not by a person pressing a button.
    is_auto INTEGER NOT NULL,
    body TEXT NOT NULL,
    -- What the editor sent, when it was merged with what somebody else had saved meanwhile; else empty.
    sent TEXT NOT NULL,
    -- Which window of which browser saved it, when a script did: a window's next save goes on from its last.
    editor_key TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (draft_id, version)
) STRICT;
CREATE INDEX draft_version_by_time ON draft_version (saved_at) WHERE is_auto = 1;
INSERT INTO draft_version (draft_id, version, staff_id, saved_at, is_auto, body, sent)
    SELECT id, 1, NULL, created_at, 0, body, '' FROM draft;

-- Who has a draft open. A row that is not seen for a while means nothing.
CREATE TABLE draft_editor (
    draft_id INTEGER NOT NULL REFERENCES draft (id),
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    since INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    -- Who asked them to leave it.
    taken_over_by INTEGER REFERENCES staff (id),
    PRIMARY KEY (draft_id, staff_id)
) STRICT, WITHOUT ROWID;

-- Source pages as they were fetched; the bytes lie compressed in the data folder under the hash.
CREATE TABLE evidence (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    hash TEXT NOT NULL,
    url TEXT NOT NULL,
    fetched_at INTEGER NOT NULL,
    content_type TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    draft_id INTEGER,
    article_id INTEGER REFERENCES article (id)
) STRICT;
CREATE INDEX evidence_by_draft ON evidence (draft_id);
CREATE INDEX evidence_by_article ON evidence (article_id, fetched_at);
