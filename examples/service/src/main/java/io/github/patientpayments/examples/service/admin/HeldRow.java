package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.examples.common.Words;
import io.github.patientpayments.examples.service.held.Decision;
import io.github.patientpayments.examples.service.held.HeldInput;
import io.github.patientpayments.examples.service.held.Upload;
import io.github.patientpayments.sync.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A held input as a row of a table. */
record HeldRow(
        long run,
        String path,
        Times.Shown at,
        Times.Shown expires,
        String what,
        String reasons,
        List<String> messages,
        Optional<Decided> decision) {

    /**
     * A decision in words.
     *
     * @param runPath of the run that it became; empty if there is none
     */
    record Decided(Badge badge, String by, Optional<String> why, Times.Shown at, Optional<String> runPath, String run) {

        static Decided of(Decision decision, Times times) {
            return new Decided(
                    badge(decision.kind()),
                    decision.by(),
                    Optional.of(decision.why()).filter(why -> !why.isEmpty()),
                    times.shown(decision.at()),
                    decision.run().map(RunRow::path),
                    decision.run().map(run -> "run " + run).orElse(""));
        }

        private static Badge badge(Decision.Kind kind) {
            return switch (kind) {
                case ALLOWED -> new Badge(Tone.GOOD, "Allowed once");
                case WITHOUT_DELETIONS -> new Badge(Tone.GOOD, "Without deletions");
                case DISMISSED -> new Badge(Tone.PLAIN, "Dismissed");
                case REPLACED -> new Badge(Tone.PLAIN, "Replaced");
                case EXPIRED -> new Badge(Tone.WARN, "Expired");
            };
        }
    }

    static HeldRow of(HeldInput input, Times times) {
        return new HeldRow(
                input.run(),
                HeldPages.path(input.run()),
                times.shown(input.at()),
                times.shown(input.expires()),
                what(input.upload()),
                input.reasons().stream().map(Words::of).collect(Collectors.joining(", ")),
                input.refusals().stream().map(Refusal::message).toList(),
                input.decision().map(decision -> Decided.of(decision, times)));
    }

    static String what(Upload upload) {
        String records = upload.set() == RecordType.PATIENT ? "patients" : "payments";
        String scope = upload.paidFrom().map(date -> " since " + date).orElse("");
        return (upload.delta() ? "Changes of " : "All ") + records + scope;
    }
}
