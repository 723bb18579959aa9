-- What an author says beside the alternative text, that there is consent for the
-- picture, and that it was reported and is shown to nobody until staff decided.
ALTER TABLE media ADD COLUMN caption TEXT NOT NULL DEFAULT '';
ALTER TABLE media ADD COLUMN consented INTEGER NOT NULL DEFAULT FALSE;
ALTER TABLE media ADD COLUMN hidden INTEGER NOT NULL DEFAULT FALSE;
