-- When what is printed changed, and what the glossary's history is asked for by time.

-- When what readers see of an article last changed: its words, or what the glossary does to them. None for an article that is
-- as it was first printed. Feeds tell it, so that who goes by it does not keep what was corrected.
ALTER TABLE article ADD COLUMN changed_at INTEGER;
UPDATE article SET changed_at = (SELECT MAX(r.made_at) FROM article_revision r WHERE r.article_id = article.id)
    WHERE revision > 1;

-- The changes since an instant.
CREATE INDEX glossary_change_by_time ON glossary_change (made_at);
-- Which entries a change made or changed, without reading what these were before and after.
CREATE INDEX glossary_entry_change_in_short ON glossary_entry_change (change_id, revision, entry_id);
