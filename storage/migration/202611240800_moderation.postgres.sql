-- A post that was reported is hidden from everybody but its author until staff
-- looked at it. The view is made anew so that it knows the column.
ALTER TABLE post ADD COLUMN hidden BIGINT;
DROP VIEW open_post;
CREATE VIEW open_post AS
  SELECT p.* FROM post p JOIN actor a ON a.id = p.author
  WHERE p.audience IN ('public', 'unlisted') AND p.deleted IS NULL AND p.hidden IS NULL AND a.suspended IS NULL AND a.gone IS NULL;

-- Why, as its author is told. asks says that staff wait for the author to change it.
CREATE TABLE hiding (
  post   BIGINT PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  reason TEXT COLLATE "C" NOT NULL,
  asks   BOOLEAN NOT NULL DEFAULT FALSE,
  note   TEXT COLLATE "C" NOT NULL DEFAULT '',
  since  BIGINT NOT NULL
);

ALTER TABLE flag ADD COLUMN reference TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE flag ADD COLUMN hides BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE flag ADD COLUMN outcome TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX flag_reporter ON flag (reporter, outcome, resolved);
CREATE INDEX flag_post_post ON flag_post (post);

-- The sanctions that were not lifted, "KIND:UNTIL KIND:UNTIL" in Unix milliseconds, 0
-- for no end; what is decided is in table decision.
ALTER TABLE actor ADD COLUMN sanctions TEXT COLLATE "C" NOT NULL DEFAULT '';

-- What staff decided about somebody, with the reasons they were told.
CREATE TABLE decision (
  id        BIGINT PRIMARY KEY,
  person    BIGINT NOT NULL REFERENCES actor (id),
  post      BIGINT NOT NULL DEFAULT 0,
  flag      BIGINT NOT NULL DEFAULT 0,
  act       TEXT COLLATE "C" NOT NULL,
  reason    TEXT COLLATE "C" NOT NULL,
  note      TEXT COLLATE "C" NOT NULL,
  made_by   BIGINT NOT NULL,
  created   BIGINT NOT NULL,
  until     BIGINT,
  lifted    BIGINT,
  lifted_by BIGINT NOT NULL DEFAULT 0,
  told      BIGINT -- when the person was told that it ended
);
CREATE INDEX decision_person ON decision (person, id);
CREATE INDEX decision_until ON decision (until) WHERE until IS NOT NULL AND told IS NULL;

CREATE TABLE appeal (
  decision   BIGINT PRIMARY KEY REFERENCES decision (id) ON DELETE CASCADE,
  text       TEXT COLLATE "C" NOT NULL,
  created    BIGINT NOT NULL,
  decided    BIGINT,
  decided_by BIGINT NOT NULL DEFAULT 0,
  lifted     BOOLEAN NOT NULL DEFAULT FALSE,
  answer     TEXT COLLATE "C" NOT NULL DEFAULT ''
);
CREATE INDEX appeal_open ON appeal (created) WHERE decided IS NULL;

-- What a member does not want to read (filters v2 of the client API).
CREATE TABLE filter (
  id       BIGINT PRIMARY KEY,
  owner    BIGINT NOT NULL REFERENCES actor (id),
  title    TEXT COLLATE "C" NOT NULL,
  contexts TEXT COLLATE "C" NOT NULL, -- slugs between spaces
  action   TEXT COLLATE "C" NOT NULL,
  expires  BIGINT,
  created  BIGINT NOT NULL
);
CREATE INDEX filter_owner ON filter (owner, id);
CREATE TABLE filter_keyword (
  id         BIGINT PRIMARY KEY,
  filter     BIGINT NOT NULL REFERENCES filter (id) ON DELETE CASCADE,
  keyword    TEXT COLLATE "C" NOT NULL,
  whole_word BOOLEAN NOT NULL DEFAULT TRUE
);
CREATE INDEX filter_keyword_filter ON filter_keyword (filter);
CREATE TABLE filter_post (
  id     BIGINT PRIMARY KEY,
  filter BIGINT NOT NULL REFERENCES filter (id) ON DELETE CASCADE,
  post   BIGINT NOT NULL
);
CREATE UNIQUE INDEX filter_post_once ON filter_post (filter, post);

-- Whose direct messages come in at once; those of others wait as requests.
ALTER TABLE user_account ADD COLUMN messages TEXT COLLATE "C" NOT NULL DEFAULT 'followed';
CREATE TABLE message_request (
  owner   BIGINT NOT NULL REFERENCES actor (id),
  sender  BIGINT NOT NULL REFERENCES actor (id),
  post    BIGINT NOT NULL, -- the newest message
  count   BIGINT NOT NULL,
  state   TEXT COLLATE "C" NOT NULL,    -- waiting, accepted, dismissed
  created BIGINT NOT NULL,
  PRIMARY KEY (owner, sender)
);
CREATE INDEX message_request_waiting ON message_request (owner, post) WHERE state = 'waiting';
