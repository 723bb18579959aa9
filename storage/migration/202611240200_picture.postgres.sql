-- What an author says beside the alternative text, that there is consent for the
-- picture, and that it was reported and is shown to nobody until staff decided.
ALTER TABLE media ADD COLUMN caption TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE media ADD COLUMN consented BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE media ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT FALSE;
