package io.github.patientpayments.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The BOM has everything that a host can depend on, and nothing else. */
class BomTest {

    private static final Pattern MODULE = Pattern.compile("<module>(.*?)</module>");
    private static final Pattern PARENT = Pattern.compile("<parent>.*?</parent>", Pattern.DOTALL);
    private static final Pattern PACKAGING = Pattern.compile("<packaging>(.*?)</packaging>");
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(.*?)</artifactId>");
    private static final Pattern VERSION = Pattern.compile("<version>(.*?)</version>");
    private static final Pattern NOT_PUBLISHED = Pattern.compile("<excludeArtifact>(.*?)</excludeArtifact>");
    private static final Pattern DEPENDENCY = Pattern.compile("<dependency>(.*?)</dependency>", Pattern.DOTALL);

    private static final String POM = text(Pages.ROOT);
    private static final String BOM = text(Pages.ROOT.resolve("bom"));

    @Test
    void hasEveryArtifactThatIsPublished() {
        List<String> published = jars(Pages.ROOT)
                .map(BomTest::artifact)
                .filter(artifact -> !all(NOT_PUBLISHED, POM).contains(artifact))
                .toList();

        assertThat(published).contains("patient-payment-store", "patient-payment-store-testing");
        assertThat(managed(BOM)).containsExactlyInAnyOrderElementsOf(published);
    }

    /** Else what has them as a parent can't be resolved, or the upload is refused. */
    @Test
    void theParentsOfWhatIsPublishedArePublishedToo() {
        Map<String, String> poms = poms(Pages.ROOT).collect(Collectors.toMap(BomTest::artifact, pom -> pom));
        List<String> notPublished = all(NOT_PUBLISHED, POM);

        assertThat(poms.values())
                .filteredOn(pom -> !notPublished.contains(artifact(pom)))
                .allSatisfy(pom ->
                        assertThat(pom).as(artifact(pom)).doesNotContain("<gpg.skip>true", "<maven.deploy.skip>true"))
                .filteredOn(pom -> PARENT.matcher(pom).find())
                .allSatisfy(pom -> assertThat(notPublished)
                        .as("parent of " + artifact(pom))
                        .doesNotContain(first(ARTIFACT, pom)));
    }

    /** A module with another version would need that version in the BOM. */
    @Test
    void allHaveOneVersion() {
        String version = first(VERSION, POM);

        assertThat(jars(Pages.ROOT))
                .allSatisfy(pom -> assertThat(version(pom)).as(artifact(pom)).isEqualTo(version));
        assertThat(version(BOM)).isEqualTo(version);
        assertThat(dependencies(BOM))
                .allSatisfy(entry -> assertThat(first(VERSION, entry)).isEqualTo("${project.version}"));
    }

    /** Else a host would import the versions of all libraries of our build. */
    @Test
    void isPublishedWithoutItsParent() {
        Path published = Pages.ROOT.resolve("bom/target/bom.xml");
        assertThat(published).as("written by mvn process-resources -pl bom").exists();
        String text = Pages.text(published);

        assertThat(text).doesNotContain("<parent>", "<properties>");
        assertThat(managed(text)).isEqualTo(managed(BOM));
        assertThat(first(VERSION, text)).isEqualTo(first(VERSION, POM));
    }

    /** The POMs of the modules that are jars. */
    private static Stream<String> jars(Path folder) {
        return poms(folder).filter(pom -> {
            Matcher packaging = PACKAGING.matcher(pom);
            return !packaging.find() || packaging.group(1).equals("jar");
        });
    }

    /** The POM of a folder and those of all modules below it. */
    private static Stream<String> poms(Path folder) {
        String pom = text(folder);
        return Stream.concat(Stream.of(pom), all(MODULE, pom).stream().flatMap(module -> poms(folder.resolve(module))));
    }

    private static String artifact(String pom) {
        return first(ARTIFACT, PARENT.matcher(pom).replaceAll(""));
    }

    /** Its own, else that of its parent. */
    private static String version(String pom) {
        String own = PARENT.matcher(pom).replaceAll("").split("<(?:dependencies|properties|build|modules)", 2)[0];
        return VERSION.matcher(own).find() ? first(VERSION, own) : first(VERSION, pom);
    }

    private static List<String> managed(String bom) {
        return dependencies(bom).stream()
                .map(entry -> first(ARTIFACT, entry))
                .sorted()
                .toList();
    }

    private static List<String> dependencies(String bom) {
        return all(DEPENDENCY, bom);
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).toList();
    }

    private static String first(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .findFirst()
                .map((MatchResult found) -> found.group(1))
                .orElseThrow(() -> new AssertionError(pattern + " is not found"));
    }

    private static String text(Path folder) {
        Path pom = folder.resolve("pom.xml");
        assertThat(Files.exists(pom)).as(pom.toString()).isTrue();
        return Pages.text(pom);
    }
}
