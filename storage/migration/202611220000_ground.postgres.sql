-- What the community remembers. Times are Unix milliseconds (UTC); NULL is
-- "never". Identifiers of things in the fediverse are stored as their owners
-- wrote them.

CREATE TABLE setting (
  name  TEXT COLLATE "C" PRIMARY KEY,
  value TEXT COLLATE "C" NOT NULL
);

-- Which process owns which slot of the id space, and the last millisecond that
-- slot used, so that a restart never gives an id twice.
CREATE TABLE node (
  slot        INTEGER PRIMARY KEY,
  lease_until BIGINT NOT NULL,
  holder      TEXT COLLATE "C" NOT NULL,
  last_ms     BIGINT NOT NULL
);

CREATE TABLE actor (
  id                 BIGINT PRIMARY KEY,
  iri                TEXT COLLATE "C" NOT NULL UNIQUE,
  kind               TEXT COLLATE "C" NOT NULL,
  name               TEXT COLLATE "C" NOT NULL,
  name_lower         TEXT COLLATE "C" NOT NULL,
  host               TEXT COLLATE "C" NOT NULL DEFAULT '',
  user_id            BIGINT,
  local              BOOLEAN NOT NULL,
  display_name       TEXT COLLATE "C" NOT NULL DEFAULT '',
  pronouns           TEXT COLLATE "C" NOT NULL DEFAULT '',
  summary            TEXT COLLATE "C" NOT NULL DEFAULT '',
  summary_source     TEXT COLLATE "C" NOT NULL DEFAULT '',
  profession         TEXT COLLATE "C" NOT NULL DEFAULT '',
  specialty          TEXT COLLATE "C" NOT NULL DEFAULT '',
  avatar             BIGINT NOT NULL DEFAULT 0,
  avatar_iri         TEXT COLLATE "C",
  approves_followers BOOLEAN NOT NULL DEFAULT FALSE,
  discoverable       BOOLEAN NOT NULL DEFAULT FALSE,
  indexable          BOOLEAN NOT NULL DEFAULT FALSE,
  url                TEXT COLLATE "C",
  inbox              TEXT COLLATE "C",
  shared_inbox       TEXT COLLATE "C",
  outbox             TEXT COLLATE "C",
  followers          TEXT COLLATE "C",
  following          TEXT COLLATE "C",
  featured           TEXT COLLATE "C",
  published          BIGINT,
  fetched            BIGINT,
  suspended          BIGINT,
  gone               BIGINT,
  revision           INTEGER NOT NULL DEFAULT 1,
  post_count         INTEGER NOT NULL DEFAULT 0,
  follower_count     INTEGER NOT NULL DEFAULT 0,
  following_count    INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX actor_handle ON actor (name_lower, host);
CREATE INDEX actor_host ON actor (host);
CREATE INDEX actor_user ON actor (user_id);
CREATE INDEX actor_avatar ON actor (avatar) WHERE avatar <> 0;

-- Many keys an actor; private halves are sealed with the instance's secret.
CREATE TABLE actor_key (
  iri            TEXT COLLATE "C" PRIMARY KEY,
  actor          BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  algorithm      TEXT COLLATE "C" NOT NULL,
  public         BYTEA NOT NULL,
  sealed_private BYTEA,
  created        BIGINT NOT NULL,
  retired        BIGINT
);
CREATE INDEX actor_key_actor ON actor_key (actor);

CREATE TABLE user_account (
  id               BIGINT PRIMARY KEY,
  actor            BIGINT NOT NULL UNIQUE REFERENCES actor (id),
  name_lower       TEXT COLLATE "C" NOT NULL UNIQUE,
  name             TEXT COLLATE "C" NOT NULL,
  email            TEXT COLLATE "C" NOT NULL,
  email_lower      TEXT COLLATE "C" NOT NULL UNIQUE,
  email_confirmed  BIGINT,
  email_new        TEXT NOT NULL DEFAULT '', -- asked for, not proved yet
  password_hash    TEXT COLLATE "C" NOT NULL DEFAULT '',
  role             TEXT COLLATE "C" NOT NULL,
  state            TEXT COLLATE "C" NOT NULL,
  reason           TEXT COLLATE "C" NOT NULL DEFAULT '',
  language         TEXT COLLATE "C" NOT NULL DEFAULT '',
  time_zone        TEXT COLLATE "C" NOT NULL DEFAULT '',
  appearance       TEXT COLLATE "C" NOT NULL DEFAULT '',
  default_audience TEXT COLLATE "C" NOT NULL DEFAULT 'instance',
  app_audience     TEXT COLLATE "C" NOT NULL DEFAULT 'public',
  created          BIGINT NOT NULL,
  address          TEXT COLLATE "C" NOT NULL DEFAULT ''
);
CREATE INDEX user_account_state ON user_account (state, id);

-- Tokens are stored as SHA-256 only.
CREATE TABLE session (
  id         BIGINT PRIMARY KEY,
  user_id    BIGINT NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  token_hash BYTEA NOT NULL UNIQUE,
  agent      TEXT COLLATE "C" NOT NULL DEFAULT '',
  address    TEXT COLLATE "C" NOT NULL DEFAULT '',
  created    BIGINT NOT NULL,
  last_seen  BIGINT NOT NULL,
  expires    BIGINT NOT NULL
);
CREATE INDEX session_login ON session (user_id);

-- One-time links: confirm an address, reset a password, first set-up.
CREATE TABLE ticket (
  token_hash BYTEA PRIMARY KEY,
  purpose    TEXT COLLATE "C" NOT NULL,
  user_id    BIGINT NOT NULL DEFAULT 0,
  email      TEXT COLLATE "C" NOT NULL DEFAULT '',
  expires    BIGINT NOT NULL
);

CREATE TABLE invitation (
  id         BIGINT PRIMARY KEY,
  token      TEXT COLLATE "C" NOT NULL UNIQUE,
  made_by    BIGINT NOT NULL,
  note       TEXT COLLATE "C" NOT NULL DEFAULT '',
  max_uses   INTEGER NOT NULL,
  uses       INTEGER NOT NULL DEFAULT 0,
  created    BIGINT NOT NULL,
  expires    BIGINT NOT NULL,
  revoked    BIGINT
);

-- Counters of attempts, by account and by address.
CREATE TABLE throttle (
  name    TEXT COLLATE "C" PRIMARY KEY,
  count   INTEGER NOT NULL,
  started BIGINT NOT NULL
);
CREATE INDEX throttle_started ON throttle (started);

CREATE TABLE application (
  id            BIGINT PRIMARY KEY,
  client_id     TEXT COLLATE "C" NOT NULL UNIQUE,
  secret_hash   BYTEA NOT NULL,
  name          TEXT COLLATE "C" NOT NULL,
  website       TEXT COLLATE "C" NOT NULL DEFAULT '',
  redirect_uris TEXT COLLATE "C" NOT NULL,
  scopes        TEXT COLLATE "C" NOT NULL,
  created       BIGINT NOT NULL
);

CREATE TABLE authorization_code (
  code_hash    BYTEA PRIMARY KEY,
  application  BIGINT NOT NULL REFERENCES application (id) ON DELETE CASCADE,
  actor        BIGINT NOT NULL,
  redirect_uri TEXT COLLATE "C" NOT NULL,
  scopes       TEXT COLLATE "C" NOT NULL,
  challenge    TEXT COLLATE "C" NOT NULL DEFAULT '',
  expires      BIGINT NOT NULL
);

CREATE TABLE access_token (
  id          BIGINT PRIMARY KEY,
  token_hash  BYTEA NOT NULL UNIQUE,
  application BIGINT NOT NULL REFERENCES application (id) ON DELETE CASCADE,
  actor       BIGINT NOT NULL DEFAULT 0,
  scopes      TEXT COLLATE "C" NOT NULL,
  created     BIGINT NOT NULL,
  last_used   BIGINT
);
CREATE INDEX access_token_actor ON access_token (actor);

CREATE TABLE post (
  id             BIGINT PRIMARY KEY,
  iri            TEXT COLLATE "C" NOT NULL UNIQUE,
  url            TEXT COLLATE "C",
  author         BIGINT NOT NULL REFERENCES actor (id),
  kind           TEXT COLLATE "C" NOT NULL,
  of_post        BIGINT NOT NULL DEFAULT 0,
  audience       TEXT COLLATE "C" NOT NULL,
  audience_rest  TEXT COLLATE "C" NOT NULL DEFAULT '',
  parent         BIGINT NOT NULL DEFAULT 0,
  parent_iri     TEXT COLLATE "C",
  root           BIGINT NOT NULL,
  title          TEXT COLLATE "C" NOT NULL DEFAULT '',
  warning        TEXT COLLATE "C" NOT NULL DEFAULT '',
  sensitive      BOOLEAN NOT NULL DEFAULT FALSE,
  content        TEXT COLLATE "C" NOT NULL DEFAULT '',
  source         TEXT COLLATE "C" NOT NULL DEFAULT '',
  source_type    TEXT COLLATE "C" NOT NULL DEFAULT '',
  language       TEXT COLLATE "C" NOT NULL DEFAULT '',
  published      BIGINT NOT NULL,
  edited         BIGINT,
  deleted        BIGINT,
  revision       INTEGER NOT NULL DEFAULT 1,
  local          BOOLEAN NOT NULL,
  reply_count    INTEGER NOT NULL DEFAULT 0,
  like_count     INTEGER NOT NULL DEFAULT 0,
  announce_count INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX post_author ON post (author, id);
CREATE INDEX post_root ON post (root, id);
CREATE INDEX post_parent ON post (parent) WHERE parent <> 0;
CREATE INDEX post_orphan ON post (parent_iri) WHERE parent = 0 AND parent_iri IS NOT NULL;
CREATE INDEX post_of ON post (of_post, author) WHERE of_post <> 0;
CREATE UNIQUE INDEX post_announced_once ON post (author, of_post) WHERE of_post <> 0 AND deleted IS NULL;
CREATE INDEX post_public ON post (id) WHERE audience = 'public' AND deleted IS NULL AND kind <> 'announce';
CREATE INDEX post_public_local ON post (id) WHERE audience = 'public' AND deleted IS NULL AND kind <> 'announce' AND local;
CREATE INDEX post_case ON post (id) WHERE kind = 'case' AND deleted IS NULL;

-- The only thing open surfaces read: timelines of strangers, feeds, outboxes,
-- previews. What is not here cannot get there.
CREATE VIEW open_post AS
  SELECT p.* FROM post p JOIN actor a ON a.id = p.author
  WHERE p.audience IN ('public', 'unlisted') AND p.deleted IS NULL AND a.suspended IS NULL AND a.gone IS NULL;

-- A post that was deleted before it came: its identifier stays taken.
CREATE TABLE tombstone (
  iri     TEXT COLLATE "C" PRIMARY KEY,
  created BIGINT NOT NULL
);

CREATE TABLE clinical_case (
  post                 BIGINT PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  age_band             TEXT COLLATE "C" NOT NULL,
  sex                  TEXT COLLATE "C" NOT NULL DEFAULT '',
  presenting_complaint TEXT COLLATE "C" NOT NULL,
  history              TEXT COLLATE "C" NOT NULL DEFAULT '',
  findings             TEXT COLLATE "C" NOT NULL DEFAULT '',
  investigations       TEXT COLLATE "C" NOT NULL DEFAULT '',
  question             TEXT COLLATE "C" NOT NULL,
  consent              TEXT COLLATE "C" NOT NULL,
  status               TEXT COLLATE "C" NOT NULL,
  accepted             BIGINT NOT NULL DEFAULT 0,
  solved               BIGINT,
  first_response       BIGINT,
  changed              BIGINT -- when status or accepted last changed
);
CREATE INDEX clinical_case_status ON clinical_case (status, post);

CREATE TABLE case_specialty (
  post      BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  specialty TEXT COLLATE "C" NOT NULL,
  position  INTEGER NOT NULL,
  PRIMARY KEY (post, specialty)
);
CREATE INDEX case_specialty_specialty ON case_specialty (specialty, post);

CREATE TABLE post_revision (
  post      BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  revision  INTEGER NOT NULL,
  title     TEXT COLLATE "C" NOT NULL,
  warning   TEXT COLLATE "C" NOT NULL,
  sensitive BOOLEAN NOT NULL,
  content   TEXT COLLATE "C" NOT NULL,
  source    TEXT COLLATE "C" NOT NULL,
  clinical  TEXT COLLATE "C" NOT NULL DEFAULT '',
  written   BIGINT NOT NULL,
  PRIMARY KEY (post, revision)
);

CREATE TABLE mention (
  post  BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  actor BIGINT NOT NULL REFERENCES actor (id),
  PRIMARY KEY (post, actor)
);
CREATE INDEX mention_actor ON mention (actor, post);

CREATE TABLE hashtag (
  tag  TEXT COLLATE "C" NOT NULL,
  post BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  PRIMARY KEY (tag, post)
);
CREATE INDEX hashtag_post ON hashtag (post);

CREATE TABLE media (
  id          BIGINT PRIMARY KEY,
  owner       BIGINT NOT NULL REFERENCES actor (id),
  post        BIGINT NOT NULL DEFAULT 0,
  position    INTEGER NOT NULL DEFAULT 0,
  file        TEXT COLLATE "C" NOT NULL DEFAULT '',
  small       TEXT COLLATE "C" NOT NULL DEFAULT '',
  type        TEXT COLLATE "C" NOT NULL DEFAULT '',
  width       INTEGER NOT NULL DEFAULT 0,
  height      INTEGER NOT NULL DEFAULT 0,
  blurhash    TEXT COLLATE "C" NOT NULL DEFAULT '',
  description TEXT COLLATE "C" NOT NULL DEFAULT '',
  focus_x     DOUBLE PRECISION NOT NULL DEFAULT 0,
  focus_y     DOUBLE PRECISION NOT NULL DEFAULT 0,
  remote      TEXT COLLATE "C",
  created     BIGINT NOT NULL,
  fetched     BIGINT
);
CREATE INDEX media_post ON media (post) WHERE post <> 0;
CREATE INDEX media_loose ON media (created) WHERE post = 0;
CREATE INDEX media_file ON media (file);
CREATE INDEX media_small ON media (small);
CREATE INDEX media_fetched ON media (fetched) WHERE fetched IS NOT NULL;

-- Files to remove from the keeper from the time created on: written with the row
-- that stopped needing them, or an hour ahead when a file is about to be kept and
-- nothing has it yet.
CREATE TABLE media_waste (
  file    TEXT COLLATE "C" PRIMARY KEY,
  created BIGINT NOT NULL
);

CREATE TABLE home_entry (
  owner     BIGINT NOT NULL,
  entry     BIGINT NOT NULL,
  post      BIGINT NOT NULL,
  announcer BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (owner, entry)
);
CREATE INDEX home_entry_post ON home_entry (post);
CREATE UNIQUE INDEX home_entry_once ON home_entry (owner, post);

CREATE TABLE follow (
  follower       BIGINT NOT NULL REFERENCES actor (id),
  followed       BIGINT NOT NULL REFERENCES actor (id),
  iri            TEXT COLLATE "C" NOT NULL,
  state          TEXT COLLATE "C" NOT NULL,
  hides_announces BOOLEAN NOT NULL DEFAULT FALSE,
  created        BIGINT NOT NULL,
  PRIMARY KEY (follower, followed)
);
CREATE INDEX follow_followed ON follow (followed, state, follower);
CREATE UNIQUE INDEX follow_iri ON follow (iri);

CREATE TABLE block (
  actor   BIGINT NOT NULL REFERENCES actor (id),
  target  BIGINT NOT NULL REFERENCES actor (id),
  iri     TEXT COLLATE "C" NOT NULL,
  created BIGINT NOT NULL,
  PRIMARY KEY (actor, target)
);
CREATE INDEX block_target ON block (target, actor);

CREATE TABLE mute (
  actor         BIGINT NOT NULL REFERENCES actor (id),
  target        BIGINT NOT NULL REFERENCES actor (id),
  notifications BOOLEAN NOT NULL DEFAULT TRUE,
  until         BIGINT,
  created       BIGINT NOT NULL,
  PRIMARY KEY (actor, target)
);

CREATE TABLE liking (
  actor   BIGINT NOT NULL REFERENCES actor (id),
  post    BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  id      BIGINT NOT NULL,
  iri     TEXT COLLATE "C" NOT NULL UNIQUE,
  created BIGINT NOT NULL,
  PRIMARY KEY (actor, post)
);
CREATE INDEX liking_post ON liking (post, id);
CREATE INDEX liking_actor ON liking (actor, id);

CREATE TABLE bookmark (
  actor   BIGINT NOT NULL REFERENCES actor (id),
  post    BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  id      BIGINT NOT NULL,
  created BIGINT NOT NULL,
  PRIMARY KEY (actor, post)
);
CREATE INDEX bookmark_actor ON bookmark (actor, id);

-- How far a member has read a list in some app, for the other apps.
CREATE TABLE marker (
  owner     BIGINT NOT NULL REFERENCES actor (id),
  timeline  TEXT COLLATE "C" NOT NULL,
  last_read BIGINT NOT NULL,
  version   BIGINT NOT NULL,
  updated   BIGINT NOT NULL,
  PRIMARY KEY (owner, timeline)
);

CREATE TABLE notification (
  id      BIGINT PRIMARY KEY,
  owner   BIGINT NOT NULL REFERENCES actor (id),
  kind    TEXT COLLATE "C" NOT NULL,
  actor   BIGINT NOT NULL REFERENCES actor (id),
  post    BIGINT NOT NULL DEFAULT 0,
  created BIGINT NOT NULL,
  read    BIGINT
);
CREATE INDEX notification_owner ON notification (owner, id);
CREATE UNIQUE INDEX notification_once ON notification (owner, kind, actor, post);
CREATE INDEX notification_post ON notification (post) WHERE post <> 0;
CREATE INDEX notification_unread ON notification (owner, id) WHERE read IS NULL;

CREATE TABLE flag (
  id          BIGINT PRIMARY KEY,
  iri         TEXT COLLATE "C" NOT NULL UNIQUE,
  reporter    BIGINT NOT NULL REFERENCES actor (id),
  target      BIGINT NOT NULL REFERENCES actor (id),
  category    TEXT COLLATE "C" NOT NULL,
  comment     TEXT COLLATE "C" NOT NULL,
  forward     BOOLEAN NOT NULL DEFAULT FALSE,
  created     BIGINT NOT NULL,
  resolved    BIGINT,
  resolved_by BIGINT NOT NULL DEFAULT 0
);
CREATE TABLE flag_post (
  flag BIGINT NOT NULL REFERENCES flag (id) ON DELETE CASCADE,
  post BIGINT NOT NULL,
  PRIMARY KEY (flag, post)
);

CREATE TABLE domain_rule (
  host            TEXT COLLATE "C" PRIMARY KEY,
  severity        TEXT COLLATE "C" NOT NULL,
  public_comment  TEXT COLLATE "C" NOT NULL DEFAULT '',
  private_comment TEXT COLLATE "C" NOT NULL DEFAULT '',
  created         BIGINT NOT NULL,
  made_by         BIGINT NOT NULL DEFAULT 0
);

-- What staff did to whom; never clinical text.
CREATE TABLE staff_action (
  id      BIGINT PRIMARY KEY,
  actor   BIGINT NOT NULL,
  action  TEXT COLLATE "C" NOT NULL,
  subject TEXT COLLATE "C" NOT NULL,
  note    TEXT COLLATE "C" NOT NULL DEFAULT '',
  created BIGINT NOT NULL
);
CREATE INDEX staff_action_subject ON staff_action (subject, id);

-- Another server: which signature scheme last worked, and what it runs.
CREATE TABLE peer (
  host         TEXT COLLATE "C" PRIMARY KEY,
  scheme       TEXT COLLATE "C" NOT NULL DEFAULT '',
  last_success BIGINT,
  last_failure BIGINT
);

-- Where each post has gone; kept, so that edits and deletes can follow it.
CREATE TABLE recipient (
  post       BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  inbox      TEXT COLLATE "C" NOT NULL,
  host       TEXT COLLATE "C" NOT NULL,
  first_sent BIGINT,
  revision   INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (post, inbox)
);

-- The queue: workers lease lanes, not jobs.
CREATE TABLE lane (
  name        TEXT COLLATE "C" PRIMARY KEY,
  due_at      BIGINT NOT NULL,
  lease_until BIGINT NOT NULL DEFAULT 0,
  holder      INTEGER NOT NULL DEFAULT 0,
  epoch       BIGINT NOT NULL DEFAULT 0,
  fails       INTEGER NOT NULL DEFAULT 0,
  failing_since BIGINT
);
CREATE INDEX lane_due ON lane (due_at);

CREATE TABLE job (
  id       BIGINT PRIMARY KEY,
  lane     TEXT COLLATE "C" NOT NULL,
  kind     TEXT COLLATE "C" NOT NULL,
  payload  TEXT COLLATE "C" NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  created  BIGINT NOT NULL,
  run_at   BIGINT NOT NULL
);
CREATE INDEX job_lane ON job (lane, id);

-- Verified activities from elsewhere. The body is emptied once it was
-- processed; the row stays to recognise a resend.
CREATE TABLE receipt (
  id       BIGINT PRIMARY KEY,
  digest   BYTEA NOT NULL UNIQUE,
  signer   TEXT COLLATE "C" NOT NULL,
  host     TEXT COLLATE "C" NOT NULL,
  body     BYTEA NOT NULL,
  received BIGINT NOT NULL,
  done     BIGINT
);
CREATE INDEX receipt_received ON receipt (received);

CREATE TABLE idempotency (
  author  BIGINT NOT NULL,
  name    TEXT COLLATE "C" NOT NULL,
  post    BIGINT NOT NULL,
  created BIGINT NOT NULL,
  PRIMARY KEY (author, name)
);
