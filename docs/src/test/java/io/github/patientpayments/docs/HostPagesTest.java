package io.github.patientpayments.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What the page of a host shows can be copied: its files compile, and its blocks of XML name what this build uses. */
class HostPagesTest {

    private static final Pattern XML = Pattern.compile("^```xml\\R(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

    /** Where the version of an artifact stands in a pom of this build. */
    private static final Map<String, String> VERSIONS = Map.ofEntries(
            Map.entry("flyway-core", "<flyway.version>"),
            Map.entry("flyway-database-postgresql", "<flyway.version>"),
            Map.entry("HikariCP", "<hikaricp.version>"),
            Map.entry("h2", "<h2.version>"),
            Map.entry("postgresql", "<postgresql.version>"),
            Map.entry("slf4j-simple", "<slf4j.version>"),
            Map.entry("spring-boot-starter-parent", "<spring-boot.version>"),
            Map.entry("quarkus-bom", "<quarkus.version>"),
            Map.entry("quarkus-maven-plugin", "<quarkus.version>"),
            Map.entry("micronaut-parent", "<micronaut-platform.version>"),
            Map.entry("kotlin-stdlib", "<kotlin.version>"),
            Map.entry("kotlin-maven-plugin", "<kotlin.version>"),
            Map.entry("maven-compiler-plugin", "<artifactId>maven-compiler-plugin</artifactId>"),
            Map.entry("maven-dependency-plugin", "<artifactId>maven-dependency-plugin</artifactId>"));

    private static final String POMS = Stream.of("pom.xml", "docs/pom.xml", "examples/hosts/pom.xml")
            .map(pom -> Pages.text(Pages.ROOT.resolve(pom)))
            .reduce("", String::concat);

    private static final String VERSION = group(POMS, "<version>(.*?)</version>");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"plain-java", "spring-boot", "quarkus", "micronaut"})
    void theFilesCompile(String name) {
        List<PageFile> files = PageFile.of(Pages.ROOT.resolve("docs/" + name + ".md")).stream()
                .filter(file -> file.path().endsWith(".java"))
                .toList();
        assertThat(files).isNotEmpty();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        List<String> options =
                List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", folder.toString());
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, found, options, null, files)
                .call();
        assertThat(compiled).as("%s", found.getDiagnostics()).isTrue();
    }

    static List<Path> pagesWithXml() {
        return Pages.documentation().stream()
                .filter(page -> XML.matcher(Pages.text(page)).find())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("pagesWithXml")
    void theVersionsAreThoseOfTheBuild(Path page) {
        List<Element> named = XML.matcher(Pages.text(page))
                .results()
                .map(found -> parse("<blocks>" + found.group(1) + "</blocks>"))
                .flatMap(document -> elements(document.getElementsByTagName("artifactId")))
                .map(artifact -> (Element) artifact.getParentNode())
                .toList();
        assertThat(named).isNotEmpty().allSatisfy(HostPagesTest::checkVersion);
    }

    private static void checkVersion(Element artifact) {
        String name = text(artifact, "artifactId");
        String version = text(artifact, "version");
        if (text(artifact, "groupId").startsWith("io.github.patientpayments")) {
            assertThat(version).as(name).isEqualTo(VERSION);
            assertThat(Pages.modules()).contains(name);
        } else if (!version.isEmpty() && !artifact.getTagName().equals("project")) {
            assertThat(VERSIONS).containsKey(name);
            String place = Pattern.quote(VERSIONS.get(name));
            assertThat(version).as(name).isEqualTo(group(POMS, place + "\\s*(?:<version>)?([^<]+)<"));
        }
    }

    private static Document parse(String xml) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml)));
        } catch (Exception e) {
            throw new AssertionError(xml, e);
        }
    }

    /** Of a child, not of a deeper one; empty if there is none. */
    private static String text(Element parent, String name) {
        return elements(parent.getElementsByTagName(name))
                .filter(element -> element.getParentNode() == parent)
                .map(element -> element.getTextContent().strip())
                .findFirst()
                .orElse("");
    }

    private static Stream<Element> elements(NodeList nodes) {
        return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i));
    }

    private static String group(String text, String pattern) {
        var found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(pattern).isTrue();
        return found.group(1);
    }
}
