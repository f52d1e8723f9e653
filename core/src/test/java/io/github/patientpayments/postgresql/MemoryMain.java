package io.github.patientpayments.postgresql;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PaymentTotals;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncCounts;
import io.github.patientpayments.sync.SyncReport;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.function.LongFunction;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Two syncs of 10,000 patients and 1,000,000 payments, of which no more than one is ever held. See {@link MemoryIT}.
 */
final class MemoryMain {

    private static final long PATIENTS = 10_000;
    private static final long PAYMENTS = 1_000_000;

    private MemoryMain() {}

    /** Arguments: URL, user, password, schema. */
    public static void main(String[] arguments) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL(arguments[0]);
        if (!arguments[1].isEmpty()) {
            dataSource.setUser(arguments[1]);
            dataSource.setPassword(arguments[2]);
        }
        PatientPaymentStore store =
                PatientPaymentStore.builder(dataSource).schema(arguments[3]).build();

        // One after the other, as a service takes them in: so the second finds patients of whom nothing is known.
        check(
                store.sync(Snapshot.builder().patients(patients()).build())
                                .patients()
                                .inserted()
                        == PATIENTS,
                "patients");
        SyncReport first = store.sync(Snapshot.builder().payments(payments(0)).build());
        System.out.println(first);
        check(first.payments().inserted() == PAYMENTS, "inserted");

        SyncReport second = store.sync(snapshot(1));
        System.out.println(second);
        SyncCounts payments = second.payments();
        check(payments.updated() == PAYMENTS / 100, "updated");
        check(payments.unchanged() == PAYMENTS - PAYMENTS / 100, "unchanged");
        check(second.patients().unchanged() == PATIENTS, "patients unchanged");

        // Before anybody has analyzed the tables: a plan by nested loops would not end.
        PaymentTotals totals = store.totals(PatientFilter.all());
        check(totals.payments() == PAYMENTS, "payments in total");
        check(totals.sum().compareTo(new BigDecimal("50510000")) == 0, "sum");
        check(store.verifyIntegrity().isConsistent(), "sound");
        System.out.println("heap: " + Runtime.getRuntime().maxMemory() / 1024 / 1024 + " MiB at the most");
    }

    private static Snapshot snapshot(long raise) {
        return Snapshot.builder().patients(patients()).payments(payments(raise)).build();
    }

    private static Source<PatientData> patients() {
        return Source.json(() -> new JsonArray(
                PATIENTS,
                i -> "{\"externalId\":\"patient-" + i + "\",\"firstName\":\"First" + i + "\",\"lastName\":\"Last" + i
                        + "\",\"dateOfBirth\":\"1980-02-29\"}"));
    }

    private static Source<PaymentData> payments(long raise) {
        return Source.json(() -> new JsonArray(
                PAYMENTS,
                i -> "{\"externalId\":\"payment-" + i + "\",\"patientId\":\"patient-" + i % PATIENTS + "\",\"amount\":"
                        + (1 + i % 100 + (i % 100 == 0 ? raise : 0)) + ".00}"));
    }

    private static void check(boolean expected, String what) {
        if (!expected) {
            throw new AssertionError("Not as expected: " + what);
        }
    }

    /** Made while it is read. */
    private static final class JsonArray extends InputStream {

        private final long size;
        private final LongFunction<String> element;
        private long next;
        private byte[] bytes = {'['};
        private int position;

        JsonArray(long size, LongFunction<String> element) {
            this.size = size;
            this.element = element;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (position == bytes.length) {
                if (next > size) {
                    return -1;
                }
                String text = next == size ? "]" : (next == 0 ? "" : ",\n") + element.apply(next);
                bytes = text.getBytes(StandardCharsets.UTF_8);
                position = 0;
                next++;
            }
            int given = Math.min(length, bytes.length - position);
            System.arraycopy(bytes, position, target, offset, given);
            position += given;
            return given;
        }
    }
}
