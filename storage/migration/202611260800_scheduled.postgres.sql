-- Posts that members wrote for a later moment. asked is what the post is to be, as
-- JSON, for its owner alone; name is the Idempotency-Key it came with.
CREATE TABLE scheduled (
  id      BIGINT PRIMARY KEY,
  owner   BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  due     BIGINT NOT NULL,
  asked   TEXT COLLATE "C" NOT NULL,
  parent  BIGINT NOT NULL DEFAULT 0, -- the post it answers
  quoted  BIGINT NOT NULL DEFAULT 0, -- the post it quotes
  name    TEXT COLLATE "C" NOT NULL DEFAULT '',
  problem TEXT COLLATE "C" NOT NULL DEFAULT '',   -- why it was not posted, as JSON
  failed  BIGINT,                    -- when it was refused
  created BIGINT NOT NULL
);
CREATE INDEX scheduled_owner ON scheduled (owner, id);
CREATE INDEX scheduled_due ON scheduled (due) WHERE failed IS NULL;
CREATE INDEX scheduled_parent ON scheduled (parent) WHERE parent <> 0;
CREATE INDEX scheduled_quoted ON scheduled (quoted) WHERE quoted <> 0;
CREATE UNIQUE INDEX scheduled_once ON scheduled (owner, name) WHERE name <> '';

-- Pictures that a scheduled post keeps from being tidied away.
CREATE TABLE scheduled_media (
  scheduled BIGINT NOT NULL REFERENCES scheduled (id) ON DELETE CASCADE,
  media     BIGINT NOT NULL REFERENCES media (id) ON DELETE CASCADE,
  position  BIGINT NOT NULL,
  PRIMARY KEY (scheduled, media)
);
CREATE INDEX scheduled_media_media ON scheduled_media (media);

-- The exchanges of direct posts a member takes part in: one for each thread, as far
-- as it reached them.
CREATE TABLE exchange (
  id     BIGINT PRIMARY KEY,
  owner  BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  root   BIGINT NOT NULL, -- the post that began it
  newest BIGINT NOT NULL, -- the last that reached the owner
  unread BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE UNIQUE INDEX exchange_once ON exchange (owner, root);
CREATE INDEX exchange_newest ON exchange (owner, newest);
CREATE INDEX exchange_post ON exchange (newest);
INSERT INTO exchange (id, owner, root, newest)
  SELECT ROW_NUMBER() OVER (ORDER BY h.owner, p.root), h.owner, p.root, MAX(h.entry) FROM home_entry AS h JOIN post AS p ON p.id = h.post
  WHERE p.audience = 'direct' AND p.deleted IS NULL GROUP BY h.owner, p.root;

-- Threads of which somebody wants to hear no more.
CREATE TABLE conversation_mute (
  actor   BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  root    BIGINT NOT NULL,
  created BIGINT NOT NULL,
  PRIMARY KEY (actor, root)
);
