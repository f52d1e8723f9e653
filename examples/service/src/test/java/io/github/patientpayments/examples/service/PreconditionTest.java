package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes that are made only if nobody else has changed the store (RFC 9110, 13). */
class PreconditionTest extends ServiceTest {

    private static final String ONE = Samples.array(Samples.patient("1"));
    private static final String TWO = Samples.array(Samples.patient("1"), Samples.patient("2"));

    @TempDir
    Path folder;

    @BeforeEach
    void startIt() {
        start("--upload-folder", folder.toString());
    }

    @Test
    void anUploadOnTheStateThatWasSeenIsTaken() {
        String empty = tag();
        json(200, post("/patients", ONE, "If-Match", empty));
        problem(412, "precondition-failed", post("/patients", TWO, "If-Match", empty));
        assertThat(patients()).isEqualTo(1);

        json(200, post("/patients", TWO, "If-Match", "\"other\", " + tag()));
        assertThat(patients()).isEqualTo(2);
        json(200, send("PATCH", "/patients", JSON, BodyPublishers.ofString(ONE), "If-Match", "*"));
        json(200, send("PATCH", "/payments", JSON, BodyPublishers.ofString("[]"), "If-Match", compressedTag()));
    }

    /** What was checked before the body came may be otherwise when it is there. */
    @Test
    void anUploadThatAnotherOvertakesIsNotTaken() throws IOException {
        json(200, post("/patients", ONE));
        try (PendingUpload slow = PendingUpload.begin(port(), folder, 2, "If-Match: " + tag())) {
            json(200, post("/patients", TWO));
            slow.send("[]");

            assertThat(slow.answer()).contains("HTTP/1.1 412", "urn:patient-payments:precondition-failed");
        }
        assertThat(patients()).isEqualTo(2);
    }

    /** RFC 9110, 13.1.1: a weak tag says too little for a change. */
    @Test
    void aWeakTagNeverMatches() {
        problem(412, "precondition-failed", post("/patients", ONE, "If-Match", "W/" + tag()));
    }

    @Test
    void aRefusalForAnotherReasonStaysOne() {
        json(200, post("/patients", TWO));

        problem(409, "refused", post("/patients", "[]", "If-Match", tag()));
    }

    @Test
    void aRevertIsGuardedToo() {
        json(200, post("/patients", ONE));
        String seen = tag();
        json(200, post("/patients", TWO));

        problem(412, "precondition-failed", revert("If-Match", seen));
        json(200, revert("If-Match", tag()));
        assertThat(patients()).isEqualTo(1);
    }

    private HttpResponse<String> revert(String... headers) {
        return send("PUT", "/revert?to_run=1", JSON, BodyPublishers.noBody(), headers);
    }

    /** Every resource is there, even if it is an empty list. */
    @Test
    void ifNoneMatchNeverHoldsForEverything() {
        problem(412, "precondition-failed", post("/patients", ONE, "If-None-Match", "*"));
        problem(412, "precondition-failed", post("/patients", ONE, "If-None-Match", "W/" + tag()));
        json(200, post("/patients", ONE, "If-None-Match", "\"other\""));
        problem(412, "precondition-failed", revert("If-None-Match", "*"));
    }

    private String tag() {
        return get("/patients").headers().firstValue("ETag").orElseThrow();
    }

    private String compressedTag() {
        return get("/payments", "Accept-Encoding", "gzip")
                .headers()
                .firstValue("ETag")
                .orElseThrow();
    }

    private int patients() {
        return json(200, get("/totals")).path("patients").asInt();
    }
}
