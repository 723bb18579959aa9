-- A code that was used stays until it expires, with the token that was made with it: who
-- shows it once more ends that token (RFC 6749 4.1.2). -1 is none, and none to come.
ALTER TABLE authorization_code ADD COLUMN used BIGINT;
ALTER TABLE authorization_code ADD COLUMN token BIGINT NOT NULL DEFAULT 0;
