-- The words under which cases are found. FTS4 is part of every build; what stands
-- in it was folded by community.Case.IndexWords, one row a case, docid its post.
CREATE VIRTUAL TABLE case_text USING fts4 (words, tokenize=unicode61, order=desc);

CREATE INDEX clinical_case_certainty ON clinical_case (certainty, post) WHERE certainty <> '';
CREATE INDEX clinical_case_age_band ON clinical_case (age_band, post);

-- What members put together for themselves: cases in an order, with notes.
CREATE TABLE collection (
  id      INTEGER PRIMARY KEY,
  owner   INTEGER NOT NULL REFERENCES actor (id),
  name    TEXT NOT NULL,
  note    TEXT NOT NULL DEFAULT '',
  shared  INTEGER NOT NULL DEFAULT 0, -- with the members of this institution
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL
) STRICT;
CREATE INDEX collection_owner ON collection (owner, id);
CREATE INDEX collection_shared ON collection (id) WHERE shared;

CREATE TABLE collected (
  collection INTEGER NOT NULL REFERENCES collection (id) ON DELETE CASCADE,
  post       INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  position   INTEGER NOT NULL,
  note       TEXT NOT NULL DEFAULT '',
  added      INTEGER NOT NULL,
  PRIMARY KEY (collection, post)
) STRICT;
CREATE INDEX collected_post ON collected (post);
