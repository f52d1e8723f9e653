package io.github.patientpayments.examples.loader;

import java.util.List;
import java.util.Optional;

/**
 * The first records of a file.
 *
 * @param text the text that they were read from
 * @param form the name of the form
 * @param delimiter of CSV
 * @param named whether the names of the columns are in the file
 * @param records where the records are in an envelope
 * @param columns the columns, or the fields of objects
 * @param count how many records these are
 * @param all whether the file has no others
 */
record FileSample(
        SampleText text,
        String form,
        Optional<Character> delimiter,
        boolean named,
        Optional<String> records,
        List<SampleColumn> columns,
        int count,
        boolean all) {

    /** How many records are read at most. */
    static final int MOST = 1_000;

    /**
     * Reads the first records.
     *
     * @param header whether the first line of CSV has the names of the columns even if none of them is known
     * @param preferred which of several arrays in an envelope is read, if it has this name
     * @throws io.github.patientpayments.SnapshotUnreadableException if there are none
     */
    static FileSample of(SampleText text, boolean header, Optional<String> preferred) {
        return text.isJson() ? new JsonSample(text, preferred).read() : CsvSample.read(text, header);
    }

    boolean isCsv() {
        return delimiter.isPresent();
    }

    /** Whether the end of the file shows that it is complete. */
    boolean isTerminated() {
        return !text.packing().isEmpty() || form.equals(JsonSample.ARRAY) || records.isPresent();
    }
}
