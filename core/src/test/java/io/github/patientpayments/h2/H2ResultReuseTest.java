package io.github.patientpayments.h2;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.contract.ContractTest;
import io.github.patientpayments.fixture.DatabaseKind;
import io.github.patientpayments.fixture.Intercepted;
import io.github.patientpayments.fixture.OnlyOn;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** H2 may return the last result of a statement again while a commit is already visible to others. */
@OnlyOn(DatabaseKind.H2)
class H2ResultReuseTest extends ContractTest {

    @Test
    void noQueryIsSentTwiceInTheSameWords() {
        sync(List.of(patient("1")), List.of(payment("11", "1", "5")));
        List<String> queries = new ArrayList<>();
        PatientPaymentStore watched = PatientPaymentStore.builder(Intercepted.dataSource(pool, call -> {
                    if (call.sql().contains(schema)) {
                        queries.add(call.sql());
                    }
                    return call.proceed();
                }))
                .schema(schema)
                .build();

        for (int time = 1; time <= 2; time++) {
            watched.totals(PatientFilter.all());
            watched.patients(
                    PatientFilter.all(), PageRequest.by(PatientSort.NAME).counted());
            watched.payments(PaymentFilter.all(), PageRequest.by(PaymentSort.ID));
            watched.patient("1");
            watched.payment("11");
            watched.syncRuns(5);
            watched.history().patientVersions("1", PageRequest.first());
            watched.history().asOfRun(1).totals(PatientFilter.all());
            watched.history().changes(watched.history().beginning(), 10);
            watched.verifyIntegrity();
        }

        assertThat(queries).hasSizeGreaterThan(60).doesNotHaveDuplicates();
    }
}
