-- The date of a payment, null if the other system sends none. New columns come last: a view that the host's own views use
-- is extended at its end, and stays what it is for them. Each statement of H2 commits, so this script can be repeated.
ALTER TABLE payments ADD COLUMN IF NOT EXISTS paid_on date;
ALTER TABLE payment_versions ADD COLUMN IF NOT EXISTS paid_on date;
ALTER TABLE payment_versions ADD CONSTRAINT IF NOT EXISTS payment_versions_erased_date
    CHECK (patient_id IS NOT NULL OR paid_on IS NULL);
ALTER TABLE payment_stage ADD COLUMN IF NOT EXISTS paid_on date;
ALTER TABLE payment_diff ADD COLUMN IF NOT EXISTS paid_on date;

-- The scope of a full set of payments: those that were paid on this date or later. Null if it had all.
ALTER TABLE sync_run_counts ADD COLUMN IF NOT EXISTS paid_from date;

CREATE OR REPLACE VIEW live_payments AS
SELECT id, created, updated, external_id, patient_id, amount, paid_on
FROM payments
WHERE deleted IS NULL;

UPDATE store_state SET schema_version = 2;
