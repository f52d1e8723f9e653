package io.github.patientpayments.benchmarks.rivals;

import io.github.patientpayments.benchmarks.data.Contents;
import io.github.patientpayments.benchmarks.data.ExportFiles;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A floor: reads the records, and drops them. */
final class ParseOnly implements Rival {

    private long letters;

    @Override
    public void create() {}

    @Override
    public void sync(ExportFiles files, boolean once) throws Exception {
        JsonRows.patients(files, fields -> count(fields[0]));
        JsonRows.payments(files, fields -> count(fields[0]));
        if (letters == 0) {
            throw new IllegalStateException("No records in " + files.folder());
        }
    }

    /** So that nothing is left out because nobody needs it. */
    private void count(@Nullable String id) {
        letters += id == null ? 0 : id.length();
    }

    @Override
    public Optional<Contents> contents() {
        return Optional.empty();
    }
}
