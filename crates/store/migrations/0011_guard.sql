-- Challenges that passkeys have answered, by their hash: none is good twice, whichever node it is sent to.
CREATE TABLE spent_challenge (
    hash TEXT NOT NULL PRIMARY KEY,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX spent_challenge_by_expiry ON spent_challenge (expires_at);
