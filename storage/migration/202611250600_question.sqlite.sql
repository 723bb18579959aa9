-- The poll of an ordinary post, ours or of another server. Counts are kept beside the
-- votes: of polls elsewhere they are what their home said.
CREATE TABLE question (
  post     INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  multiple INTEGER NOT NULL,
  closes   INTEGER,           -- by the clock
  closed   INTEGER,           -- said to be over before
  voters   INTEGER NOT NULL,
  checked  INTEGER,           -- when its home was last asked; NULL for ours
  stale    INTEGER NOT NULL DEFAULT FALSE, -- votes came that others were not told of
  told     INTEGER,           -- when others were last told of the counts
  ended    INTEGER            -- when its end was told of; NULL until then
) STRICT;
CREATE INDEX question_running ON question (closes) WHERE ended IS NULL;
CREATE INDEX question_stale ON question (told) WHERE stale;

CREATE TABLE question_option (
  post     INTEGER NOT NULL REFERENCES question (post) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  text     TEXT NOT NULL,
  votes    INTEGER NOT NULL,
  PRIMARY KEY (post, position)
) STRICT, WITHOUT ROWID;

-- What was chosen here, and by others in our polls. It is shown to who chose and to
-- nobody else. iri is what a vote is called where it was sent, '' where it was not.
CREATE TABLE question_vote (
  post     INTEGER NOT NULL REFERENCES question (post) ON DELETE CASCADE,
  actor    INTEGER NOT NULL,
  position INTEGER NOT NULL,
  iri      TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (post, actor, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX question_vote_actor ON question_vote (actor);
