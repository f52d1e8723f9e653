package io.github.patientpayments.internal.snapshot;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.sync.ControlTotals;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncInput;
import java.util.Optional;
import java.util.stream.Stream;

/** The sets of a snapshot or delta. One-shot sources are opened at once; closing this closes all sources. */
public final class SnapshotInput implements AutoCloseable {

    private final boolean delta;
    private final Optional<SetReader<PatientData>> patients;
    private final Optional<SetReader<PaymentData>> payments;

    /**
     * Opens one-shot sources.
     *
     * @param countsChecked whether control counts are checked; a checked count shows that a set is complete
     * @throws IllegalStateException if a one-shot source was used before, or FastCSV is missing
     * @throws IllegalArgumentException if a mapping has no part for its set
     */
    public SnapshotInput(SyncInput input, boolean countsChecked) {
        ControlTotals controls = input.controlTotals();
        boolean accepted = input.acceptsUnterminated();
        this.delta = input instanceof Delta;
        this.patients = input.patients()
                .map(source -> new SetReader<>(
                        RecordType.PATIENT,
                        source,
                        evidence(accepted, countsChecked && controls.patients().isPresent())));
        this.payments = input.payments()
                .map(source -> new SetReader<>(
                        RecordType.PAYMENT,
                        source,
                        evidence(accepted, countsChecked && controls.payments().isPresent())));
        try {
            openOneShots();
            requireParsers(input);
            patients.ifPresent(SetReader::requireMapping);
            payments.ifPresent(SetReader::requireMapping);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static Evidence evidence(boolean accepted, boolean counted) {
        return accepted ? Evidence.HOST : counted ? Evidence.COUNT : Evidence.NONE;
    }

    private static void requireParsers(SyncInput input) {
        boolean csv = Stream.concat(input.patients().stream(), input.payments().stream())
                .anyMatch(Source.Csv.class::isInstance);
        if (csv && !csvAvailable()) {
            throw new IllegalStateException(
                    "CSV is read with FastCSV, which is not on the class path, or older than 4.0: add the dependency"
                            + " de.siegmar:fastcsv, 4.0 or newer");
        }
    }

    private static boolean csvAvailable() {
        try {
            return CsvSet.available();
        } catch (LinkageError e) {
            return false;
        }
    }

    /** Opens both even if opening one fails, so that both are closed. */
    private void openOneShots() {
        try {
            patients.ifPresent(SetReader::openOneShot);
        } finally {
            payments.ifPresent(SetReader::openOneShot);
        }
    }

    public Optional<SetReader<PatientData>> patients() {
        return patients;
    }

    public Optional<SetReader<PaymentData>> payments() {
        return payments;
    }

    /** Whether the input is a delta. */
    public boolean delta() {
        return delta;
    }

    /** Whether all sets can be read more than once. */
    public boolean repeatable() {
        return Stream.concat(patients.stream(), payments.stream()).allMatch(SetReader::repeatable);
    }

    @Override
    public void close() {
        patients.ifPresent(SetReader::close);
        payments.ifPresent(SetReader::close);
    }
}
