-- The question for the leading diagnosis under a case. It never leaves this
-- instance, and nothing here is part of a post.
CREATE TABLE poll (
  post   INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  other  INTEGER NOT NULL,
  days   INTEGER NOT NULL, -- 0 until the case is solved
  opened INTEGER NOT NULL,
  closed INTEGER           -- ended by who keeps it, or because the case was solved
) STRICT;

CREATE TABLE poll_option (
  poll     INTEGER NOT NULL REFERENCES poll (post) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  text     TEXT NOT NULL,
  PRIMARY KEY (poll, position)
) STRICT, WITHOUT ROWID;

-- One vote each, with what it counts under; when it was cast is not kept. Votes are
-- counted several at a time, in the order of their numbers within the poll.
CREATE TABLE poll_vote (
  poll       INTEGER NOT NULL REFERENCES poll (post) ON DELETE CASCADE,
  number     INTEGER NOT NULL,
  actor      INTEGER NOT NULL,
  choice     INTEGER NOT NULL,
  other      TEXT NOT NULL DEFAULT '',
  profession TEXT NOT NULL DEFAULT '',
  specialty  TEXT NOT NULL DEFAULT '',
  counted    INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (poll, number),
  UNIQUE (poll, actor)
) STRICT;
CREATE INDEX poll_vote_actor ON poll_vote (actor);

-- What was counted, of nobody in particular: it stays when a voter's account goes.
CREATE TABLE poll_count (
  poll       INTEGER NOT NULL REFERENCES poll (post) ON DELETE CASCADE,
  choice     INTEGER NOT NULL,
  profession TEXT NOT NULL,
  specialty  TEXT NOT NULL,
  votes      INTEGER NOT NULL,
  PRIMARY KEY (poll, choice, profession, specialty)
) STRICT, WITHOUT ROWID;
