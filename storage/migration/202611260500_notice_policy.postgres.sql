-- What a member wants of notifications caused by people they may not want to hear of.
-- Messages to them alone are decided by user_account.messages.
CREATE TABLE notice_policy (
  actor            BIGINT PRIMARY KEY REFERENCES actor (id) ON DELETE CASCADE,
  not_following    TEXT COLLATE "C" NOT NULL,
  not_followers    TEXT COLLATE "C" NOT NULL,
  new_accounts     TEXT COLLATE "C" NOT NULL,
  limited_accounts TEXT COLLATE "C" NOT NULL
);

-- What is filtered waits until who caused it is let in.
ALTER TABLE notification ADD COLUMN filtered BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX notification_filtered ON notification (owner, actor) WHERE filtered;

-- Who waits to be let in, whether they wrote or only did something.
ALTER TABLE message_request ADD COLUMN id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE message_request ADD COLUMN updated BIGINT NOT NULL DEFAULT 0;
UPDATE message_request SET id = sender, updated = created;
CREATE UNIQUE INDEX message_request_id ON message_request (owner, id);

-- Apps that want to be told: one for each token, and gone with it.
CREATE TABLE app_push (
  id          BIGINT PRIMARY KEY,
  token       BIGINT NOT NULL UNIQUE REFERENCES access_token (id) ON DELETE CASCADE,
  owner       BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  endpoint    TEXT COLLATE "C" NOT NULL,
  public_key  BYTEA NOT NULL,
  sealed_auth BYTEA NOT NULL,
  standard    BOOLEAN NOT NULL,
  alerts      TEXT COLLATE "C" NOT NULL, -- the client API's words, separated by spaces
  policy      TEXT COLLATE "C" NOT NULL, -- all, followed, follower, none
  created     BIGINT NOT NULL,
  counted     BIGINT NOT NULL DEFAULT 0, -- since when sent is counted
  sent        BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX app_push_owner ON app_push (owner);
