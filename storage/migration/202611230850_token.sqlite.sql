-- Whether who let a client in was signed in with two factors. Clients that were let
-- in before this was noted were not, as far as is known.
ALTER TABLE authorization_code ADD COLUMN strong INTEGER NOT NULL DEFAULT FALSE;
ALTER TABLE access_token ADD COLUMN strong INTEGER NOT NULL DEFAULT FALSE;
