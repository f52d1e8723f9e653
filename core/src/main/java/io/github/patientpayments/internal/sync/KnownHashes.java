package io.github.patientpayments.internal.sync;

import java.util.UUID;
import java.util.function.LongConsumer;

/**
 * The live records of one type by the hashes of their contents, and for each the number of the element of a set that
 * equals it. A hash table with open addressing, of which three quarters are used at most. A slot is 20 bytes that lie
 * side by side, since the processor mostly waits for them: 96 bits of the hash, which tell billions of records apart,
 * the id of the record and its state. The hashes are keyed, so they are spread evenly.
 */
final class KnownHashes {

    private static final double LOAD = 0.75;

    /** The parts of a slot. The first three are the hash. */
    private static final int SLOT = 5;

    private static final int ID = 3;
    private static final int STATE = 4;

    /**
     * The states of a record that no element equals. In any other state, it is the number of the element, negative once
     * that is marked.
     */
    private static final int EMPTY = 0;

    private static final int UNSEEN = -1;
    private static final int TAKEN = Integer.MIN_VALUE;

    private final int most;
    private final long slots;
    private final int[] table;
    private int number;

    /** Creates an empty table for at most this number of records. */
    KnownHashes(int most) {
        this.most = most;
        this.slots = (long) (most / LOAD) + 1;
        this.table = new int[Math.toIntExact(slots * SLOT)];
    }

    /** Adds a record. Returns false if another one has the same hash. */
    boolean add(UUID hash, int id) {
        int slot = slot(hash.getMostSignificantBits(), hash.getLeastSignificantBits());
        if (table[slot + STATE] != EMPTY) {
            return false;
        }
        number++;
        table[slot] = (int) (hash.getMostSignificantBits() >>> Integer.SIZE);
        table[slot + 1] = (int) hash.getMostSignificantBits();
        table[slot + 2] = (int) hash.getLeastSignificantBits();
        table[slot + ID] = id;
        table[slot + STATE] = UNSEEN;
        return true;
    }

    /**
     * Returns a table with a place for one more record: this one, or a larger one with the same records, all unseen.
     */
    KnownHashes withRoom() {
        if (number < most) {
            return this;
        }
        KnownHashes larger = new KnownHashes(most + most / 2 + 1);
        for (int slot = 0; slot < table.length; slot += SLOT) {
            if (table[slot + STATE] != EMPTY) {
                long high = ((long) table[slot] << Integer.SIZE) | Integer.toUnsignedLong(table[slot + 1]);
                larger.add(new UUID(high, table[slot + 2]), table[slot + ID]);
            }
        }
        return larger;
    }

    /** Notes the number of the first element with a hash. Returns false for any further one, and for unknown hashes. */
    boolean see(long hashHigh, long hashLow, long number) {
        int slot = slot(hashHigh, hashLow);
        if (table[slot + STATE] != UNSEEN || number >= Integer.MAX_VALUE) {
            return false;
        }
        table[slot + STATE] = (int) number;
        return true;
    }

    /** The id of the record with a hash; 0 if there is none. */
    int idOf(UUID hash) {
        return table[slot(hash.getMostSignificantBits(), hash.getLeastSignificantBits()) + ID];
    }

    /**
     * Marks the element with a hash. Returns false if there is none, and if it was marked before. A record that no
     * element equals is taken away.
     */
    boolean mark(UUID hash) {
        int slot = slot(hash.getMostSignificantBits(), hash.getLeastSignificantBits());
        if (table[slot + STATE] == UNSEEN) {
            table[slot + STATE] = TAKEN;
        }
        if (table[slot + STATE] <= EMPTY) {
            return false;
        }
        table[slot + STATE] = -1 - table[slot + STATE];
        return true;
    }

    /** Goes through the ids of the records, and the numbers, of the marked elements, once. */
    void takeMarked(BiLongConsumer consumer) {
        for (int slot = 0; slot < table.length; slot += SLOT) {
            int state = table[slot + STATE];
            if (state < UNSEEN && state != TAKEN) {
                consumer.accept(table[slot + ID], -1L - state);
                table[slot + STATE] = TAKEN;
            }
        }
    }

    /** Goes through the ids of the records that no element equals. */
    void forEachUnseen(LongConsumer consumer) {
        for (int slot = 0; slot < table.length; slot += SLOT) {
            if (table[slot + STATE] == UNSEEN) {
                consumer.accept(table[slot + ID]);
            }
        }
    }

    /** The index of the slot that has a hash, or of the empty one where it would be. */
    private int slot(long hashHigh, long hashLow) {
        int first = (int) (hashHigh >>> Integer.SIZE);
        int slot = (int) ((Integer.toUnsignedLong(first) * slots) >>> Integer.SIZE) * SLOT;
        while (table[slot + STATE] != EMPTY
                && (table[slot] != first || table[slot + 1] != (int) hashHigh || table[slot + 2] != (int) hashLow)) {
            slot = slot + SLOT < table.length ? slot + SLOT : 0;
        }
        return slot;
    }

    /** Accepts the id of a record and the number of its element. */
    @FunctionalInterface
    interface BiLongConsumer {
        void accept(long id, long number);
    }
}
