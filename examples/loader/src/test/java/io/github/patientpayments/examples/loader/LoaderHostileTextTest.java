package io.github.patientpayments.examples.loader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text of the other system that would steer a terminal, or hide, or turn around what follows. */
class LoaderHostileTextTest {

    /** Clear the screen, in two ways; the other direction; a line separator; nothing, in two ways; delete. */
    private static final String HOSTILE = "\u001b[2J\u009b2J\u202e\u2028\u200b\ufeff\u007f";

    private static final String ESCAPED = "\\u001b[2J\\u009b2J\\u202e\\u2028\\u200b\\ufeff\\u007f";

    private static final String HARMFUL = "(?s).*([\\p{Cc}&&[^\\n]]|\\p{Cf}|\\p{Zl}|\\p{Zp}).*";

    private static Loader loader;

    @BeforeAll
    static void load(@TempDir Path folder) {
        loader = new Loader(folder);
        String patients =
                Clinic.PATIENTS.replace("\"8\"", "\"8" + ESCAPED + "\"").replace("Batti", "B" + ESCAPED);
        String payments = Clinic.PAYMENTS.replace("\"8\"", "\"8" + ESCAPED + "\"");
        loader.store(store -> Clinic.sync(store, patients, payments));
        loader.store(store -> Clinic.sync(store, patients.replace("\"Roy\"", "\"" + "x".repeat(251) + "\""), payments));
        loader.file("patients.json", patients.replace("\"Roy\"", "\"R" + ESCAPED + "\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "patients",
                "patients --deleted",
                "payments",
                "payments --patient %s",
                "changes --after-run 0",
                "history patient %s",
                "rejections --run 2",
                "runs",
                "totals",
                "status",
                "load --dry-run --patients patients.json",
                "history payment none%s",
                "payments --patient none%s",
                "patients --after %s"
            })
    void isHarmlessAsATableAndAsJson(String command) {
        String[] arguments = command.split(" ");
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = arguments[i].replace("%s", "8" + HOSTILE);
        }

        Outcome table = loader.run(arguments);
        assertThat(table.out() + table.err()).isNotBlank().doesNotMatch(HARMFUL);
        String[] asJson = java.util.Arrays.copyOf(arguments, arguments.length + 1);
        asJson[arguments.length] = "--json";
        Outcome json = loader.run(asJson);
        assertThat(json.out() + json.err()).isNotBlank().doesNotMatch(HARMFUL);
    }

    @Test
    void isTheSameTextInJson() throws IOException {
        String json = loader.run("patients", "--json").out();

        assertThat(new ObjectMapper().readTree(json).get("items").findValuesAsText("externalId"))
                .contains("8" + HOSTILE);
    }
}
