package io.github.patientpayments.internal.db;

import io.github.patientpayments.StoreUnavailableException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Translates what a data source throws instead of giving a connection. No statement was sent yet, so what a pool says
 * about its own connections quotes no row, and is kept.
 */
final class NoConnection {

    private static final Pattern WAITED =
            Pattern.compile("(?i)timeout|timed out|exhausted|interrupted|appears to be down");

    /** The words of the JDK, whose SQLState is that of a server which does not answer. */
    private static final Pattern NO_DRIVER = Pattern.compile("No suitable driver");

    /** May hold a password, whatever its characters are: so all that follows is left out. */
    private static final Pattern URL = Pattern.compile("jdbc:.*", Pattern.DOTALL);

    /** The words of PgBouncer, which has one SQLState for all that it refuses. */
    private static final Pattern REFUSED_BY_POOLER =
            Pattern.compile("(?i)authentication failed|no such (user|database)|not allowed|SASL");

    private static final int MAX_CAUSES = 10;

    private NoConnection() {}

    static StoreUnavailableException translate(SQLException failure) {
        String state = innermostState(failure);
        boolean temporary = state.isEmpty() ? waitedInVain(failure) : SqlStates.temporary(state) && !isFinal(failure);
        String word =
                poolsWord(failure).map(text -> " The pool reports: " + text).orElse("");
        return new StoreUnavailableException(
                message(state, temporary) + word, temporary, state, Failures.scrubbed(failure));
    }

    private static boolean isFinal(SQLException failure) {
        return anyText(failure, NO_DRIVER) || anyText(failure, REFUSED_BY_POOLER);
    }

    private static String message(String state, boolean temporary) {
        String none = "There is no connection to the database" + (state.isEmpty() ? "" : " (SQLState " + state + ")")
                + "; nothing was changed. ";
        if (SqlStates.loginRefused(state)) {
            return none + "It refused the user or the password of the data source, or demands encryption or another"
                    + " kind of password: correct the data source, or the server's rules for this user.";
        } else if (SqlStates.unknownDatabase(state)) {
            return none + "The database that the data source names does not exist: correct its URL, or create the"
                    + " database.";
        } else if (SqlStates.fileInUse(state)) {
            return none + "Another process has this database file open. Call again later.";
        } else if (SqlStates.fileDamaged(state)) {
            return none
                    + "The file of H2 is damaged: restore it from a backup; or delete it, call migrate(), and sync a"
                    + " full snapshot.";
        } else if (SqlStates.tooManyConnections(state)) {
            return none + "All connections of the server are in use. Call again later; if this lasts, use smaller pools"
                    + " or raise max_connections.";
        } else if (SqlStates.outOfSpace(state)) {
            return none + "It can't read or write its files: see whether they are there, and whether there is space"
                    + " left.";
        } else if (SqlStates.refusedByPooler(state)) {
            return none + "A pooler between the store and the server refused it: "
                    + (temporary
                            ? "see its log, and call again later."
                            : "correct the user, the password or the database of the data source, or the pooler's.");
        } else if (temporary) {
            return none + (state.isEmpty() ? "None became free in time." : "Its server does not answer.")
                    + " Call again later.";
        }
        return none
                + (state.isEmpty()
                        ? "The data source gives none: see what it reports."
                        : "It could not be opened: check the URL and the settings of the data source, and that its driver"
                                + " is there.");
    }

    /** The database's own: a pool may have another for whatever prevents it from connecting. */
    private static String innermostState(SQLException failure) {
        return causes(failure)
                .map(SQLException::getSQLState)
                .filter(state -> state != null && !state.isBlank())
                .reduce("", (outer, inner) -> inner);
    }

    /** Without what follows in time, such as the driver's own failure to go on after the server's refusal. */
    private static Stream<SQLException> causes(SQLException failure) {
        return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(MAX_CAUSES)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast);
    }

    /** Pools have no SQLState for this. Their types and words differ, but not in this. */
    private static boolean waitedInVain(SQLException failure) {
        return Failures.chain(failure).stream()
                        .anyMatch(cause ->
                                cause instanceof SQLTransientException || cause instanceof InterruptedException)
                || anyText(failure, WAITED);
    }

    private static boolean anyText(SQLException failure, Pattern text) {
        return Failures.chain(failure).stream()
                .anyMatch(cause -> text.matcher(cause.toString()).find());
    }

    /** What is not the database's own message, and does not quote it. */
    private static Optional<String> poolsWord(SQLException failure) {
        String word = String.valueOf(failure.getMessage());
        List<SQLException> quoted = causes(failure).skip(1).toList();
        boolean drivers = quoted.isEmpty() && failure.getSQLState() != null;
        boolean quotes = quoted.stream().anyMatch(other -> word.contains(String.valueOf(other.getMessage())));
        return drivers || quotes
                ? Optional.empty()
                : Optional.of(URL.matcher(word).replaceAll("jdbc:…"));
    }
}
