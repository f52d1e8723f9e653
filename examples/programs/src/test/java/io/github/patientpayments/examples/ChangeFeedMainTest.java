package io.github.patientpayments.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.examples.testing.OtherProcess;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Source;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeFeedMainTest {

    private static final PrintStream NOBODY =
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

    private static final String[] EVENTS = {
        " 1 1 CREATED PATIENT 1 firstName: - -> Pris; lastName: - -> Stratton",
        " 2 1 CREATED PATIENT 2 firstName: - -> Roy; lastName: - -> Batti",
        " 3 1 CREATED PAYMENT 1 patientId: - -> 8; amount: - -> 12.50",
        " 4 2 UPDATED PATIENT 2 lastName: Batti -> Batty",
        " 5 2 CREATED PAYMENT 2 patientId: - -> 4; amount: - -> 7.10",
        " 6 3 UPDATED PAYMENT 1 amount: 12.50 -> 11.50",
        " 7 3 DELETED PAYMENT 2",
        " 8 3 DELETED PATIENT 1"
    };

    @Test
    void everyEventIsDeliveredOnceInItsOrder() {
        assertThat(delivered(inMemory())).containsExactly(EVENTS);
        JdbcDataSource database = inMemory();
        delivered(database);
        assertThat(delivered(database)).as("the program run again").containsExactly(EVENTS);
    }

    @Test
    void anErasedPatientIsRemovedFromTheOutboxToo() throws SQLException {
        JdbcDataSource database = inMemory();
        delivered(database);
        PatientPaymentStore store =
                PatientPaymentStore.builder(database).erasureKey(new byte[32]).build();
        store.erase("8");
        new Outbox(store.history(), database).deliver(10);

        assertThat(outbox(database, "PATIENT 2")).isEqualTo("CREATED, UPDATED, ERASED");
    }

    @Test
    void aPaymentThatHadMovedAwayIsRewrittenInTheOutbox() throws SQLException {
        JdbcDataSource database = inMemory();
        delivered(database);
        PatientPaymentStore store =
                PatientPaymentStore.builder(database).erasureKey(new byte[32]).build();
        store.sync(Delta.builder()
                .patients(Source.of(List.of(PatientData.of("15", "Eldon", "Tyrell", null))))
                .payments(Source.of(List.of(PaymentData.of("501", "15", new BigDecimal("9")))))
                .build());
        Outbox outbox = new Outbox(store.history(), database);
        outbox.deliver(10);
        assertThat(outbox(database, "PAYMENT 1")).endsWith("UPDATED patientId: 8 -> 15; amount: 11.50 -> 9.00");

        store.erase("8");
        outbox.deliver(10);

        assertThat(outbox(database, "PAYMENT 1"))
                .isEqualTo("CREATED, UPDATED, UPDATED, UPDATED patientId: - -> 15; amount: - -> 9.00");
    }

    private static String outbox(JdbcDataSource database, String record) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT LISTAGG(TRIM(\"kind\" || ' ' || \"changes\"), ', ') WITHIN GROUP (ORDER BY \"number\")"
                                + " FROM \"outbox\" WHERE \"record\" = '" + record + "'")) {
            row.next();
            return row.getString(1);
        }
    }

    /** Until it lives through all of its steps. */
    @Test
    void itMayFailBeforeAnyStep() throws SQLException {
        JdbcDataSource database = inMemory();
        delivered(database);
        int deaths = 0;
        boolean died = true;
        while (died) {
            dropOutbox(database);
            died = diesBefore(deaths, database);
            assertThat(numberless(delivered(database)))
                    .as("after a death before step %d", deaths)
                    .containsExactlyElementsOf(numberless(List.of(EVENTS)));
            deaths++;
        }
        assertThat(deaths).as("steps to die before").isGreaterThan(30);
    }

    /** Before the delivery begins, in its first transaction, before its first commit, and later. */
    @ParameterizedTest
    @ValueSource(ints = {2, 6, 7, 9, 15})
    void itsProcessMayBeKilled(int step, @TempDir Path folder) throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("feed").toAbsolutePath();
        OtherProcess killed = OtherProcess.java(List.of(
                "-cp",
                OtherProcess.joined(OtherProcess.classPath()),
                KilledFeedMain.class.getName(),
                url,
                Integer.toString(step)));
        assertThat(killed.exitCode()).as(killed.output()).isEqualTo(KilledFeedMain.KILLED);

        assertThat(numberless(delivered(database(url)))).containsExactlyElementsOf(numberless(List.of(EVENTS)));
    }

    private static void dropOutbox(JdbcDataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS \"outbox\", \"outbox_position\"");
        }
    }

    private static boolean diesBefore(int step, JdbcDataSource database) {
        try {
            ChangeFeedMain.run(
                    Mortal.dataSource(database, step, () -> {
                        throw new Death();
                    }),
                    NOBODY);
            return false;
        } catch (Death e) {
            return true;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> delivered(JdbcDataSource database) {
        String printed = Printed.by(out -> {
            try {
                ChangeFeedMain.run(database, out);
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
        return printed.lines().filter(line -> line.matches(" \\d+ \\d .*")).toList();
    }

    /** A transaction that was given up may have used up a number. */
    private static List<String> numberless(List<String> events) {
        return events.stream().map(event -> event.replaceFirst(" \\d+", "")).toList();
    }

    private static JdbcDataSource inMemory() {
        return database("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    }

    private static JdbcDataSource database(String url) {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(url);
        database.setUser("sa");
        return database;
    }

    private static final class Death extends Error {

        private static final long serialVersionUID = 1L;
    }
}
