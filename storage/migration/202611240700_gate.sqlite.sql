-- What waits for a reviewer: the words as they were stopped, with what was found in
-- them, as JSON. The row goes when it was decided, and with its draft.
CREATE TABLE review (
  draft      INTEGER PRIMARY KEY REFERENCES draft (id) ON DELETE CASCADE,
  inspection TEXT NOT NULL,
  audience   TEXT NOT NULL,
  code       TEXT NOT NULL -- the author's reason
) STRICT;

-- What reviewers decided. Never a word of the text: categories and counts.
CREATE TABLE gate_decision (
  id         INTEGER PRIMARY KEY,
  draft      INTEGER NOT NULL,
  post       INTEGER NOT NULL DEFAULT 0, -- what became of the draft; 0 until it was posted
  author     INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
  reviewer   INTEGER NOT NULL,
  verdict    TEXT NOT NULL,              -- release, return
  claim      TEXT NOT NULL,              -- the author's reason, a code
  code       TEXT NOT NULL,              -- the reviewer's
  categories TEXT NOT NULL,              -- {"place":2}
  risk       INTEGER NOT NULL,
  held       INTEGER NOT NULL,
  decided    INTEGER NOT NULL
) STRICT;
CREATE INDEX gate_decision_post ON gate_decision (post);
CREATE INDEX gate_decision_draft ON gate_decision (draft);
CREATE INDEX gate_decision_author ON gate_decision (author);
