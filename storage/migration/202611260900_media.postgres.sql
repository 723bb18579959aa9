-- How long a video or sound lasts, in milliseconds, and the size of a small picture
-- that is not the picture made small; 0 for neither.
ALTER TABLE media ADD COLUMN duration INTEGER NOT NULL DEFAULT 0;
ALTER TABLE media ADD COLUMN small_width INTEGER NOT NULL DEFAULT 0;
ALTER TABLE media ADD COLUMN small_height INTEGER NOT NULL DEFAULT 0;

-- What was sent and is not made into media yet: raw is a file in the media keeper
-- that is served to nobody and is waste within a day, whatever happens. problem is a
-- sentence as JSON once it is certain that nothing will come of it.
CREATE TABLE media_upload (
  media   BIGINT PRIMARY KEY REFERENCES media (id) ON DELETE CASCADE,
  raw     TEXT NOT NULL,
  problem TEXT NOT NULL DEFAULT ''
);

-- A list of somebody's that is read in. kind is following, blocks, mutes, domains,
-- bookmarks or lists; mode is merge or overwrite; state is waiting (to be confirmed),
-- running or done. Lines that could not be read are counted in unread.
CREATE TABLE import (
  id      BIGINT PRIMARY KEY,
  actor   BIGINT NOT NULL REFERENCES actor (id),
  kind    TEXT NOT NULL,
  mode    TEXT NOT NULL,
  state   TEXT NOT NULL,
  created BIGINT NOT NULL,
  ended   BIGINT
);
CREATE INDEX import_actor ON import (actor, id);

-- The lines of an import: what is as JSON, state is waiting, done, failed or unread,
-- and problem a catalogue key that says why.
CREATE TABLE import_line (
  import  BIGINT NOT NULL REFERENCES import (id) ON DELETE CASCADE,
  line    INTEGER NOT NULL,
  what    TEXT NOT NULL,
  state   TEXT NOT NULL,
  problem TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (import, line)
);
CREATE INDEX import_line_state ON import_line (import, state, line);
