-- The life of a case: how it ended, further accepted answers, and every step with
-- who took it and when. There is no text in it.
ALTER TABLE clinical_case ADD COLUMN outcome_asked INTEGER; -- when the author was asked, once
ALTER TABLE clinical_case ADD COLUMN followed_up INTEGER;
ALTER TABLE clinical_case ADD COLUMN management TEXT NOT NULL DEFAULT ''; -- yes, no, too-early

CREATE TABLE also_accepted (
  post     INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  answer   INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (post, answer)
) STRICT, WITHOUT ROWID;
CREATE INDEX also_accepted_answer ON also_accepted (answer);

CREATE TABLE case_event (
  id       INTEGER PRIMARY KEY,
  post     INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  was      TEXT NOT NULL,
  became   TEXT NOT NULL,
  act      TEXT NOT NULL,
  by_actor INTEGER NOT NULL DEFAULT 0, -- 0 for the clock and for who has no account
  answer   INTEGER NOT NULL DEFAULT 0, -- what was accepted, or no longer
  created  INTEGER NOT NULL
) STRICT;
CREATE INDEX case_event_post ON case_event (post, id);

INSERT INTO case_event (id, post, was, became, act, by_actor, answer, created)
  SELECT c.post, c.post, 'open', 'solved', CASE WHEN c.accepted <> 0 THEN 'accept' ELSE 'solve' END, p.author, c.accepted, c.solved
  FROM clinical_case c JOIN post p ON p.id = c.post WHERE c.solved IS NOT NULL AND p.local;
