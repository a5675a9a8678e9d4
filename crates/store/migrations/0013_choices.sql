-- What an editor chose for the glossary in an article: kept with it, so that it holds when the article is printed anew.
CREATE TABLE article_choice (
    article_id INTEGER PRIMARY KEY REFERENCES article (id),
    -- As JSON of the server's own.
    choices TEXT NOT NULL
) STRICT;
