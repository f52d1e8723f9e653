-- The date of a payment, null if the other system sends none. New columns come last: a view that the host's own views use
-- can be extended at its end alone, and stays what it is for them.
ALTER TABLE payments ADD COLUMN paid_on date;
ALTER TABLE payment_versions
    ADD COLUMN paid_on date,
    ADD CONSTRAINT payment_versions_erased_date CHECK (patient_id IS NOT NULL OR paid_on IS NULL);
ALTER TABLE payment_stage ADD COLUMN paid_on date;
ALTER TABLE payment_diff ADD COLUMN paid_on date;

-- The scope of a full set of payments: those that were paid on this date or later. Null if it had all.
ALTER TABLE sync_run_counts ADD COLUMN paid_from date;

CREATE OR REPLACE VIEW live_payments AS
SELECT id, created, updated, external_id, patient_id, amount, paid_on
FROM payments
WHERE deleted IS NULL;

-- Payments without a date do not enter it.
CREATE INDEX payments_paid_ix ON payments (paid_on, id) WHERE paid_on IS NOT NULL;

-- As they were, with that index.
CREATE OR REPLACE FUNCTION make_indexes() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE
    workers CONSTANT text := current_setting('max_parallel_maintenance_workers');
BEGIN
    IF (SELECT schema_version FROM store_state) > 0 THEN
        RAISE EXCEPTION 'The indexes are there: make_indexes() follows drop_indexes()';
    END IF;
    ALTER TABLE payments ADD CONSTRAINT payments_pk PRIMARY KEY (id);
    -- A parallel worker would write an id that is repeated to the server's log, although the error is caught below.
    PERFORM set_config('max_parallel_maintenance_workers', '0', true);
    ALTER TABLE payments ADD CONSTRAINT payments_external_id_uk UNIQUE (external_id);
    ALTER TABLE patients
        ADD CONSTRAINT patients_pk PRIMARY KEY (id),
        ADD CONSTRAINT patients_external_id_uk UNIQUE (external_id);
    PERFORM set_config('max_parallel_maintenance_workers', workers, true);
    CREATE INDEX patients_name_ix ON patients (last_name_key, first_name_key, id);
    CREATE INDEX patients_first_name_ix ON patients (first_name_key);
    CREATE INDEX patients_birth_ix ON patients (date_of_birth);
    CREATE INDEX patients_deleted_ix ON patients (id) WHERE deleted IS NOT NULL;
    CREATE INDEX payments_patient_ix ON payments (patient_id, id);
    CREATE INDEX payments_cascaded_ix ON payments (patient_id) WHERE cascaded;
    CREATE INDEX payments_paid_ix ON payments (paid_on, id) WHERE paid_on IS NOT NULL;
    ALTER TABLE patient_totals ADD CONSTRAINT patient_totals_pk PRIMARY KEY (patient_id);
    CREATE INDEX patient_totals_ix ON patient_totals (payment_total, patient_id);
    ALTER TABLE payments ADD CONSTRAINT payments_patient_fk FOREIGN KEY (patient_id) REFERENCES patients (id);
    RETURN true;
EXCEPTION
    WHEN unique_violation THEN
        RETURN false;
END
$$;

CREATE OR REPLACE FUNCTION drop_indexes() RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ${flyway:defaultSchema}, pg_temp AS $$
DECLARE
    tables CONSTANT oid[] := ARRAY['patients'::regclass, 'payments'::regclass, 'patient_totals'::regclass];
BEGIN
    IF (SELECT schema_version FROM store_state) > 0
            OR NOT has_table_privilege(session_user, 'store_state'::regclass, 'UPDATE')
            OR to_regclass('pg_catalog.pg_dist_partition') IS NOT NULL
            OR EXISTS (SELECT FROM pg_publication_tables JOIN pg_class ON relname = tablename
                WHERE relnamespace = to_regnamespace(schemaname) AND pg_class.oid = ANY (tables))
            OR EXISTS (SELECT FROM pg_class WHERE oid = ANY (tables) AND (relrowsecurity OR relhasrules))
            OR EXISTS (SELECT FROM pg_trigger WHERE tgrelid = ANY (tables) AND tgdeferrable)
            OR (SELECT count(*) FROM pg_index WHERE indrelid = ANY (tables) AND indisunique) <> 5
            OR EXISTS (SELECT FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
                WHERE indrelid = ANY (tables) AND (indisreplident OR indisclustered OR reltablespace <> 0
                    OR reloptions IS NOT NULL OR obj_description(indexrelid, 'pg_class') IS NOT NULL)) THEN
        RETURN false;
    END IF;
    LOCK TABLE patients, payments, patient_totals IN ACCESS EXCLUSIVE MODE NOWAIT;
    IF EXISTS (SELECT FROM patients) OR EXISTS (SELECT FROM payments) OR EXISTS (SELECT FROM patient_totals) THEN
        RAISE EXCEPTION 'There are records'; -- caught below, and so the locks are released
    END IF;
    ALTER TABLE payments
        DROP CONSTRAINT payments_patient_fk,
        DROP CONSTRAINT payments_pk,
        DROP CONSTRAINT payments_external_id_uk;
    ALTER TABLE patients DROP CONSTRAINT patients_pk, DROP CONSTRAINT patients_external_id_uk;
    ALTER TABLE patient_totals DROP CONSTRAINT patient_totals_pk;
    DROP INDEX payments_patient_ix, payments_cascaded_ix, payments_paid_ix, patient_totals_ix, patients_name_ix,
        patients_first_name_ix, patients_birth_ix, patients_deleted_ix;
    RETURN true;
EXCEPTION
    WHEN OTHERS THEN
        RETURN false;
END
$$;

UPDATE store_state SET schema_version = 2;
