-- Pictures that stand for :shortcodes:. Those of other servers are fetched when somebody
-- first looks; local ones are the institution's own, and stay when they are taken off the
-- list, for the posts that use them.
CREATE TABLE custom_emoji (
  id        INTEGER PRIMARY KEY,
  shortcode TEXT NOT NULL,
  image     TEXT NOT NULL UNIQUE,
  local     INTEGER NOT NULL DEFAULT FALSE,
  retired   INTEGER,
  file      TEXT NOT NULL DEFAULT '',
  fetched   INTEGER,
  created   INTEGER NOT NULL,
  added_by  INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX custom_emoji_local ON custom_emoji (shortcode) WHERE local AND retired IS NULL;
CREATE INDEX custom_emoji_fetched ON custom_emoji (fetched) WHERE fetched IS NOT NULL;
