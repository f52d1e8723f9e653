package io.github.patientpayments.internal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.internal.record.HashKey;
import io.github.patientpayments.internal.record.PatientRules;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SetReaderTest {

    private static final HashKey KEY = new HashKey(1, 2);
    private static final String THREE = "{\"externalId\":1}\n{\"externalId\":2}\n{\"externalId\":3}\n";

    /** A transaction that a deadlock aborts while it loads its stage is repeated from the first record. */
    @Test
    void aPartlyReadSetIsReadAgainFromItsBeginning() {
        Source<PatientData> bytes = Snapshot.builder()
                .patients(Source.json(() -> new ByteArrayInputStream(THREE.getBytes(StandardCharsets.UTF_8))))
                .build()
                .patients()
                .orElseThrow();
        Source<PatientData> records = Source.of(List.of(
                PatientData.builder().build(),
                PatientData.builder().build(),
                PatientData.builder().build()));
        for (Source<PatientData> source : List.of(bytes, records)) {
            try (SetReader<PatientData> reader = new SetReader<>(RecordType.PATIENT, source, Evidence.HOST)) {
                PatientRules rules = new PatientRules(LocalDate.EPOCH, false);
                assertThatThrownBy(() -> reader.forEach(rules, KEY, new Deadline(null), candidate -> {
                            if (candidate.position() == 2) {
                                throw new IllegalStateException("a deadlock");
                            }
                        }))
                        .hasMessage("a deadlock");

                List<Long> positions = new ArrayList<>();
                reader.forEach(rules, KEY, new Deadline(null), candidate -> positions.add(candidate.position()));

                assertThat(positions).containsExactly(1L, 2L, 3L);
            }
        }
    }
}
