package io.github.patientpayments.examples.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory whose files are the pages of one source. */
class LoaderFolderTest {

    private Loader loader;

    @BeforeEach
    void pages(@TempDir Path folder) throws IOException {
        loader = new Loader(folder);
        Files.createDirectory(folder.resolve("pages"));
    }

    /** The last one says that it is the last, so page 10 has to be after page 2. */
    @Test
    void pagesAreReadInTheOrderOfTheirNumbers() {
        for (int page = 1; page <= 10; page++) {
            loader.file("pages/page-" + page + ".json", page(page, page < 10));
        }
        loader.file("pages/.DS_Store", "x");
        assertThat(load("--records", "/data", "--expect-patients", "10")).contains(" patients 10 10");
    }

    private static String page(int number, boolean more) {
        return "{\"data\": [" + Clinic.patient(number, "1980-01-31") + "], \"has_more\": " + more + "}";
    }

    private String load(String... options) {
        return loader.answer(arguments(options));
    }

    private Outcome failing(String... options) {
        return loader.run(arguments(options));
    }

    private static String[] arguments(String... options) {
        String[] arguments = new String[options.length + 4];
        System.arraycopy(new String[] {"load", "--migrate", "--patients", "pages"}, 0, arguments, 0, 4);
        System.arraycopy(options, 0, arguments, 4, options.length);
        return arguments;
    }

    @Test
    void aMissingPageIsNoticed() {
        loader.file("pages/1.json", page(1, true));
        loader.file("pages/2.json", page(2, true));
        failing("--records", "/data", "--accept-unterminated")
                .assertFailed(ExitCode.INPUT, "its last page says that there is another one: specify a directory with");
    }

    /** Lines need no envelope. A byte order mark begins each file that some programs write. */
    @Test
    void linesMayBeInSeveralFiles() {
        loader.file("pages/a.ndjson", "\ufeff" + Clinic.patient(1, "1980-01-31"));
        loader.file("pages/b.ndjson", "");
        loader.file("pages/c.ndjson", "\ufeff" + Clinic.patient(2, "1980-01-31") + "\n");
        assertThat(load("--expect-patients", "2")).contains(" patients 2 2");
        failing().assertFailed(ExitCode.INPUT, "has no end marker, so it may be truncated");
        loader.file("pages/c.ndjson", Clinic.patient(2, "1980-01-31").replace("}", ""));
        failing("--expect-patients", "2").assertFailed(ExitCode.INPUT, "it is truncated");
    }

    @Test
    void pagesMayBeCompressed() throws Exception {
        gzip("pages/1.json.gz", page(1, true));
        gzip("pages/2.json.gz", page(2, false));
        assertThat(load("--records", "/data", "--expect-patients", "2")).contains(" patients 2 2");
    }

    private void gzip(String name, String text) throws IOException {
        try (OutputStream out =
                new GZIPOutputStream(Files.newOutputStream(loader.folder().resolve(name)))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aDirectoryThatIsNoSourceIsNamed() throws Exception {
        String folder = loader.path("pages");
        failing().assertFailed(ExitCode.INPUT, folder + " is an empty directory: specify a file, or a directory with");
        loader.file("pages/.hidden", "[]");
        failing().assertFailed(ExitCode.INPUT, folder + " is an empty directory");
        loader.file("pages/1.json", Clinic.PATIENTS);
        failing("--format", "csv")
                .assertFailed(
                        ExitCode.USAGE, "The patients are CSV, which is read from one file: a directory contains");
        failing("--rejects", "pages/rejects.ndjson")
                .assertFailed(ExitCode.USAGE, "--rejects would overwrite the input, or become a part of it");
        Files.move(loader.folder().resolve("pages/1.json"), loader.folder().resolve("pages/1.csv.gz"));
        failing().assertFailed(ExitCode.USAGE, "The patients are CSV, which is read from one file");
        Files.createDirectory(loader.folder().resolve("pages/older"));
        failing().assertFailed(ExitCode.INPUT, folder + " contains older, which is no file");
        assertThat(loader.hasDatabase()).isFalse();
    }
}
