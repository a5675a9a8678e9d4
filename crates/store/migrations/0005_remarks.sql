-- Remarks of the desk in articles and comments, and what readers send in.

-- A note after certain words. It stands where `quote` ends, told from the same words elsewhere by what stands around
-- them; `text_offset` is where the quote began, in bytes of the text when the note was put there. Nobody moves it by guess:
-- when its words cannot be told any more it is loose.
CREATE TABLE remark (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id INTEGER NOT NULL REFERENCES article (id),
    -- The comment it stands in; none for the article's own text.
    comment_number INTEGER,
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    -- The name as it was then.
    author TEXT NOT NULL,
    -- source is what was typed; html is what it came out as, sealed.
    source TEXT NOT NULL,
    html TEXT NOT NULL,
    seal TEXT NOT NULL,
    quote TEXT NOT NULL,
    prefix TEXT NOT NULL,
    suffix TEXT NOT NULL,
    text_offset INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('placed', 'loose', 'removed')),
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX remark_by_article ON remark (article_id, id);
CREATE INDEX remark_by_staff ON remark (staff_id);
CREATE INDEX remark_loose ON remark (id) WHERE state = 'loose';

-- A news link or an article of one's own that somebody sent in. source is what was typed, html what it came out as.
CREATE TABLE submission (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('link', 'original')),
    headline TEXT NOT NULL,
    -- Empty for an article of one's own.
    url TEXT NOT NULL,
    source TEXT NOT NULL,
    html TEXT NOT NULL,
    seal TEXT NOT NULL,
    nic TEXT NOT NULL,
    email TEXT NOT NULL,
    commenter_id INTEGER REFERENCES commenter (id),
    staff_id INTEGER REFERENCES staff (id),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'taken', 'printed', 'refused')),
    -- What came of it.
    article_id INTEGER REFERENCES article (id),
    -- What the desk says to it.
    word TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    settled_at INTEGER
) STRICT;
CREATE INDEX submission_waiting ON submission (id) WHERE state = 'waiting';
-- An article's, a commenter's or a staff member's row is looked up here whenever one is written.
CREATE INDEX submission_by_article ON submission (article_id);
CREATE INDEX submission_by_staff ON submission (staff_id);
CREATE INDEX submission_by_commenter ON submission (commenter_id, id);
CREATE INDEX submission_by_url ON submission (substr(url, 1, 500));
