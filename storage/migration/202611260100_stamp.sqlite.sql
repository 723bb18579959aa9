-- A stamp counts every change of a row, and for a post of whatever hangs on it, whoever
-- makes it: what was made of a post or an actor for one stamp is good as long as it has
-- that stamp. Kept by the database itself, so that no write can forget it.
ALTER TABLE post ADD COLUMN stamp INTEGER NOT NULL DEFAULT 1;
ALTER TABLE actor ADD COLUMN stamp INTEGER NOT NULL DEFAULT 1;
ALTER TABLE user_account ADD COLUMN stamp INTEGER NOT NULL DEFAULT 1;
ALTER TABLE application ADD COLUMN stamp INTEGER NOT NULL DEFAULT 1;

-- The view is made anew so that it knows the column.
DROP VIEW open_post;
CREATE VIEW open_post AS
  SELECT p.* FROM post p JOIN actor a ON a.id = p.author
  WHERE p.audience IN ('public', 'unlisted') AND p.deleted IS NULL AND p.hidden IS NULL AND a.suspended IS NULL AND a.gone IS NULL;

CREATE TRIGGER post_stamp AFTER UPDATE ON post WHEN NEW.stamp = OLD.stamp BEGIN
  UPDATE post SET stamp = OLD.stamp + 1 WHERE id = NEW.id;
END;

CREATE TRIGGER actor_stamp AFTER UPDATE ON actor WHEN NEW.stamp = OLD.stamp BEGIN
  UPDATE actor SET stamp = OLD.stamp + 1 WHERE id = NEW.id;
END;

CREATE TRIGGER user_account_stamp AFTER UPDATE ON user_account WHEN NEW.stamp = OLD.stamp BEGIN
  UPDATE user_account SET stamp = OLD.stamp + 1 WHERE id = NEW.id;
END;

CREATE TRIGGER application_stamp AFTER UPDATE ON application WHEN NEW.stamp = OLD.stamp BEGIN
  UPDATE application SET stamp = OLD.stamp + 1 WHERE id = NEW.id;
END;

CREATE TRIGGER media_hung AFTER INSERT ON media BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id = NEW.post;
END;
CREATE TRIGGER media_rehung AFTER UPDATE ON media BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id IN (OLD.post, NEW.post);
END;
CREATE TRIGGER media_unhung AFTER DELETE ON media BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id = OLD.post;
END;

CREATE TRIGGER mention_hung AFTER INSERT ON mention BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id = NEW.post;
END;
CREATE TRIGGER mention_rehung AFTER UPDATE ON mention BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id IN (OLD.post, NEW.post);
END;
CREATE TRIGGER mention_unhung AFTER DELETE ON mention BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id = OLD.post;
END;

CREATE TRIGGER hashtag_hung AFTER INSERT ON hashtag BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id = NEW.post;
END;
CREATE TRIGGER hashtag_rehung AFTER UPDATE ON hashtag BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id IN (OLD.post, NEW.post);
END;
CREATE TRIGGER hashtag_unhung AFTER DELETE ON hashtag BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id = OLD.post;
END;

CREATE TRIGGER clinical_case_hung AFTER INSERT ON clinical_case BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id = NEW.post;
END;
CREATE TRIGGER clinical_case_rehung AFTER UPDATE ON clinical_case BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id IN (OLD.post, NEW.post);
END;
CREATE TRIGGER clinical_case_unhung AFTER DELETE ON clinical_case BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id = OLD.post;
END;

CREATE TRIGGER also_accepted_hung AFTER INSERT ON also_accepted BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id = NEW.post;
END;
CREATE TRIGGER also_accepted_rehung AFTER UPDATE ON also_accepted BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id IN (OLD.post, NEW.post);
END;
CREATE TRIGGER also_accepted_unhung AFTER DELETE ON also_accepted BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id = OLD.post;
END;

CREATE TRIGGER case_specialty_hung AFTER INSERT ON case_specialty BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id = NEW.post;
END;
CREATE TRIGGER case_specialty_rehung AFTER UPDATE ON case_specialty BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id IN (OLD.post, NEW.post);
END;
CREATE TRIGGER case_specialty_unhung AFTER DELETE ON case_specialty BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id = OLD.post;
END;

CREATE TRIGGER response_hung AFTER INSERT ON response BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id = NEW.post;
END;
CREATE TRIGGER response_rehung AFTER UPDATE ON response BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id IN (OLD.post, NEW.post);
END;
CREATE TRIGGER response_unhung AFTER DELETE ON response BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id = OLD.post;
END;

CREATE TRIGGER post_citation_hung AFTER INSERT ON post_citation BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id = NEW.post;
END;
CREATE TRIGGER post_citation_rehung AFTER UPDATE ON post_citation BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id IN (OLD.post, NEW.post);
END;
CREATE TRIGGER post_citation_unhung AFTER DELETE ON post_citation BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id = OLD.post;
END;

CREATE TRIGGER question_hung AFTER INSERT ON question BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id = NEW.post;
END;
CREATE TRIGGER question_rehung AFTER UPDATE ON question BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id IN (OLD.post, NEW.post);
END;
CREATE TRIGGER question_unhung AFTER DELETE ON question BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id = OLD.post;
END;

CREATE TRIGGER question_option_hung AFTER INSERT ON question_option BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id = NEW.post;
END;
CREATE TRIGGER question_option_rehung AFTER UPDATE ON question_option BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id IN (OLD.post, NEW.post);
END;
CREATE TRIGGER question_option_unhung AFTER DELETE ON question_option BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id = OLD.post;
END;

CREATE TRIGGER quote_hung AFTER INSERT ON quote BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id = NEW.post;
END;
CREATE TRIGGER quote_rehung AFTER UPDATE ON quote BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id IN (OLD.post, NEW.post);
END;
CREATE TRIGGER quote_unhung AFTER DELETE ON quote BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id = OLD.post;
END;

CREATE TRIGGER citation_rehung AFTER UPDATE ON citation BEGIN
  UPDATE post SET stamp = stamp + 1 WHERE id IN (SELECT c.post FROM post_citation AS c WHERE c.citation = NEW.id);
END;
