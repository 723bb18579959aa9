-- Posts that an actor shows first on its profile, from the highest place down.
CREATE TABLE pin (
  actor BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  post  BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  place BIGINT NOT NULL,
  PRIMARY KEY (actor, post)
);
CREATE INDEX pin_post ON pin (post);

-- Hashtags that an actor shows on its profile, in the order of their places.
CREATE TABLE featured_tag (
  actor BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  tag   TEXT COLLATE "C" NOT NULL,
  place BIGINT NOT NULL,
  PRIMARY KEY (actor, tag)
);

-- closed: its home says that it closed the account. featured_read: when pins and
-- hashtags of an actor elsewhere were last asked for. fields_due: when the links in
-- the lines of a member's profile are to be looked at; NULL for never.
ALTER TABLE actor ADD COLUMN closed BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE actor ADD COLUMN featured_read BIGINT;
ALTER TABLE actor ADD COLUMN fields_due BIGINT;
CREATE INDEX actor_fields_due ON actor (fields_due) WHERE fields_due IS NOT NULL;

-- What a peer's NodeInfo says it runs, and when it was last asked.
ALTER TABLE peer ADD COLUMN software TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE peer ADD COLUMN software_version TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE peer ADD COLUMN nodeinfo_read BIGINT;
