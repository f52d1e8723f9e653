package io.github.patientpayments.internal.sync;

import java.util.UUID;
import java.util.function.LongConsumer;

/**
 * The live records of one type by the hashes of their contents, and for each the number of the element of a set that
 * equals it. A hash table with open addressing: 20 bytes a slot, of which three quarters are used at most. The hashes
 * are keyed, so they are spread evenly, and 96 bits of them tell billions of records apart.
 */
final class KnownHashes {

    private static final double LOAD = 0.75;

    /** The states of a record that no element equals. In any other state, it is the number of the element. */
    private static final int EMPTY = 0;

    private static final int UNSEEN = -1;
    private static final int TAKEN = -2;

    private final long[] high;
    private final int[] low;
    private final int[] id;
    private final int[] state;

    /** Creates an empty table for at most this number of records. */
    KnownHashes(int most) {
        int slots = (int) (most / LOAD) + 1;
        this.high = new long[slots];
        this.low = new int[slots];
        this.id = new int[slots];
        this.state = new int[slots];
    }

    /** Adds a record. */
    void add(UUID hash, int recordId) {
        int slot = slot(hash.getMostSignificantBits(), hash.getLeastSignificantBits());
        if (state[slot] != EMPTY) {
            throw new IllegalStateException("Two records have the same hash");
        }
        high[slot] = hash.getMostSignificantBits();
        low[slot] = (int) hash.getLeastSignificantBits();
        id[slot] = recordId;
        state[slot] = UNSEEN;
    }

    /** Notes the number of the first element with a hash. Returns false for any further one, and for unknown hashes. */
    boolean see(long hashHigh, long hashLow, long number) {
        int slot = slot(hashHigh, hashLow);
        if (state[slot] != UNSEEN || number > Integer.MAX_VALUE) {
            return false;
        }
        state[slot] = (int) number;
        return true;
    }

    /** Returns the number of the element with a hash, once; 0 if there is none. */
    long take(UUID hash) {
        int slot = slot(hash.getMostSignificantBits(), hash.getLeastSignificantBits());
        int number = Math.max(state[slot], 0);
        if (number > 0) {
            state[slot] = TAKEN;
        }
        return number;
    }

    /** Goes through the ids of the records that no element equals. */
    void forEachUnseen(LongConsumer consumer) {
        for (int slot = 0; slot < state.length; slot++) {
            if (state[slot] == UNSEEN) {
                consumer.accept(id[slot]);
            }
        }
    }

    private int slot(long hashHigh, long hashLow) {
        int slot = (int) ((hashHigh >>> 33) * state.length >>> 31);
        while (state[slot] != EMPTY && (high[slot] != hashHigh || low[slot] != (int) hashLow)) {
            slot = slot + 1 < state.length ? slot + 1 : 0;
        }
        return slot;
    }
}
