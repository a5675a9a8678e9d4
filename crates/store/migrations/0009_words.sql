-- What is known of a printed article beside its words: the switches it was printed with, and who has it open.

-- What the glossary does differently in an article, as JSON; no row where it does nothing differently.
CREATE TABLE article_choice (
    article_id INTEGER PRIMARY KEY REFERENCES article (id),
    choices TEXT NOT NULL
) STRICT;

-- Who is changing an article's words outside of a draft. A row that is not seen for a while means nothing.
CREATE TABLE article_editor (
    article_id INTEGER NOT NULL REFERENCES article (id),
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    since INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (article_id, staff_id)
) STRICT, WITHOUT ROWID;
