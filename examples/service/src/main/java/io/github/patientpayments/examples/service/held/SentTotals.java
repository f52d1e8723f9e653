package io.github.patientpayments.examples.service.held;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.sync.SyncRun;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sum that the sender stated of the last full set of payments that was not refused, which the run log does not
 * have. Thread-safe.
 */
public final class SentTotals {

    private static final Logger LOG = LoggerFactory.getLogger(SentTotals.class);

    private final Optional<Path> file;
    private Optional<Sent> last;

    private SentTotals(Optional<Path> file, Optional<Sent> last) {
        this.file = file;
        this.last = last;
    }

    /**
     * What was stated of a set.
     *
     * @param run that it became
     * @param at the time of the run
     * @param sum of all payments in the set
     */
    public record Sent(long run, Instant at, BigDecimal sum) {}

    /**
     * Those that a service has noted in a folder before.
     *
     * @param folder empty to keep them in memory only
     */
    public static SentTotals in(Optional<Path> folder) {
        Optional<Path> file = folder.map(kept -> kept.resolve("sent-totals.properties"));
        return new SentTotals(file, file.filter(Files::exists).flatMap(SentTotals::read));
    }

    private static Optional<Sent> read(Path file) {
        try {
            Fields fields = Fields.read(file);
            return Optional.of(new Sent(
                    Long.parseLong(fields.text("run")),
                    Instant.parse(fields.text("at")),
                    new BigDecimal(fields.text("sum"))));
        } catch (IOException | RuntimeException e) {
            LOG.warn("The control totals of the last upload can't be read: {}", e.toString());
            return Optional.empty();
        }
    }

    /** Notes the control sum of a full set of all payments, if the sender gave one. */
    public synchronized void note(Upload upload, SyncRun run) {
        boolean whole = upload.set() == RecordType.PAYMENT
                && !upload.delta()
                && upload.paidFrom().isEmpty();
        if (!whole) {
            return;
        }
        last = upload.sum().map(sum -> new Sent(run.number(), run.time(), sum));
        if (file.isPresent()) {
            write(file.get());
        }
    }

    private void write(Path to) {
        try {
            if (last.isEmpty()) {
                Files.deleteIfExists(to);
                return;
            }
            Sent sent = last.get();
            new Fields()
                    .put("run", sent.run())
                    .put("at", sent.at())
                    .put("sum", sent.sum().toPlainString())
                    .write(to);
        } catch (IOException e) {
            LOG.warn("The control totals of an upload can't be noted: {}", e.toString());
        }
    }

    /** What was stated last; empty if nothing was, or if the last set had no sum. */
    public synchronized Optional<Sent> last() {
        return last;
    }
}
