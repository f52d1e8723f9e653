package io.github.patientpayments.examples.loader;

/** Whether the JVM is going down, by a signal for instance. */
final class Shutdown {

    private Shutdown() {}

    /**
     * True before any shutdown hook runs. H2's own hook closes the database under a load that is at work: what the load
     * then throws is a consequence, and nothing to tell.
     */
    static boolean hasBegun() {
        Thread hook = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            Runtime.getRuntime().removeShutdownHook(hook);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }
}
