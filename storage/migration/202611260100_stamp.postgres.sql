-- A stamp counts every change of a row, and for a post of whatever hangs on it, whoever
-- makes it: what was made of a post or an actor for one stamp is good as long as it has
-- that stamp. Kept by the database itself, so that no write can forget it.
ALTER TABLE post ADD COLUMN stamp BIGINT NOT NULL DEFAULT 1;
ALTER TABLE actor ADD COLUMN stamp BIGINT NOT NULL DEFAULT 1;
ALTER TABLE user_account ADD COLUMN stamp BIGINT NOT NULL DEFAULT 1;
ALTER TABLE application ADD COLUMN stamp BIGINT NOT NULL DEFAULT 1;

-- The view is made anew so that it knows the column.
DROP VIEW open_post;
CREATE VIEW open_post AS
  SELECT p.* FROM post p JOIN actor a ON a.id = p.author
  WHERE p.audience IN ('public', 'unlisted') AND p.deleted IS NULL AND p.hidden IS NULL AND a.suspended IS NULL AND a.gone IS NULL;

CREATE FUNCTION stamp_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.stamp := OLD.stamp + 1;
  RETURN NEW;
END $$;

CREATE FUNCTION stamp_post() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    UPDATE post SET revision = revision WHERE id = OLD.post;
  END IF;
  IF TG_OP = 'INSERT' OR TG_OP = 'UPDATE' AND NEW.post <> OLD.post THEN
    UPDATE post SET revision = revision WHERE id = NEW.post;
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION stamp_cited() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE post SET revision = revision WHERE id IN (SELECT c.post FROM post_citation AS c WHERE c.citation = NEW.id);
  RETURN NULL;
END $$;

CREATE TRIGGER post_stamp BEFORE UPDATE ON post FOR EACH ROW EXECUTE FUNCTION stamp_row();
CREATE TRIGGER actor_stamp BEFORE UPDATE ON actor FOR EACH ROW EXECUTE FUNCTION stamp_row();
CREATE TRIGGER user_account_stamp BEFORE UPDATE ON user_account FOR EACH ROW EXECUTE FUNCTION stamp_row();
CREATE TRIGGER application_stamp BEFORE UPDATE ON application FOR EACH ROW EXECUTE FUNCTION stamp_row();
CREATE TRIGGER media_hung AFTER INSERT OR UPDATE OR DELETE ON media FOR EACH ROW EXECUTE FUNCTION stamp_post();
CREATE TRIGGER mention_hung AFTER INSERT OR UPDATE OR DELETE ON mention FOR EACH ROW EXECUTE FUNCTION stamp_post();
CREATE TRIGGER hashtag_hung AFTER INSERT OR UPDATE OR DELETE ON hashtag FOR EACH ROW EXECUTE FUNCTION stamp_post();
CREATE TRIGGER clinical_case_hung AFTER INSERT OR UPDATE OR DELETE ON clinical_case FOR EACH ROW EXECUTE FUNCTION stamp_post();
CREATE TRIGGER also_accepted_hung AFTER INSERT OR UPDATE OR DELETE ON also_accepted FOR EACH ROW EXECUTE FUNCTION stamp_post();
CREATE TRIGGER case_specialty_hung AFTER INSERT OR UPDATE OR DELETE ON case_specialty FOR EACH ROW EXECUTE FUNCTION stamp_post();
CREATE TRIGGER response_hung AFTER INSERT OR UPDATE OR DELETE ON response FOR EACH ROW EXECUTE FUNCTION stamp_post();
CREATE TRIGGER post_citation_hung AFTER INSERT OR UPDATE OR DELETE ON post_citation FOR EACH ROW EXECUTE FUNCTION stamp_post();
CREATE TRIGGER question_hung AFTER INSERT OR UPDATE OR DELETE ON question FOR EACH ROW EXECUTE FUNCTION stamp_post();
CREATE TRIGGER question_option_hung AFTER INSERT OR UPDATE OR DELETE ON question_option FOR EACH ROW EXECUTE FUNCTION stamp_post();
CREATE TRIGGER quote_hung AFTER INSERT OR UPDATE OR DELETE ON quote FOR EACH ROW EXECUTE FUNCTION stamp_post();
CREATE TRIGGER citation_rehung AFTER UPDATE ON citation FOR EACH ROW EXECUTE FUNCTION stamp_cited();
