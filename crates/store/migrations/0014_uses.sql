-- What is counted of the glossary is bounded by the glossary, and is what is in print.

-- A serial's line was its variant, so that there was a row for each line that was ever printed. The ledger of serials has them.
INSERT INTO article_entry (entry_id, article_id, effect, variant, edition_on)
    SELECT DISTINCT entry_id, article_id, effect, 0, edition_on FROM article_entry WHERE effect = 3 AND variant <> 0
    ON CONFLICT (entry_id, article_id, effect, variant) DO NOTHING;
DELETE FROM article_entry WHERE effect = 3 AND variant <> 0;

-- The latest edition of a use, when the article that had it is taken back or printed anew without it.
CREATE INDEX article_entry_by_use ON article_entry (entry_id, effect, variant, edition_on);

-- Articles that were taken back are not counted.
DELETE FROM glossary_use;
INSERT INTO glossary_use (entry_id, effect, variant, article_count, last_printed_on)
    SELECT e.entry_id, e.effect, e.variant, COUNT(*), MAX(e.edition_on) FROM article_entry e
    JOIN article a ON a.id = e.article_id WHERE a.is_printed = 1 GROUP BY e.entry_id, e.effect, e.variant;
