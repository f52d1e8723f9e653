-- Unqualified names on purpose: the schema is the host's choice and is set before this script runs.
-- External ids and search keys are compared byte by byte (COLLATE "C"): they are identifiers and folded keys, not prose.

-- One row for the whole store: whoever holds its lock is the one writer. Numbers are handed out from it, under that lock.
-- Its version is negative as long as the tables of the mirror have no indexes (see make_indexes below).
CREATE TABLE store_state (
    id smallint NOT NULL,
    schema_version integer NOT NULL,
    last_run bigint NOT NULL,
    last_run_time timestamp(6) with time zone,
    -- Used on H2 alone.
    held_since timestamp(6) with time zone,
    base_run bigint NOT NULL,
    last_patient_id bigint NOT NULL,
    last_payment_id bigint NOT NULL,
    patients_exported_at timestamp(6) with time zone,
    payments_exported_at timestamp(6) with time zone,
    patients_fingerprint varchar(32),
    patients_fingerprint_run bigint,
    payments_fingerprint varchar(32),
    payments_fingerprint_run bigint,
    -- Of the fingerprints of the first elements of those sets, the first 32 bits each: where the next sets differ.
    patients_prefixes varchar(1024),
    payments_prefixes varchar(1024),
    history_horizon timestamp(6) with time zone,
    horizon_run bigint DEFAULT 0 NOT NULL,
    -- Secret: the hashes of records, and the fingerprints, are keyed with it.
    hash_key uuid NOT NULL,
    CONSTRAINT store_state_pk PRIMARY KEY (id),
    CONSTRAINT store_state_single_row CHECK (id = 1)
);
INSERT INTO store_state (id, schema_version, last_run, base_run, last_patient_id, last_payment_id, hash_key)
VALUES (1, -1, 0, 0, 0, 0, gen_random_uuid());

CREATE TABLE patients (
    id bigint NOT NULL,
    created timestamp(6) with time zone NOT NULL,
    updated timestamp(6) with time zone NOT NULL,
    deleted timestamp(6) with time zone,
    changed_run bigint NOT NULL,
    external_id varchar(250) COLLATE "C" NOT NULL,
    first_name varchar(250) NOT NULL,
    last_name varchar(250) NOT NULL,
    middle_name varchar(250),
    date_of_birth date,
    first_name_key varchar(100) COLLATE "C" NOT NULL,
    last_name_key varchar(100) COLLATE "C" NOT NULL,
    -- What the record was when it was written. Null if it has to be compared field by field.
    content_hash uuid
);

-- No index has a column that a changed amount or a deletion writes, except that of cascaded ones, and a quarter of each
-- page is left free: such an update stays in its page and enters no index (HOT), even if a third of the payments change
-- in a night. That takes a third of the time and half of the WAL, and the table is no larger after such a night. No index
-- holds live rows alone: without statistics PostgreSQL takes these for a handful, and would read such an index from end
-- to end for each of many patients.
CREATE TABLE payments (
    id bigint NOT NULL,
    created timestamp(6) with time zone NOT NULL,
    updated timestamp(6) with time zone NOT NULL,
    deleted timestamp(6) with time zone,
    changed_run bigint NOT NULL,
    external_id varchar(250) COLLATE "C" NOT NULL,
    patient_id bigint NOT NULL,
    amount numeric(19, 4) NOT NULL,
    cascaded boolean NOT NULL,
    content_hash uuid,
    CONSTRAINT payments_cascaded_are_deleted CHECK (NOT cascaded OR deleted IS NOT NULL)
) WITH (fillfactor = 75);

-- One row for each live patient, without amounts if there are no payments. A table of its own, since most patients of a
-- night change in nothing but their totals: a row of patients would enter all of its indexes again.
CREATE TABLE patient_totals (
    patient_id bigint NOT NULL,
    payment_total numeric(38, 4) NOT NULL,
    payment_count bigint NOT NULL,
    smallest_amount numeric(19, 4),
    greatest_amount numeric(19, 4)
);

-- Makes the keys and indexes of these tables and returns true, or returns false if an id is repeated: now, and again after
-- a first load, which writes a million rows in a third of the time without them. A role that may write to the tables but
-- does not own them can call both functions. They run with the rights of their owner, so they execute no statement that a
-- trigger could hear, and do nothing else: indexes are dropped from empty tables only, and while they are missing the
-- version is negative, and the store does not work.
CREATE FUNCTION make_indexes() RETURNS boolean
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
    ALTER TABLE patient_totals ADD CONSTRAINT patient_totals_pk PRIMARY KEY (patient_id);
    CREATE INDEX patient_totals_ix ON patient_totals (payment_total, patient_id);
    ALTER TABLE payments ADD CONSTRAINT payments_patient_fk FOREIGN KEY (patient_id) REFERENCES patients (id);
    RETURN true;
