-- Those who make the paper: accounts for staff only. Readers have none.

CREATE TABLE staff (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    -- What the name looks like to the eye, so that no two can be taken for each other.
    name_key TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL CHECK (role IN ('contributor', 'moderator', 'editor', 'owner')),
    -- "#7a1f3d", for remarks.
    colour TEXT NOT NULL,
    about TEXT NOT NULL DEFAULT '',
    -- A contributor whose submissions go straight to print.
    is_trusted INTEGER NOT NULL DEFAULT 0,
    is_active INTEGER NOT NULL DEFAULT 1,
    -- An Argon2 hash in PHC form; empty for those who sign in with a passkey alone.
    password TEXT NOT NULL,
    -- In base 32; empty for none.
    totp_secret TEXT NOT NULL DEFAULT '',
    -- The time step of the last code used: no code is good twice.
    totp_step INTEGER NOT NULL DEFAULT 0,
    passkey_count INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    seen_at INTEGER
) STRICT;

CREATE TABLE passkey (
    -- In base 64, as browsers name it.
    credential_id TEXT NOT NULL PRIMARY KEY,
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    label TEXT NOT NULL,
    -- What it takes to check a signature, as JSON.
    body TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX passkey_by_staff ON passkey (staff_id);

CREATE TABLE recovery_code (
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    hash TEXT NOT NULL,
    PRIMARY KEY (staff_id, hash)
) STRICT, WITHOUT ROWID;

-- Known by the hash of its secret only, which is in the browser's cookie.
CREATE TABLE staff_session (
    hash TEXT NOT NULL PRIMARY KEY,
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    agent TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    -- When its holder last proved to be who they are.
    proved_at INTEGER NOT NULL
) STRICT;
CREATE INDEX staff_session_by_staff ON staff_session (staff_id);

-- One-time links, known by the hash of their secret only.
CREATE TABLE invitation (
    hash TEXT NOT NULL PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('contributor', 'moderator', 'editor', 'owner')),
    -- For whom, in the words of who invited.
    note TEXT NOT NULL,
    -- Whose account it opens anew; none for a new account.
    staff_id INTEGER REFERENCES staff (id),
    invited_by INTEGER REFERENCES staff (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

-- Every act of staff: who, when, what, before and after. Nothing is ever taken out of it.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    staff_id INTEGER REFERENCES staff (id),
    -- The name as it was then; "the command line" for what was done there.
    who TEXT NOT NULL,
    act TEXT NOT NULL,
    subject TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    label TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    happened_at INTEGER NOT NULL
) STRICT;
CREATE INDEX audit_by_subject ON audit (subject, subject_id, id);
CREATE INDEX audit_by_staff ON audit (staff_id, id);

-- Owners of before had a link and a session, and no name. They make themselves an account by a new link.
DROP TABLE owner_key;
