-- Whose new cases come into whose home, beside those of the people followed.
CREATE TABLE specialty_follow (
  actor     BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  specialty TEXT COLLATE "C" NOT NULL,
  created   BIGINT NOT NULL,
  PRIMARY KEY (actor, specialty)
);
CREATE INDEX specialty_follow_specialty ON specialty_follow (specialty, actor);

-- What members chose about notices outside the pages; no row is the usual choice.
CREATE TABLE notice_preference (
  actor BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  topic TEXT COLLATE "C" NOT NULL,
  mail  TEXT COLLATE "C" NOT NULL,
  push  BOOLEAN NOT NULL,
  PRIMARY KEY (actor, topic)
);

-- What a member will be told by letter: soon, when something waits; daily, at the
-- next digest. told is up to when the letters spoke of everything.
CREATE TABLE notice_due (
  actor BIGINT PRIMARY KEY REFERENCES actor (id) ON DELETE CASCADE,
  soon  BIGINT,
  daily BIGINT,
  told  BIGINT NOT NULL,
  digested BIGINT NOT NULL
);
CREATE INDEX notice_due_soon ON notice_due (soon) WHERE soon IS NOT NULL;
CREATE INDEX notice_due_daily ON notice_due (daily) WHERE daily IS NOT NULL;

-- Browsers that want to be told. Each belongs to a sign-in and ends with it.
CREATE TABLE push_subscription (
  id          BIGINT PRIMARY KEY,
  owner       BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  session     BIGINT NOT NULL REFERENCES session (id) ON DELETE CASCADE,
  endpoint    TEXT COLLATE "C" NOT NULL UNIQUE,
  public_key  BYTEA NOT NULL,
  sealed_auth BYTEA NOT NULL,
  created     BIGINT NOT NULL
);
CREATE INDEX push_subscription_owner ON push_subscription (owner);
CREATE INDEX push_subscription_session ON push_subscription (session);
