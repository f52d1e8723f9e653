package io.github.patientpayments.testing;

/** Which shares of the records change, are missing and are new in a night. */
record Shares(double changed, double missing, double added) {

    Shares {
        check(changed);
        check(missing);
        check(added);
        if (changed + missing > 1) {
            throw new IllegalArgumentException(
                    "A record that is missing does not change: changed and missing are 1 at most together, not "
                            + changed + " + " + missing);
        }
    }

    private static void check(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("A share is between 0 and 1, not " + share);
        }
    }
}
