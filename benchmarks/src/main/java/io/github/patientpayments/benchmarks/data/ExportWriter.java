package io.github.patientpayments.benchmarks.data;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Writes one export to its files. */
final class ExportWriter {

    private final Records records;
    private final ExportFiles files;
    private final DataSpec spec;

    private long patients;
    private long letters;
    private long payments;
    private BigDecimal sum = BigDecimal.ZERO;
    private BigDecimal links = BigDecimal.ZERO;

    ExportWriter(Records records, ExportFiles files, DataSpec spec) {
        this.records = records;
        this.files = files;
        this.spec = spec;
    }

    Contents write() throws IOException {
        writePatients();
        writePayments();
        return new Contents(patients, letters, payments, sum, links);
    }

    private void writePatients() throws IOException {
        int count = records.patients();
        IntUnaryOperator order = order(count);
        try (SetWriter out = new SetWriter(files.folder(), "patients", Fields.PATIENT, spec.gzip())) {
            for (int i = 0; i < count; i++) {
                @Nullable String[] patient = records.patient(order.applyAsInt(i));
                if (patient != null) {
                    out.write(patient);
                    patients++;
                    letters += Objects.requireNonNull(patient[2]).length();
                }
            }
        }
    }

    private void writePayments() throws IOException {
        int count = records.payments();
        int invalid = records.invalidPayments();
        int written = 0;
        IntUnaryOperator order = order(count);
        try (SetWriter out = new SetWriter(files.folder(), "payments", Fields.PAYMENT, spec.gzip())) {
            for (int i = 0; i < count; i++) {
                @Nullable String[] payment = records.payment(order.applyAsInt(i));
                if (payment != null) {
                    out.write(payment);
                    add(payment);
                }
                // Spread evenly.
                for (; written < (long) invalid * (i + 1) / count; written++) {
                    out.write(records.invalidPayment(written));
                }
            }
        }
    }

    private void add(@Nullable String[] payment) {
        payments++;
        sum = sum.add(new BigDecimal(payment[2]));
        long weight = number(payment[0]) % Contents.WEIGHTS;
        links = links.add(BigDecimal.valueOf(number(payment[1]) * weight));
    }

    private static long number(@Nullable String id) {
        return Long.parseLong(Objects.requireNonNull(id));
    }

    /** A permutation that needs no memory: steps around a circle, of a length that shares no divisor with it. */
    private IntUnaryOperator order(int count) {
        if (spec.order() == DataSpec.Order.SAME) {
            return i -> i;
        }
        int start = new Draw(spec.seed(), "order of " + files.folder().getFileName()).below(count, count);
        long step = (long) (count * 0.618) | 1;
        while (divisor(step, count) > 1) {
            step += 2;
        }
        long chosen = step;
        return i -> (int) ((start + chosen * i) % count);
    }

    private static long divisor(long one, long other) {
        return other == 0 ? one : divisor(other, one % other);
    }
}
