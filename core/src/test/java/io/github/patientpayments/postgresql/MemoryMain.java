package io.github.patientpayments.postgresql;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.LongFunction;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Two syncs of many payments, a hundred for each patient, of which no more than one is ever held. See
 * {@link MemoryTest}.
 */
final class MemoryMain {

    private final PatientPaymentStore store;
    private final long patients;
    private final long payments;

    private MemoryMain(PatientPaymentStore store, long payments) {
        this.store = store;
        this.patients = payments / 100;
        this.payments = payments;
    }

    /** Arguments: URL, user, password, schema, number of payments. */
    public static void main(String[] arguments) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL(arguments[0]);
        if (!arguments[1].isEmpty()) {
            dataSource.setUser(arguments[1]);
            dataSource.setPassword(arguments[2]);
        }
        PatientPaymentStore store =
                PatientPaymentStore.builder(dataSource).schema(arguments[3]).build();
        new MemoryMain(store, Long.parseLong(arguments[4])).run();
    }

    private void run() {
        // First the patients alone, as the service loads them: no payments are known when theirs come.
        SyncReport first =
                store.sync(Snapshot.builder().patients(patientSource()).build());
        check(first.patients().inserted() == patients, "patients");
        SyncReport second =
                store.sync(Snapshot.builder().payments(paymentSource(0)).build());
        System.out.println(second);
        check(second.payments().inserted() == payments, "inserted");

        SyncReport third = store.sync(Snapshot.builder()
                .patients(patientSource())
                .payments(paymentSource(1))
                .build());
        System.out.println(third);
        check(third.payments().updated() == payments / 100, "updated");
        check(third.payments().unchanged() == payments - payments / 100, "unchanged");
        check(third.patients().unchanged() == patients, "patients unchanged");

        // Without statistics a plan by nested loops would not end.
        check(store.totals(PatientFilter.all()).payments() == payments, "payments in total");
        check(store.verifyIntegrity().isConsistent(), "consistent");
        System.out.println("heap: " + Runtime.getRuntime().maxMemory() / 1024 / 1024 + " MiB at most");
    }

    private Source.Json patientSource() {
        return Source.json(() -> new JsonArray(
                patients,
                i -> "{\"externalId\":\"patient-" + i + "\",\"firstName\":\"First" + i + "\",\"lastName\":\"Last" + i
                        + "\",\"dateOfBirth\":\"1980-02-29\"}"));
    }

    private Source.Json paymentSource(long raise) {
        return Source.json(() -> new JsonArray(
                payments,
                i -> "{\"externalId\":\"payment-" + i + "\",\"patientId\":\"patient-" + i % patients + "\",\"amount\":"
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
