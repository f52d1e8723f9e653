package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The program, as a process. */
class ServiceMainTest {

    private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    @TempDir
    Path folder;

    private ServiceProcess start(String... more) throws IOException {
        return new ServiceProcess(
                QUICK,
                Stream.concat(
                                Stream.of(
                                        "--port",
                                        "0",
                                        "--migrate",
                                        "--jdbc-url",
                                        "jdbc:h2:file:" + folder.resolve("store")),
                                Arrays.stream(more))
                        .toArray(String[]::new));
    }

    /** Half of an upload is there when the signal comes. */
    @Test
    void onASignalRunningRequestsFinish() throws Exception {
        Path uploads = Files.createDirectory(folder.resolve("uploads"));
        int length = Samples.PATIENTS.getBytes(StandardCharsets.UTF_8).length;
        try (ServiceProcess service = start("--upload-folder", uploads.toString());
                PendingUpload upload = PendingUpload.begin(service.port(), uploads, length)) {
            upload.send(Samples.PATIENTS.substring(0, 100));

            service.terminate();
            ServiceTest.await(
                    "it takes nothing new",
                    () -> RawHttp.text(portOf(service), RawHttp.head("GET /patients", "Connection: close"))
                            .contains("urn:patient-payments:stopping"));
            upload.send(Samples.PATIENTS.substring(100));

            assertThat(upload.answer()).contains("\"external_id\":\"15\"", "]\r\n0\r\n\r\n");
            assertThat(service.exitCode()).isEqualTo(143);
        }
        try (ServiceProcess again = start()) {
            assertThat(again.send(again.request("/patients"))).contains("Deckard");
        }
    }

    private static int portOf(ServiceProcess service) {
        try {
            return service.port();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void noPatientDataIsLogged() throws Exception {
        try (ServiceProcess service = start()) {
            service.send(service.request("/patients").POST(BodyPublishers.ofString(Samples.PATIENTS)));
            service.send(service.request("/payments").POST(BodyPublishers.ofString(Samples.PAYMENTS)));
            service.send(service.request("/patients?name=Batti"));
            service.send(service.request("/patients?nmae=Batti"));
            service.send(service.request("/Batti/8"));
            service.send(service.request("/patients").POST(BodyPublishers.ofString("[{\"firstName\":\"Batti\"")));
            service.send(service.request("/patients").POST(BodyPublishers.ofString("[]")));
            service.terminate();
            assertThat(service.exitCode()).isEqualTo(143);

            assertThat(service.output())
                    .contains("GET /patients 200", "POST /patients 200", "POST /patients 409", "other other 404")
                    .doesNotContain("Batti", "1993", "9.29");
        }
    }

    @Test
    void anAnsweredUploadSurvivesAKill() throws Exception {
        try (ServiceProcess service = start()) {
            service.send(service.request("/patients").POST(BodyPublishers.ofString(Samples.PATIENTS)));
            service.kill();
            service.exitCode();
        }
        try (ServiceProcess again = start()) {
            assertThat(again.send(again.request("/patients"))).contains("Deckard");
        }
    }

    @Test
    void aSilentClientTimesOut() throws Exception {
        try (ServiceProcess service = start("--request-timeout", "1");
                Socket silent = new Socket("localhost", service.port())) {
            silent.setSoTimeout(30_000);
            silent.getOutputStream().write("GET /patients HTTP/1.1\r\nHost: loc".getBytes(StandardCharsets.US_ASCII));

            assertThat(silent.getInputStream().read())
                    .as("closed without an answer")
                    .isEqualTo(-1);
        }
    }

    /** The URL may come from the environment, and hold a password. */
    @Test
    void theHelpDoesNotShowTheEnvironment() {
        assertThat(new CommandLine(new ServiceMain()).getUsageMessage())
                .contains("Default: 8000")
                .containsOnlyOnce("jdbc:h2:");
    }

    @Test
    void itReportsWhatIsMissing() throws Exception {
        try (ServiceProcess open = start("--bind", "0.0.0.0")) {
            assertThat(open.exitCode()).isEqualTo(2);
            assertThat(open.output()).contains("--token-file").doesNotContain("\tat ");
        }
        try (ServiceProcess typo = start("--prot", "1")) {
            assertThat(typo.exitCode()).isEqualTo(2);
        }
        try (ServiceProcess nothing = start("--items-per-page", "0")) {
            assertThat(nothing.exitCode()).isEqualTo(2);
        }
        try (ServiceProcess port = new ServiceProcess(QUICK, "--port", "99999")) {
            assertThat(port.exitCode()).isEqualTo(2);
        }
    }

    @Test
    void itReportsAPortInUseAndAnUnreachableDatabase() throws Exception {
        try (ServerSocket taken = new ServerSocket(0);
                ServiceProcess service = new ServiceProcess(
                        QUICK,
                        "--port",
                        String.valueOf(taken.getLocalPort()),
                        "--bind",
                        "127.0.0.1",
                        "--migrate",
                        "--jdbc-url",
                        "jdbc:h2:mem:taken")) {
            assertThat(service.exitCode()).isEqualTo(5);
            assertThat(service.output()).contains("in use").doesNotContain("\tat ");
        }
        try (ServiceProcess service =
                new ServiceProcess(QUICK, "--port", "0", "--jdbc-url", "jdbc:postgresql://localhost:1/nowhere")) {
            assertThat(service.exitCode()).isEqualTo(5);
            assertThat(service.output()).doesNotContain("\tat ");
        }
    }
}
