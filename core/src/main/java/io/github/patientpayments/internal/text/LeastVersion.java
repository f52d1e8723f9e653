package io.github.patientpayments.internal.text;

import java.util.Arrays;

/**
 * The oldest version of a library with which the store works. With an older one, calls would fail with linkage errors,
 * some of them late.
 *
 * @param library its name
 * @param version its major and minor number, for instance {@code 3.19}
 */
public record LeastVersion(String library, String version) {

    /** Throws if a version is older. */
    public void check(String present) {
        if (Arrays.compare(majorAndMinor(present), majorAndMinor(version)) < 0) {
            throw new IllegalStateException("The store needs " + library + " " + version + " or newer, and " + present
                    + " is on the class path: raise its version in the build");
        }
    }

    private static int[] majorAndMinor(String version) {
        return Arrays.stream(version.split("[^0-9]+", -1))
                .limit(2)
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
