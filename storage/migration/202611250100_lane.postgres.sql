-- Lanes that fail are looked for apart, and only as many as may be worked on.
CREATE INDEX lane_well ON lane (due_at) WHERE fails = 0;
CREATE INDEX lane_failing ON lane (due_at) WHERE fails > 0;
DROP INDEX lane_due;

-- "post = ?" does not say that it is not 0, so an index of those that are not was
-- never used for it.
DROP INDEX media_post;
CREATE INDEX media_post ON media (post);
