-- What the community remembers. Times are Unix milliseconds (UTC); NULL is
-- "never". Identifiers of things in the fediverse are stored as their owners
-- wrote them.

CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

-- Which process owns which slot of the id space, and the last millisecond that
-- slot used, so that a restart never gives an id twice.
CREATE TABLE node (
  slot        INTEGER PRIMARY KEY,
  lease_until INTEGER NOT NULL,
  holder      TEXT NOT NULL,
  last_ms     INTEGER NOT NULL
) STRICT;

CREATE TABLE actor (
  id                 INTEGER PRIMARY KEY,
  iri                TEXT NOT NULL UNIQUE,
  kind               TEXT NOT NULL,
  name               TEXT NOT NULL,
  name_lower         TEXT NOT NULL,
  host               TEXT NOT NULL DEFAULT '',
  user_id            INTEGER,
  local              INTEGER NOT NULL,
  display_name       TEXT NOT NULL DEFAULT '',
  pronouns           TEXT NOT NULL DEFAULT '',
  summary            TEXT NOT NULL DEFAULT '',
  summary_source     TEXT NOT NULL DEFAULT '',
  profession         TEXT NOT NULL DEFAULT '',
  specialty          TEXT NOT NULL DEFAULT '',
  avatar             INTEGER NOT NULL DEFAULT 0,
  avatar_iri         TEXT,
  approves_followers INTEGER NOT NULL DEFAULT FALSE,
  discoverable       INTEGER NOT NULL DEFAULT FALSE,
  indexable          INTEGER NOT NULL DEFAULT FALSE,
  url                TEXT,
  inbox              TEXT,
  shared_inbox       TEXT,
  outbox             TEXT,
  followers          TEXT,
  following          TEXT,
  featured           TEXT,
  published          INTEGER,
  fetched            INTEGER,
  suspended          INTEGER,
  gone               INTEGER,
  revision           INTEGER NOT NULL DEFAULT 1,
  post_count         INTEGER NOT NULL DEFAULT 0,
  follower_count     INTEGER NOT NULL DEFAULT 0,
  following_count    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX actor_handle ON actor (name_lower, host);
CREATE INDEX actor_host ON actor (host);
CREATE INDEX actor_user ON actor (user_id);
CREATE INDEX actor_avatar ON actor (avatar) WHERE avatar <> 0;

-- Many keys an actor; private halves are sealed with the instance's secret.
CREATE TABLE actor_key (
  iri            TEXT PRIMARY KEY,
  actor          INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  algorithm      TEXT NOT NULL,
  public         BLOB NOT NULL,
  sealed_private BLOB,
  created        INTEGER NOT NULL,
  retired        INTEGER
) STRICT;
CREATE INDEX actor_key_actor ON actor_key (actor);

CREATE TABLE user_account (
  id               INTEGER PRIMARY KEY,
  actor            INTEGER NOT NULL UNIQUE REFERENCES actor (id),
  name_lower       TEXT NOT NULL UNIQUE,
  name             TEXT NOT NULL,
  email            TEXT NOT NULL,
  email_lower      TEXT NOT NULL UNIQUE,
  email_confirmed  INTEGER,
  email_new        TEXT NOT NULL DEFAULT '', -- asked for, not proved yet
  password_hash    TEXT NOT NULL DEFAULT '',
  role             TEXT NOT NULL,
  state            TEXT NOT NULL,
  reason           TEXT NOT NULL DEFAULT '',
  language         TEXT NOT NULL DEFAULT '',
  time_zone        TEXT NOT NULL DEFAULT '',
  appearance       TEXT NOT NULL DEFAULT '',
  default_audience TEXT NOT NULL DEFAULT 'instance',
  app_audience     TEXT NOT NULL DEFAULT 'public',
  created          INTEGER NOT NULL,
  address          TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX user_account_state ON user_account (state, id);

-- Tokens are stored as SHA-256 only.
CREATE TABLE session (
  id         INTEGER PRIMARY KEY,
  user_id    INTEGER NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
  token_hash BLOB NOT NULL UNIQUE,
  agent      TEXT NOT NULL DEFAULT '',
  address    TEXT NOT NULL DEFAULT '',
  created    INTEGER NOT NULL,
  last_seen  INTEGER NOT NULL,
  expires    INTEGER NOT NULL
) STRICT;
CREATE INDEX session_login ON session (user_id);

-- One-time links: confirm an address, reset a password, first set-up.
CREATE TABLE ticket (
  token_hash BLOB PRIMARY KEY,
  purpose    TEXT NOT NULL,
  user_id    INTEGER NOT NULL DEFAULT 0,
  email      TEXT NOT NULL DEFAULT '',
  expires    INTEGER NOT NULL
) STRICT;

CREATE TABLE invitation (
  id         INTEGER PRIMARY KEY,
  token      TEXT NOT NULL UNIQUE,
  made_by    INTEGER NOT NULL,
  note       TEXT NOT NULL DEFAULT '',
  max_uses   INTEGER NOT NULL,
  uses       INTEGER NOT NULL DEFAULT 0,
  created    INTEGER NOT NULL,
  expires    INTEGER NOT NULL,
  revoked    INTEGER
) STRICT;

-- Counters of attempts, by account and by address.
CREATE TABLE throttle (
  name    TEXT PRIMARY KEY,
  count   INTEGER NOT NULL,
  started INTEGER NOT NULL
) STRICT;
CREATE INDEX throttle_started ON throttle (started);

CREATE TABLE application (
  id            INTEGER PRIMARY KEY,
  client_id     TEXT NOT NULL UNIQUE,
  secret_hash   BLOB NOT NULL,
  name          TEXT NOT NULL,
  website       TEXT NOT NULL DEFAULT '',
  redirect_uris TEXT NOT NULL,
  scopes        TEXT NOT NULL,
  created       INTEGER NOT NULL
) STRICT;

CREATE TABLE authorization_code (
  code_hash    BLOB PRIMARY KEY,
  application  INTEGER NOT NULL REFERENCES application (id) ON DELETE CASCADE,
  actor        INTEGER NOT NULL,
  redirect_uri TEXT NOT NULL,
  scopes       TEXT NOT NULL,
  challenge    TEXT NOT NULL DEFAULT '',
  expires      INTEGER NOT NULL
) STRICT;

CREATE TABLE access_token (
  id          INTEGER PRIMARY KEY,
  token_hash  BLOB NOT NULL UNIQUE,
  application INTEGER NOT NULL REFERENCES application (id) ON DELETE CASCADE,
  actor       INTEGER NOT NULL DEFAULT 0,
  scopes      TEXT NOT NULL,
  created     INTEGER NOT NULL,
  last_used   INTEGER
) STRICT;
CREATE INDEX access_token_actor ON access_token (actor);

CREATE TABLE post (
  id             INTEGER PRIMARY KEY,
  iri            TEXT NOT NULL UNIQUE,
  url            TEXT,
  author         INTEGER NOT NULL REFERENCES actor (id),
  kind           TEXT NOT NULL,
  of_post        INTEGER NOT NULL DEFAULT 0,
  audience       TEXT NOT NULL,
  audience_rest  TEXT NOT NULL DEFAULT '',
  parent         INTEGER NOT NULL DEFAULT 0,
  parent_iri     TEXT,
  root           INTEGER NOT NULL,
  title          TEXT NOT NULL DEFAULT '',
  warning        TEXT NOT NULL DEFAULT '',
  sensitive      INTEGER NOT NULL DEFAULT FALSE,
  content        TEXT NOT NULL DEFAULT '',
  source         TEXT NOT NULL DEFAULT '',
  source_type    TEXT NOT NULL DEFAULT '',
  language       TEXT NOT NULL DEFAULT '',
  published      INTEGER NOT NULL,
  edited         INTEGER,
  deleted        INTEGER,
  revision       INTEGER NOT NULL DEFAULT 1,
  local          INTEGER NOT NULL,
  reply_count    INTEGER NOT NULL DEFAULT 0,
  like_count     INTEGER NOT NULL DEFAULT 0,
  announce_count INTEGER NOT NULL DEFAULT 0
) STRICT;
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
  iri     TEXT PRIMARY KEY,
  created INTEGER NOT NULL
) STRICT;

CREATE TABLE clinical_case (
  post                 INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  age_band             TEXT NOT NULL,
  sex                  TEXT NOT NULL DEFAULT '',
  presenting_complaint TEXT NOT NULL,
  history              TEXT NOT NULL DEFAULT '',
  findings             TEXT NOT NULL DEFAULT '',
  investigations       TEXT NOT NULL DEFAULT '',
  question             TEXT NOT NULL,
  consent              TEXT NOT NULL,
  status               TEXT NOT NULL,
  accepted             INTEGER NOT NULL DEFAULT 0,
  solved               INTEGER,
  first_response       INTEGER,
  changed              INTEGER -- when status or accepted last changed
) STRICT;
CREATE INDEX clinical_case_status ON clinical_case (status, post);

CREATE TABLE case_specialty (
  post      INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  specialty TEXT NOT NULL,
  position  INTEGER NOT NULL,
  PRIMARY KEY (post, specialty)
) STRICT;
CREATE INDEX case_specialty_specialty ON case_specialty (specialty, post);

CREATE TABLE post_revision (
  post      INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  revision  INTEGER NOT NULL,
  title     TEXT NOT NULL,
  warning   TEXT NOT NULL,
  sensitive INTEGER NOT NULL,
  content   TEXT NOT NULL,
  source    TEXT NOT NULL,
  clinical  TEXT NOT NULL DEFAULT '',
  written   INTEGER NOT NULL,
  PRIMARY KEY (post, revision)
) STRICT;

CREATE TABLE mention (
  post  INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  actor INTEGER NOT NULL REFERENCES actor (id),
  PRIMARY KEY (post, actor)
) STRICT;
CREATE INDEX mention_actor ON mention (actor, post);

CREATE TABLE hashtag (
  tag  TEXT NOT NULL,
  post INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  PRIMARY KEY (tag, post)
) STRICT;
CREATE INDEX hashtag_post ON hashtag (post);

CREATE TABLE media (
  id          INTEGER PRIMARY KEY,
  owner       INTEGER NOT NULL REFERENCES actor (id),
  post        INTEGER NOT NULL DEFAULT 0,
  position    INTEGER NOT NULL DEFAULT 0,
  file        TEXT NOT NULL DEFAULT '',
  small       TEXT NOT NULL DEFAULT '',
  type        TEXT NOT NULL DEFAULT '',
  width       INTEGER NOT NULL DEFAULT 0,
  height      INTEGER NOT NULL DEFAULT 0,
  blurhash    TEXT NOT NULL DEFAULT '',
  description TEXT NOT NULL DEFAULT '',
  focus_x     REAL NOT NULL DEFAULT 0,
  focus_y     REAL NOT NULL DEFAULT 0,
  remote      TEXT,
  created     INTEGER NOT NULL,
  fetched     INTEGER
) STRICT;
CREATE INDEX media_post ON media (post) WHERE post <> 0;
CREATE INDEX media_loose ON media (created) WHERE post = 0;
CREATE INDEX media_file ON media (file);
CREATE INDEX media_small ON media (small);
CREATE INDEX media_fetched ON media (fetched) WHERE fetched IS NOT NULL;

-- Files to remove from the keeper from the time created on: written with the row
-- that stopped needing them, or an hour ahead when a file is about to be kept and
-- nothing has it yet.
CREATE TABLE media_waste (
  file    TEXT PRIMARY KEY,
  created INTEGER NOT NULL
) STRICT;

CREATE TABLE home_entry (
  owner     INTEGER NOT NULL,
  entry     INTEGER NOT NULL,
  post      INTEGER NOT NULL,
  announcer INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (owner, entry)
) STRICT;
CREATE INDEX home_entry_post ON home_entry (post);
CREATE UNIQUE INDEX home_entry_once ON home_entry (owner, post);

CREATE TABLE follow (
  follower       INTEGER NOT NULL REFERENCES actor (id),
  followed       INTEGER NOT NULL REFERENCES actor (id),
  iri            TEXT NOT NULL,
  state          TEXT NOT NULL,
  hides_announces INTEGER NOT NULL DEFAULT FALSE,
  created        INTEGER NOT NULL,
  PRIMARY KEY (follower, followed)
) STRICT;
CREATE INDEX follow_followed ON follow (followed, state, follower);
CREATE UNIQUE INDEX follow_iri ON follow (iri);

CREATE TABLE block (
  actor   INTEGER NOT NULL REFERENCES actor (id),
  target  INTEGER NOT NULL REFERENCES actor (id),
  iri     TEXT NOT NULL,
  created INTEGER NOT NULL,
  PRIMARY KEY (actor, target)
) STRICT;
CREATE INDEX block_target ON block (target, actor);

CREATE TABLE mute (
  actor         INTEGER NOT NULL REFERENCES actor (id),
  target        INTEGER NOT NULL REFERENCES actor (id),
  notifications INTEGER NOT NULL DEFAULT TRUE,
  until         INTEGER,
  created       INTEGER NOT NULL,
  PRIMARY KEY (actor, target)
) STRICT;

CREATE TABLE liking (
  actor   INTEGER NOT NULL REFERENCES actor (id),
  post    INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  id      INTEGER NOT NULL,
  iri     TEXT NOT NULL UNIQUE,
  created INTEGER NOT NULL,
  PRIMARY KEY (actor, post)
) STRICT;
CREATE INDEX liking_post ON liking (post, id);
CREATE INDEX liking_actor ON liking (actor, id);

CREATE TABLE bookmark (
  actor   INTEGER NOT NULL REFERENCES actor (id),
  post    INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  id      INTEGER NOT NULL,
  created INTEGER NOT NULL,
  PRIMARY KEY (actor, post)
) STRICT;
CREATE INDEX bookmark_actor ON bookmark (actor, id);

-- How far a member has read a list in some app, for the other apps.
CREATE TABLE marker (
  owner     INTEGER NOT NULL REFERENCES actor (id),
  timeline  TEXT NOT NULL,
  last_read INTEGER NOT NULL,
  version   INTEGER NOT NULL,
  updated   INTEGER NOT NULL,
  PRIMARY KEY (owner, timeline)
) STRICT;

CREATE TABLE notification (
  id      INTEGER PRIMARY KEY,
  owner   INTEGER NOT NULL REFERENCES actor (id),
  kind    TEXT NOT NULL,
  actor   INTEGER NOT NULL REFERENCES actor (id),
  post    INTEGER NOT NULL DEFAULT 0,
  created INTEGER NOT NULL,
  read    INTEGER
) STRICT;
CREATE INDEX notification_owner ON notification (owner, id);
CREATE UNIQUE INDEX notification_once ON notification (owner, kind, actor, post);
CREATE INDEX notification_post ON notification (post) WHERE post <> 0;
CREATE INDEX notification_unread ON notification (owner, id) WHERE read IS NULL;

CREATE TABLE flag (
  id          INTEGER PRIMARY KEY,
  iri         TEXT NOT NULL UNIQUE,
  reporter    INTEGER NOT NULL REFERENCES actor (id),
  target      INTEGER NOT NULL REFERENCES actor (id),
  category    TEXT NOT NULL,
  comment     TEXT NOT NULL,
  forward     INTEGER NOT NULL DEFAULT FALSE,
  created     INTEGER NOT NULL,
  resolved    INTEGER,
  resolved_by INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE flag_post (
  flag INTEGER NOT NULL REFERENCES flag (id) ON DELETE CASCADE,
  post INTEGER NOT NULL,
  PRIMARY KEY (flag, post)
) STRICT;

CREATE TABLE domain_rule (
  host            TEXT PRIMARY KEY,
  severity        TEXT NOT NULL,
  public_comment  TEXT NOT NULL DEFAULT '',
  private_comment TEXT NOT NULL DEFAULT '',
  created         INTEGER NOT NULL,
  made_by         INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What staff did to whom; never clinical text.
CREATE TABLE staff_action (
  id      INTEGER PRIMARY KEY,
  actor   INTEGER NOT NULL,
  action  TEXT NOT NULL,
  subject TEXT NOT NULL,
  note    TEXT NOT NULL DEFAULT '',
  created INTEGER NOT NULL
) STRICT;
CREATE INDEX staff_action_subject ON staff_action (subject, id);

-- Another server: which signature scheme last worked, and what it runs.
CREATE TABLE peer (
  host         TEXT PRIMARY KEY,
  scheme       TEXT NOT NULL DEFAULT '',
  last_success INTEGER,
  last_failure INTEGER
) STRICT;

-- Where each post has gone; kept, so that edits and deletes can follow it.
CREATE TABLE recipient (
  post       INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  inbox      TEXT NOT NULL,
  host       TEXT NOT NULL,
  first_sent INTEGER,
  revision   INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (post, inbox)
) STRICT;

-- The queue: workers lease lanes, not jobs.
CREATE TABLE lane (
  name        TEXT PRIMARY KEY,
  due_at      INTEGER NOT NULL,
  lease_until INTEGER NOT NULL DEFAULT 0,
  holder      INTEGER NOT NULL DEFAULT 0,
  epoch       INTEGER NOT NULL DEFAULT 0,
  fails       INTEGER NOT NULL DEFAULT 0,
  failing_since INTEGER
) STRICT;
CREATE INDEX lane_due ON lane (due_at);

CREATE TABLE job (
  id       INTEGER PRIMARY KEY,
  lane     TEXT NOT NULL,
  kind     TEXT NOT NULL,
  payload  TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  created  INTEGER NOT NULL,
  run_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX job_lane ON job (lane, id);

-- Verified activities from elsewhere. The body is emptied once it was
-- processed; the row stays to recognise a resend.
CREATE TABLE receipt (
  id       INTEGER PRIMARY KEY,
  digest   BLOB NOT NULL UNIQUE,
  signer   TEXT NOT NULL,
  host     TEXT NOT NULL,
  body     BLOB NOT NULL,
  received INTEGER NOT NULL,
  done     INTEGER
) STRICT;
CREATE INDEX receipt_received ON receipt (received);

CREATE TABLE idempotency (
  author  INTEGER NOT NULL,
  name    TEXT NOT NULL,
  post    INTEGER NOT NULL,
  created INTEGER NOT NULL,
  PRIMARY KEY (author, name)
) STRICT;
