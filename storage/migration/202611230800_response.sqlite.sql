-- What replies under cases are, as their authors say; a row for those that say
-- anything, and for every post with citations.
CREATE TABLE response (
  post    INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  kind    TEXT NOT NULL DEFAULT '',
  departs TEXT NOT NULL DEFAULT '',
  cited   INTEGER NOT NULL DEFAULT 0 -- how many citations
) STRICT;

-- A publication that somebody named, and what an index last said of it.
CREATE TABLE citation (
  id         INTEGER PRIMARY KEY,
  scheme     TEXT NOT NULL, -- doi, pmid, guideline
  value      TEXT NOT NULL,
  title      TEXT NOT NULL DEFAULT '',
  authors    TEXT NOT NULL DEFAULT '',
  journal    TEXT NOT NULL DEFAULT '',
  year       INTEGER NOT NULL DEFAULT 0,
  status     TEXT NOT NULL DEFAULT '', -- pending, found, unknown; '' for what nobody is asked about
  retraction TEXT NOT NULL DEFAULT '', -- corrected, concern, retracted
  notice     TEXT NOT NULL DEFAULT '', -- the DOI of who says so
  checked    INTEGER,
  digest     TEXT NOT NULL DEFAULT '', -- SHA-256 of the answer
  UNIQUE (scheme, value)
) STRICT;
CREATE INDEX citation_checked ON citation (checked) WHERE status <> '';

CREATE TABLE post_citation (
  post     INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  citation INTEGER NOT NULL REFERENCES citation (id),
  position INTEGER NOT NULL,
  PRIMARY KEY (post, citation)
) STRICT, WITHOUT ROWID;
CREATE INDEX post_citation_citation ON post_citation (citation);

-- Cases whose authors want no replies of people who are no verified clinicians.
CREATE TABLE quiet_case (
  post INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE
) STRICT;
