package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies that are too large, incomplete or not as HTTP has them. */
class BodyTest extends ServiceTest {

    @TempDir
    Path folder;

    @Test
    void aBodyOverTheLimitIsRejected() {
        start("--max-upload", "1000", "--upload-folder", folder.toString());
        String large = Samples.array(Samples.patient("1")) + " ".repeat(1_000);

        problem(413, "too-large", post("/patients", large));
        problem(413, "too-large", send("POST", "/patients", JSON, BodyPublishers.ofInputStream(() -> stream(large))));
        byte[] packed = UploadContract.packed(large);
        assertThat(packed).hasSizeLessThan(1_000);
        problem(413, "too-large", send("POST", "/patients", "application/gzip", BodyPublishers.ofByteArray(packed)));
        byte[] zipped = UploadContract.zipped(large);
        assertThat(zipped).hasSizeLessThan(1_000);
        problem(413, "too-large", send("POST", "/patients", "application/zip", BodyPublishers.ofByteArray(zipped)));

        // A second member with another method is the end of the file to some readers, and to the store no gzip.
        byte[] first = UploadContract.packed(Samples.array(Samples.patient("1")));
        byte[] both = Arrays.copyOf(first, first.length + packed.length);
        System.arraycopy(packed, 0, both, first.length, packed.length);
        both[first.length + 2] ^= 1;
        problem(400, "unreadable", send("POST", "/patients", JSON, BodyPublishers.ofByteArray(both)));

        json(200, post("/patients", Samples.array(Samples.patient("1"))));
        await("no people's records in files", () -> isEmpty(folder));
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aTruncatedBodyChangesNothing() {
        start("--upload-folder", folder.toString());
        String line = Samples.patient("1") + "\n";
        String chunk = Integer.toHexString(line.length()) + "\r\n" + line + "\r\n";

        assertThat(RawHttp.text(port(), lines("Content-Length: 9999") + line)).doesNotContain(" 200 ");
        assertThat(RawHttp.text(port(), lines("Transfer-Encoding: chunked") + chunk))
                .doesNotContain(" 200 ");

        assertThat(json(200, get("/patients")).path("items")).isEmpty();
        await("no people's records in files", () -> isEmpty(folder));
    }

    private void assertBadRequest(String request) {
        assertThat(RawHttp.text(port(), request)).startsWith("HTTP/1.1 400").containsOnlyOnce("HTTP/1.1");
    }

    private static String lines(String length) {
        return RawHttp.head("POST /patients?accept_unterminated=true", "Content-Type: application/x-ndjson", length);
    }

    /** A proxy in front may have let it pass as part of the body. */
    @Test
    void bytesAfterAnInvalidBodyAreNotTakenForARequest() {
        start();
        String body = "2\r\n[]\r\n0\r\nA" + RawHttp.head("GET /totals");

        assertBadRequest(
                RawHttp.head("POST /patients", "Content-Type: application/json", "Transfer-Encoding: chunked") + body);
        assertThat(RawHttp.text(
                        port(), RawHttp.head("POST /patients", "Content-Length: 999999") + RawHttp.head("GET /totals")))
                .startsWith("HTTP/1.1 415")
                .containsOnlyOnce("HTTP/1.1");
    }

    /** RFC 9112, 7.1.2: an announced trailer field may be ignored. */
    @Test
    void aTrailerFieldIsIgnoredIfItIsAnnounced() {
        start();
        String body = chunk(Samples.array(Samples.patient("1"))) + "0\r\nX-Sum: 1\r\n\r\n";

        assertThat(chunked("Trailer: X-Sum", body)).startsWith("HTTP/1.1 200").contains("\"success\"");
        assertThat(chunked("X-Other: 1", body)).startsWith("HTTP/1.1 400").contains("trailer field");
        assertThat(chunked("Trailer: X-Sum", chunk("[]").replaceFirst("\r\n$", "X") + "0\r\n\r\n"))
                .as("a chunk with another end")
                .startsWith("HTTP/1.1 400")
                .doesNotContain("trailer field");
        assertThat(chunked("Trailer: X-Sum", chunk("[]") + "0\r")).startsWith("HTTP/1.1 400");
    }

    private String chunked(String header, String body) {
        String head = RawHttp.head(
                "POST /patients?lift=empty,deletions",
                "Content-Type: application/json",
                "Transfer-Encoding: chunked",
                header);
        return RawHttp.text(port(), head + body);
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }
}
