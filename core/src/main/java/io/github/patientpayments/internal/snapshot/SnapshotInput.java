package io.github.patientpayments.internal.snapshot;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.RecordType;
import io.github.patientpayments.Snapshot;
import io.github.patientpayments.Source;
import java.util.Optional;
import java.util.stream.Stream;

/** The sets of a snapshot, taken over from the host: closed on every path. */
public final class SnapshotInput implements AutoCloseable {

    private final Optional<SetReader<PatientData>> patients;
    private final Optional<SetReader<PaymentData>> payments;

    /**
     * Takes over the sources of a snapshot.
     *
     * @throws IllegalStateException if one of them is a one-shot source that was used before
     */
    public SnapshotInput(Snapshot snapshot) {
        this.patients = snapshot.patients().map(source -> reader(RecordType.PATIENT, source, snapshot));
        this.payments = snapshot.payments().map(source -> reader(RecordType.PAYMENT, source, snapshot));
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

    /** Whether all of it can be read more than once. */
    public boolean repeatable() {
        return Stream.concat(patients.stream(), payments.stream()).allMatch(SetReader::repeatable);
    }

    @Override
    public void close() {
        patients.ifPresent(SetReader::close);
        payments.ifPresent(SetReader::close);
    }

    private static <T> SetReader<T> reader(RecordType type, Source<T> source, Snapshot snapshot) {
        return new SetReader<>(type, source, snapshot.unterminatedAccepted());
    }
}
