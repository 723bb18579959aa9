-- When the home of a post was last asked for answers to it, and what that took:
-- runs since the day began, and pages and posts asked for in the last run. answered
-- is when what its home lists was last read.
CREATE TABLE conversation_read (
  post     INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  asked    INTEGER NOT NULL,
  answered INTEGER,
  since    INTEGER NOT NULL,
  runs     INTEGER NOT NULL,
  pages    INTEGER NOT NULL,
  posts    INTEGER NOT NULL
) STRICT;
CREATE INDEX conversation_read_asked ON conversation_read (asked);

-- What was asked for in a conversation, pages and posts, each once in a run: so
-- lists that lead in a circle end.
CREATE TABLE conversation_item (
  post INTEGER NOT NULL REFERENCES conversation_read (post) ON DELETE CASCADE,
  iri  TEXT NOT NULL,
  host TEXT NOT NULL,
  seen INTEGER NOT NULL,
  PRIMARY KEY (post, iri)
) STRICT;
CREATE INDEX conversation_item_host ON conversation_item (host, seen);
CREATE INDEX conversation_item_seen ON conversation_item (seen);
