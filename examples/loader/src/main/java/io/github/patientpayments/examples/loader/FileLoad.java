package io.github.patientpayments.examples.loader;

import io.github.patientpayments.examples.common.StoreOptions;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** A command that loads files. */
abstract class FileLoad implements Callable<Integer> {

    /** The position of the file options in the help: before the options that all loads have. */
    static final int FIRST = -2;

    @Mixin
    private LoadOptions options;

    @Mixin
    private StoreOptions database;

    @ParentCommand
    private LoaderMain program;

    @Override
    public final Integer call() throws SQLException {
        ReportJson json = new ReportJson(program.output());
        try {
            return new Loading(options, database, program.output(), json).load(inputs());
        } catch (SQLException | RuntimeException e) {
            if (options.isJson()) {
                json.failed(e);
            }
            throw e;
        }
    }

    abstract Inputs inputs();

    Input input(String given) {
        return Input.of(given, program.streams().in());
    }
}
