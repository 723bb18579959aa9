-- What else a rule about a server does, and which list it came from: 0 for one that
-- staff made here.
ALTER TABLE domain_rule ADD COLUMN reject_media BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE domain_rule ADD COLUMN reject_reports BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE domain_rule ADD COLUMN obfuscate BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE domain_rule ADD COLUMN changed BIGINT;
ALTER TABLE domain_rule ADD COLUMN source BIGINT NOT NULL DEFAULT 0;

-- Where an actor's identifier lives, beside the domain it goes by.
ALTER TABLE actor ADD COLUMN home TEXT GENERATED ALWAYS AS (lower(split_part(split_part(iri, '//', 2), '/', 1))) STORED;
CREATE INDEX actor_home ON actor (home);
CREATE INDEX notification_actor ON notification (actor);
CREATE INDEX media_owner_fetched ON media (owner) WHERE fetched IS NOT NULL;

-- Lists that staff look at before they are taken in.
CREATE TABLE domain_import (
  id       BIGINT PRIMARY KEY,
  made_by  BIGINT NOT NULL,
  name     TEXT NOT NULL,
  severity TEXT NOT NULL,
  body     TEXT NOT NULL,
  created  BIGINT NOT NULL
);
CREATE INDEX domain_import_created ON domain_import (created);

-- Lists of others that are read again and again. excludes has one host a line.
CREATE TABLE domain_subscription (
  id       BIGINT PRIMARY KEY,
  name     TEXT NOT NULL,
  url      TEXT NOT NULL UNIQUE,
  severity TEXT NOT NULL,
  at_once  BOOLEAN NOT NULL,
  priority INTEGER NOT NULL,
  excludes TEXT NOT NULL DEFAULT '',
  created  BIGINT NOT NULL,
  made_by  BIGINT NOT NULL,
  tried    BIGINT,
  read     BIGINT,
  etag     TEXT NOT NULL DEFAULT '',
  failure  TEXT NOT NULL DEFAULT '',
  shrunk   INTEGER NOT NULL DEFAULT 0
);

-- What each of these lists said when it was read last.
CREATE TABLE domain_listing (
  subscription   BIGINT NOT NULL REFERENCES domain_subscription (id) ON DELETE CASCADE,
  host           TEXT NOT NULL,
  severity       TEXT NOT NULL,
  reject_media   BOOLEAN NOT NULL,
  reject_reports BOOLEAN NOT NULL,
  obfuscate      BOOLEAN NOT NULL,
  public_comment TEXT NOT NULL,
  PRIMARY KEY (subscription, host)
);

-- What the lists would change here, for staff to decide; one that was rejected stays,
-- so that it is not asked again.
CREATE TABLE domain_draft (
  host           TEXT PRIMARY KEY,
  removes        BOOLEAN NOT NULL,
  severity       TEXT NOT NULL,
  reject_media   BOOLEAN NOT NULL,
  reject_reports BOOLEAN NOT NULL,
  obfuscate      BOOLEAN NOT NULL,
  public_comment TEXT NOT NULL,
  source         BIGINT NOT NULL,
  created        BIGINT NOT NULL,
  rejected       BIGINT
);

-- Follows that ended because a server was shut out: by staff (owner 0), or by the
-- member owner for themselves. since tells one suspension of a server from the next.
CREATE TABLE severance (
  id      BIGINT PRIMARY KEY,
  kind    TEXT NOT NULL,
  target  TEXT NOT NULL,
  owner   BIGINT NOT NULL,
  since   BIGINT NOT NULL,
  created BIGINT NOT NULL,
  UNIQUE (target, owner, since)
);
CREATE TABLE severed (
  severance       BIGINT NOT NULL REFERENCES severance (id) ON DELETE CASCADE,
  member          BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  other           BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  follower        BOOLEAN NOT NULL, -- other followed the member, not the other way round
  hides_announces BOOLEAN NOT NULL,
  PRIMARY KEY (severance, member, other, follower)
);
CREATE INDEX severed_member ON severed (member, severance);

-- Servers that members do not want to meet.
CREATE TABLE user_domain_block (
  actor   BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  host    TEXT NOT NULL,
  created BIGINT NOT NULL,
  PRIMARY KEY (actor, host)
);
