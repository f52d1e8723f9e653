package io.github.patientpayments;

/**
 * What a run did to the records of one type. {@code read = accepted + collapsed + rejected}, where accepted records
 * were inserted, updated, restored or found unchanged.
 *
 * @param fullSet whether the snapshot held a set of this type
 * @param read elements of the set
 * @param inserted records that were never seen before
 * @param updated live records with another content than before
 * @param unchanged live records with the same content as before: nothing was written
 * @param restored deleted records that came back, with their id and creation time; for payments also those that came
 *     back with their patient, in their last good version
 * @param deleted live records that are gone; for payments including those that went with their patient
 * @param cascaded of the deleted payments, those that went only because their patient did
 * @param rejected elements that were not taken; see {@link SyncReport#rejections()}
 * @param retained live records whose only elements were rejected: their last good version stays
 * @param collapsed elements equal to one that came before
 * @param withheld live records that were missing but not deleted, since an element without a readable id may be they
 */
public record SyncCounts(
        boolean fullSet,
        long read,
        long inserted,
        long updated,
        long unchanged,
        long restored,
        long deleted,
        long cascaded,
        long rejected,
        long retained,
        long collapsed,
        long withheld) {

    /**
     * Whether any record of this type changed.
     *
     * @return true if something was inserted, updated, restored or deleted
     */
    public boolean changed() {
        return inserted + updated + restored + deleted > 0;
    }

    /** Only what is not zero: {@code 5 read: 4 inserted, 1 rejected}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(fullSet ? read + " read" : "not in the snapshot");
        String separator = ": ";
        String[] names = {
            "inserted", "updated", "unchanged", "restored", "deleted", "rejected", "retained", "collapsed", "withheld"
        };
        long[] counts = {inserted, updated, unchanged, restored, deleted, rejected, retained, collapsed, withheld};
        for (int i = 0; i < names.length; i++) {
            if (counts[i] > 0) {
                text.append(separator).append(counts[i]).append(' ').append(names[i]);
                separator = ", ";
                if ("deleted".equals(names[i]) && cascaded > 0) {
                    text.append(" (").append(cascaded).append(" with their patient)");
                }
            }
        }
        return text.toString();
    }
}
