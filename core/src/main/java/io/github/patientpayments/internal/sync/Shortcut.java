package io.github.patientpayments.internal.sync;

import io.github.patientpayments.internal.db.BulkLoader;
import io.github.patientpayments.internal.record.ParsedRecord;

/** Takes the elements of a set that need not be staged, as they are read. */
interface Shortcut {

    /** Everything is staged. */
    Shortcut NONE = element -> false;

    /** Takes an element, or returns false if it has to be staged. */
    boolean takes(ParsedRecord element);

    /** Returns the loader of the rows that are staged nevertheless. */
    default BulkLoader staging(BulkLoader rows) {
        return rows;
    }
}
