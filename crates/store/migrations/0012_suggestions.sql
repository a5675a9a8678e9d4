-- What the desk has said of suggestions for the glossary: "not this one again".
-- kind: 'name' for a name that recurs without an entry, 'alias' for a spelling that looks like one of an entry, 'unmatched' for
-- an entry that never matches, 'collision' for a form that two entries have.
CREATE TABLE glossary_dismissal (
    kind TEXT NOT NULL,
    words TEXT NOT NULL,
    who TEXT NOT NULL,
    dismissed_at INTEGER NOT NULL,
    PRIMARY KEY (kind, words)
) STRICT, WITHOUT ROWID;
