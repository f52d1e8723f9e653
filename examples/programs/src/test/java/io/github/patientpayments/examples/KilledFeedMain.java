package io.github.patientpayments.examples;

import org.h2.jdbcx.JdbcDataSource;

/** {@link ChangeFeedMain} in a process that is gone, without a last word, before a certain step. */
final class KilledFeedMain {

    static final int KILLED = 77;

    private KilledFeedMain() {}

    public static void main(String[] args) throws Exception {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(args[0]);
        database.setUser("sa");
        ChangeFeedMain.run(
                Mortal.dataSource(
                        database,
                        Integer.parseInt(args[1]),
                        () -> Runtime.getRuntime().halt(KILLED)),
                System.out);
    }
}
