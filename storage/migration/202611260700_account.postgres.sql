-- What apps of members know of people beside the follow: boosts were there before.
-- languages are those that are read, comma after comma; '' for all.
ALTER TABLE follow ADD COLUMN notifies BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE follow ADD COLUMN languages TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX follow_notifies ON follow (followed) WHERE notifies;

-- hides_collections: whom a member follows, and who follows them, is for nobody else.
-- posted: when the newest post for everybody was written.
ALTER TABLE actor ADD COLUMN hides_collections BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE actor ADD COLUMN posted BIGINT;
UPDATE actor SET posted = (SELECT p.published FROM post AS p WHERE p.author = actor.id AND p.deleted IS NULL
  AND p.audience IN ('public', 'unlisted') ORDER BY p.id DESC LIMIT 1);

-- What posts of apps are where they say nothing.
ALTER TABLE user_account ADD COLUMN app_sensitive BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE user_account ADD COLUMN app_language TEXT COLLATE "C" NOT NULL DEFAULT '';

-- What a member wrote down about somebody, for nobody else.
CREATE TABLE actor_note (
  actor   BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  target  BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  words   TEXT COLLATE "C" NOT NULL,
  changed BIGINT NOT NULL,
  PRIMARY KEY (actor, target)
);

-- Whom a member shows on the own profile.
CREATE TABLE endorsement (
  actor   BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  target  BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  created BIGINT NOT NULL,
  PRIMARY KEY (actor, target)
);
CREATE INDEX endorsement_target ON endorsement (target);

-- Whom a member does not want to be suggested again.
CREATE TABLE dismissed_suggestion (
  actor   BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  target  BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  created BIGINT NOT NULL,
  PRIMARY KEY (actor, target)
);

-- What the institution tells its members. starts and ends are NULL for at once and
-- never; published is NULL until staff publish it, told what apps were told last:
-- 0 nothing, 1 that it is there, 2 that it is over.
CREATE TABLE announcement (
  id        BIGINT PRIMARY KEY,
  source    TEXT COLLATE "C" NOT NULL,
  content   TEXT COLLATE "C" NOT NULL,
  starts    BIGINT,
  ends      BIGINT,
  all_day   BOOLEAN NOT NULL DEFAULT FALSE,
  published BIGINT,
  changed   BIGINT NOT NULL,
  created   BIGINT NOT NULL,
  made_by   BIGINT NOT NULL,
  told      BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE announcement_read (
  announcement BIGINT NOT NULL REFERENCES announcement (id) ON DELETE CASCADE,
  actor        BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  read         BIGINT NOT NULL,
  PRIMARY KEY (announcement, actor)
);
CREATE INDEX announcement_read_actor ON announcement_read (actor);

-- name is an emoji of Unicode, or the shortcode of one of the institution's own.
CREATE TABLE announcement_reaction (
  announcement BIGINT NOT NULL REFERENCES announcement (id) ON DELETE CASCADE,
  actor        BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  name         TEXT COLLATE "C" NOT NULL,
  created      BIGINT NOT NULL,
  PRIMARY KEY (announcement, actor, name)
);
CREATE INDEX announcement_reaction_actor ON announcement_reaction (actor);
