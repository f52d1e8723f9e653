package io.github.patientpayments.examples;

import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** Stands for the files of an export. */
final class JsonText {

    private JsonText() {}

    static Snapshot snapshot(String patients, String payments) {
        return Snapshot.builder()
                .patients(source(patients))
                .payments(source(payments))
                .build();
    }

    static Source.Json source(String json) {
        return Source.json(() -> new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }
}
