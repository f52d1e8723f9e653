package io.github.patientpayments.internal.sync;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.PatientDiff.PATIENT_DIFF;
import static io.github.patientpayments.jooq.internal.tables.PatientKnown.PATIENT_KNOWN;
import static io.github.patientpayments.jooq.internal.tables.PatientStage.PATIENT_STAGE;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.db.BulkLoader;
import io.github.patientpayments.internal.db.BulkReader;
import io.github.patientpayments.internal.db.RecordTables;
import io.github.patientpayments.internal.db.Transaction;
import io.github.patientpayments.internal.record.ParsedRecord;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.Select;
import org.jooq.SelectFieldOrAsterisk;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/**
 * The live records of one type, known by the hashes of their contents. An element of a full set with the hash of a live
 * record leaves that record as it is, so it need not be staged: most often, that holds for nearly all of them. That two
 * contents have the same hash, under a key that nobody knows, is as unlikely as guessing the key.
 *
 * <p>A few such elements have to be staged after all: if another element has the same id, and if the patient of a
 * payment is deleted in this run. Their content is that of the record.
 */
final class KnownRecords implements Shortcut {

    /**
     * Fewer rows are looked up one by one. Of a working table without statistics, PostgreSQL may believe that it is
     * empty and read it once for each row of another one, so they must not be many.
     */
    static final long FEW = 1_000;

    /** The first record and the first element have the number 1. */
    private static final long NONE = 0;

    /** Of a table, a larger part takes longer to look up one by one than to find while the whole table is read. */
    private static final long SMALL_PART = 32;

    private final Transaction transaction;
    private final RecordTables tables;
    private final Field<UUID> liveHash;
    private final Field<Long> knownId;
    private final Field<Long> recordNo;
    private final Field<Long> stagedNo;
    private final Condition inScope;
    private final long records;
    private KnownHashes hashes;
    private boolean ambiguous;
    private long unhashed;
    private long uncovered;
    private long missing;

    private KnownRecords(Transaction transaction, RecordTables tables, int most, Condition inScope) {
        this.transaction = transaction;
        this.tables = tables;
        this.liveHash = column(tables.live(), PATIENTS.CONTENT_HASH);
        this.knownId = column(tables.known(), PATIENT_KNOWN.ID);
        this.recordNo = column(tables.known(), PATIENT_KNOWN.RECORD_NO);
        this.stagedNo = column(tables.stage(), PATIENT_STAGE.RECORD_NO);
        this.inScope = inScope;
        this.records = most;
        this.hashes = new KnownHashes(most);
    }

    /**
     * Reads the hashes of all live records of a scope. Returns null if there are more than the store may hold in
     * memory.
     */
    static @Nullable KnownRecords in(Transaction transaction, RecordTables tables, int most, PaymentScope scope) {
        Condition inScope = tables.isLive().and(scope.contains(PAYMENTS.PAID_ON));
        long lastId = transaction.state().get(tables.lastId());
        long records = lastId <= most ? lastId : transaction.dsl().fetchCount(tables.live(), inScope);
        if (records > most || lastId > Integer.MAX_VALUE) {
            return null;
        }
        KnownRecords all = new KnownRecords(transaction, tables, (int) records, inScope);
        BulkReader.hashes(
                transaction,
                select(all.liveHash, tables.id()).from(tables.live()).where(inScope),
                all::add);
        return all.ambiguous ? null : all;
    }

    /** Two records with the same hash are the work of somebody who has copied a row, and can't be told apart. */
    private void add(@Nullable UUID hash, long id) {
        if (hash == null) {
            unhashed++;
        } else {
            ambiguous |= !hashes.add(hash, (int) id);
        }
    }

    /** Takes an element that leaves a live record as it is. */
    @Override
    public boolean takes(ParsedRecord element) {
        boolean covered = element.valid() && hashes.see(element.hashHigh(), element.hashLow(), element.position());
        uncovered += covered ? 0 : 1;
        return covered;
    }

    /** How many elements had to be staged. */
    long uncovered() {
        return uncovered;
    }

