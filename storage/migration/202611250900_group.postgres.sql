-- Groups that are kept here; the rest of what they say of themselves stands with
-- their actor. subject is the slug of a specialty, or words.
CREATE TABLE local_group (
  actor   BIGINT PRIMARY KEY REFERENCES actor (id) ON DELETE CASCADE,
  purpose TEXT COLLATE "C" NOT NULL,
  subject TEXT COLLATE "C" NOT NULL,
  rules   TEXT COLLATE "C" NOT NULL,
  posting TEXT COLLATE "C" NOT NULL,
  state   TEXT COLLATE "C" NOT NULL,
  made_by BIGINT NOT NULL,
  created BIGINT NOT NULL
);

-- Who looks after a group of ours.
CREATE TABLE group_moderator (
  grp      BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  actor    BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  position BIGINT NOT NULL,
  PRIMARY KEY (grp, actor)
);
CREATE INDEX group_moderator_actor ON group_moderator (actor);

-- What was posted to a group, here or elsewhere, and what its moderators did with
-- it. A removed one is in the group no longer, and does not come back.
CREATE TABLE group_post (
  grp     BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  post    BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  pinned  BIGINT,
  locked  BIGINT,
  removed BIGINT,
  reason  TEXT COLLATE "C" NOT NULL DEFAULT '',
  created BIGINT NOT NULL,
  PRIMARY KEY (grp, post)
);
CREATE INDEX group_post_post ON group_post (post);
CREATE INDEX group_post_pinned ON group_post (grp, pinned) WHERE pinned IS NOT NULL;

-- Whom the moderators of a group shut out; until is NULL for ever.
CREATE TABLE group_ban (
  grp     BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  actor   BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  until   BIGINT,
  reason  TEXT COLLATE "C" NOT NULL,
  created BIGINT NOT NULL,
  PRIMARY KEY (grp, actor)
);
CREATE INDEX group_ban_actor ON group_ban (actor);

-- What a group of ours passed on to its followers, each activity once: the bytes as
-- they were signed elsewhere, or, in own, what it is made of. Both are empty when
-- what it said is gone.
CREATE TABLE group_wrap (
  id        BIGINT PRIMARY KEY,
  grp       BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  inner_iri TEXT COLLATE "C" NOT NULL,
  post      BIGINT NOT NULL,
  body      BYTEA,
  own       TEXT COLLATE "C" NOT NULL,
  created   BIGINT NOT NULL,
  UNIQUE (grp, inner_iri)
);
CREATE INDEX group_wrap_post ON group_wrap (post) WHERE body IS NOT NULL;
CREATE INDEX group_wrap_created ON group_wrap (created);
