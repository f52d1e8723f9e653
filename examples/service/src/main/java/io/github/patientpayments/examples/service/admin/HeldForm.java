package io.github.patientpayments.examples.service.admin;

import io.github.patientpayments.examples.service.held.Decision;
import io.github.patientpayments.examples.service.held.HeldInput;
import io.github.patientpayments.examples.service.held.Signature;
import io.github.patientpayments.sync.Preview;
import java.util.Optional;

/**
 * What a person has entered on the page of a held input, and what the page then shows.
 *
 * @param kind the button; empty if none was used
 * @param typed the number of the run, which is typed to allow it
 * @param base the run that the figures on the page were about
 */
record HeldForm(
        Optional<Decision.Kind> kind,
        String by,
        String why,
        String typed,
        Optional<Long> base,
        Optional<Preview> preview,
        boolean named,
        boolean withheld,
        Optional<String> error) {

    static HeldForm empty() {
        return new HeldForm(
                Optional.empty(), "", "", "", Optional.empty(), Optional.empty(), false, false, Optional.empty());
    }

    static HeldForm of(AdminRequest request) {
        return new HeldForm(
                kind(request.field("decision")),
                request.field("by"),
                request.field("why"),
                request.field("typed"),
                Optional.of(request.field("base"))
                        .filter(base -> !base.isEmpty())
                        .map(AdminRequest::number),
                Optional.empty(),
                false,
                false,
                Optional.empty());
    }

    private static Optional<Decision.Kind> kind(String word) {
        return switch (word) {
            case "allow" -> Optional.of(Decision.Kind.ALLOWED);
            case "without-deletions" -> Optional.of(Decision.Kind.WITHOUT_DELETIONS);
            case "dismiss" -> Optional.of(Decision.Kind.DISMISSED);
            default -> Optional.empty();
        };
    }

    HeldForm with(Preview made, boolean withNames, boolean withoutDeletions) {
        return new HeldForm(
                kind, by, why, typed, base, Optional.of(made), withNames, withoutDeletions, Optional.empty());
    }

    HeldForm with(String message) {
        return new HeldForm(kind, by, why, typed, base, preview, named, withheld, Optional.of(message));
    }

    /** What has to be entered before it can be carried out; empty if nothing has. */
    Optional<String> mistake(HeldInput input) {
        if (kind.isEmpty() || base.isEmpty()) {
            throw AdminProblem.badRequest("The form has no decision. Open the page of the held input again.");
        }
        if (kind.get() == Decision.Kind.ALLOWED && !typed.equals(String.valueOf(input.run()))) {
            return Optional.of("To allow it once, type the number of its run: " + input.run() + ".");
        }
        return Optional.empty();
    }

    Decision.Request request() {
        return new Decision.Request(kind.orElseThrow(), new Signature(by, why), base.orElseThrow());
    }
}
