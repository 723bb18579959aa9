-- What members have written and not posted yet. form is what the form held, as
-- JSON; nobody but the owner reads it, and the reviewer of one that was held.
CREATE TABLE draft (
  id       INTEGER PRIMARY KEY,
  owner    INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  kind     TEXT NOT NULL,              -- case, reply, edit
  parent   INTEGER NOT NULL DEFAULT 0, -- the post a reply answers
  post     INTEGER NOT NULL DEFAULT 0, -- the post an edit changes
  form     TEXT NOT NULL,
  title    TEXT NOT NULL DEFAULT '',
  state    TEXT NOT NULL,              -- draft, held, returned, released
  reason   TEXT NOT NULL DEFAULT '',   -- the author's, to the reviewer
  note     TEXT NOT NULL DEFAULT '',   -- the reviewer's, to the author
  reviewer INTEGER NOT NULL DEFAULT 0,
  digest   TEXT NOT NULL DEFAULT '',   -- SHA-256 of the words that were judged
  created  INTEGER NOT NULL,
  saved    INTEGER NOT NULL,           -- its version: no two saves have the same
  held     INTEGER,
  reviewed INTEGER
) STRICT;
CREATE INDEX draft_owner ON draft (owner, id);

-- Pictures that a draft keeps from being tidied away.
CREATE TABLE draft_media (
  draft    INTEGER NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
  media    INTEGER NOT NULL REFERENCES media (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  PRIMARY KEY (draft, media)
) STRICT, WITHOUT ROWID;
CREATE INDEX draft_media_media ON draft_media (media);