EXCEPTION
    WHEN unique_violation THEN
        RETURN false;
END
$$;
SELECT make_indexes();
UPDATE store_state SET schema_version = 1;

-- Drops them and returns true, or keeps them and returns false: if there are records, if a lock is not to be had at once,
-- if an index has settings of its own or something depends on it, such as a foreign key of the host, if the tables have
-- row security or rules, which COPY does not obey, deferred triggers, which would keep the indexes from being made, or
-- unique indexes of the host, and if they are published, since updates need a key then. Not on Citus, which would do so on
-- another server.
CREATE FUNCTION drop_indexes() RETURNS boolean
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
    DROP INDEX payments_patient_ix, payments_cascaded_ix, patient_totals_ix, patients_name_ix, patients_first_name_ix,
        patients_birth_ix, patients_deleted_ix;
    RETURN true;
EXCEPTION
    WHEN OTHERS THEN
        RETURN false;
END
$$;

-- Superseded versions: what a record was from from_run (inclusive) to to_run (exclusive), and whether it was deleted then
-- or is in the state that follows. The change feed reads all events from their ends, except creations.
CREATE TABLE patient_versions (
    patient_id bigint NOT NULL,
    from_run bigint NOT NULL,
    to_run bigint NOT NULL,
    deleted boolean NOT NULL,
    next_deleted boolean NOT NULL,
    first_name varchar(250) NOT NULL,
    last_name varchar(250) NOT NULL,
    middle_name varchar(250),
    date_of_birth date,
    first_name_key varchar(100) COLLATE "C" NOT NULL,
    last_name_key varchar(100) COLLATE "C" NOT NULL,
    CONSTRAINT patient_versions_pk PRIMARY KEY (patient_id, to_run),
    CONSTRAINT patient_versions_interval CHECK (from_run < to_run)
);
CREATE INDEX patient_versions_to_ix ON patient_versions (next_deleted, to_run, patient_id);

-- Of a version that belonged to an erased patient, if the payment has moved away since, only the interval is kept. The
-- payment counts as deleted in it.
CREATE TABLE payment_versions (
    payment_id bigint NOT NULL,
    from_run bigint NOT NULL,
    to_run bigint NOT NULL,
    deleted boolean NOT NULL,
    next_deleted boolean NOT NULL,
    patient_id bigint,
    amount numeric(19, 4),
    CONSTRAINT payment_versions_pk PRIMARY KEY (payment_id, to_run),
    CONSTRAINT payment_versions_interval CHECK (from_run < to_run),
    CONSTRAINT payment_versions_erased_whole CHECK ((patient_id IS NULL) = (amount IS NULL)),
    CONSTRAINT payment_versions_erased_are_deleted CHECK (deleted OR patient_id IS NOT NULL)
);
CREATE INDEX payment_versions_patient_ix ON payment_versions (patient_id);
CREATE INDEX payment_versions_to_ix ON payment_versions (next_deleted, to_run, payment_id);

CREATE TABLE sync_runs (
    run bigint NOT NULL,
    attempt uuid NOT NULL,
    kind varchar(20) NOT NULL,
    status varchar(20) NOT NULL,
    refused_for varchar(200),
    reverted_to bigint,
    run_time timestamp(6) with time zone NOT NULL,
    duration_ms bigint NOT NULL,
    exported_at timestamp(6) with time zone,
    CONSTRAINT sync_runs_pk PRIMARY KEY (run),
    CONSTRAINT sync_runs_attempt_uk UNIQUE (attempt),
    -- The time of a run identifies it: records carry it as created, updated and deleted.
    CONSTRAINT sync_runs_time_uk UNIQUE (run_time)
);

CREATE TABLE sync_run_counts (
    run bigint NOT NULL,
    record_type varchar(10) NOT NULL,
    full_set boolean NOT NULL,
    records_read bigint NOT NULL,
    inserted bigint NOT NULL,
    updated bigint NOT NULL,
    unchanged bigint NOT NULL,
    restored bigint NOT NULL,
    deleted bigint NOT NULL,
    cascaded bigint NOT NULL,
    rejected bigint NOT NULL,
    retained bigint NOT NULL,
    collapsed bigint NOT NULL,
    withheld bigint NOT NULL,
    suppressed bigint NOT NULL,
    -- The last id of a record of this type that has been assigned by the end of the run.
    last_id bigint NOT NULL,
    CONSTRAINT sync_run_counts_pk PRIMARY KEY (run, record_type),
    CONSTRAINT sync_run_counts_run_fk FOREIGN KEY (run) REFERENCES sync_runs (run)
);

