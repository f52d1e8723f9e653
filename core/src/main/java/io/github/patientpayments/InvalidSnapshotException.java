package io.github.patientpayments;

/**
 * Thrown if the input is not a snapshot: it is malformed, truncated, not UTF-8, over a limit, or in a form in which
 * truncation cannot be detected. Nothing has changed. The same bytes always fail in the same way, so it is never
 * retryable.
 */
public final class InvalidSnapshotException extends StoreException {

    private static final long serialVersionUID = 1L;

    private final RecordType recordType;
    private final long record;
    private final long line;
    private final long column;

    /**
     * For internal use.
     *
     * @param recordType the type of the set that was being read
     * @param problem what is wrong with it, without any of its content
     * @param record the number of the record being read, from 1
     * @param line the line, from 1
     * @param column the column, from 1
     */
    public InvalidSnapshotException(RecordType recordType, String problem, long record, long line, long column) {
        super(
                "The %s are not a valid snapshot: %s (line %d, column %d, record %d). Nothing was changed."
                        .formatted(recordType.plural(), problem, line, column, record),
                false,
                null,
                null);
        this.recordType = recordType;
        this.record = record;
        this.line = line;
        this.column = column;
    }

    /**
     * Returns which of the two sets was being read.
     *
     * @return the type of its records
     */
    public RecordType recordType() {
        return recordType;
    }

    /**
     * Returns the number of the record at which reading stopped.
     *
     * @return from 1: the record that was being read, or the last one before the problem
     */
    public long record() {
        return record;
    }

    /**
     * Returns the line of the (decompressed) text at which reading stopped.
     *
     * @return from 1
     */
    public long line() {
        return line;
    }

    /**
     * Returns the column, in characters, at which reading stopped.
     *
     * @return from 1; bytes that are not UTF-8 are detected up to some thousand characters ahead of the record
     */
    public long column() {
        return column;
    }
}
