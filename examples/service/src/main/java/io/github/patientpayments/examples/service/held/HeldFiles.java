package io.github.patientpayments.examples.service.held;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.sync.Mapping;
import io.github.patientpayments.sync.Refusal;
import io.github.patientpayments.sync.Refusal.Reason;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one held input: its body, its description, and what was decided. The description is written last and has
 * no personal data; an input is held if there is one, and waits if there is no decision.
 */
record HeldFiles(Path folder, long run) {

    static final String PREFIX = "held-";
    static final String DESCRIPTION = ".properties";
    static final String BODY = ".body";
    static final String DECISION = ".decision";

    private static final Logger LOG = LoggerFactory.getLogger(HeldFiles.class);

    private static final String MAPPING = "mapping";

    Path body() {
        return file(BODY);
    }

    Path description() {
        return file(DESCRIPTION);
    }

    /** What a person wants to be done with it, from then on until it is. */
    private Path claim() {
        return file(".claim");
    }

    private Path decision() {
        return file(DECISION);
    }

    private Path file(String ending) {
        return folder.resolve(PREFIX + run + ending);
    }

    void describe(HeldInput input) throws IOException {
        Upload upload = input.upload();
        Fields fields = new Fields()
                .put("run", input.run())
                .put("attempt", input.attempt())
                .put("at", input.at())
                .put("base", input.base())
                .put("set", upload.set())
                .put("delta", upload.delta())
                .put("csv", upload.csv())
                .put("charset", upload.charset())
                .put(MAPPING, upload.mapping().map(Mapping::text))
                .put("count", upload.count())
                .put("sum", upload.sum().map(BigDecimal::toPlainString))
                .put("exportedAt", upload.exportedAt())
                .put("paidFrom", upload.paidFrom())
                .put("acceptUnterminated", upload.acceptUnterminated())
                .put("lifted", upload.lifted().stream().map(Reason::name).collect(Collectors.joining(",")))
                .put("keepMissing", upload.keepMissing())
                .put("refusals", input.refusals().size());
        for (int i = 0; i < input.refusals().size(); i++) {
            fields.put("reason." + i, input.refusals().get(i).reason().name());
            fields.put("message." + i, input.refusals().get(i).message());
        }
        fields.write(description());
    }

    /**
     * Reads what is held.
     *
     * @param kept for how long
     */
    HeldInput read(Duration kept) throws IOException {
        Fields fields = Fields.read(description());
        try {
            Instant at = Instant.parse(fields.text("at"));
            return new HeldInput(
                    run,
                    UUID.fromString(fields.text("attempt")),
                    at,
                    at.plus(kept),
                    Long.parseLong(fields.text("base")),
                    refusals(fields),
                    upload(fields),
                    readDecision());
        } catch (RuntimeException e) {
            throw new IOException(description() + " is damaged", e);
        }
    }

    private static List<Refusal> refusals(Fields fields) {
        List<Refusal> refusals = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(fields.text("refusals")); i++) {
            refusals.add(new Refusal(Reason.valueOf(fields.text("reason." + i)), fields.text("message." + i)));
        }
        return refusals;
    }

    private static Upload upload(Fields fields) {
        return new Upload(
                RecordType.valueOf(fields.text("set")),
                fields.flag("delta"),
                fields.flag("csv"),
                fields.get("charset", Charset::forName),
                fields.get(MAPPING, Mapping::parse),
                fields.get("count", Long::valueOf),
                fields.get("sum", BigDecimal::new),
                fields.get("exportedAt", Instant::parse),
                fields.get("paidFrom", LocalDate::parse),
                fields.flag("acceptUnterminated"),
                reasons(fields.text("lifted")),
                fields.flag("keepMissing"));
    }

    private static Set<Reason> reasons(String names) {
        return Arrays.stream(names.split(","))
                .filter(name -> !name.isEmpty())
                .map(Reason::valueOf)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Notes what a person wants to be done, and the attempt to do it if it is a sync. */
    void claim(Decision.Request request, Optional<UUID> attempt) throws IOException {
        new Fields()
                .put("kind", request.kind())
                .put("by", request.signature().by())
                .put("why", request.signature().why())
                .put("base", request.base())
                .put("attempt", attempt)
                .write(claim());
    }

    boolean isClaimed() {
        return Files.exists(claim());
    }

    Decision.Request readClaim() throws IOException {
        Fields fields = Fields.read(claim());
        return new Decision.Request(
                Decision.Kind.valueOf(fields.text("kind")),
                new Signature(fields.text("by"), fields.text("why")),
                Long.parseLong(fields.text("base")));
    }

    Optional<UUID> claimedAttempt() throws IOException {
        return Fields.read(claim()).get("attempt", UUID::fromString);
    }

    void release() throws IOException {
        Files.deleteIfExists(claim());
    }

    /** Writes the decision, which then stands, and deletes what has the records. */
    void decide(Decision decision) throws IOException {
        new Fields()
                .put("kind", decision.kind())
                .put("by", decision.by())
                .put("why", decision.why())
                .put("at", decision.at())
                .put("run", decision.run())
                .write(decision());
        clear();
    }

    /** Deletes what a decided input does not need any more. If that fails, the upkeep tries again. */
    void clear() {
        try {
            Files.deleteIfExists(body());
            release();
        } catch (IOException e) {
            LOG.warn("The file of run {}, which was decided on, can't be deleted yet: {}", run, e.toString());
        }
    }

    boolean isDecided() {
        return Files.exists(decision());
    }

    /** Whether a person has decided on it, and it became that run. */
    boolean hasBecome(long other) {
        try {
            return readDecision()
                    .filter(decision -> decision.kind() != Decision.Kind.REPLACED)
                    .flatMap(Decision::run)
                    .equals(Optional.of(other));
        } catch (IOException | RuntimeException e) {
            return false; // it is damaged, or was deleted meanwhile
        }
    }

    private Optional<Decision> readDecision() throws IOException {
        if (!isDecided()) {
            return Optional.empty();
        }
        Fields fields = Fields.read(decision());
        return Optional.of(new Decision(
                Decision.Kind.valueOf(fields.text("kind")),
                fields.text("by"),
                fields.text("why"),
                Instant.parse(fields.text("at")),
                fields.get("run", Long::valueOf)));
    }

    void delete() throws IOException {
        for (Path file : List.of(body(), claim(), description(), decision())) {
            Files.deleteIfExists(file);
        }
    }
}
