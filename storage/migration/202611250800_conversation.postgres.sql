-- When the home of a post was last asked for answers to it, and what that took:
-- runs since the day began, and pages and posts asked for in the last run. answered
-- is when what its home lists was last read.
CREATE TABLE conversation_read (
  post     BIGINT PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  asked    BIGINT NOT NULL,
  answered BIGINT,
  since    BIGINT NOT NULL,
  runs     BIGINT NOT NULL,
  pages    BIGINT NOT NULL,
  posts    BIGINT NOT NULL
);
CREATE INDEX conversation_read_asked ON conversation_read (asked);

-- What was asked for in a conversation, pages and posts, each once in a run: so
-- lists that lead in a circle end.
CREATE TABLE conversation_item (
  post BIGINT NOT NULL REFERENCES conversation_read (post) ON DELETE CASCADE,
  iri  TEXT COLLATE "C" NOT NULL,
  host TEXT COLLATE "C" NOT NULL,
  seen BIGINT NOT NULL,
  PRIMARY KEY (post, iri)
);
CREATE INDEX conversation_item_host ON conversation_item (host, seen);
CREATE INDEX conversation_item_seen ON conversation_item (seen);
