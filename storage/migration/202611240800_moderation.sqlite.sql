-- A post that was reported is hidden from everybody but its author until staff
-- looked at it. The view is made anew so that it knows the column.
ALTER TABLE post ADD COLUMN hidden INTEGER;
DROP VIEW open_post;
CREATE VIEW open_post AS
  SELECT p.* FROM post p JOIN actor a ON a.id = p.author
  WHERE p.audience IN ('public', 'unlisted') AND p.deleted IS NULL AND p.hidden IS NULL AND a.suspended IS NULL AND a.gone IS NULL;

-- Why, as its author is told. asks says that staff wait for the author to change it.
CREATE TABLE hiding (
  post   INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  reason TEXT NOT NULL,
  asks   INTEGER NOT NULL DEFAULT FALSE,
  note   TEXT NOT NULL DEFAULT '',
  since  INTEGER NOT NULL
) STRICT;

ALTER TABLE flag ADD COLUMN reference TEXT NOT NULL DEFAULT '';
ALTER TABLE flag ADD COLUMN hides INTEGER NOT NULL DEFAULT FALSE;
ALTER TABLE flag ADD COLUMN outcome TEXT NOT NULL DEFAULT '';
CREATE INDEX flag_reporter ON flag (reporter, outcome, resolved);
CREATE INDEX flag_post_post ON flag_post (post);

-- The sanctions that were not lifted, "KIND:UNTIL KIND:UNTIL" in Unix milliseconds, 0
-- for no end; what is decided is in table decision.
ALTER TABLE actor ADD COLUMN sanctions TEXT NOT NULL DEFAULT '';

-- What staff decided about somebody, with the reasons they were told.
CREATE TABLE decision (
  id        INTEGER PRIMARY KEY,
  person    INTEGER NOT NULL REFERENCES actor (id),
  post      INTEGER NOT NULL DEFAULT 0,
  flag      INTEGER NOT NULL DEFAULT 0,
  act       TEXT NOT NULL,
  reason    TEXT NOT NULL,
  note      TEXT NOT NULL,
  made_by   INTEGER NOT NULL,
  created   INTEGER NOT NULL,
  until     INTEGER,
  lifted    INTEGER,
  lifted_by INTEGER NOT NULL DEFAULT 0,
  told      INTEGER -- when the person was told that it ended
) STRICT;
CREATE INDEX decision_person ON decision (person, id);
CREATE INDEX decision_until ON decision (until) WHERE until IS NOT NULL AND told IS NULL;

CREATE TABLE appeal (
  decision   INTEGER PRIMARY KEY REFERENCES decision (id) ON DELETE CASCADE,
  text       TEXT NOT NULL,
  created    INTEGER NOT NULL,
  decided    INTEGER,
  decided_by INTEGER NOT NULL DEFAULT 0,
  lifted     INTEGER NOT NULL DEFAULT FALSE,
  answer     TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX appeal_open ON appeal (created) WHERE decided IS NULL;

-- What a member does not want to read (filters v2 of the client API).
CREATE TABLE filter (
  id       INTEGER PRIMARY KEY,
  owner    INTEGER NOT NULL REFERENCES actor (id),
  title    TEXT NOT NULL,
  contexts TEXT NOT NULL, -- slugs between spaces
  action   TEXT NOT NULL,
  expires  INTEGER,
  created  INTEGER NOT NULL
) STRICT;
CREATE INDEX filter_owner ON filter (owner, id);
CREATE TABLE filter_keyword (
  id         INTEGER PRIMARY KEY,
  filter     INTEGER NOT NULL REFERENCES filter (id) ON DELETE CASCADE,
  keyword    TEXT NOT NULL,
  whole_word INTEGER NOT NULL DEFAULT TRUE
) STRICT;
CREATE INDEX filter_keyword_filter ON filter_keyword (filter);
CREATE TABLE filter_post (
  id     INTEGER PRIMARY KEY,
  filter INTEGER NOT NULL REFERENCES filter (id) ON DELETE CASCADE,
  post   INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX filter_post_once ON filter_post (filter, post);

-- Whose direct messages come in at once; those of others wait as requests.
ALTER TABLE user_account ADD COLUMN messages TEXT NOT NULL DEFAULT 'followed';
CREATE TABLE message_request (
  owner   INTEGER NOT NULL REFERENCES actor (id),
  sender  INTEGER NOT NULL REFERENCES actor (id),
  post    INTEGER NOT NULL, -- the newest message
  count   INTEGER NOT NULL,
  state   TEXT NOT NULL,    -- waiting, accepted, dismissed
  created INTEGER NOT NULL,
  PRIMARY KEY (owner, sender)
) STRICT;
CREATE INDEX message_request_waiting ON message_request (owner, post) WHERE state = 'waiting';
