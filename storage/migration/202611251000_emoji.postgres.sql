-- Pictures that stand for :shortcodes:. Those of other servers are fetched when somebody
-- first looks; local ones are the institution's own, and stay when they are taken off the
-- list, for the posts that use them.
CREATE TABLE custom_emoji (
  id        BIGINT PRIMARY KEY,
  shortcode TEXT COLLATE "C" NOT NULL,
  image     TEXT COLLATE "C" NOT NULL UNIQUE,
  local     BOOLEAN NOT NULL DEFAULT FALSE,
  retired   BIGINT,
  file      TEXT COLLATE "C" NOT NULL DEFAULT '',
  fetched   BIGINT,
  created   BIGINT NOT NULL,
  added_by  BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX custom_emoji_local ON custom_emoji (shortcode) WHERE local AND retired IS NULL;
CREATE INDEX custom_emoji_fetched ON custom_emoji (fetched) WHERE fetched IS NOT NULL;
