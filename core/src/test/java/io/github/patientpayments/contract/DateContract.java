package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.history.PatientChange;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Source;
import java.time.LocalDate;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A date of birth is a date, whatever the zone of the JVM. */
class DateContract extends ContractTest {

    private final TimeZone zone = TimeZone.getDefault();

    @AfterEach
    void restoreZone() {
        TimeZone.setDefault(zone);
    }

    /** Days that these zones skipped, a day whose midnight they skipped, and the oldest date that is accepted. */
    @ParameterizedTest
    @CsvSource({
        "Pacific/Apia,2011-12-30",
        "Pacific/Kiritimati,1994-12-31",
        "America/Sao_Paulo,2018-11-04",
        "America/New_York,1990-05-17",
        "Asia/Tokyo,1901-01-01"
    })
    void staysTheSame(String jvm, LocalDate born) {
        TimeZone.setDefault(TimeZone.getTimeZone(jvm));
        PatientData patient = PatientData.of("1", "Ada", "Lovelace", born);
        PatientFilter onThatDay =
                PatientFilter.builder().bornFrom(born).bornUntil(born).build();

        sync(List.of(patient), List.of());

        assertThat(rows("SELECT CAST(date_of_birth AS varchar(10)) FROM " + schema + ".patients"))
                .containsExactly("[" + born + "]");
        assertThat(store.patient("1").orElseThrow().dateOfBirth()).hasValue(born);
        assertThat(store.patients(onThatDay, PageRequest.by(PatientSort.ID)).items())
                .hasSize(1);
        assertThat(store.totals(onThatDay).patients()).isEqualTo(1);
        assertThat(sync(List.of(patient), List.of()).patients().isChanged()).isFalse();
        assertThat(sync(List.of(patient, patient("2")), List.of()).patients().unchanged())
                .as("compared anew")
                .isEqualTo(1);

        store.sync(Delta.builder()
                .patients(Source.of(List.of(PatientData.of("1", "Ada", "King", born.plusDays(1)))))
                .build());

        assertThat(store.history()
                        .asOfRun(1)
                        .patients(onThatDay, PageRequest.by(PatientSort.ID))
                        .items())
                .hasSize(1);
        PatientChange change = (PatientChange) store.history()
                .changes(store.history().cursorAfter(3), 10)
                .changes()
                .get(0);
        assertThat(change.before().orElseThrow().dateOfBirth()).hasValue(born);
        assertThat(change.after().orElseThrow().dateOfBirth()).hasValue(born.plusDays(1));
        assertThat(store.verifyIntegrity().isConsistent()).isTrue();
    }
}
