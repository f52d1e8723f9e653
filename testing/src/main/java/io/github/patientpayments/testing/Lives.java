package io.github.patientpayments.testing;

/**
 * What becomes of numbered records, night by night. One number is drawn for a record and a night: it is gone for good,
 * missing in this night alone, changed, or as it was.
 */
final class Lives {

    /** In place of the night of a change. */
    static final int MISSING = 0;

    private final Draw draw;
    private final int first;
    private final long perNight;
    private final Shares shares;

    /** @param first how many records there are in the first night, which have the numbers below */
    Lives(long seed, String what, int first, Shares shares) {
        this.draw = new Draw(seed, "lives of " + what);
        this.first = first;
        this.perNight = first == 0 || shares.added() == 0 ? 0 : Math.max(1, Math.round(first * shares.added()));
        this.shares = shares;
    }

    /** How many records there have been up to a night; the numbers in use are below. */
    long numbers(int night) {
        return first + (night - 1) * perNight;
    }

    /** The first night of a record. */
    int born(long number) {
        return number < first ? 1 : 2 + Math.toIntExact((number - first) / perNight);
    }

    /** The night up to this one in which a record last changed, or was new; or {@link #MISSING}. */
    int lastChange(long number, int night) {
        int last = born(number);
        for (int passed = last + 1; passed <= night; passed++) {
            double fate = draw.share(number, passed);
            boolean gone = fate < shares.missing() / 2;
            if (gone || (fate < shares.missing() && passed == night)) {
                return MISSING;
            }
            if (fate >= shares.missing() && fate < shares.missing() + shares.changed()) {
                last = passed;
            }
        }
        return last;
    }
}
