-- What staff are shown of a peer: failure_status is what it answered last when it did
-- not take something (0: nothing); given_up when what waited for it too long was
-- dropped; heard when something came from there; unknown_count how much of that was
-- of a kind not known here.
ALTER TABLE peer ADD COLUMN failure_status BIGINT NOT NULL DEFAULT 0;
ALTER TABLE peer ADD COLUMN given_up BIGINT;
ALTER TABLE peer ADD COLUMN heard BIGINT;
ALTER TABLE peer ADD COLUMN unknown_count BIGINT NOT NULL DEFAULT 0;
CREATE INDEX peer_software ON peer (software);

-- Hosts of people met before peers were noted.
INSERT INTO peer (host) SELECT DISTINCT home FROM actor WHERE NOT local AND home <> '' ON CONFLICT (host) DO NOTHING;
