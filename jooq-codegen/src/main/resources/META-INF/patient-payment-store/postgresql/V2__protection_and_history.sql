-- What protection and history need beside the mirror itself.

-- A fingerprint is told with the run that set it: its counts are those of the same content again. Before the horizon,
-- history was purged.
ALTER TABLE store_state ADD COLUMN patients_fingerprint_run bigint;
ALTER TABLE store_state ADD COLUMN payments_fingerprint_run bigint;
ALTER TABLE store_state ADD COLUMN horizon_run bigint DEFAULT 0 NOT NULL;

ALTER TABLE sync_runs ADD COLUMN kind varchar(20) DEFAULT 'SNAPSHOT' NOT NULL;
ALTER TABLE sync_runs ADD COLUMN refused_for varchar(200);
-- A record names its creation by the time of the run.
ALTER TABLE sync_runs ADD CONSTRAINT sync_runs_time_uk UNIQUE (run_time);
ALTER TABLE sync_run_counts ADD COLUMN suppressed bigint DEFAULT 0 NOT NULL;

-- A page of patients as of last March is filtered and sorted by the names of last March.
ALTER TABLE patient_versions ADD COLUMN first_name_key varchar(100) COLLATE "C" DEFAULT '' NOT NULL;
ALTER TABLE patient_versions ADD COLUMN last_name_key varchar(100) COLLATE "C" DEFAULT '' NOT NULL;
ALTER TABLE patient_versions ALTER COLUMN first_name_key DROP DEFAULT;
ALTER TABLE patient_versions ALTER COLUMN last_name_key DROP DEFAULT;

-- A payment that has moved away from a patient who is erased keeps the interval and loses what stood in it.
ALTER TABLE payment_versions ALTER COLUMN patient_id DROP NOT NULL;
ALTER TABLE payment_versions ALTER COLUMN amount DROP NOT NULL;
ALTER TABLE payment_versions
    ADD CONSTRAINT payment_versions_erased_whole CHECK ((patient_id IS NULL) = (amount IS NULL));
CREATE INDEX payment_versions_patient_ix ON payment_versions (patient_id);

-- The change feed reads runs in their order, and the few tombstones by themselves. No index holds live rows alone: without
-- statistics PostgreSQL takes these for a handful, and would read such an index from end to end for each of many patients.
CREATE INDEX patients_changed_ix ON patients (changed_run, id);
CREATE INDEX patients_deleted_changed_ix ON patients (changed_run, id) WHERE deleted IS NOT NULL;
CREATE INDEX payments_changed_ix ON payments (changed_run, id);
CREATE INDEX payments_deleted_changed_ix ON payments (changed_run, id) WHERE deleted IS NOT NULL;
CREATE INDEX patient_versions_from_ix ON patient_versions (deleted, from_run, patient_id);
CREATE INDEX payment_versions_from_ix ON payment_versions (deleted, from_run, payment_id);

-- What the feed tells of an erasure: the store's own ids, and nothing else.
CREATE TABLE erased_records (
    run bigint NOT NULL,
    record_type varchar(10) NOT NULL,
    record_id bigint NOT NULL,
    CONSTRAINT erased_records_pk PRIMARY KEY (run, record_type, record_id)
);

-- One row: the live money of everybody who was erased, for hosts whose books must still add up. Nobody is told apart.
CREATE TABLE erased_money (
    id smallint NOT NULL,
    patients bigint NOT NULL,
    payments bigint NOT NULL,
    amount numeric(38, 4) NOT NULL,
    CONSTRAINT erased_money_pk PRIMARY KEY (id),
    CONSTRAINT erased_money_single_row CHECK (id = 1)
);
INSERT INTO erased_money (id, patients, payments, amount) VALUES (1, 0, 0, 0);

-- A delta names records to be deleted.
ALTER TABLE patient_stage ADD COLUMN deletion boolean;
ALTER TABLE payment_stage ADD COLUMN deletion boolean;

UPDATE store_state SET schema_version = 2;
