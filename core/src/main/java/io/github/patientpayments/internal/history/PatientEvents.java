package io.github.patientpayments.internal.history;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.PatientVersions.PATIENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static io.github.patientpayments.jooq.internal.tables.PaymentVersions.PAYMENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.Payments.PAYMENTS;
import static io.github.patientpayments.jooq.internal.tables.StoreState.STORE_STATE;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.when;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.history.Change;
import io.github.patientpayments.internal.db.Database;
import io.github.patientpayments.internal.db.RecordStates;
import io.github.patientpayments.internal.db.RecordTables;
import io.github.patientpayments.internal.page.Cursor;
import io.github.patientpayments.internal.page.PageValue;
import io.github.patientpayments.internal.page.Pages;
import io.github.patientpayments.internal.text.StorableText;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Result;
import org.jooq.Select;
import org.jooq.SelectJoinStep;
import org.jooq.Table;

/**
 * The events of one patient, and of the payments while they were the patient's: those in which a state began or ended
 * that the patient had. Thread-safe.
 */
public final class PatientEvents {

    private static final List<Field<?>> KEYS = List.of(FeedEvents.RUN, FeedEvents.PHASE, FeedEvents.ID);
    private static final Comparator<Change> ORDER = Comparator.comparing(FeedPosition::of);

    private final Database database;

    public PatientEvents(Database database) {
        this.database = database;
    }

    public Page<Change> of(String externalId, long lastRun, PageRequest<Void> request) {
        Pages<FeedPosition> pages = new Pages<>(
                events(externalId),
                null,
                KEYS,
                FeedEvents.RUN
                        .gt(select(STORE_STATE.HORIZON_RUN).from(STORE_STATE))
                        .and(FeedEvents.RUN.le(lastRun)),
                KEYS,
                STORE_STATE.BASE_RUN,
                Cursor.digest("changesOfPatient", externalId, lastRun, request.isDescending()),
                row -> new FeedPosition(row.get(FeedEvents.RUN), row.get(FeedEvents.PHASE), row.get(FeedEvents.ID)));
        Comparator<Change> order = request.isDescending() ? ORDER.reversed() : ORDER;
        return database.read(dsl -> {
            Optional<PageValue<Change>> page = Optional.empty();
            while (page.isEmpty()) {
                page = unlessErased(dsl, () -> pages.read(dsl, request), order);
            }
            return page.get();
        });
    }

    /**
     * The content of the events is read after them. In between, a run may erase or purge records: then there are other
     * events, and of some the content is gone.
     */
    private static Optional<PageValue<Change>> unlessErased(
            DSLContext dsl, Supplier<PageValue<FeedPosition>> positions, Comparator<Change> order) {
        LastRun before = LastRun.of(dsl);
        PageValue<FeedPosition> page = positions.get();
        if (page.items().isEmpty()) {
            return Optional.of(page.withItems(List.of()));
        }
        Result<? extends Record> events = ChangeFeed.withContent(dsl, page.items());
        return LastRun.of(dsl).equals(before)
                ? Optional.of(page.withItems(
                        events.stream().map(ChangeFeed::change).sorted(order).toList()))
                : Optional.empty();
    }

    private static Table<?> events(String externalId) {
        Select<Record1<Long>> patient = select(PATIENTS.ID)
                .from(PATIENTS)
                .where(StorableText.isId(externalId) ? PATIENTS.EXTERNAL_ID.eq(externalId) : falseCondition());
        return Stream.concat(
                        events(RecordTables.PATIENTS, PATIENTS.ID, PATIENT_VERSIONS.PATIENT_ID, patient),
                        events(RecordTables.PAYMENTS, PAYMENTS.PATIENT_ID, PAYMENT_VERSIONS.PATIENT_ID, patient))
                .reduce(Select::union)
                .orElseThrow()
                .asTable(FeedEvents.NAME);
    }

    /**
     * The beginnings of states, present and former, and the ends of the former ones.
     *
     * @param owner the patient of a present state
     * @param formerOwner the patient of a former state
     */
    private static Stream<Select<Record>> events(
            RecordTables tables, Field<Long> owner, Field<Long> formerOwner, Select<Record1<Long>> patient) {
        RecordStates present = tables.currentStates();
        RecordStates former = tables.formerStates();
        Field<Boolean> goneAfter = column(tables.versions(), PATIENT_VERSIONS.NEXT_DELETED);
        // A deletion that ends in another state of being deleted is no event: the latter was an erased patient's.
        Condition ended = goneAfter.isFalse().or(former.live());
        return Stream.of(
                event(tables, present, present.fromRun(), present.gone()).where(owner.eq(patient)),
                event(tables, former, former.fromRun(), former.gone()).where(formerOwner.eq(patient)),
                event(tables, former, former.toRun(), goneAfter).where(formerOwner.eq(patient), ended));
    }

    private static SelectJoinStep<Record> event(
            RecordTables tables, RecordStates states, Field<Long> run, Field<Boolean> goneAfter) {
        boolean patients = tables.type() == RecordType.PATIENT;
        Field<Integer> phase = when(
                        condition(goneAfter),
                        inline(patients ? FeedPosition.PATIENT_DELETIONS : FeedPosition.PAYMENT_DELETIONS))
                .otherwise(inline(patients ? FeedPosition.PATIENT_UPSERTS : FeedPosition.PAYMENT_UPSERTS));
        return select(FeedEvents.columns(run, phase, states.id(), false)).from(states.table());
    }
}
