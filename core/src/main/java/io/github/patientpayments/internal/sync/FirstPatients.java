package io.github.patientpayments.internal.sync;

import io.github.patientpayments.internal.record.HashKey;
import io.github.patientpayments.internal.record.RecordHash;
import java.util.UUID;

/**
 * The patients of a first load, in memory: their ids, by the hashes of their external ids under the store's secret key.
 * The ids begin at 1 and have no gaps.
 */
final class FirstPatients {

    /** Each part grows by itself, so that the former and the larger one never need twice the memory. */
    private static final int PARTS = 256;

    private static final int LEAST = 4;

    private final RecordHash idHash;
    private final int most;
    private final KnownHashes[] parts = new KnownHashes[PARTS];
    private int number;
    private boolean complete = true;

    /** At most this many have a place. */
    FirstPatients(HashKey key, int most) {
        this.idHash = new RecordHash(key);
        this.most = most;
        for (int i = 0; i < PARTS; i++) {
            parts[i] = new KnownHashes(LEAST);
        }
    }

    /** Adds the patient with the next id. */
    void add(String externalId) {
        UUID hash = idHash.ofText(externalId);
        int part = part(hash);
        parts[part] = parts[part].withRoom();
        number++;
        complete = complete && number <= most && parts[part].add(hash, number);
    }

    /** Whether there was a place for each of them, and no external id was repeated. */
    boolean areComplete() {
        return complete;
    }

    int number() {
        return number;
    }

    /** The id of a patient; 0 if there is none. */
    int idOf(String externalId) {
        UUID hash = idHash.ofText(externalId);
        return parts[part(hash)].idOf(hash);
    }

    private static int part(UUID hash) {
        return (int) (hash.getLeastSignificantBits() >>> (Long.SIZE - Byte.SIZE));
    }
}
