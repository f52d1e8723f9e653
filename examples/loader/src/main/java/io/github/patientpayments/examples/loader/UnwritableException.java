package io.github.patientpayments.examples.loader;

import java.io.IOException;

/** A file that an option names could not be written. */
final class UnwritableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnwritableException(String message, IOException cause) {
        super(message, cause);
    }
}
