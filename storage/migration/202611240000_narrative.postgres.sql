-- The rest of the CARE checklist: a case may tell all thirteen items.
ALTER TABLE clinical_case ADD COLUMN abstract TEXT NOT NULL DEFAULT '';
ALTER TABLE clinical_case ADD COLUMN introduction TEXT NOT NULL DEFAULT '';
ALTER TABLE clinical_case ADD COLUMN setting TEXT NOT NULL DEFAULT '';
ALTER TABLE clinical_case ADD COLUMN timeline TEXT NOT NULL DEFAULT '';
ALTER TABLE clinical_case ADD COLUMN differential TEXT NOT NULL DEFAULT '';
ALTER TABLE clinical_case ADD COLUMN diagnosis TEXT NOT NULL DEFAULT '';
ALTER TABLE clinical_case ADD COLUMN intervention TEXT NOT NULL DEFAULT '';
ALTER TABLE clinical_case ADD COLUMN outcome TEXT NOT NULL DEFAULT '';
ALTER TABLE clinical_case ADD COLUMN discussion TEXT NOT NULL DEFAULT '';
ALTER TABLE clinical_case ADD COLUMN teaching_points TEXT NOT NULL DEFAULT '';
ALTER TABLE clinical_case ADD COLUMN perspective TEXT NOT NULL DEFAULT '';
ALTER TABLE clinical_case ADD COLUMN keywords TEXT NOT NULL DEFAULT '';
ALTER TABLE clinical_case ADD COLUMN certainty TEXT NOT NULL DEFAULT '';
ALTER TABLE clinical_case ADD COLUMN confirmed TEXT NOT NULL DEFAULT '';
