-- Whose new cases come into whose home, beside those of the people followed.
CREATE TABLE specialty_follow (
  actor     INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  specialty TEXT NOT NULL,
  created   INTEGER NOT NULL,
  PRIMARY KEY (actor, specialty)
) STRICT;
CREATE INDEX specialty_follow_specialty ON specialty_follow (specialty, actor);

-- What members chose about notices outside the pages; no row is the usual choice.
CREATE TABLE notice_preference (
  actor INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  topic TEXT NOT NULL,
  mail  TEXT NOT NULL,
  push  INTEGER NOT NULL,
  PRIMARY KEY (actor, topic)
) STRICT;

-- What a member will be told by letter: soon, when something waits; daily, at the
-- next digest. told is up to when the letters spoke of everything.
CREATE TABLE notice_due (
  actor INTEGER PRIMARY KEY REFERENCES actor (id) ON DELETE CASCADE,
  soon  INTEGER,
  daily INTEGER,
  told  INTEGER NOT NULL,
  digested INTEGER NOT NULL
) STRICT;
CREATE INDEX notice_due_soon ON notice_due (soon) WHERE soon IS NOT NULL;
CREATE INDEX notice_due_daily ON notice_due (daily) WHERE daily IS NOT NULL;

-- Browsers that want to be told. Each belongs to a sign-in and ends with it.
CREATE TABLE push_subscription (
  id          INTEGER PRIMARY KEY,
  owner       INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  session     INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
  endpoint    TEXT NOT NULL UNIQUE,
  public_key  BLOB NOT NULL,
  sealed_auth BLOB NOT NULL,
  created     INTEGER NOT NULL
) STRICT;
CREATE INDEX push_subscription_owner ON push_subscription (owner);
CREATE INDEX push_subscription_session ON push_subscription (session);
