package io.github.patientpayments.benchmarks.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An export in a folder: as JSON, as another system sends it; and as rows for PostgreSQL's COPY, for the rivals that
 * are spared the parsing.
 *
 * @param folder which the records lie in
 */
public record ExportFiles(Path folder) {

    /** The patients as a JSON array. */
    public Path patients() {
        return json("patients");
    }

    /** The payments as a JSON array. */
    public Path payments() {
        return json("payments");
    }

    private Path json(String set) {
        Path packed = folder.resolve(set + ".json.gz");
        return Files.exists(packed) ? packed : folder.resolve(set + ".json");
    }

    /** The patients as rows for COPY. */
    public Path patientRows() {
        return folder.resolve("patients.copy");
    }

    /** The payments as rows for COPY. */
    public Path paymentRows() {
        return folder.resolve("payments.copy");
    }

    /** What a database has after it was made equal to this export. */
    public Contents contents() {
        try {
            return Contents.parse(Files.readString(contentsFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Written last: without it the folder is incomplete. */
    Path contentsFile() {
        return folder.resolve("contents");
    }
}
