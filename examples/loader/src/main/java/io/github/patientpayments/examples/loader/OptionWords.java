package io.github.patientpayments.examples.loader;

import java.util.List;

/** The messages of the library name methods of Java; these words name the options of the program. */
final class OptionWords {

    private static final List<Replacement> REPLACEMENTS = List.of(
            new Replacement(", or apply what printSchema(out) writes", ""),
            new Replacement("call migrate() once", "run patient-payments load --migrate"),
            new Replacement("call migrate()", "run patient-payments load --migrate"),
            new Replacement("migrate() needs the right", "--migrate needs the right"),
            new Replacement("lockTimeout(…)", "--lock-timeout SECONDS"),
            new Replacement("inputDeadline(…)", "--input-deadline SECONDS"),
            new Replacement(", or columns(…) of the format", ""),
            new Replacement("give all pages, one after the other", "specify a directory with all pages"),
            new Replacement("paymentsPaidFrom", "--payments-since"),
            new Replacement("add payments(…)", "add --payments FILE"),
            new Replacement("give a control count", "give --expect-patients or --expect-payments"),
            new Replacement("call acceptUnterminated()", "use --accept-unterminated"),
            new Replacement("build it with erasureKey(…)", "specify it with --erasure-key-file FILE"),
            new Replacement("Build the store with erasureKey(…)", "Specify it with --erasure-key-file FILE"),
            new Replacement("those that it was built with", "those that were given"),
            new Replacement("pass the value of next() of a page", "pass what the previous page printed"),
            new Replacement(
                    "from next() of its own pages, or from cursorAfter(run)",
                    "with the cursor that follows" + " each of its own pages, or with --after-run N"),
            new Replacement("from cursorAfter(run) with the run", "with --after-run and the run"),
            bounds("paymentTotal", "--payment-min", "--payment-max"),
            bounds("born", "--born-from", "--born-until"),
            bounds("paid", "--paid-from", "--paid-until"),
            bounds("amount", "--amount-min", "--amount-max"));

    private OptionWords() {}

    static String in(String message) {
        String text = message;
        for (Replacement replacement : REPLACEMENTS) {
            text = text.replace(replacement.java, replacement.option);
        }
        return text;
    }

    private static Replacement bounds(String field, String lower, String upper) {
        return new Replacement(
                "The lower bound of " + field + " is greater than its upper bound",
                lower + " is greater than " + upper);
    }

    private record Replacement(String java, String option) {}
}
