package io.github.patientpayments.internal.integrity;

import static io.github.patientpayments.jooq.internal.tables.PatientVersions.PATIENT_VERSIONS;
import static io.github.patientpayments.jooq.internal.tables.Patients.PATIENTS;

import io.github.patientpayments.IntegrityReport;
import io.github.patientpayments.IntegrityReport.Kind;
import io.github.patientpayments.internal.db.Database;
import io.github.patientpayments.internal.integrity.IntegrityReportValue.Found;
import io.github.patientpayments.internal.text.SearchKey;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record5;
import org.jooq.Result;
import org.jspecify.annotations.Nullable;

/**
 * Computes the search keys of all names again. They depend on the Unicode version of Java, so this can't be done in the
 * database; the patients are read in the order of their ids, some thousands at a time.
 */
final class SearchKeyIntegrity {

    private static final int PATIENTS_AT_A_TIME = 5_000;

    private final List<Long> first = new ArrayList<>();
    private long count;

    private SearchKeyIntegrity() {}

    /** Each current or former state of a patient counts. */
    static List<Found> check(Database database) {
        SearchKeyIntegrity check = new SearchKeyIntegrity();
        @Nullable Long last = 0L;
        while (last != null) {
            long after = last;
            last = database.readByIndexes(dsl -> check.nextPatients(dsl, after));
        }
        return check.count == 0 ? List.of() : List.of(new Found(Kind.PATIENT_SEARCH_KEY, check.count, check.first));
    }

    private @Nullable Long nextPatients(DSLContext dsl, long after) {
        var patients = dsl.select(
                        PATIENTS.ID,
                        PATIENTS.FIRST_NAME,
                        PATIENTS.FIRST_NAME_KEY,
                        PATIENTS.LAST_NAME,
                        PATIENTS.LAST_NAME_KEY)
                .from(PATIENTS)
                .where(PATIENTS.ID.gt(after))
                .orderBy(PATIENTS.ID)
                .limit(PATIENTS_AT_A_TIME)
                .fetch();
        if (patients.isEmpty()) {
            return null;
        }
        Long last = patients.get(patients.size() - 1).value1();
        compare(patients);
        compare(dsl.select(
                        PATIENT_VERSIONS.PATIENT_ID,
                        PATIENT_VERSIONS.FIRST_NAME,
                        PATIENT_VERSIONS.FIRST_NAME_KEY,
                        PATIENT_VERSIONS.LAST_NAME,
                        PATIENT_VERSIONS.LAST_NAME_KEY)
                .from(PATIENT_VERSIONS)
                .where(PATIENT_VERSIONS.PATIENT_ID.gt(after), PATIENT_VERSIONS.PATIENT_ID.le(last))
                .fetch());
        return last;
    }

    private void compare(Result<Record5<Long, String, String, String, String>> states) {
        for (var state : states) {
            boolean matches = SearchKey.of(state.value2()).equals(state.value3())
                    && SearchKey.of(state.value4()).equals(state.value5());
            if (!matches) {
                count++;
                if (first.size() < IntegrityReport.MAX_LISTED) {
                    first.add(state.value1());
                }
            }
        }
    }
}
