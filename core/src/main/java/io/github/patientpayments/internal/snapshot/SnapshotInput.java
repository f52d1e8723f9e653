package io.github.patientpayments.internal.snapshot;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.sync.ControlTotals;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.SyncInput;
import java.util.Optional;
import java.util.stream.Stream;

/** The sets of a snapshot or delta, taken over from the host: closed on every path. */
public final class SnapshotInput implements AutoCloseable {

    private final boolean delta;
    private final Optional<SetReader<PatientData>> patients;
    private final Optional<SetReader<PaymentData>> payments;

    /**
     * Takes over the sources.
     *
     * @param countsChecked whether a control count is checked, and so shows that a set is whole
     * @throws IllegalStateException if one of them is a one-shot source that was used before
     */
    public SnapshotInput(SyncInput delivery, boolean countsChecked) {
        ControlTotals controls = delivery.controlTotals();
        boolean accepted = delivery.acceptsUnterminated();
        this.delta = delivery instanceof Delta;
        this.patients = delivery.patients()
                .map(source -> new SetReader<>(
                        RecordType.PATIENT,
                        source,
                        accepted || (countsChecked && controls.patients().isPresent())));
        this.payments = delivery.payments()
                .map(source -> new SetReader<>(
                        RecordType.PAYMENT,
                        source,
                        accepted || (countsChecked && controls.payments().isPresent())));
        try {
            takeOver();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Both are taken over, even if one of them can't be: whoever takes over closes. */
    private void takeOver() {
        try {
            patients.ifPresent(SetReader::takeOver);
        } finally {
            payments.ifPresent(SetReader::takeOver);
        }
    }

    public Optional<SetReader<PatientData>> patients() {
        return patients;
    }

    public Optional<SetReader<PaymentData>> payments() {
        return payments;
    }

    /** Whether it holds changes alone. */
    public boolean delta() {
        return delta;
    }

    /** Whether all of it can be read more than once. */
    public boolean repeatable() {
        return Stream.concat(patients.stream(), payments.stream()).allMatch(SetReader::repeatable);
    }

    @Override
    public void close() {
        patients.ifPresent(SetReader::close);
        payments.ifPresent(SetReader::close);
    }
}
