package io.github.patientpayments.benchmarks.rivals;

import io.github.patientpayments.benchmarks.data.Contents;
import io.github.patientpayments.benchmarks.data.ExportFiles;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.Optional;

/** A way to make a database equal an export. Used in one thread. */
public interface Rival extends AutoCloseable {

    /** Makes its tables anew, empty. Not timed. */
    void create() throws Exception;

    /**
     * Makes the tables equal an export, and commits. Timed.
     *
     * @param files the export
     * @param once whether the input is a stream that can be read once alone
     */
    void sync(ExportFiles files, boolean once) throws Exception;

    /**
     * Sets the amount of one payment, in a transaction of its own. Timed.
     *
     * @throws UnsupportedOperationException if it can't
     */
    default void change(String payment, String patient, BigDecimal amount) throws Exception {
        throw new UnsupportedOperationException(getClass().getSimpleName());
    }

    /**
     * Reads a page of patients by what they have paid, as users do all the time. Timed.
     *
     * @param from the least total, to read pages from all over
     * @throws UnsupportedOperationException if it can't
     */
    default void page(BigDecimal from) {
        throw new UnsupportedOperationException(getClass().getSimpleName());
    }

    /** Of the last sync, the nanoseconds until all input was read; 0 if it does not say. */
    default long readingNanos() {
        return 0;
    }

    /** What is live, for comparison; empty if it keeps nothing. Not timed. */
    Optional<Contents> contents() throws Exception;

    @Override
    default void close() throws SQLException {}
}
