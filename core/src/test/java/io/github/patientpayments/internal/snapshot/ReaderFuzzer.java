package io.github.patientpayments.internal.snapshot;

/** What the fuzzer calls, see {@code core/fuzz}. It needs no library of the fuzzer's. */
public final class ReaderFuzzer {

    private ReaderFuzzer() {}

    /** Throws if the reader does not keep to {@link ReaderCheck}. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        ReaderCheck.check(bytes);
    }
}
