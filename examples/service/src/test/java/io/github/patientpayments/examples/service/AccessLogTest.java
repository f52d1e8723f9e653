package io.github.patientpayments.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.examples.testing.Postgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the access log of the back office says, as the service prints it. */
class AccessLogTest extends AdminTest {

    private static final Pattern LINE =
            Pattern.compile("io\\.github\\.patientpayments\\.access - session=([\\w-]{8}|none) (action=.*)");

    private ServiceProcess service;

    AccessLogTest() {
        super(Postgres.url());
    }

    @BeforeEach
    void startProcess() throws Exception {
        service = new ServiceProcess(
                List.of(),
                "--port",
                "0",
                "--no-held",
                "--migrate",
                "--schema",
                schema,
                "--jdbc-url",
                jdbcUrl,
                "--token-file",
                file("token", TOKEN),
                "--admin-token-file",
                file("admin-token", ADMIN_TOKEN),
                "--erasure-key-file",
                file("key", "0123456789abcdef0123456789abcdef"));
        logIn(TOKEN);
        json(200, upload("POST", "/patients", Samples.array(Samples.patient("4711", "Rachael", "Tyrell"))));
        json(200, upload("PATCH", "/patients", Samples.array(Samples.patient("4712", "Rachael", "Rosen"))));
    }

    @AfterEach
    void endProcess() {
        service.close();
    }

    @Override
    int port() {
        try {
            return service.port();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void changesAndLooksAtAPatientAreLoggedByInternalIds() throws Exception {
        page("/admin/patients/1");
        act("/admin/patients/by-name", "name", "Tyrell");
        act("/admin/patients/by-id", "id", "4711");
        act("/admin/runs/2/undo", "base", "2", "by", "Gaff", "why", "origami");
        act("/admin/integrity/verify");
        logIn(ADMIN_TOKEN);
        act("/admin/integrity/erase", "id", "4711", "again", "4711");
        act("/admin/integrity/unsuppress", "id", "4711", "again", "4711");
        act("/admin/logout");

        assertThat(accesses())
                .containsExactly(
                        "action=login object=none",
                        "action=look object=patient 1",
                        "action=find-by-name object=patients",
                        "action=find-by-id object=patient 1",
                        "action=undo object=run 2 by run 3",
                        "action=verify object=consistent",
                        "action=login object=none",
                        "action=erase object=patient 1 by run 4",
                        "action=unsuppress object=patient erased before",
                        "action=logout object=none");
    }

    @Test
    void whatWasTriedAndFailedIsLoggedToo() throws Exception {
        act("/admin/integrity/erase", "id", "4711", "again", "4711");
        submit("/admin/runs/2/undo", "base", "2", "by", "Gaff", "why", "origami");
        act("/admin/runs/Tyrell/undo", "base", "2", "by", "Gaff", "why", "origami");
        act("/admin/runs/2/undo", "base", "1", "by", "Gaff", "why", "origami");
        String form = csrf();
        breakSchema();
        assertThat(submit("/admin/runs/2/undo", "csrf", form, "base", "2", "by", "Gaff", "why", "origami")
                        .statusCode())
                .isEqualTo(500);

        assertThat(accesses())
                .containsExactly(
                        "action=login object=none",
                        "action=failed object=/admin/integrity/erase reason=403",
                        "action=failed object=/admin/runs/2/undo reason=403",
                        "action=failed object=/admin/runs/?/undo reason=404",
                        "action=undo-refused object=run 2",
                        "action=failed object=/admin/runs/2/undo reason=SchemaMismatchException");
    }

    private void breakSchema() throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl)) {
            connection.createStatement().execute("ALTER TABLE " + schema + ".sync_runs RENAME TO gone");
        }
    }

    /**
     * All lines so far, without their sessions, after a check that nobody's name, id, token or reason is among them.
     */
    private List<String> accesses() throws Exception {
        service.terminate();
        service.exitCode();
        assertThat(service.output()).doesNotContain("4711", "Tyrell", "Rachael", "Gaff", "origami", TOKEN, ADMIN_TOKEN);
        return LINE.matcher(service.output())
                .results()
                .map(line -> line.group(2))
                .toList();
    }
}
