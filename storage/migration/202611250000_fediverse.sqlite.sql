-- What posts and actors say in the wider fediverse. emoji, fields, policy and implements
-- are JSON that is never asked about; attribution_domains has one name a line.
ALTER TABLE post ADD COLUMN context TEXT;
ALTER TABLE post ADD COLUMN emoji TEXT NOT NULL DEFAULT '';
ALTER TABLE post ADD COLUMN policy TEXT NOT NULL DEFAULT '';
ALTER TABLE post ADD COLUMN in_group INTEGER NOT NULL DEFAULT 0;
CREATE INDEX post_in_group ON post (in_group, id) WHERE in_group <> 0;
DROP VIEW open_post;
CREATE VIEW open_post AS
  SELECT p.* FROM post p JOIN actor a ON a.id = p.author
  WHERE p.audience IN ('public', 'unlisted') AND p.deleted IS NULL AND p.hidden IS NULL AND a.suspended IS NULL AND a.gone IS NULL;

ALTER TABLE actor ADD COLUMN header INTEGER NOT NULL DEFAULT 0;
ALTER TABLE actor ADD COLUMN header_iri TEXT;
ALTER TABLE actor ADD COLUMN fields TEXT NOT NULL DEFAULT '';
ALTER TABLE actor ADD COLUMN emoji TEXT NOT NULL DEFAULT '';
ALTER TABLE actor ADD COLUMN policy TEXT NOT NULL DEFAULT '';
ALTER TABLE actor ADD COLUMN memorial INTEGER NOT NULL DEFAULT FALSE;
ALTER TABLE actor ADD COLUMN attribution_domains TEXT NOT NULL DEFAULT '';
ALTER TABLE actor ADD COLUMN featured_tags TEXT;
ALTER TABLE actor ADD COLUMN moderators TEXT;
ALTER TABLE actor ADD COLUMN implements TEXT NOT NULL DEFAULT '';
CREATE INDEX actor_header ON actor (header) WHERE header <> 0;
