package io.github.patientpayments.examples.loader;

import io.github.patientpayments.ErasureKeyException;
import io.github.patientpayments.HistoryPurgedException;
import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.OutcomeUnknownException;
import io.github.patientpayments.SchemaMismatchException;
import io.github.patientpayments.SnapshotUnreadableException;
import io.github.patientpayments.StoreBusyException;
import io.github.patientpayments.StoreException;
import io.github.patientpayments.StoreUnavailableException;
import java.io.PrintStream;
import java.sql.SQLException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Gives each failure an exit code and a message of one line; only a bug gets a stack trace. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private final LoaderMain program;

    Failures(LoaderMain program) {
        this.program = program;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        int code = code(failure);
        Output output = program.output();
        if (code == ExitCode.UNEXPECTED) {
            output.note(Style.ERROR, "patient-payments: unexpected error, probably a bug:");
            failure.printStackTrace(output.err());
        } else {
            output.note(Style.ERROR, "patient-payments: " + message(failure));
        }
        return code;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintStream err = program.streams().err();
        err.println("patient-payments: " + failure.getMessage());
        UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("See " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    static int code(Exception failure) {
        if (failure instanceof StoreBusyException || isFileInUse(failure)) {
            return ExitCode.BUSY;
        } else if (failure instanceof InvalidSnapshotException || failure instanceof SnapshotUnreadableException) {
            return ExitCode.INPUT;
        } else if (failure instanceof StoreUnavailableException
                || failure instanceof OutcomeUnknownException
                || failure instanceof SchemaMismatchException
                || failure instanceof ErasureKeyException
                || failure instanceof SQLException) {
            return ExitCode.DATABASE;
        } else if (failure instanceof HistoryPurgedException
                || failure instanceof IllegalArgumentException
                || failure instanceof ParameterException) {
            return ExitCode.USAGE;
        } else {
            return failure instanceof UnwritableException ? ExitCode.OUTPUT : ExitCode.UNEXPECTED;
        }
    }

    /** A message for people who have the program, and not the library. */
    static String message(Exception failure) {
        if (failure instanceof OutcomeUnknownException unknown) {
            return "The connection was lost during COMMIT: it is unknown whether attempt " + unknown.attempt()
                    + " was applied. To find out: patient-payments runs --attempt " + unknown.attempt()
                    + ". It is safe to load the same files again.";
        }
        String state = sqlState(failure);
        if (state.startsWith("28")) {
            return "The user or the password is wrong (SQLState " + state + "); nothing was changed.";
        } else if (state.equals("08001")) {
            return "The database is unreachable (SQLState " + state
                    + "); nothing was changed. Check --jdbc-url and that the server is running.";
        } else if (isFileInUse(failure)) {
            return "Another process has this H2 file open (SQLState " + state
                    + "); nothing was changed. One process can"
                    + " use it at a time: try again later, or wait longer with --lock-timeout SECONDS.";
        } else if (failure instanceof SQLException && state.equals("90028")) {
            return "The H2 database could not be written to the disk (SQLState " + state
                    + "): most likely no space is left; nothing was changed. Free some space and try again.";
        } else if (state.equals("90146")) {
            return "There is no H2 database at --jdbc-url; nothing was created. Check the path, or create it with"
                    + " patient-payments load --migrate.";
        } else if (failure instanceof SQLException) {
            // The message of the driver may contain the URL, and so a password.
            return "The database can't be opened (SQLState " + state + "); nothing was changed. Check --jdbc-url.";
        }
        return OptionWords.in(sentence(failure));
    }

    static boolean isFileInUse(Exception failure) {
        return sqlState(failure).equals("90020");
    }

    private static String sqlState(Exception failure) {
        if (failure instanceof SQLException sql) {
            return String.valueOf(sql.getSQLState());
        }
        return failure instanceof StoreException store ? store.sqlState().orElse("") : "";
    }

    private static String sentence(Exception failure) {
        String message = String.valueOf(failure.getMessage());
        return message.endsWith(".") ? message : message + ".";
    }
}
