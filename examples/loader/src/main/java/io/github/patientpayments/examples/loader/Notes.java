package io.github.patientpayments.examples.loader;

import io.github.patientpayments.sync.SyncOptions;
import org.jspecify.annotations.Nullable;

/** The option {@code --note}. */
final class Notes {

    private Notes() {}

    /**
     * The options of a sync with its note, if there is one.
     *
     * @throws IllegalArgumentException if a note can't have this text
     */
    static SyncOptions with(@Nullable String note, SyncOptions options) {
        return note == null ? options : options.withNote(note);
    }
}
