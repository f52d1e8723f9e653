package io.github.patientpayments.internal.record;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The summary of a set that was read: its numbers of elements, its control sum, its fingerprint. */
public final class SetSummary {

    private final Fingerprint fingerprint;
    private long read;
    private long deletions;
    private long invalid;
    private long amountsUnknown;
    private BigDecimal sum = BigDecimal.ZERO;
    private List<String> otherFields = List.of();
    private long filtered;
    private SentTotals totals = SentTotals.NONE;

    /**
     * Of a set before its first element.
     *
     * @param rules the rules with which it is read
     * @param key the key of its hashes
     * @param mapping the text of the mapping with which it is read
     */
    public SetSummary(RecordRules<?> rules, HashKey key, Optional<String> mapping) {
        RecordHash hash = new RecordHash(key);
        this.fingerprint = new Fingerprint(Stream.of(rules.scope(), mapping)
                .flatMap(Optional::stream)
                .map(hash::ofText)
                .toList());
    }

    public void add(ParsedRecord record) {
        read++;
        deletions += record.deletion() ? 1 : 0;
        if (record.valid()) {
            fingerprint.add(record.hashHigh(), record.hashLow());
        } else {
            invalid++;
        }
        @Nullable BigDecimal amount = record.amount();
        if (amount == null) {
            amountsUnknown++;
        } else {
            sum = sum.add(amount);
        }
    }

    public void noteOtherFields(List<String> ofFirstRecord) {
        otherFields = ofFirstRecord;
    }

    /** The names of fields of the first record that are not read. */
    public List<String> otherFields() {
        return otherFields;
    }

    public void noteTotals(SentTotals ofSet) {
        totals = ofSet;
    }

    /** The control totals that the set has with itself. */
    public SentTotals totals() {
        return totals;
    }

    public void noteFiltered(long elements) {
        filtered = elements;
    }

    /** Elements that the mapping left out, which are none of the set. */
    public long filtered() {
        return filtered;
    }

    /** Elements, valid or not. */
    public long read() {
        return read;
    }

    /** Elements of a delta that delete a record by its name, valid or not. */
    public long deletions() {
        return deletions;
    }

    /** The sum of the amounts; empty if one of them can't be read. */
    public Optional<BigDecimal> sum() {
        return amountsUnknown == 0 ? Optional.of(sum) : Optional.empty();
    }

    /** Whether every element is valid in itself. */
    public boolean allValid() {
        return invalid == 0;
    }

    /** The fingerprints of prefixes of the content, the shortest first; of no use if an element is invalid. */
    public List<String> prefixes() {
        return fingerprint.prefixes();
    }

    /** The fingerprint of the content; empty if an element is invalid in itself. */
    public Optional<String> fingerprint() {
        return allValid() ? Optional.of(fingerprint.text()) : Optional.empty();
    }
}
