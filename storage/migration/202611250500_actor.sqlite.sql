-- Posts that an actor shows first on its profile, from the highest place down.
CREATE TABLE pin (
  actor INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  post  INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  PRIMARY KEY (actor, post)
) STRICT;
CREATE INDEX pin_post ON pin (post);

-- Hashtags that an actor shows on its profile, in the order of their places.
CREATE TABLE featured_tag (
  actor INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  tag   TEXT NOT NULL,
  place INTEGER NOT NULL,
  PRIMARY KEY (actor, tag)
) STRICT;

-- closed: its home says that it closed the account. featured_read: when pins and
-- hashtags of an actor elsewhere were last asked for. fields_due: when the links in
-- the lines of a member's profile are to be looked at; NULL for never.
ALTER TABLE actor ADD COLUMN closed INTEGER NOT NULL DEFAULT FALSE;
ALTER TABLE actor ADD COLUMN featured_read INTEGER;
ALTER TABLE actor ADD COLUMN fields_due INTEGER;
CREATE INDEX actor_fields_due ON actor (fields_due) WHERE fields_due IS NOT NULL;

-- What a peer's NodeInfo says it runs, and when it was last asked.
ALTER TABLE peer ADD COLUMN software TEXT NOT NULL DEFAULT '';
ALTER TABLE peer ADD COLUMN software_version TEXT NOT NULL DEFAULT '';
ALTER TABLE peer ADD COLUMN nodeinfo_read INTEGER;
