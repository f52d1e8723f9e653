-- The elements that the mapping of an input has filtered; they are not among records_read.
ALTER TABLE sync_run_counts ADD COLUMN filtered bigint DEFAULT 0 NOT NULL;

-- The line of the input on which an element begins; null for a typed record.
ALTER TABLE rejections ADD COLUMN line bigint;
ALTER TABLE patient_stage ADD COLUMN line bigint;
ALTER TABLE payment_stage ADD COLUMN line bigint;

UPDATE store_state SET schema_version = 3;