CREATE TABLE rejections (
    run bigint NOT NULL,
    record_type varchar(10) NOT NULL,
    record_no bigint NOT NULL,
    external_id varchar(250) COLLATE "C",
    patient_external_id varchar(250) COLLATE "C",
    faults varchar(1000) NOT NULL,
    CONSTRAINT rejections_pk PRIMARY KEY (run, record_type, record_no)
);
-- An erasure finds the rejections of a patient.
CREATE INDEX rejections_external_id_ix ON rejections (external_id);
CREATE INDEX rejections_patient_ix ON rejections (patient_external_id);

-- What remains of an erased patient: a keyed hash of its external id.
CREATE TABLE erasures (
    external_id_hmac varchar(64) NOT NULL,
    run bigint NOT NULL,
    CONSTRAINT erasures_pk PRIMARY KEY (external_id_hmac)
);

-- The keys of these hashes, each recognized by the keyed hash of an empty text, and how many hashes each has.
CREATE TABLE erasure_keys (
    key_check varchar(64) NOT NULL,
    erasures bigint NOT NULL,
    CONSTRAINT erasure_keys_pk PRIMARY KEY (key_check)
);

-- What the change feed reports of an erasure: the store's own ids, and nothing else.
CREATE TABLE erased_records (
    run bigint NOT NULL,
    record_type varchar(10) NOT NULL,
    record_id bigint NOT NULL,
    CONSTRAINT erased_records_pk PRIMARY KEY (run, record_type, record_id)
);

-- The payments that had moved away from an erased patient: the change feed reports them in the run of the erasure, since
-- copies may still have what they were before.
CREATE TABLE rewritten_payments (
    run bigint NOT NULL,
    payment_id bigint NOT NULL,
    CONSTRAINT rewritten_payments_pk PRIMARY KEY (run, payment_id)
);

-- One row: the live money of all erased patients as one sum, for hosts whose books must still add up.
CREATE TABLE erased_totals (
    id smallint NOT NULL,
    patients bigint NOT NULL,
    payments bigint NOT NULL,
    amount numeric(38, 4) NOT NULL,
    CONSTRAINT erased_totals_pk PRIMARY KEY (id),
    CONSTRAINT erased_totals_single_row CHECK (id = 1)
);
INSERT INTO erased_totals (id, patients, payments, amount) VALUES (1, 0, 0, 0);

-- Working tables of the run that holds the lock: empty before and after it, so nothing is lost with a crash (UNLOGGED).
-- They are permanent tables of this schema because a temporary one can't be joined on a distributed PostgreSQL.
CREATE UNLOGGED TABLE patient_stage (
    record_no bigint NOT NULL,
    status smallint NOT NULL,
    external_id varchar(250) COLLATE "C",
    first_name varchar(250),
    last_name varchar(250),
    middle_name varchar(250),
    date_of_birth date,
    first_name_key varchar(100) COLLATE "C",
    last_name_key varchar(100) COLLATE "C",
    faults varchar(1000),
    deletion boolean,
    content_hash uuid
);

CREATE UNLOGGED TABLE payment_stage (
    record_no bigint NOT NULL,
    status smallint NOT NULL,
    external_id varchar(250) COLLATE "C",
    patient_external_id varchar(250) COLLATE "C",
    amount numeric(19, 4),
    faults varchar(1000),
    deletion boolean,
    content_hash uuid
);

-- Of a full set, only the elements are staged that are not, unchanged, in the mirror. Here are the live records that are not
-- in the set unchanged, without a number; and those that are, but have to be staged after all, with that of their element.
CREATE UNLOGGED TABLE patient_known (
    id bigint NOT NULL,
    record_no bigint
);

CREATE UNLOGGED TABLE payment_known (
    id bigint NOT NULL,
    record_no bigint
);

CREATE UNLOGGED TABLE patient_diff (
    kind smallint NOT NULL,
    id bigint,
    record_no bigint,
    external_id varchar(250) COLLATE "C",
    first_name varchar(250),
    last_name varchar(250),
    middle_name varchar(250),
    date_of_birth date,
    first_name_key varchar(100) COLLATE "C",
    last_name_key varchar(100) COLLATE "C",
    content_hash uuid
);

CREATE UNLOGGED TABLE payment_diff (
    kind smallint NOT NULL,
    id bigint,
    record_no bigint,
    external_id varchar(250) COLLATE "C",
    patient_id bigint NOT NULL,
    amount numeric(19, 4) NOT NULL,
    old_patient_id bigint,
    old_amount numeric(19, 4),
    content_hash uuid
);

-- What a host may join with: live rows only. A join over the tables would count tombstones.
CREATE VIEW live_patients AS
SELECT id, created, updated, external_id, first_name, last_name, middle_name, date_of_birth, payment_total, payment_count
FROM patients
JOIN patient_totals ON patient_id = id
WHERE deleted IS NULL;

CREATE VIEW live_payments AS
SELECT id, created, updated, external_id, patient_id, amount
FROM payments
WHERE deleted IS NULL;
