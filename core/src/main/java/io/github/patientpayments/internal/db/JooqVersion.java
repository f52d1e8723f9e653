package io.github.patientpayments.internal.db;

import io.github.patientpayments.internal.text.LeastVersion;
import org.jooq.Constants;

/** The host may have brought an older jOOQ. */
public final class JooqVersion {

    private static final LeastVersion LEAST = new LeastVersion("jOOQ", "3.19");

    private JooqVersion() {}

    /** Throws if it is too old. */
    public static void check() {
        LEAST.check(present());
    }

    /** By reflection, since the compiler would copy the constant of the version that we are compiled with. */
    private static String present() {
        try {
            return (String) Constants.class.getField("VERSION").get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The version of jOOQ can't be read", e);
        }
    }
}
