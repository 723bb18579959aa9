-- What replies under cases are, as their authors say; a row for those that say
-- anything, and for every post with citations.
CREATE TABLE response (
  post    BIGINT PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  kind    TEXT COLLATE "C" NOT NULL DEFAULT '',
  departs TEXT COLLATE "C" NOT NULL DEFAULT '',
  cited   BIGINT NOT NULL DEFAULT 0 -- how many citations
);

-- A publication that somebody named, and what an index last said of it.
CREATE TABLE citation (
  id         BIGINT PRIMARY KEY,
  scheme     TEXT COLLATE "C" NOT NULL, -- doi, pmid, guideline
  value      TEXT COLLATE "C" NOT NULL,
  title      TEXT COLLATE "C" NOT NULL DEFAULT '',
  authors    TEXT COLLATE "C" NOT NULL DEFAULT '',
  journal    TEXT COLLATE "C" NOT NULL DEFAULT '',
  year       BIGINT NOT NULL DEFAULT 0,
  status     TEXT COLLATE "C" NOT NULL DEFAULT '', -- pending, found, unknown; '' for what nobody is asked about
  retraction TEXT COLLATE "C" NOT NULL DEFAULT '', -- corrected, concern, retracted
  notice     TEXT COLLATE "C" NOT NULL DEFAULT '', -- the DOI of who says so
  checked    BIGINT,
  digest     TEXT COLLATE "C" NOT NULL DEFAULT '', -- SHA-256 of the answer
  UNIQUE (scheme, value)
);
CREATE INDEX citation_checked ON citation (checked) WHERE status <> '';

CREATE TABLE post_citation (
  post     BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  citation BIGINT NOT NULL REFERENCES citation (id),
  position BIGINT NOT NULL,
  PRIMARY KEY (post, citation)
);
CREATE INDEX post_citation_citation ON post_citation (citation);

-- Cases whose authors want no replies of people who are no verified clinicians.
CREATE TABLE quiet_case (
  post BIGINT PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE
);
