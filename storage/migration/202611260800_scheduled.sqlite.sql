-- Posts that members wrote for a later moment. asked is what the post is to be, as
-- JSON, for its owner alone; name is the Idempotency-Key it came with.
CREATE TABLE scheduled (
  id      INTEGER PRIMARY KEY,
  owner   INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  due     INTEGER NOT NULL,
  asked   TEXT NOT NULL,
  parent  INTEGER NOT NULL DEFAULT 0, -- the post it answers
  quoted  INTEGER NOT NULL DEFAULT 0, -- the post it quotes
  name    TEXT NOT NULL DEFAULT '',
  problem TEXT NOT NULL DEFAULT '',   -- why it was not posted, as JSON
  failed  INTEGER,                    -- when it was refused
  created INTEGER NOT NULL
) STRICT;
CREATE INDEX scheduled_owner ON scheduled (owner, id);
CREATE INDEX scheduled_due ON scheduled (due) WHERE failed IS NULL;
CREATE INDEX scheduled_parent ON scheduled (parent) WHERE parent <> 0;
CREATE INDEX scheduled_quoted ON scheduled (quoted) WHERE quoted <> 0;
CREATE UNIQUE INDEX scheduled_once ON scheduled (owner, name) WHERE name <> '';

-- Pictures that a scheduled post keeps from being tidied away.
CREATE TABLE scheduled_media (
  scheduled INTEGER NOT NULL REFERENCES scheduled (id) ON DELETE CASCADE,
  media     INTEGER NOT NULL REFERENCES media (id) ON DELETE CASCADE,
  position  INTEGER NOT NULL,
  PRIMARY KEY (scheduled, media)
) STRICT, WITHOUT ROWID;
CREATE INDEX scheduled_media_media ON scheduled_media (media);

-- The exchanges of direct posts a member takes part in: one for each thread, as far
-- as it reached them.
CREATE TABLE exchange (
  id     INTEGER PRIMARY KEY,
  owner  INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  root   INTEGER NOT NULL, -- the post that began it
  newest INTEGER NOT NULL, -- the last that reached the owner
  unread INTEGER NOT NULL DEFAULT FALSE
) STRICT;
CREATE UNIQUE INDEX exchange_once ON exchange (owner, root);
CREATE INDEX exchange_newest ON exchange (owner, newest);
CREATE INDEX exchange_post ON exchange (newest);
INSERT INTO exchange (id, owner, root, newest)
  SELECT ROW_NUMBER() OVER (ORDER BY h.owner, p.root), h.owner, p.root, MAX(h.entry) FROM home_entry AS h JOIN post AS p ON p.id = h.post
  WHERE p.audience = 'direct' AND p.deleted IS NULL GROUP BY h.owner, p.root;

-- Threads of which somebody wants to hear no more.
CREATE TABLE conversation_mute (
  actor   INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  root    INTEGER NOT NULL,
  created INTEGER NOT NULL,
  PRIMARY KEY (actor, root)
) STRICT, WITHOUT ROWID;
