-- What posts quote, ours and others'. quoted is 0 while the quoted post is not known
-- here, quoted_iri its identifier even then; authorization_iri is where its author says
-- that it may be quoted, request_iri the QuoteRequest that asked (FEP-044f).
CREATE TABLE quote (
  post              BIGINT PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  quoted            BIGINT NOT NULL DEFAULT 0,
  quoted_iri        TEXT COLLATE "C" NOT NULL,
  authorization_iri TEXT COLLATE "C",
  request_iri       TEXT COLLATE "C",
  state             TEXT COLLATE "C" NOT NULL,
  created           BIGINT NOT NULL
);
CREATE INDEX quote_quoted ON quote (quoted, post) WHERE quoted <> 0;
CREATE INDEX quote_quoted_iri ON quote (quoted_iri) WHERE quoted = 0;
CREATE INDEX quote_request ON quote (request_iri) WHERE request_iri IS NOT NULL;
CREATE INDEX quote_authorization_of ON quote (authorization_iri) WHERE authorization_iri IS NOT NULL;

-- What our members agreed to: post may be quoted by the post of another, of whom nothing
-- is kept but the name. What was revoked is answered like what never was.
CREATE TABLE quote_authorization (
  id             BIGINT PRIMARY KEY,
  iri            TEXT COLLATE "C" NOT NULL UNIQUE,
  post           BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE,
  quoting_iri    TEXT COLLATE "C" NOT NULL,
  quoting_author BIGINT NOT NULL,
  created        BIGINT NOT NULL,
  revoked        BIGINT,
  UNIQUE (post, quoting_iri)
);
CREATE INDEX quote_authorization_quoting ON quote_authorization (quoting_iri);

-- Answers of other servers about what our members did to posts that say who may
-- (GoToSocial, interaction controls): their leave for a reply or boost, or that they
-- refused it.
CREATE TABLE approval (
  post              BIGINT PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  authorization_iri TEXT COLLATE "C",
  refused           BIGINT
);
