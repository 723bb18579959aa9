-- Lanes that fail are looked for apart, and only as many as may be worked on.
CREATE INDEX lane_well ON lane (due_at) WHERE fails = 0;
CREATE INDEX lane_failing ON lane (due_at) WHERE fails > 0;
DROP INDEX lane_due;
