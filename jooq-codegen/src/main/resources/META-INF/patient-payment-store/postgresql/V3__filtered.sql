-- The elements that the mapping of an input has filtered; they are not among records_read.
ALTER TABLE sync_run_counts ADD COLUMN filtered bigint DEFAULT 0 NOT NULL;

UPDATE store_state SET schema_version = 3;
