-- The words under which posts are found: folded by community.Post.SearchWords, one row a
-- post, docid its number. Behind them stand marks, which begin with a sign no word has:
-- what the post is, and who may find it. What stands below a case is kept apart, in a
-- table small enough to be put together anew when the case is withdrawn.
CREATE VIRTUAL TABLE post_text USING fts4 (words, tokenize=unicode61 "tokenchars=_", order=desc);
CREATE VIRTUAL TABLE answer_text USING fts4 (words, tokenize=unicode61 "tokenchars=_", order=desc);

-- Whose posts are to be written into the index again, from which on; actor 0 is
-- everybody, once.
CREATE TABLE indexing (
  actor     INTEGER PRIMARY KEY,
  last_post INTEGER NOT NULL
) STRICT;
INSERT INTO indexing (actor, last_post) VALUES (0, 0);

-- Whoever changes their mind about being searched.
CREATE TRIGGER actor_indexing AFTER UPDATE OF indexable ON actor WHEN old.indexable <> new.indexable
BEGIN
  INSERT INTO indexing (actor, last_post) VALUES (new.id, 0) ON CONFLICT (actor) DO UPDATE SET last_post = 0;
END;
