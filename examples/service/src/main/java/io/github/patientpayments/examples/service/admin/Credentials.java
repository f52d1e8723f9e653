package io.github.patientpayments.examples.service.admin;

/** The tokens of the service, by which people log in. Thread-safe. */
public interface Credentials {

    /** Whether a token is needed. Without one, the service serves this machine alone. */
    boolean areRequired();

    /** Whether there is a token of administrators: without one, nobody is one. */
    boolean haveAdmin();

    /** Whether it is a token of the service, the administrators' included. */
    boolean isValid(String token);

    /** Whether it is the token of administrators. */
    boolean isAdmin(String token);
}
