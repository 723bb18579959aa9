-- What members have written and not posted yet. form is what the form held, as
-- JSON; nobody but the owner reads it, and the reviewer of one that was held.
CREATE TABLE draft (
  id       BIGINT PRIMARY KEY,
  owner    BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  kind     TEXT COLLATE "C" NOT NULL,         -- case, reply, edit
  parent   BIGINT NOT NULL DEFAULT 0,         -- the post a reply answers
  post     BIGINT NOT NULL DEFAULT 0,         -- the post an edit changes
  form     TEXT COLLATE "C" NOT NULL,
  title    TEXT COLLATE "C" NOT NULL DEFAULT '',
  state    TEXT COLLATE "C" NOT NULL,         -- draft, held, returned, released
  reason   TEXT COLLATE "C" NOT NULL DEFAULT '', -- the author's, to the reviewer
  note     TEXT COLLATE "C" NOT NULL DEFAULT '', -- the reviewer's, to the author
  reviewer BIGINT NOT NULL DEFAULT 0,
  digest   TEXT COLLATE "C" NOT NULL DEFAULT '', -- SHA-256 of the words that were judged
  created  BIGINT NOT NULL,
  saved    BIGINT NOT NULL,                   -- its version: no two saves have the same
  held     BIGINT,
  reviewed BIGINT
);
CREATE INDEX draft_owner ON draft (owner, id);

-- Pictures that a draft keeps from being tidied away.
CREATE TABLE draft_media (
  draft    BIGINT NOT NULL REFERENCES draft (id) ON DELETE CASCADE,
  media    BIGINT NOT NULL REFERENCES media (id) ON DELETE CASCADE,
  position BIGINT NOT NULL,
  PRIMARY KEY (draft, media)
);
CREATE INDEX draft_media_media ON draft_media (media);
