-- The elements that the mapping of an input has filtered; they are not among records_read. Each statement of H2 commits, so
-- this script can be repeated.
ALTER TABLE sync_run_counts ADD COLUMN IF NOT EXISTS filtered bigint DEFAULT 0 NOT NULL;

-- The line of the input on which an element begins; null for a typed record.
ALTER TABLE rejections ADD COLUMN IF NOT EXISTS line bigint;
ALTER TABLE patient_stage ADD COLUMN IF NOT EXISTS line bigint;
ALTER TABLE payment_stage ADD COLUMN IF NOT EXISTS line bigint;

UPDATE store_state SET schema_version = 3;
