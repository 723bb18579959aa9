-- What apps of members know of people beside the follow: boosts were there before.
-- languages are those that are read, comma after comma; '' for all.
ALTER TABLE follow ADD COLUMN notifies INTEGER NOT NULL DEFAULT FALSE;
ALTER TABLE follow ADD COLUMN languages TEXT NOT NULL DEFAULT '';
CREATE INDEX follow_notifies ON follow (followed) WHERE notifies;

-- hides_collections: whom a member follows, and who follows them, is for nobody else.
-- posted: when the newest post for everybody was written.
ALTER TABLE actor ADD COLUMN hides_collections INTEGER NOT NULL DEFAULT FALSE;
ALTER TABLE actor ADD COLUMN posted INTEGER;
UPDATE actor SET posted = (SELECT p.published FROM post AS p WHERE p.author = actor.id AND p.deleted IS NULL
  AND p.audience IN ('public', 'unlisted') ORDER BY p.id DESC LIMIT 1);

-- What posts of apps are where they say nothing.
ALTER TABLE user_account ADD COLUMN app_sensitive INTEGER NOT NULL DEFAULT FALSE;
ALTER TABLE user_account ADD COLUMN app_language TEXT NOT NULL DEFAULT '';

-- What a member wrote down about somebody, for nobody else.
CREATE TABLE actor_note (
  actor   INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  target  INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  words   TEXT NOT NULL,
  changed INTEGER NOT NULL,
  PRIMARY KEY (actor, target)
) STRICT;

-- Whom a member shows on the own profile.
CREATE TABLE endorsement (
  actor   INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  target  INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  created INTEGER NOT NULL,
  PRIMARY KEY (actor, target)
) STRICT;
CREATE INDEX endorsement_target ON endorsement (target);

-- Whom a member does not want to be suggested again.
CREATE TABLE dismissed_suggestion (
  actor   INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  target  INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  created INTEGER NOT NULL,
  PRIMARY KEY (actor, target)
) STRICT;

-- What the institution tells its members. starts and ends are NULL for at once and
-- never; published is NULL until staff publish it, told what apps were told last:
-- 0 nothing, 1 that it is there, 2 that it is over.
CREATE TABLE announcement (
  id        INTEGER PRIMARY KEY,
  source    TEXT NOT NULL,
  content   TEXT NOT NULL,
  starts    INTEGER,
  ends      INTEGER,
  all_day   INTEGER NOT NULL DEFAULT FALSE,
  published INTEGER,
  changed   INTEGER NOT NULL,
  created   INTEGER NOT NULL,
  made_by   INTEGER NOT NULL,
  told      INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE announcement_read (
  announcement INTEGER NOT NULL REFERENCES announcement (id) ON DELETE CASCADE,
  actor        INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  read         INTEGER NOT NULL,
  PRIMARY KEY (announcement, actor)
) STRICT;
CREATE INDEX announcement_read_actor ON announcement_read (actor);

-- name is an emoji of Unicode, or the shortcode of one of the institution's own.
CREATE TABLE announcement_reaction (
  announcement INTEGER NOT NULL REFERENCES announcement (id) ON DELETE CASCADE,
  actor        INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  name         TEXT NOT NULL,
  created      INTEGER NOT NULL,
  PRIMARY KEY (announcement, actor, name)
) STRICT;
CREATE INDEX announcement_reaction_actor ON announcement_reaction (actor);
