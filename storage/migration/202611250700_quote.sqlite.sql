-- What posts quote, ours and others'. quoted is 0 while the quoted post is not known
-- here, quoted_iri its identifier even then; authorization_iri is where its author says
-- that it may be quoted, request_iri the QuoteRequest that asked (FEP-044f).
CREATE TABLE quote (
  post              INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  quoted            INTEGER NOT NULL DEFAULT 0,
  quoted_iri        TEXT NOT NULL,
  authorization_iri TEXT,
  request_iri       TEXT,
  state             TEXT NOT NULL,
  created           INTEGER NOT NULL
) STRICT;
CREATE INDEX quote_quoted ON quote (quoted, post) WHERE quoted <> 0;
CREATE INDEX quote_quoted_iri ON quote (quoted_iri) WHERE quoted = 0;
CREATE INDEX quote_request ON quote (request_iri) WHERE request_iri IS NOT NULL;
CREATE INDEX quote_authorization_of ON quote (authorization_iri) WHERE authorization_iri IS NOT NULL;

-- What our members agreed to: post may be quoted by the post of another, of whom nothing
-- is kept but the name. What was revoked is answered like what never was.
CREATE TABLE quote_authorization (
  id             INTEGER PRIMARY KEY,
  iri            TEXT NOT NULL UNIQUE,
  post           INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  quoting_iri    TEXT NOT NULL,
  quoting_author INTEGER NOT NULL,
  created        INTEGER NOT NULL,
  revoked        INTEGER,
  UNIQUE (post, quoting_iri)
) STRICT;
CREATE INDEX quote_authorization_quoting ON quote_authorization (quoting_iri);

-- Answers of other servers about what our members did to posts that say who may
-- (GoToSocial, interaction controls): their leave for a reply or boost, or that they
-- refused it.
CREATE TABLE approval (
  post              INTEGER PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  authorization_iri TEXT,
  refused           INTEGER
) STRICT;
