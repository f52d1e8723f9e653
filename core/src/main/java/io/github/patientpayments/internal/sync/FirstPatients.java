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

    /** A table that grows takes up to half as much again as one of the right size, of which the most are given. */
    private static final double PLACES = 1 / 1.5;

    private final RecordHash idHash;
    private final int places;
    private final KnownHashes[] parts = new KnownHashes[PARTS];
    private int number;

    /** In the memory for the hashes of this number of records. */
    FirstPatients(HashKey key, int most) {
        this.idHash = new RecordHash(key);
        this.places = (int) (most * PLACES);
        for (int i = 0; i < PARTS; i++) {
            parts[i] = new KnownHashes(LEAST);
        }
    }

    /** Adds the patient with the next id. Fails if there is no place left, or if the external id is repeated. */
    void add(String externalId) {
        UUID hash = idHash.ofText(externalId);
        int part = part(hash);
        parts[part] = parts[part].withRoom();
        number++;
        if (number > places) {
            throw new StagingNeeded("there are too many patients to keep them in memory");
        }
        if (!parts[part].add(hash, number)) {
            throw new StagingNeeded("the id of a patient is repeated");
        }
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
