package io.github.patientpayments.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A sequence of random steps, and in words what each of them did. When a check fails, steps are left out for as long as
 * it still fails, so that the failure names the few that matter. For that, each step has random numbers of its own,
 * which do not depend on the steps before it.
 */
public final class RandomSteps {

    private final List<Integer> numbers;
    private final long[] seeds;
    private final List<String> words = new ArrayList<>();
    private int begun;

    private RandomSteps(List<Integer> numbers, long[] seeds) {
        this.numbers = numbers;
        this.seeds = seeds;
    }

    /**
     * Runs a test with all steps.
     *
     * @param test begins with an empty store each time that it is called
     */
    public static void check(long seed, int steps, Consumer<RandomSteps> test) {
        long[] seeds = new Random(seed).longs(steps).toArray();
        RandomSteps all = new RandomSteps(IntStream.range(0, steps).boxed().toList(), seeds);
        Failure failure = all.failureOf(test);
        if (failure == null) {
            return;
        }
        Failure shortest = shortened(failure, seeds, test);
        throw new AssertionError(
                "Seed %d fails with these %d of its %d steps:%n%s%n%s"
                        .formatted(
                                seed,
                                shortest.steps().size(),
                                steps,
                                String.join("\n", shortest.words()),
                                shortest.cause().getMessage()),
                shortest.cause());
    }

    /** Calls the step with the random numbers of each. */
    public void forEach(Consumer<Random> step) {
        for (int number : numbers) {
            begun++;
            step.accept(new Random(seeds[number]));
        }
    }

    /** Says what a step does, before it does it. */
    public void note(String what) {
        words.add("  step " + (numbers.get(begun - 1) + 1) + ": " + what);
    }

    /** Leaves out halves, then quarters, and so on to single steps, as often as one of them can be left out. */
    private static Failure shortened(Failure failure, long[] seeds, Consumer<RandomSteps> test) {
        Failure shortest = failure;
        int length = Math.max(1, failure.steps().size() / 2);
        while (length > 0) {
            Failure shorter = without(length, shortest, seeds, test);
            boolean shortened = shorter.steps().size() < shortest.steps().size();
            length = shortened && length == 1 ? 1 : length / 2;
            shortest = shorter;
        }
        return shortest;
    }

    private static Failure without(int length, Failure failure, long[] seeds, Consumer<RandomSteps> test) {
        Failure shortest = failure;
        int start = 0;
        while (start < shortest.steps().size()) {
            List<Integer> fewer = new ArrayList<>(shortest.steps());
            fewer.subList(start, Math.min(start + length, fewer.size())).clear();
            Failure shorter = new RandomSteps(fewer, seeds).failureOf(test);
            if (shorter == null) {
                start += length;
            } else {
                shortest = shorter;
            }
        }
        return shortest;
    }

    private @Nullable Failure failureOf(Consumer<RandomSteps> test) {
        try {
            test.accept(this);
            return null;
        } catch (AssertionError | RuntimeException e) {
            return new Failure(numbers.subList(0, begun), words, e);
        }
    }

    /** What failed, and the steps up to there. */
    private record Failure(List<Integer> steps, List<String> words, Throwable cause) {}
}
