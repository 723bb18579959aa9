-- What staff say somebody is who is no clinician: industry, a patient
-- organisation, the press; '' for nothing. The person cannot take it off.
ALTER TABLE actor ADD COLUMN label TEXT COLLATE "C" NOT NULL DEFAULT '';

-- What is for verified clinicians, by author, and the credentials that are in
-- force, to count whom it reaches.
CREATE INDEX post_clinicians ON post (author, id) WHERE audience = 'clinicians';
CREATE INDEX credential_level ON credential (level, actor) WHERE state = 'active' AND issuer = '';
