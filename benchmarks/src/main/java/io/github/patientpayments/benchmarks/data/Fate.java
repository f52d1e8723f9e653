package io.github.patientpayments.benchmarks.data;

/** Which numbers of a kind of record are in use in a night, and how often each record was changed until then. */
final class Fate {

    private final int first;
    private final DataSpec spec;
    private final double missing;
    private final Draw changing;
    private final Draw rewriting;

    /**
     * @param first how many there are in the first export
     * @param missing share that is missing after the first night
     */
    Fate(String what, int first, DataSpec spec, double missing) {
        this.first = first;
        this.spec = spec;
        this.missing = missing;
        this.changing = new Draw(spec.seed(), what + " in the first night");
        this.rewriting = new Draw(spec.seed(), what + " in the second night");
    }

    /** The numbers in use are those below, except the missing ones. */
    int numbers(int night) {
        return night == 0 ? first : first + (int) Math.round(first * spec.changed());
    }

    boolean isMissing(int number, int night) {
        double share = changing.share(number);
        return night > 0 && number < first && share >= spec.changed() && share < spec.changed() + missing;
    }

    int changes(int number, int night) {
        int changes = night > 0 && number < first && changing.share(number) < spec.changed() ? 1 : 0;
        return night > 1 && rewriting.share(number) < spec.rewritten() ? changes + 1 : changes;
    }
}
