-- Unqualified names on purpose: the schema is the host's choice and is set before this script runs.
-- Character limits are twice those of the PostgreSQL script: H2 counts UTF-16 units where the rules count code points.

-- One row for the whole store: whoever holds its lock is the one writer. Numbers are handed out from it, under that lock.
CREATE TABLE store_state (
    id smallint NOT NULL,
    schema_version integer NOT NULL,
    last_run bigint NOT NULL,
    last_run_time timestamp(6) with time zone,
    -- Set and cleared by the writer that holds the lock, for those that it keeps waiting: they read it uncommitted.
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
VALUES (1, 1, 0, 0, 0, 0, RANDOM_UUID());

CREATE TABLE patients (
    id bigint NOT NULL,
    created timestamp(6) with time zone NOT NULL,
    updated timestamp(6) with time zone NOT NULL,
    deleted timestamp(6) with time zone,
    changed_run bigint NOT NULL,
    external_id varchar(500) NOT NULL,
    first_name varchar(500) NOT NULL,
    last_name varchar(500) NOT NULL,
    middle_name varchar(500),
    date_of_birth date,
    first_name_key varchar(200) NOT NULL,
    last_name_key varchar(200) NOT NULL,
    -- What the record was when it was written. Null if it has to be compared field by field.
    content_hash uuid,
    CONSTRAINT patients_pk PRIMARY KEY (id),
    CONSTRAINT patients_external_id_uk UNIQUE (external_id)
);
CREATE INDEX patients_name_ix ON patients (last_name_key, first_name_key, id);
CREATE INDEX patients_first_name_ix ON patients (first_name_key);
CREATE INDEX patients_birth_ix ON patients (date_of_birth);

CREATE TABLE payments (
    id bigint NOT NULL,
    created timestamp(6) with time zone NOT NULL,
    updated timestamp(6) with time zone NOT NULL,
    deleted timestamp(6) with time zone,
    changed_run bigint NOT NULL,
    external_id varchar(500) NOT NULL,
    patient_id bigint NOT NULL,
    amount numeric(19, 4) NOT NULL,
    cascaded boolean NOT NULL,
    content_hash uuid,
    CONSTRAINT payments_pk PRIMARY KEY (id),
    CONSTRAINT payments_external_id_uk UNIQUE (external_id),
    CONSTRAINT payments_patient_fk FOREIGN KEY (patient_id) REFERENCES patients (id),
    CONSTRAINT payments_cascaded_are_deleted CHECK (NOT cascaded OR deleted IS NOT NULL)
);
CREATE INDEX payments_patient_ix ON payments (patient_id, id);
CREATE INDEX payments_cascaded_ix ON payments (cascaded, patient_id);

-- One row for each live patient, without amounts if there are no payments. A table of its own, since most patients of a
-- night change in nothing but their totals: a row of patients would enter all of its indexes again.
CREATE TABLE patient_totals (
    patient_id bigint NOT NULL,
    payment_total numeric(38, 4) NOT NULL,
    payment_count bigint NOT NULL,
    smallest_amount numeric(19, 4),
    greatest_amount numeric(19, 4),
    CONSTRAINT patient_totals_pk PRIMARY KEY (patient_id)
);
CREATE INDEX patient_totals_ix ON patient_totals (payment_total, patient_id);

-- Superseded versions: what a record was from from_run (inclusive) to to_run (exclusive), and whether it was deleted then
-- or is in the state that follows. The change feed reads all events from their ends, except creations.
CREATE TABLE patient_versions (
    patient_id bigint NOT NULL,
    from_run bigint NOT NULL,
    to_run bigint NOT NULL,
    deleted boolean NOT NULL,
    next_deleted boolean NOT NULL,
    first_name varchar(500) NOT NULL,
    last_name varchar(500) NOT NULL,
    middle_name varchar(500),
    date_of_birth date,
    first_name_key varchar(200) NOT NULL,
    last_name_key varchar(200) NOT NULL,
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
    external_id varchar(500),
    patient_external_id varchar(500),
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

-- Working tables of the run that holds the lock: empty before and after it.
-- H2 joins by index or not at all, so these have the indexes that PostgreSQL can do without.
CREATE TABLE patient_stage (
    record_no bigint NOT NULL,
    status smallint NOT NULL,
    external_id varchar(500),
    first_name varchar(500),
    last_name varchar(500),
    middle_name varchar(500),
    date_of_birth date,
    first_name_key varchar(200),
    last_name_key varchar(200),
    faults varchar(1000),
    deletion boolean,
    content_hash uuid,
    CONSTRAINT patient_stage_pk PRIMARY KEY (record_no)
);
CREATE INDEX patient_stage_external_id_ix ON patient_stage (external_id);

CREATE TABLE payment_stage (
    record_no bigint NOT NULL,
    status smallint NOT NULL,
    external_id varchar(500),
    patient_external_id varchar(500),
    amount numeric(19, 4),
    faults varchar(1000),
    deletion boolean,
    content_hash uuid,
    CONSTRAINT payment_stage_pk PRIMARY KEY (record_no)
);
CREATE INDEX payment_stage_external_id_ix ON payment_stage (external_id);

-- Of a full set, only the elements are staged that are not, unchanged, in the mirror. Here are the live records that are not
-- in the set unchanged, without a number; and those that are, but have to be staged after all, with that of their element.
CREATE TABLE patient_known (
    id bigint NOT NULL,
    record_no bigint,
    CONSTRAINT patient_known_pk PRIMARY KEY (id)
);

CREATE TABLE payment_known (
    id bigint NOT NULL,
    record_no bigint,
    CONSTRAINT payment_known_pk PRIMARY KEY (id)
);

CREATE TABLE patient_diff (
    kind smallint NOT NULL,
    id bigint,
    record_no bigint,
    external_id varchar(500),
    first_name varchar(500),
    last_name varchar(500),
    middle_name varchar(500),
    date_of_birth date,
    first_name_key varchar(200),
    last_name_key varchar(200),
    content_hash uuid
);
CREATE INDEX patient_diff_id_ix ON patient_diff (id);

CREATE TABLE payment_diff (
    kind smallint NOT NULL,
    id bigint,
    record_no bigint,
    external_id varchar(500),
    patient_id bigint NOT NULL,
    amount numeric(19, 4) NOT NULL,
    old_patient_id bigint,
    old_amount numeric(19, 4),
    content_hash uuid
);
CREATE INDEX payment_diff_id_ix ON payment_diff (id);

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
