-- Credentials as signed documents: where ours can be taken back, and who signs
-- those of other servers.

-- Our own lists of what was taken back. List NUMBER has the entries of
-- status_entry from NUMBER × 131,072 on.
CREATE TABLE own_status_list (
  number INTEGER PRIMARY KEY,
  iri    TEXT COLLATE "C" NOT NULL UNIQUE
);

-- Who issues credentials on other servers, as their NodeInfo says.
CREATE TABLE credential_issuer (
  host     TEXT COLLATE "C" PRIMARY KEY,
  actor    TEXT COLLATE "C" NOT NULL DEFAULT '', -- '' when the server names none
  software TEXT COLLATE "C" NOT NULL DEFAULT '',
  version  TEXT COLLATE "C" NOT NULL DEFAULT '',
  profile  TEXT COLLATE "C" NOT NULL DEFAULT '',
  asked    BIGINT NOT NULL
);

-- Until when the list of another server, as last read, says it holds.
ALTER TABLE status_list ADD COLUMN valid_until BIGINT;

CREATE INDEX status_entry_revoked ON status_entry (entry) WHERE revoked IS NOT NULL;
