-- The poll of an ordinary post, ours or of another server. Counts are kept beside the
-- votes: of polls elsewhere they are what their home said.
CREATE TABLE question (
  post     BIGINT PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  multiple BOOLEAN NOT NULL,
  closes   BIGINT,           -- by the clock
  closed   BIGINT,           -- said to be over before
  voters   BIGINT NOT NULL,
  checked  BIGINT,           -- when its home was last asked; NULL for ours
  stale    BOOLEAN NOT NULL DEFAULT FALSE, -- votes came that others were not told of
  told     BIGINT,           -- when others were last told of the counts
  ended    BIGINT            -- when its end was told of; NULL until then
);
CREATE INDEX question_running ON question (closes) WHERE ended IS NULL;
CREATE INDEX question_stale ON question (told) WHERE stale;

CREATE TABLE question_option (
  post     BIGINT NOT NULL REFERENCES question (post) ON DELETE CASCADE,
  position BIGINT NOT NULL,
  text     TEXT COLLATE "C" NOT NULL,
  votes    BIGINT NOT NULL,
  PRIMARY KEY (post, position)
);

-- What was chosen here, and by others in our polls. It is shown to who chose and to
-- nobody else. iri is what a vote is called where it was sent, '' where it was not.
CREATE TABLE question_vote (
  post     BIGINT NOT NULL REFERENCES question (post) ON DELETE CASCADE,
  actor    BIGINT NOT NULL,
  position BIGINT NOT NULL,
  iri      TEXT COLLATE "C" NOT NULL DEFAULT '',
  PRIMARY KEY (post, actor, position)
);
CREATE INDEX question_vote_actor ON question_vote (actor);
