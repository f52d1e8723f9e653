package io.github.patientpayments.internal.query;

import static io.github.patientpayments.internal.db.Columns.column;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;
import static org.jooq.impl.DSL.inline;

import io.github.patientpayments.HistoryPurgedException;
import io.github.patientpayments.Patient;
import io.github.patientpayments.internal.db.RecordStates;
import io.github.patientpayments.internal.db.RecordTables;
import io.github.patientpayments.internal.history.LastRun;
import io.github.patientpayments.internal.page.Cursor;
import io.github.patientpayments.internal.page.PageValue;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientSort;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record2;
import org.jooq.Table;

/**
 * The cursor of a page of patients by name. Cursors get into logs, so the host's has only the id of the last patient.
 * The name that the patient had in the run of that page is looked up in the history.
 */
final class NameCursor {

    private NameCursor() {}

    /** The request with the cursor that a page by name needs: last name, first name, id. */
    static PageRequest<PatientSort> resolved(DSLContext dsl, PageRequest<PatientSort> request) {
        Optional<Cursor> cursor = request.cursor().map(Cursor::parse);
        return cursor.isEmpty()
                ? request
                : request.after(withName(dsl, cursor.get()).text());
    }

    /** The page with a cursor for the host. */
    static Page<Patient> shortened(PageValue<Patient> page) {
        return page.next().map(next -> page.withNext(shortened(next))).orElse(page);
    }

    private static String shortened(String next) {
        Cursor cursor = Cursor.parse(next);
        List<String> onlyId =
                cursor.keys().subList(cursor.keys().size() - 1, cursor.keys().size());
        return new Cursor(cursor.baseRun(), cursor.query(), onlyId).text();
    }

    private static Cursor withName(DSLContext dsl, Cursor cursor) {
        long id = id(cursor);
        LastRun.of(dsl).checkReached(cursor.baseRun());
        Table<?> states = RecordTables.PATIENTS.statesOf(PATIENTS.ID.eq(id), "states");
        Record2<String, String> name = dsl.select(
                        column(states, PATIENTS.LAST_NAME_KEY), column(states, PATIENTS.FIRST_NAME_KEY))
                .from(states)
                .where(
                        column(states, RecordStates.FROM_RUN).le(inline(cursor.baseRun())),
                        column(states, RecordStates.TO_RUN).gt(inline(cursor.baseRun())))
                .fetchOptional()
                .orElseThrow(() -> new HistoryPurgedException("The patient after whom this page begins was erased, or"
                        + " what it was then was purged: begin again with the first page"));
        return new Cursor(cursor.baseRun(), cursor.query(), List.of(name.value1(), name.value2(), Long.toString(id)));
    }

    private static long id(Cursor cursor) {
        String key = cursor.keys().get(0);
        try {
            long id = Long.parseLong(key);
            if (id > 0 && cursor.keys().size() == 1 && Long.toString(id).equals(key)) {
                return id;
            }
        } catch (NumberFormatException e) {
            // A forged cursor.
        }
        throw Cursor.none();
    }
}
