-- The rest of the CARE checklist: a case may tell all thirteen items.
ALTER TABLE clinical_case ADD COLUMN abstract TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE clinical_case ADD COLUMN introduction TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE clinical_case ADD COLUMN setting TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE clinical_case ADD COLUMN timeline TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE clinical_case ADD COLUMN differential TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE clinical_case ADD COLUMN diagnosis TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE clinical_case ADD COLUMN intervention TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE clinical_case ADD COLUMN outcome TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE clinical_case ADD COLUMN discussion TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE clinical_case ADD COLUMN teaching_points TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE clinical_case ADD COLUMN perspective TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE clinical_case ADD COLUMN keywords TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE clinical_case ADD COLUMN certainty TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE clinical_case ADD COLUMN confirmed TEXT COLLATE "C" NOT NULL DEFAULT '';
