package io.github.patientpayments.internal.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KnownHashesTest {

    @Test
    void hashesThatDifferInOneOfTheirFirst96BitsAreDifferent() {
        UUID hash = new UUID(0x0123456789abcdefL, 0x0123456789abcdefL);
        for (int bit = 0; bit < 96; bit++) {
            UUID other = bit < 64
                    ? new UUID(hash.getMostSignificantBits() ^ (1L << bit), hash.getLeastSignificantBits())
                    : new UUID(hash.getMostSignificantBits(), hash.getLeastSignificantBits() ^ (1L << (bit - 64)));
            KnownHashes hashes = new KnownHashes(2);
            assertThat(hashes.add(hash, 1)).isTrue();

            assertThat(see(hashes, other, 1)).as("bit " + bit).isFalse();
            assertThat(hashes.add(other, 2)).as("bit " + bit).isTrue();
            assertThat(hashes.add(other, 3)).as("again").isFalse();
        }
    }

    /** All hashes want the last slots, so most of them go on at the beginning. */
    @Test
    void slotsGoOnAtTheBeginning() {
        KnownHashes hashes = new KnownHashes(100);
        for (int i = 0; i < 100; i++) {
            assertThat(hashes.add(new UUID(-1L, i), i + 1)).isTrue();
        }
        for (int i = 0; i < 100; i += 2) {
            assertThat(see(hashes, new UUID(-1L, i), i + 1)).isTrue();
        }
        List<Long> unseen = new ArrayList<>();
        hashes.forEachUnseen(unseen::add);
        assertThat(unseen).hasSize(50).allMatch(id -> id % 2 == 0);
    }

    @Test
    void aTableHasRoomForOneMore() {
        Random random = new Random(3);
        KnownHashes hashes = new KnownHashes(1);
        List<UUID> added = new ArrayList<>();
        for (int i = 1; i <= 5_000; i++) {
            UUID hash = new UUID(random.nextLong(), random.nextLong());
            hashes = hashes.withRoom();
            assertThat(hashes.add(hash, i)).isTrue();
            added.add(hash);
        }

        for (int i = 0; i < added.size(); i++) {
            assertThat(hashes.idOf(added.get(i))).isEqualTo(i + 1);
        }
        assertThat(hashes.withRoom().add(added.get(7), 1)).as("again").isFalse();
    }

    @Test
    void manyAreToldApart() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        KnownHashes hashes = new KnownHashes(10_000);
        List<UUID> all = new ArrayList<>();
        for (int i = 1; i <= 10_000; i++) {
            all.add(new UUID(random.nextLong(), random.nextLong()));
            hashes.add(all.get(i - 1), i);
        }
        Set<Long> expected = new HashSet<>();
        for (int i = 1; i <= 10_000; i++) {
            if (random.nextBoolean()) {
                assertThat(see(hashes, all.get(i - 1), i)).as("seed " + seed).isTrue();
                assertThat(see(hashes, all.get(i - 1), i)).as("seed " + seed).isFalse();
            } else {
                expected.add((long) i);
            }
        }
        Set<Long> unseen = new HashSet<>();
        hashes.forEachUnseen(unseen::add);
        assertThat(unseen).as("seed " + seed).isEqualTo(expected);
    }

    @Test
    void aMarkedElementIsTakenOnce() {
        KnownHashes hashes = new KnownHashes(3);
        UUID seen = new UUID(1, 1);
        UUID other = new UUID(2, 2);
        hashes.add(seen, 7);
        hashes.add(other, 8);
        see(hashes, seen, 1);
        List<String> taken = new ArrayList<>();

        assertThat(hashes.mark(seen)).isTrue();
        assertThat(hashes.mark(seen)).isFalse();
        assertThat(hashes.mark(other)).as("no element equals it").isFalse();
        assertThat(hashes.mark(new UUID(3, 3))).as("unknown").isFalse();
        hashes.takeMarked((id, number) -> taken.add(id + " " + number));
        assertThat(hashes.mark(seen)).isFalse();
        hashes.takeMarked((id, number) -> taken.add(id + " " + number));

        assertThat(taken).containsExactly("7 1");
        assertThat(see(hashes, seen, 2)).isFalse();
    }

    @Test
    void elementsBeyondTheLargestNumberAreNotKnown() {
        KnownHashes hashes = new KnownHashes(1);
        hashes.add(new UUID(1, 1), 1);

        assertThat(hashes.see(1, 1, Integer.MAX_VALUE)).isFalse();
        assertThat(hashes.see(1, 1, Integer.MAX_VALUE - 1)).isTrue();
    }

    private static boolean see(KnownHashes hashes, UUID hash, long number) {
        return hashes.see(hash.getMostSignificantBits(), hash.getLeastSignificantBits(), number);
    }
}
