-- The question for the leading diagnosis under a case. It never leaves this
-- instance, and nothing here is part of a post.
CREATE TABLE poll (
  post   BIGINT PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  other  BOOLEAN NOT NULL,
  days   BIGINT NOT NULL, -- 0 until the case is solved
  opened BIGINT NOT NULL,
  closed BIGINT           -- ended by who keeps it, or because the case was solved
);

CREATE TABLE poll_option (
  poll     BIGINT NOT NULL REFERENCES poll (post) ON DELETE CASCADE,
  position BIGINT NOT NULL,
  text     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (poll, position)
);

-- One vote each, with what it counts under; when it was cast is not kept. Votes are
-- counted several at a time, in the order of their numbers within the poll.
CREATE TABLE poll_vote (
  poll       BIGINT NOT NULL REFERENCES poll (post) ON DELETE CASCADE,
  number     BIGINT NOT NULL,
  actor      BIGINT NOT NULL,
  choice     BIGINT NOT NULL,
  other      TEXT COLLATE "C" NOT NULL DEFAULT '',
  profession TEXT COLLATE "C" NOT NULL DEFAULT '',
  specialty  TEXT COLLATE "C" NOT NULL DEFAULT '',
  counted    BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (poll, number),
  UNIQUE (poll, actor)
);
CREATE INDEX poll_vote_actor ON poll_vote (actor);

-- What was counted, of nobody in particular: it stays when a voter's account goes.
CREATE TABLE poll_count (
  poll       BIGINT NOT NULL REFERENCES poll (post) ON DELETE CASCADE,
  choice     BIGINT NOT NULL,
  profession TEXT COLLATE "C" NOT NULL,
  specialty  TEXT COLLATE "C" NOT NULL,
  votes      BIGINT NOT NULL,
  PRIMARY KEY (poll, choice, profession, specialty)
);
