-- Changing what is printed: taken back, moved, put in order, revised.

-- Whether readers see it. One that was taken back keeps its number, its comments and its place.
ALTER TABLE article ADD COLUMN is_printed INTEGER NOT NULL DEFAULT 1;
-- Its place on its page where the desk put the page in order; 0: after those, by time.
ALTER TABLE article ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
-- Goes up by one with each revision.
ALTER TABLE article ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;

-- Every state that an article's words ever had. The first is noted when the second is made, so that an article that is
-- never touched is not stored twice.
CREATE TABLE article_revision (
    article_id INTEGER NOT NULL REFERENCES article (id),
    number INTEGER NOT NULL,
    staff_id INTEGER REFERENCES staff (id),
    who TEXT NOT NULL,
    -- The words as JSON: headline, text and what else the desk can change.
    body TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (article_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_revision_by_staff ON article_revision (staff_id);
