-- The words under which posts are found: folded by community.Post.SearchWords, one row a
-- post, docid its number. Behind them stand marks, which begin with a sign no word has:
-- what the post is, and who may find it. What stands below a case is kept apart, as on
-- SQLite.
CREATE TABLE post_text (
  docid BIGINT PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  words TSVECTOR NOT NULL
);
CREATE INDEX post_text_words ON post_text USING GIN (words);
CREATE TABLE answer_text (
  docid BIGINT PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  words TSVECTOR NOT NULL
);
CREATE INDEX answer_text_words ON answer_text USING GIN (words);

-- Whose posts are to be written into the index again, from which on; actor 0 is
-- everybody, once.
CREATE TABLE indexing (
  actor     BIGINT PRIMARY KEY,
  last_post BIGINT NOT NULL
);
INSERT INTO indexing (actor, last_post) VALUES (0, 0);

-- Whoever changes their mind about being searched.
CREATE FUNCTION actor_indexing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO indexing (actor, last_post) VALUES (new.id, 0) ON CONFLICT (actor) DO UPDATE SET last_post = 0;
  RETURN NULL;
END $$;
CREATE TRIGGER actor_indexing AFTER UPDATE OF indexable ON actor FOR EACH ROW WHEN (OLD.indexable <> NEW.indexable)
EXECUTE FUNCTION actor_indexing();
