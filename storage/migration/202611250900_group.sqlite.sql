-- Groups that are kept here; the rest of what they say of themselves stands with
-- their actor. subject is the slug of a specialty, or words.
CREATE TABLE local_group (
  actor   INTEGER PRIMARY KEY REFERENCES actor (id) ON DELETE CASCADE,
  purpose TEXT NOT NULL,
  subject TEXT NOT NULL,
  rules   TEXT NOT NULL,
  posting TEXT NOT NULL,
  state   TEXT NOT NULL,
  made_by INTEGER NOT NULL,
  created INTEGER NOT NULL
) STRICT;

-- Who looks after a group of ours.
CREATE TABLE group_moderator (
  grp      INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  actor    INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  PRIMARY KEY (grp, actor)
) STRICT;
CREATE INDEX group_moderator_actor ON group_moderator (actor);

-- What was posted to a group, here or elsewhere, and what its moderators did with
-- it. A removed one is in the group no longer, and does not come back.
CREATE TABLE group_post (
  grp     INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  post    INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  pinned  INTEGER,
  locked  INTEGER,
  removed INTEGER,
  reason  TEXT NOT NULL DEFAULT '',
  created INTEGER NOT NULL,
  PRIMARY KEY (grp, post)
) STRICT;
CREATE INDEX group_post_post ON group_post (post);
CREATE INDEX group_post_pinned ON group_post (grp, pinned) WHERE pinned IS NOT NULL;

-- Whom the moderators of a group shut out; until is NULL for ever.
CREATE TABLE group_ban (
  grp     INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  actor   INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  until   INTEGER,
  reason  TEXT NOT NULL,
  created INTEGER NOT NULL,
  PRIMARY KEY (grp, actor)
) STRICT;
CREATE INDEX group_ban_actor ON group_ban (actor);

-- What a group of ours passed on to its followers, each activity once: the bytes as
-- they were signed elsewhere, or, in own, what it is made of. Both are empty when
-- what it said is gone.
CREATE TABLE group_wrap (
  id        INTEGER PRIMARY KEY,
  grp       INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  inner_iri TEXT NOT NULL,
  post      INTEGER NOT NULL,
  body      BLOB,
  own       TEXT NOT NULL,
  created   INTEGER NOT NULL,
  UNIQUE (grp, inner_iri)
) STRICT;
CREATE INDEX group_wrap_post ON group_wrap (post) WHERE body IS NOT NULL;
CREATE INDEX group_wrap_created ON group_wrap (created);
