package io.github.patientpayments.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the page about reliability names is there. */
class ReliabilityTest {

    private static final Path CORE = Pages.ROOT.resolve("core");
    private static final String PAGE = Pages.text(Pages.ROOT.resolve("docs/reliability.md"));

    @Test
    void everyTestExists() throws IOException {
        Set<String> classes = new HashSet<>(testClasses("core"));
        classes.addAll(testClasses("examples"));
        Set<String> named = Pattern.compile("[A-Z]\\w+(?:Contract|Test)\\b")
                .matcher(PAGE)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());

        assertThat(named).hasSizeGreaterThan(30);
        assertThat(classes).containsAll(named);
    }

    @Test
    void theSizesAreThoseOfTheProfile() throws IOException {
        String pom = Files.readString(CORE.resolve("pom.xml"));
        Matcher row = Pattern.compile("`((?:store\\.test|reliability)\\.\\w+)` \\| [^|]+ \\| ([\\d,]+) \\|")
                .matcher(PAGE);
        int rows = 0;
        while (row.find()) {
            String property = row.group(1);
            assertThat(pom)
                    .contains("<%s>%s</%s>".formatted(property, row.group(2).replace(",", ""), property));
            rows++;
        }
        assertThat(rows).isEqualTo(12);
    }

    @Test
    void thereAreAsManyPlantedBugs() throws IOException {
        try (Stream<Path> files = Files.list(CORE.resolve("planted-bugs"))) {
            long patches =
                    files.filter(file -> file.toString().endsWith(".patch")).count();
            assertThat(PAGE).contains("has " + patches + " patches");
        }
    }

    private static Set<String> testClasses(String module) throws IOException {
        try (Stream<Path> files = Files.walk(Pages.ROOT.resolve(module))) {
            return files.filter(file -> file.toString().contains("src/test/java"))
                    .map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }
    }
}
