-- A member's lists of people. exclusive keeps what they post out of the home.
CREATE TABLE list (
  id        INTEGER PRIMARY KEY,
  owner     INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  title     TEXT NOT NULL,
  replies   TEXT NOT NULL,
  exclusive INTEGER NOT NULL DEFAULT FALSE,
  created   INTEGER NOT NULL
) STRICT;
CREATE INDEX list_owner ON list (owner, id);
CREATE INDEX list_exclusive ON list (owner) WHERE exclusive;

-- Who is on a list, as long as its owner follows them.
CREATE TABLE list_member (
  list   INTEGER NOT NULL REFERENCES list (id) ON DELETE CASCADE,
  owner  INTEGER NOT NULL,
  member INTEGER NOT NULL,
  PRIMARY KEY (list, member),
  FOREIGN KEY (owner, member) REFERENCES follow (follower, followed) ON DELETE CASCADE
) STRICT;
CREATE INDEX list_member_owner ON list_member (owner, member);
CREATE INDEX list_member_member ON list_member (member, list);

-- What a list shows: entry is what it is paged by, the post or the boost of it, and
-- member who wrote or boosted it. What a member brought goes with the member.
CREATE TABLE list_entry (
  list   INTEGER NOT NULL,
  entry  INTEGER NOT NULL,
  post   INTEGER NOT NULL,
  member INTEGER NOT NULL,
  PRIMARY KEY (list, entry),
  FOREIGN KEY (list, member) REFERENCES list_member (list, member) ON DELETE CASCADE
) STRICT;
CREATE UNIQUE INDEX list_entry_once ON list_entry (list, post);
CREATE INDEX list_entry_post ON list_entry (post);
CREATE INDEX list_entry_member ON list_entry (list, member);

-- The hashtags that bring public posts into a member's home.
CREATE TABLE followed_tag (
  actor   INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  tag     TEXT NOT NULL,
  id      INTEGER NOT NULL,
  created INTEGER NOT NULL,
  PRIMARY KEY (actor, tag)
) STRICT;
CREATE INDEX followed_tag_tag ON followed_tag (tag, actor);
CREATE INDEX followed_tag_id ON followed_tag (actor, id);

-- How often members used a hashtag in public: day is midnight UTC.
CREATE TABLE tag_day (
  tag      TEXT NOT NULL,
  day      INTEGER NOT NULL,
  uses     INTEGER NOT NULL,
  accounts INTEGER NOT NULL,
  PRIMARY KEY (tag, day)
) STRICT;

-- What several members took up within the week, place 1 first; counted anew as a whole.
CREATE TABLE trend_tag (
  place INTEGER PRIMARY KEY,
  tag   TEXT NOT NULL
) STRICT;
CREATE TABLE trend_post (
  place INTEGER PRIMARY KEY,
  post  INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX trend_post_post ON trend_post (post);
