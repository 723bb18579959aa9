-- A member's lists of people. exclusive keeps what they post out of the home.
CREATE TABLE list (
  id        BIGINT PRIMARY KEY,
  owner     BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  title     TEXT COLLATE "C" NOT NULL,
  replies   TEXT COLLATE "C" NOT NULL,
  exclusive BOOLEAN NOT NULL DEFAULT FALSE,
  created   BIGINT NOT NULL
);
CREATE INDEX list_owner ON list (owner, id);
CREATE INDEX list_exclusive ON list (owner) WHERE exclusive;

-- Who is on a list, as long as its owner follows them.
CREATE TABLE list_member (
  list   BIGINT NOT NULL REFERENCES list (id) ON DELETE CASCADE,
  owner  BIGINT NOT NULL,
  member BIGINT NOT NULL,
  PRIMARY KEY (list, member),
  FOREIGN KEY (owner, member) REFERENCES follow (follower, followed) ON DELETE CASCADE
);
CREATE INDEX list_member_owner ON list_member (owner, member);
CREATE INDEX list_member_member ON list_member (member, list);

-- What a list shows: entry is what it is paged by, the post or the boost of it, and
-- member who wrote or boosted it. What a member brought goes with the member.
CREATE TABLE list_entry (
  list   BIGINT NOT NULL,
  entry  BIGINT NOT NULL,
  post   BIGINT NOT NULL,
  member BIGINT NOT NULL,
  PRIMARY KEY (list, entry),
  FOREIGN KEY (list, member) REFERENCES list_member (list, member) ON DELETE CASCADE
);
CREATE UNIQUE INDEX list_entry_once ON list_entry (list, post);
CREATE INDEX list_entry_post ON list_entry (post);
CREATE INDEX list_entry_member ON list_entry (list, member);

-- The hashtags that bring public posts into a member's home.
CREATE TABLE followed_tag (
  actor   BIGINT NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  tag     TEXT COLLATE "C" NOT NULL,
  id      BIGINT NOT NULL,
  created BIGINT NOT NULL,
  PRIMARY KEY (actor, tag)
);
CREATE INDEX followed_tag_tag ON followed_tag (tag, actor);
CREATE INDEX followed_tag_id ON followed_tag (actor, id);

-- How often members used a hashtag in public: day is midnight UTC.
CREATE TABLE tag_day (
  tag      TEXT COLLATE "C" NOT NULL,
  day      BIGINT NOT NULL,
  uses     BIGINT NOT NULL,
  accounts BIGINT NOT NULL,
  PRIMARY KEY (tag, day)
);

-- What several members took up within the week, place 1 first; counted anew as a whole.
CREATE TABLE trend_tag (
  place BIGINT PRIMARY KEY,
  tag   TEXT COLLATE "C" NOT NULL
);
CREATE TABLE trend_post (
  place BIGINT PRIMARY KEY,
  post  BIGINT NOT NULL REFERENCES post (id) ON DELETE CASCADE
);
CREATE INDEX trend_post_post ON trend_post (post);
