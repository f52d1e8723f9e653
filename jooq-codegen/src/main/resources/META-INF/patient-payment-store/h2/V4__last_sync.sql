-- The last run that synced each type without a refusal, so that nobody has to search the log for it. Each statement of
-- H2 commits, so this script can be repeated.
ALTER TABLE store_state ADD COLUMN IF NOT EXISTS patients_synced_run bigint;
ALTER TABLE store_state ADD COLUMN IF NOT EXISTS payments_synced_run bigint;

-- Up to which run the log was thinned out, and how many runs were taken out of it.
ALTER TABLE store_state ADD COLUMN IF NOT EXISTS thinned_to_run bigint DEFAULT 0 NOT NULL;
ALTER TABLE store_state ADD COLUMN IF NOT EXISTS thinned_runs bigint DEFAULT 0 NOT NULL;

-- Who had the run done, and why, as the host has put it.
ALTER TABLE sync_runs ADD COLUMN IF NOT EXISTS note varchar(500);

-- Whether a delta without elements had a set is not known.
UPDATE store_state SET patients_synced_run = (SELECT max(sync_runs.run)
FROM sync_runs
JOIN sync_run_counts ON sync_run_counts.run = sync_runs.run
WHERE kind IN ('SNAPSHOT', 'DELTA') AND status <> 'REFUSED' AND record_type = 'PATIENT' AND (full_set OR records_read > 0));
UPDATE store_state SET payments_synced_run = (SELECT max(sync_runs.run)
FROM sync_runs
JOIN sync_run_counts ON sync_run_counts.run = sync_runs.run
WHERE kind IN ('SNAPSHOT', 'DELTA') AND status <> 'REFUSED' AND record_type = 'PAYMENT' AND (full_set OR records_read > 0));

UPDATE store_state SET schema_version = 4;
