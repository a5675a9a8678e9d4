-- The paper. Written in SQLite's spelling; for PostgreSQL the types are respelled (see dialect.rs).
-- Instants are milliseconds since 1970; an edition's date is a number such as 20140707; truths are 0 and 1.

CREATE TABLE setting (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- The numbered parts of an edition.
CREATE TABLE page (
    number INTEGER NOT NULL UNIQUE,
    title TEXT NOT NULL
) STRICT;

CREATE TABLE area (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    position INTEGER NOT NULL
) STRICT;

-- The publications that clippings come from. The tag is printed in brackets before the text.
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    tag TEXT NOT NULL,
    homepage TEXT NOT NULL
) STRICT;

CREATE TABLE dossier (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    article_count INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Pictures served from the site; the bytes lie in the object store under the hash.
CREATE TABLE picture (
    hash TEXT NOT NULL PRIMARY KEY,
    media_type TEXT NOT NULL,
    extension TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    size_bytes INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- Where a picture was fetched from, so that it is fetched once.
CREATE TABLE picture_origin (
    url TEXT NOT NULL PRIMARY KEY,
    hash TEXT NOT NULL REFERENCES picture (hash),
    fetched_at INTEGER NOT NULL
) STRICT;

-- What lists need of an article; its text is in article_text, so that lists read narrow rows.
CREATE TABLE article (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('link', 'original')),
    headline TEXT NOT NULL,
    slug TEXT NOT NULL,
    source_id INTEGER REFERENCES source (id),
    url TEXT,
    byline TEXT,
    lang TEXT,
    source_date TEXT,
    edition_on INTEGER NOT NULL,
    page INTEGER NOT NULL,
    area_id INTEGER NOT NULL REFERENCES area (id),
    printed_at INTEGER NOT NULL,
    posted_by TEXT NOT NULL,
    is_lead INTEGER NOT NULL DEFAULT 0,
    is_classic INTEGER NOT NULL DEFAULT 0,
    teaser TEXT NOT NULL,
    picture TEXT REFERENCES picture (hash),
    picture_alt TEXT NOT NULL DEFAULT '',
    picture_caption TEXT NOT NULL DEFAULT '',
    comments_close_at INTEGER,
    comment_count INTEGER NOT NULL DEFAULT 0,
    last_number INTEGER NOT NULL DEFAULT 0,
    last_comment_at INTEGER,
    last_comment_nic TEXT,
    last_comment_number INTEGER,
    view_count INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX article_by_edition ON article (edition_on, page, printed_at, id);
CREATE INDEX article_by_time ON article (printed_at, id);
CREATE INDEX article_by_page ON article (page, printed_at, id);
CREATE INDEX article_by_area ON article (area_id, printed_at, id);
CREATE INDEX article_by_source ON article (source_id, printed_at, id);
-- A part of the address: PostgreSQL's indexes take no key of more than 2,704 bytes.
CREATE INDEX article_by_url ON article (substr(url, 1, 500));
CREATE INDEX lead_by_edition ON article (edition_on, printed_at) WHERE is_lead = 1;
CREATE INDEX classic_by_time ON article (printed_at, id) WHERE is_classic = 1;

-- source_html is what came; safe_html is what the sanitiser let through of it, sealed; the print
-- record says what the glossary did at which place of safe_html.
CREATE TABLE article_text (
    article_id INTEGER PRIMARY KEY REFERENCES article (id),
    source_html TEXT NOT NULL,
    safe_html TEXT NOT NULL,
    seal TEXT NOT NULL,
    print_record TEXT NOT NULL
) STRICT;

CREATE TABLE article_dossier (
    article_id INTEGER NOT NULL REFERENCES article (id),
    dossier_id INTEGER NOT NULL REFERENCES dossier (id),
    edition_on INTEGER NOT NULL,
    printed_at INTEGER NOT NULL,
    PRIMARY KEY (article_id, dossier_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_dossier_by_dossier ON article_dossier (dossier_id, printed_at, article_id);
CREATE INDEX article_dossier_by_edition ON article_dossier (edition_on, dossier_id);

-- Clipped, not printed yet.
CREATE TABLE draft (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- Counters, kept by the transaction that changes what they count.
CREATE TABLE edition (
    edition_on INTEGER NOT NULL PRIMARY KEY,
    article_count INTEGER NOT NULL DEFAULT 0,
    comment_count INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE edition_month (
    month INTEGER NOT NULL PRIMARY KEY,
    article_count INTEGER NOT NULL DEFAULT 0,
    comment_count INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE total (
    name TEXT NOT NULL PRIMARY KEY,
    count INTEGER NOT NULL
) STRICT;
INSERT INTO total (name, count) VALUES ('articles', 0), ('comments', 0);
-- Comments by the day on which they were written (editions count those under their own articles).
CREATE TABLE comment_day (
    written_on INTEGER NOT NULL PRIMARY KEY,
    comment_count INTEGER NOT NULL
) STRICT;

-- A reader who has commented, known by a signed cookie.
CREATE TABLE commenter (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    nic TEXT NOT NULL,
    original_nic TEXT NOT NULL,
    email TEXT NOT NULL,
    website TEXT NOT NULL,
    comment_count INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
) STRICT;

-- Every name ever signed with. The skeleton is what it looks like to the eye.
CREATE TABLE nic (
    nic TEXT NOT NULL PRIMARY KEY,
    skeleton TEXT NOT NULL,
    first_commenter_id INTEGER REFERENCES commenter (id),
    comment_count INTEGER NOT NULL DEFAULT 0,
    first_used_at INTEGER NOT NULL
) STRICT;
CREATE INDEX nic_by_skeleton ON nic (skeleton);
CREATE INDEX nic_by_commenter ON nic (first_commenter_id);

-- source is what was typed; html is what it came out as, sealed. The number is dense per article.
CREATE TABLE comment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id INTEGER NOT NULL REFERENCES article (id),
    number INTEGER NOT NULL,
    commenter_id INTEGER REFERENCES commenter (id),
    nic TEXT NOT NULL,
    email TEXT NOT NULL,
    website TEXT NOT NULL,
    source TEXT NOT NULL,
    html TEXT NOT NULL,
    seal TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('shown', 'removed')),
    created_at INTEGER NOT NULL,
    -- The day in the paper's time zone of then: zones change, what was counted under a day stays there.
    written_on INTEGER NOT NULL,
    UNIQUE (article_id, number)
) STRICT;
CREATE INDEX comment_by_nic ON comment (nic, id);
CREATE INDEX comment_by_commenter ON comment (commenter_id, id);

-- The glossary: an entry's body is JSON as in the glossary file.
CREATE TABLE glossary_entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    headword TEXT NOT NULL,
    revision INTEGER NOT NULL,
    body TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE TABLE serial (
    name TEXT NOT NULL PRIMARY KEY,
    lines TEXT NOT NULL
) STRICT;
-- The never-ending story so far: which line was printed where. Each line once, in order.
CREATE TABLE serial_line (
    serial TEXT NOT NULL,
    line_number INTEGER NOT NULL,
    article_id INTEGER NOT NULL REFERENCES article (id),
    text TEXT NOT NULL,
    printed_at INTEGER NOT NULL,
    PRIMARY KEY (serial, line_number)
) STRICT;
CREATE INDEX serial_line_by_article ON serial_line (article_id);

-- One-time links and sessions of staff, by the hash of their secret.
CREATE TABLE owner_key (
    hash TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('link', 'session')),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

-- What happened, in the order of commits: how caches of this and other processes keep up.
CREATE TABLE event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    subject INTEGER NOT NULL,
    happened_at INTEGER NOT NULL
) STRICT;
