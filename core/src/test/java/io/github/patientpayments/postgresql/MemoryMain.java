package io.github.patientpayments.postgresql;

import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongFunction;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Syncs of many payments, a hundred for each patient, of which no more than one is ever held: from streams, or from
 * files, which are loaded in another way. See {@link MemoryTest}.
 */
final class MemoryMain {

    private final PatientPaymentStore store;
    private final long patients;
    private final long payments;

    /** A field that the store does not read, as exports have many. */
    private final String other;

    private MemoryMain(PatientPaymentStore store, long payments, int other) {
        this.store = store;
        this.other = "x".repeat(other);
        this.patients = payments / 100;
        this.payments = payments;
    }

    /**
     * Arguments: URL, user, password, schema, number of payments, and how many characters more each has; and a folder
     * if they are to be in files.
     */
    public static void main(String[] arguments) throws IOException {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setURL(arguments[0]);
        if (!arguments[1].isEmpty()) {
            dataSource.setUser(arguments[1]);
            dataSource.setPassword(arguments[2]);
        }
        PatientPaymentStore store =
                PatientPaymentStore.builder(dataSource).schema(arguments[3]).build();
        MemoryMain main = new MemoryMain(store, Long.parseLong(arguments[4]), Integer.parseInt(arguments[5]));
        if (arguments.length == 6) {
            main.fromStreams();
        } else {
            main.fromFiles(Path.of(arguments[6]));
        }
        System.out.println("heap: " + Runtime.getRuntime().maxMemory() / 1024 / 1024 + " MiB at most");
    }

    private void fromFiles(Path folder) throws IOException {
        Path patientFile = folder.resolve("patients.json");
        Path paymentFile = folder.resolve("payments.json");
        Files.copy(patientStream(), patientFile);
        Files.copy(paymentStream(0), paymentFile);
        System.out.println(Files.size(paymentFile) / 1_000_000 + " MB");
        Snapshot snapshot = Snapshot.builder()
                .patients(Source.json(patientFile))
                .payments(Source.json(paymentFile))
                .build();
        SyncReport first = store.sync(snapshot);
        System.out.println(first);
        check(first.payments().inserted() == payments, "inserted");

        SyncReport second = store.sync(snapshot);
        System.out.println(second);
        check(second.payments().unchanged() == payments, "unchanged");

        Files.delete(paymentFile);
        Files.copy(paymentStream(1), paymentFile);
        changed(store.sync(snapshot));
    }

    private void fromStreams() {
        // First the patients alone, as the service loads them: no payments are known when theirs come.
        SyncReport first =
                store.sync(Snapshot.builder().patients(patientSource()).build());
        check(first.patients().inserted() == patients, "patients");
        SyncReport second =
                store.sync(Snapshot.builder().payments(paymentSource(0)).build());
        System.out.println(second);
        check(second.payments().inserted() == payments, "inserted");

        changed(store.sync(Snapshot.builder()
                .patients(patientSource())
                .payments(paymentSource(1))
                .build()));
    }

    /** The payments of one amount have another. */
    private void changed(SyncReport third) {
        System.out.println(third);
        check(third.payments().updated() == payments / 100, "updated");
        check(third.payments().unchanged() == payments - payments / 100, "unchanged");
        check(third.patients().unchanged() == patients, "patients unchanged");

        // Without statistics a plan by nested loops would not end.
        check(store.totals(PatientFilter.all()).payments() == payments, "payments in total");
        check(store.verifyIntegrity().isConsistent(), "consistent");
    }

    private Source.Json patientSource() {
        return Source.json(this::patientStream);
    }

    private Source.Json paymentSource(long raise) {
        return Source.json(() -> paymentStream(raise));
    }

    private InputStream patientStream() {
        return new JsonArray(
                patients,
                i -> "{\"externalId\":\"patient-" + i + "\",\"firstName\":\"First" + i + "\",\"lastName\":\"Last" + i
                        + "\",\"dateOfBirth\":\"1980-02-29\"}");
    }

    private InputStream paymentStream(long raise) {
        return new JsonArray(
                payments,
                i -> "{\"externalId\":\"payment-" + i + "\",\"patientId\":\"patient-" + i % patients + "\",\"other\":\""
                        + other + "\",\"amount\":" + (1 + i % 100 + (i % 100 == 0 ? raise : 0)) + ".00}");
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
