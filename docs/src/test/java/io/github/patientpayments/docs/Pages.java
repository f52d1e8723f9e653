package io.github.patientpayments.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Markdown pages of the project. */
final class Pages {

    /** The folder of the project; tests run in that of their module. */
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private Pages() {}

    /** The README and the documentation. */
    static List<Path> documentation() {
        return Stream.concat(Stream.of(ROOT.resolve("README.md")), in(ROOT.resolve("docs")).stream())
                .toList();
    }

    /** All pages, those for contributors too. */
    static List<Path> all() {
        return Stream.concat(in(ROOT).stream(), in(ROOT.resolve("docs")).stream())
                .toList();
    }

    private static List<Path> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The artifacts of this build. */
    static List<String> modules() {
        Pattern artifact = Pattern.compile("</parent>\\s*<artifactId>(.*?)<");
        try (Stream<Path> files = Files.find(ROOT, 3, (file, is) -> file.endsWith("pom.xml"))) {
            return files.flatMap(pom -> artifact.matcher(text(pom)).results())
                    .map(found -> found.group(1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a person names it: {@code docs/syncing.md}. */
    static String name(Path page) {
        return ROOT.relativize(page).toString();
    }
}
