package io.github.patientpayments.examples.pools;

/**
 * What a pool connects to.
 *
 * @param url the JDBC URL
 * @param user the role
 * @param password its password
 */
record Target(String url, String user, String password) {

    Target withUrl(String other) {
        return new Target(other, user, password);
    }

    Target withPassword(String other) {
        return new Target(url, user, other);
    }
}