    /**
     * Once the set has been read, stages the elements that are not staged but have the id of one that is, and notes
     * which records are missing: no element equals them, and none that is staged has their id.
     */
    void complete(StagingTable stage) {
        compare(() -> stage(
                stage,
                select(liveHash, coalesce(tables.id(), inline(NONE)))
                        .from(tables.stage())
                        .leftJoin(tables.live())
                        .on(tables.hasIdOfStaged(), tables.isLive())));
        load(loader -> hashes.forEachUnseen(id -> {
            missing++;
            loader.add(id, null);
        }));
        if (unhashed > 0) {
            transaction.dialect().compareWholeSets(transaction.dsl(), this::addUnhashed);
        }
        if (tables.type() == RecordType.PATIENT) {
            hashes = new KnownHashes(0); // their memory is better used for the payments
        }
    }

    private void addUnhashed() {
        missing += transaction
                .dsl()
                .insertInto(tables.known(), List.of(knownId, recordNo))
                .select(select(tables.id(), inline((Long) null, recordNo))
                        .from(tables.live())
                        .leftJoin(tables.stage())
                        .on(tables.hasIdOfStaged())
                        .where(inScope, liveHash.isNull(), stagedNo.isNull()))
                .execute();
    }

    /**
     * Executes a statement that joins what is staged, and what is missing, with all records. By outer joins alone,
     * since their order is fixed: whatever the statistics say, the records are looked up, and not what is staged for
     * each of all records.
     */
    void compare(Runnable statement) {
        if (uncovered + missing <= Math.max(FEW, records / SMALL_PART)) {
            transaction.dialect().compareFewRows(transaction.dsl(), statement);
        } else {
            transaction.dialect().compareWholeSets(transaction.dsl(), statement);
        }
    }

    /** Stages the payments of the patients whom the run has deleted: their patients are unknown now. */
    void stagePaymentsOfDeletedPatients(StagingTable stage) {
        stage(
                stage,
                select(liveHash, PAYMENTS.ID)
                        .from(PATIENT_DIFF)
                        .join(PAYMENTS)
                        .on(
                                PAYMENTS.PATIENT_ID.eq(PATIENT_DIFF.ID),
                                DiffAction.in(PATIENT_DIFF.KIND, DiffAction.DELETE))
                        .where(tables.isLive()));
    }

    /** Stages the elements of records that are given by their hashes. Other rows have none. */
    private void stage(StagingTable stage, Select<Record2<UUID, Long>> records) {
        AtomicBoolean any = new AtomicBoolean();
        BulkReader.hashes(transaction, records, (hash, id) -> {
            if (hash != null && hashes.mark(hash)) {
                any.set(true);
            }
        });
        if (any.get()) {
            load(loader -> hashes.takeMarked(loader::add));
            Table<?> taken = tables.known().join(tables.live()).on(tables.id().eq(knownId));
            transaction.dialect().compareWholeSets(transaction.dsl(), () -> stage.addStored(taken, recordNo));
            transaction
                    .dsl()
                    .deleteFrom(tables.known())
                    .where(recordNo.isNotNull())
                    .execute();
        }
    }

    private void load(Consumer<BulkLoader> rows) {
        try (BulkLoader loader = BulkLoader.into(transaction, tables.known(), List.of(knownId, recordNo))) {
            rows.accept(loader);
            loader.finish();
        }
    }

    /**
     * Joins the staged elements with the records of the same ids, and adds the records that are missing. These are
     * joined with no element, which PostgreSQL knows by the false condition, and H2 finds by the number.
     */
    Table<?> fullJoin(Collection<? extends SelectFieldOrAsterisk> columns) {
        return select(columns)
                .from(tables.stage().leftJoin(tables.live()).on(tables.hasIdOfStaged()))
                .unionAll(select(columns)
                        .from(tables.known()
                                .leftJoin(tables.live())
                                .on(tables.id().eq(knownId))
                                .leftJoin(tables.stage())
                                .on(stagedNo.eq(inline(NONE)), falseCondition())))
                .asTable("matched");
    }
}
