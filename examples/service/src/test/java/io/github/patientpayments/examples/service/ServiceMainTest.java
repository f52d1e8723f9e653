package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
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
                                        "--no-held",
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
        assertPatientsAreThere();
    }

    /** In one process, Java itself sees that a file is locked; in two, the system has to. */
    @Test
    void aStartLeavesTheBodiesOfAnotherProcess() throws Exception {
        Path uploads = Files.createDirectory(folder.resolve("uploads"));
        try (UploadFolder running = UploadFolder.open(uploads)) {
            running.create();
            Path body = running.create();
            try (ServiceProcess other = start("--upload-folder", uploads.toString())) {
                assertThat(other.port()).isPositive();
            }
            assertThat(body).exists();
        }
    }

    private void assertPatientsAreThere() throws Exception {
        try (RunningService again = RunningService.start(folder)) {
            URI patients = URI.create(again.base() + "/patients");
            assertThat(again.client()
                            .send(HttpRequest.newBuilder(patients).build(), BodyHandlers.ofString())
                            .body())
                    .contains("Deckard");
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
            service.send(service.request("/patients/Batti/history"));
            service.send(service.request("/erasures").POST(BodyPublishers.ofString("{\"externalId\": \"Batti\"}")));
            service.send(service.request("/patients").POST(BodyPublishers.ofString("[{\"firstName\":\"Batti\"")));
            service.send(service.request("/patients").POST(BodyPublishers.ofString("[]")));
            for (String csv :
                    List.of("8,Batti,Roy,1993-06-12", "8,\"Batti\" x,Roy,1993-06-12", "8,Batti,Roy,1993,9.29")) {
                service.send(service.request("/patients?accept_unterminated=true&lift=all-rejected,deletions")
                        .setHeader("Content-Type", "text/csv; charset=Batti")
                        .POST(BodyPublishers.ofString("externalId,lastName,firstName,dateOfBirth\n" + csv)));
                service.send(service.request("/patients?accept_unterminated=true&lift=all-rejected,deletions")
                        .setHeader("Content-Type", "text/csv")
                        .POST(BodyPublishers.ofString("externalId,lastName,firstName,dateOfBirth\n" + csv)));
            }
            service.terminate();
            assertThat(service.exitCode()).isEqualTo(143);

            assertThat(service.output())
                    .contains(
                            "GET /patients 200",
                            "POST /patients 200",
                            "POST /patients 409",
                            "POST /patients 415",
                            "other other 404")
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
        assertPatientsAreThere();
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

    /** As a process, since a token may come from the environment. */
    @Test
    void itReportsThatOtherMachinesNeedAToken() throws Exception {
        try (ServiceProcess open = start("--bind", "0.0.0.0")) {
            assertThat(open.exitCode()).isEqualTo(2);
            assertThat(open.output()).contains("--token-file").doesNotContain("\tat ");
        }
    }

    @Test
    void itReportsMistakesOfTheCommandLine() {
        assertFails(2, "Unknown options: '--prot', '1'", "--prot", "1");
        assertFails(2, "--items-per-page", "--items-per-page", "0");
        assertFails(2, "--no-held contradicts --held-folder", "--no-held", "--held-folder", "x");
        assertFails(2, "--no-held contradicts --held-folder and --held-days", "--no-held", "--held-days", "7");
        assertFails(2, "--port must be 0 to 65535", "--port", "99999");
    }

    @Test
    void itReportsWhatIsWrongWithAMapping() throws IOException {
        Path missing = folder.resolve("missing.json");
        assertFails(2, "--mapping " + missing + ": there is no such file", "--mapping", missing.toString());
        assertFails(2, folder + ": it is a directory: specify a file", "--mapping", folder.toString());
        Path latin = Files.write(folder.resolve("latin.json"), new byte[] {'{', (byte) 0xe9, '}'});
        assertFails(2, latin + ": it can't be read, or is not UTF-8", "--mapping", latin.toString());
        Path wrong = Files.writeString(folder.resolve("wrong.json"), "{\"payments\": {\"field\": {}}}");
        assertFails(
                2,
                wrong + ": The mapping can't be used: payments.fields: it is required; payments.field: there is no"
                        + " such key here",
                "--mapping",
                wrong.toString());
    }

    @Test
    void itReportsAPortInUseAndAnUnreachableDatabase() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = String.valueOf(taken.getLocalPort());
            assertFails(5, "in use", "--port", port, "--no-held", "--migrate", "--jdbc-url", "jdbc:h2:mem:taken");
        }
        assertFails(5, "", "--port", "0", "--no-held", "--jdbc-url", "jdbc:postgresql://localhost:1/nowhere");
    }

    /** The program ends by itself, so that it need not be a process. */
    private static void assertFails(int exitCode, String message, String... arguments) {
        StringWriter output = new StringWriter();
        CommandLine program = new CommandLine(new ServiceMain())
                .setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(output, true));

        assertThat(program.execute(arguments)).as(output.toString()).isEqualTo(exitCode);

        assertThat(output.toString()).contains(message).doesNotContain("\tat ");
    }
}
