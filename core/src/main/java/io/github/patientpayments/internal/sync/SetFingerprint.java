package io.github.patientpayments.internal.sync;

/**
 * The fingerprint of a set, in the form in which it is stored.
 *
 * @param whole that of the set
 * @param prefixes those of its prefixes, see {@link PrefixHint}
 */
record SetFingerprint(String whole, String prefixes) {}
