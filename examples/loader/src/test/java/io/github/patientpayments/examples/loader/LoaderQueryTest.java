package io.github.patientpayments.examples.loader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every query, as a table and as JSON, of a store with two loads. The second one has a new last name, a mistyped date
 * and a missing patient.
 */
class LoaderQueryTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static Loader loader;

    @BeforeAll
    static void load(@TempDir Path folder) {
        loader = new Loader(folder);
        loader.store(store -> {
            Clinic.sync(store, Clinic.PATIENTS, Clinic.PAYMENTS);
            String second = Clinic.PATIENTS
                    .replace("Batti", "Bat\\tt\\u001b[2J\\u009b\\u202e\\u2028\\u200b")
                    .replace("1983-02-01", "2083-02-01");
            return Clinic.sync(store, second.replaceAll("(?s)\\{\"externalId\": \"4\".*?\\},", ""), Clinic.PAYMENTS);
        });
    }

    private static JsonNode json(String... arguments) throws IOException {
        String[] all =
                Stream.concat(Arrays.stream(arguments), Stream.of("--json")).toArray(String[]::new);
        Outcome outcome = loader.run(all);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).endsWith("}\n");
        return JSON.readTree(outcome.out());
    }

    private static List<String> values(JsonNode page, String field) {
        return page.get("items").findValuesAsText(field);
    }

    @Test
    void whatDoesNotExistIsNoEmptyAnswer() {
        assertThat(loader.run("payments", "--patient", "N99").err()).isEqualTo("There is no live patient N99.\n");
        assertThat(loader.run("payments", "--patient", "8").err()).isEmpty();
        assertThat(loader.run("history", "payment", "N99").err()).isEqualTo("There has been no payment N99.\n");
        loader.run("rejections", "--run", "99").assertFailed(ExitCode.USAGE, "There is no run 99: runs lists");
        loader.run("changes", "--after-run", "99").assertFailed(ExitCode.USAGE, "There is no run 99: runs lists");
        assertThat(loader.run("rejections", "--run", "1").exitCode()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void anInvalidValueIsReportedInWordsOfTheProgram() {
        assertThat(loader.run("patients", "--payment-min", "10,5").err())
                .contains("'10,5' is not an amount such as 7.10")
                .doesNotContain("java", "BigDecimal");
        assertThat(loader.run("runs", "--attempt", "12").err())
                .contains("'12' is not the UUID of an attempt")
                .doesNotContain("java");
        assertThat(loader.run("runs", "--lock-timeout", "0").err())
                .contains("--lock-timeout must be 1 to 86400 seconds, not 0")
                .doesNotContain("PT0S");
    }

    @Test
    void anInvalidQueryIsReportedInOptions() {
        loader.run("patients", "--payment-min", "20", "--payment-max", "10")
                .assertFailed(ExitCode.USAGE, "--payment-min is greater than --payment-max: exchange them");
        loader.run("totals", "--born-from", "2020-01-01", "--born-until", "2010-01-01")
                .assertFailed(ExitCode.USAGE, "--born-from is greater than --born-until: exchange them");
        loader.run("payments", "--amount-min", "2", "--amount-max", "1")
                .assertFailed(ExitCode.USAGE, "--amount-min is greater than --amount-max: exchange them");
        loader.run("patients", "--after", "x")
                .assertFailed(ExitCode.USAGE, "not a cursor: pass what the previous page printed, unchanged");
        String cursor = loader.run("patients", "--limit", "1")
                .err()
                .replace("More: --after ", "")
                .strip();
        loader.run("changes", "--after", cursor).assertFailed(ExitCode.USAGE, "its own pages, or with --after-run N");
    }

    @Test
    void patientsAreFilteredSortedAndPaged() throws Exception {
        Outcome first = loader.run("patients", "--sort", "payment-total", "--desc", "--limit", "1");
        assertThat(first.words())
                .startsWith(" patient name born payments total created updated deleted\n")
                .contains(" 8 Roy Bat?t?[2J???? 3 34.90 ")
                .doesNotContain("Deckard");
        String cursor = first.err().replace("More: --after ", "").strip();
        assertThat(first.err()).isEqualTo("More: --after " + cursor + "\n");

        assertThat(loader.answer("patients", "--sort", "payment-total", "--desc", "--limit", "1", "--after", cursor))
                .contains(" 5 Rick Deckard 1983-02-01 3 17.22 ");

        JsonNode page = json("patients", "--payment-min", "10", "--payment-max", "20", "--name", "DECK");
        assertThat(values(page, "externalId")).containsExactly("5");
        assertThat(values(page, "paymentTotal")).containsExactly("17.22");
        assertThat(page.get("next").isNull()).isTrue();
    }

    @Test
    void deletedPatientsAreFoundOnRequestAndInThePast() throws Exception {
        assertThat(loader.answer("patients", "--deleted", "--born-from", "1990-01-01"))
                .contains(" 4 Pris Stratton 1993-12-20 0 0.00 ");
        String first = json("runs").get("items").get(1).get("time").asText();
        assertThat(values(json("patients", "--as-of", first), "lastName"))
                .containsExactly("Stratton", "Deckard", "Batti");
    }

    /** A date is the beginning of its day. */
    @Test
    void thePastCanBeGivenAsADate() throws Exception {
        String today = LocalDate.now(ZoneId.of("Pacific/Apia")).toString();
        String tomorrow = LocalDate.now(ZoneId.of("Pacific/Apia")).plusDays(1).toString();
        assertThat(loader.answer("totals", "--as-of", tomorrow, "--zone", "Pacific/Apia"))
                .contains(" 2 6 52.12 ");
        assertThat(loader.answer("totals", "--as-of", "2026-01-01")).contains(" 0 0 0.00");
        assertThat(loader.answer("totals", "--as-of", today + "T00:00:00+13:00"))
                .isEqualTo(loader.answer("totals", "--as-of", today, "--zone", "Pacific/Apia"));
        assertThat(loader.run("totals", "--as-of", "yesterday").err())
                .contains("'yesterday' is not a time such as 2026-03-01T02:00:00Z or a date such as 2026-03-01");
        assertThat(loader.run("totals", "--as-of", today, "--zone", "Mars").err())
                .contains("'Mars' is not a time zone such as Europe/Berlin");
    }

    @Test
    void amountsKeepTrailingZeros() throws Exception {
        assertThat(loader.answer("payments", "--patient", "5", "--amount-min", "7", "--sort", "amount"))
                .contains(" 503 5 7.10 ")
                .doesNotContain("4.46");
        JsonNode page = json("payments", "--amount-max", "7.1", "--sort", "amount", "--desc", "--limit", "2");
        assertThat(values(page, "amount")).containsExactly("7.10", "5.66");
        assertThat(values(page, "patientId")).containsExactly("5", "5");
        assertThat(page.get("next").asText()).isNotEmpty();
    }

    /** The loader has no mapping that filters, so the count is changed by hand. */
    @Test
    void theRunLogShowsTheScopeAndWhatWasFiltered(@TempDir Path folder) throws SQLException {
        Loader scoped = new Loader(folder);
        scoped.store(store -> Clinic.sync(store, Clinic.PATIENTS, Clinic.PAYMENTS));
        scoped.file(
                "recent.json",
                "[{\"externalId\": \"501\", \"patientId\": \"5\", \"amount\": 5, \"paidOn\": \"2025-05-17\"}]");
        scoped.answer("load", "--payments", "recent.json", "--payments-since", "2025-05-01");
        assertThat(scoped.answer("runs"))
                .contains(" SNAPSHOT APPLIED - since 2025-05-01: 1 read, 1 updated\n")
                .containsOnlyOnce("since")
                .doesNotContain("filtered");

        try (Connection connection = DriverManager.getConnection(scoped.url());
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE patient_payments.sync_run_counts SET filtered = 2"
                    + " WHERE run = 2 AND record_type = 'PAYMENT'");
        }

        assertThat(scoped.answer("runs")).contains(" - since 2025-05-01: 1 read, 1 updated, 2 filtered\n");
        assertThat(scoped.run("runs", "--json").out())
                .contains("\"payments\":{\"fullSet\":true,\"paidFrom\":\"2025-05-01\",\"read\":1,")
                .contains("\"payments\":{\"fullSet\":true,\"paidFrom\":null,\"read\":6,")
                .contains("\"suppressed\":0,\"filtered\":2}")
                .contains("\"suppressed\":0,\"filtered\":0}");
    }

    @Test
    void paymentsAreFoundAndSortedByTheirDates(@TempDir Path folder) {
        Loader dated = new Loader(folder);
        dated.store(store -> Clinic.sync(
                store,
                Clinic.PATIENTS,
                Clinic.PAYMENTS
                        .replace("4.46", "4.46, \"paidOn\": \"2025-05-17\"")
                        .replace("9.29", "9.29, \"paidOn\": \"2025-03-01\"")));

        assertThat(dated.answer("payments", "--paid-from", "2025-03-02")).contains(" 501 5 4.46 2025-05-17 ");
        assertThat(dated.run("payments", "--paid-until", "2025-05-17", "--sort", "paid-on", "--limit", "1")
                        .words())
                .contains(" 603 8 9.29 2025-03-01 ")
                .doesNotContain("2025-05-17");
        assertThat(dated.answer("patients", "--paid-from", "2025-05-01", "--payment-min", "1"))
                .contains(" 5 Rick Deckard 1983-02-01 1 4.46 ")
                .doesNotContain("Batti");
        dated.file(
                "recent.json",
                "[{\"externalId\": \"501\", \"patientId\": \"5\", \"amount\": 5, \"paidOn\": \"2025-05-17\"}]");
        assertThat(dated.answer("load", "--payments", "recent.json", "--payments-since", "2025-05-01", "--dry-run"))
                .contains("amount: 4.46 -> 5.00")
                .doesNotContain("DELETED");
        assertThat(dated.run("load", "--payments", "recent.json", "--payments-since", "2025-05-01", "--delta")
                        .err())
                .contains("--payments-since contradicts --delta");
        assertThat(dated.run("totals", "--by", "quarter").out())
                .contains(
                        "2025-Q1         1         1   9.29  9.2900  #######",
                        "2025-Q2         1         1   4.46  4.4600  ###",
                        "no date         2         4  38.37  9.5925  " + "#".repeat(30));
        assertThat(dated.run("totals", "--by", "month", "--json").out())
                .startsWith("{\"items\":[{\"from\":\"2025-03-01\",\"until\":\"2025-03-31\",\"patients\":1,")
                .contains("{\"from\":null,\"until\":null,\"patients\":2,");
        assertThat(dated.answer("totals", "--paid-until", "2025-03-01")).contains(" 3 1 9.29 9.29 9.29 9.2900\n");
        assertThat(dated.answer("history", "payment", "501")).contains(" live 5 4.46 2025-05-17\n");
        assertThat(dated.run("payments", "--paid-from", "2025-02-30").err()).contains("'2025-02-30'");
    }

    @Test
    void totalsAreComputedFromTheLivePayments() throws Exception {
        assertThat(loader.answer("totals")).contains(" 2 6 52.12 2.29 23.32 8.6867\n");
        JsonNode none = json("totals", "--name", "zzz");
        assertThat(none.get("sum").asText()).isEqualTo("0.00");
        assertThat(none.get("mean").isNull()).isTrue();
    }

    @Test
    void historyListsEveryVersion() throws Exception {
        assertThat(loader.answer("history", "patient", "8"))
                .containsPattern(" 1 \\S+Z 2 \\S+Z live Roy Batti\\n")
                .containsPattern(" 2 \\S+Z live Roy Bat\\?t\\?\\[2J\\?{4}\\n");
        assertThat(loader.answer("history", "payment", "601")).contains(" live 8 23.32\n");
        JsonNode page = json("history", "payment", "601");
        assertThat(page.get("items").get(0).get("content").get("amount").asText())
                .isEqualTo("23.32");
        assertThat(page.get("items").get(0).get("to").isNull()).isTrue();
        assertThat(values(json("history", "patient", "8", "--desc", "--limit", "1"), "fromRun"))
                .containsExactly("2");
    }

    @Test
    void changesContinueAfterTheCursor() throws Exception {
        Outcome table = loader.run("changes", "--after-run", "1");
        assertThat(table.words())
                .contains(" UPDATED PATIENT 8 lastName: Batti -> Bat?t?[2J????\n", " DELETED PATIENT 4\n");
        assertThat(table.err()).startsWith("No more events. To continue later: --after ");

        JsonNode page = json("changes", "--limit", "9");
        assertThat(values(page, "kind")).hasSize(9).containsOnly("CREATED");
        assertThat(page.get("more").asBoolean()).isTrue();
        JsonNode rest = json("changes", "--after", page.get("next").asText());
        assertThat(values(rest, "kind")).containsExactly("UPDATED", "DELETED");
        assertThat(rest.get("more").asBoolean()).isFalse();
        assertThat(rest.get("next").asText()).isNotEmpty();
    }

    @Test
    void runsAreListedAndRejectionsOfTheLastOneByDefault() throws Exception {
        assertThat(loader.answer("runs"))
                .containsPattern(" 2 \\S+Z SNAPSHOT APPLIED 2 read, 1 updated, 1 deleted, 1 rejected 6 read\\n");
        String attempt =
                json("runs", "--limit", "1").get("items").get(0).get("attempt").asText();
        assertThat(loader.answer("runs", "--attempt", attempt)).contains(" 2 ").doesNotContain("inserted");

        assertThat(loader.answer("rejections"))
                .contains(" PATIENT no. 1, line 2 5 DATE_IN_FUTURE Date of birth cannot");
        JsonNode page = json("rejections", "--run", "2");
        assertThat(values(page, "code")).containsExactly("DATE_IN_FUTURE");
        assertThat(json("rejections", "--run", "1").get("items")).isEmpty();
    }

    @Test
    void verifyListsDeviations(@TempDir Path folder) throws Exception {
        assertThat(loader.answer("verify")).isEqualTo("The store is consistent.\n");

        Loader broken = Clinic.loaded(new Loader(folder));
        execute(broken, "UPDATE patient_payments.patient_totals SET payment_total = 1 WHERE patient_id = 3");
        Outcome table = broken.run("verify");
        assertThat(table.exitCode()).isEqualTo(ExitCode.DEVIATIONS);
        assertThat(table.words()).contains("The store is not consistent:", " PATIENT_TOTAL 1 3\n");
        Outcome json = broken.run("verify", "--json");
        assertThat(json.exitCode()).isEqualTo(ExitCode.DEVIATIONS);
        assertThat(JSON.readTree(json.out()).get("counts").get("PATIENT_TOTAL").asInt())
                .isEqualTo(1);
    }

    private static void execute(Loader loader, String sql) throws SQLException {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(loader.url());
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aPageAfterASyncWarnsThatRecordsMayHaveMoved(@TempDir Path folder) throws Exception {
        Loader clinic = Clinic.loaded(new Loader(folder));
        JsonNode first = JSON.readTree(clinic.answer("patients", "--limit", "1", "--json"));
        assertThat(first.get("moved").asBoolean(true)).isFalse();
        String[] next = {
            "patients", "--limit", "5", "--after", first.get("next").asText()
        };
        assertThat(clinic.run(next).err()).isEmpty();
        clinic.store(store -> Clinic.sync(store, Clinic.PATIENTS.replace("Batti", "Batty"), Clinic.PAYMENTS));

        assertThat(clinic.run(next).err())
                .isEqualTo("The store has changed since the previous page: records may be missing or repeated.\n");
        String[] json = Stream.concat(Arrays.stream(next), Stream.of("--json")).toArray(String[]::new);
        assertThat(JSON.readTree(clinic.answer(json)).get("moved").asBoolean()).isTrue();
    }
}
