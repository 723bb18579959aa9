-- The words under which cases are found: folded by community.Case.IndexWords, one
-- row a case, docid its post. English and German stand side by side, so no stems.
CREATE TABLE case_text (
  docid BIGINT PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  words TSVECTOR NOT NULL
);
CREATE INDEX case_text_words ON case_text USING GIN (words);

CREATE INDEX clinical_case_certainty ON clinical_case (certainty, post) WHERE certainty <> '';
CREATE INDEX clinical_case_age_band ON clinical_case (age_band, post);

-- What members put together for themselves: cases in an order, with notes.
CREATE TABLE collection (
  id      BIGINT PRIMARY KEY,
  owner   BIGINT NOT NULL REFERENCES actor (id),
  name    TEXT NOT NULL,
  note    TEXT NOT NULL DEFAULT '',
  shared  BOOLEAN NOT NULL DEFAULT FALSE, -- with the members of this institution
  created BIGINT NOT NULL,
  changed BIGINT NOT NULL
);
CREATE INDEX collection_owner ON collection (owner, id);
CREATE INDEX collection_shared ON collection (id) WHERE shared;

CREATE TABLE collected (
  collection BIGINT NOT NULL REFERENCES collection (id) ON DELETE CASCADE,
  post       BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  position   BIGINT NOT NULL,
  note       TEXT NOT NULL DEFAULT '',
  added      BIGINT NOT NULL,
  PRIMARY KEY (collection, post)
);
CREATE INDEX collected_post ON collected (post);
