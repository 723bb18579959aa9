-- What a member wants of notifications caused by people they may not want to hear of.
-- Messages to them alone are decided by user_account.messages.
CREATE TABLE notice_policy (
  actor            INTEGER PRIMARY KEY REFERENCES actor (id) ON DELETE CASCADE,
  not_following    TEXT NOT NULL,
  not_followers    TEXT NOT NULL,
  new_accounts     TEXT NOT NULL,
  limited_accounts TEXT NOT NULL
) STRICT;

-- What is filtered waits until who caused it is let in.
ALTER TABLE notification ADD COLUMN filtered INTEGER NOT NULL DEFAULT FALSE;
CREATE INDEX notification_filtered ON notification (owner, actor) WHERE filtered;

-- Who waits to be let in, whether they wrote or only did something.
ALTER TABLE message_request ADD COLUMN id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE message_request ADD COLUMN updated INTEGER NOT NULL DEFAULT 0;
UPDATE message_request SET id = sender, updated = created;
CREATE UNIQUE INDEX message_request_id ON message_request (owner, id);

-- Apps that want to be told: one for each token, and gone with it.
CREATE TABLE app_push (
  id          INTEGER PRIMARY KEY,
  token       INTEGER NOT NULL UNIQUE REFERENCES access_token (id) ON DELETE CASCADE,
  owner       INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  endpoint    TEXT NOT NULL,
  public_key  BLOB NOT NULL,
  sealed_auth BLOB NOT NULL,
  standard    INTEGER NOT NULL,
  alerts      TEXT NOT NULL, -- the client API's words, separated by spaces
  policy      TEXT NOT NULL, -- all, followed, follower, none
  created     INTEGER NOT NULL,
  counted     INTEGER NOT NULL DEFAULT 0, -- since when sent is counted
  sent        INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX app_push_owner ON app_push (owner);
