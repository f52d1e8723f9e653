package io.github.patientpayments.examples.loader;

import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.SchemaMismatchException;
import io.github.patientpayments.examples.common.Json;
import io.github.patientpayments.examples.common.StoreJson;
import io.github.patientpayments.examples.common.StoreOptions;
import io.github.patientpayments.examples.common.TextTable;
import io.github.patientpayments.query.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** A command on an existing store, which prints a table, or JSON for programs. */
abstract class QueryCommand implements Callable<Integer> {

    /** The file of {@link StoreOptions#DEFAULT_URL}. */
    private static final Path DEFAULT_FILE = Path.of("patient-payments.mv.db");

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Mixin
    private StoreOptions database;

    @ParentCommand
    private LoaderMain program;

    @Override
    public final Integer call() throws IOException, SQLException {
        if (database.isDefaultDatabase() && Files.notExists(DEFAULT_FILE)) {
            // H2 would create an empty database and query that.
            throw new SchemaMismatchException(
                    "There is no store in this directory: load files first, or specify a database with --jdbc-url",
                    null,
                    null);
        }
        try (HikariDataSource pool = CommandPool.open(database, 1, false, output())) {
            int code = run(database.store(pool).build());
            return output().isComplete() ? code : ExitCode.OUTPUT;
        }
    }

    /** Runs the command and returns the exit code. */
    abstract int run(PatientPaymentStore store) throws IOException;

    boolean isJson() {
        return json;
    }

    StandardStreams streams() {
        return program.streams();
    }

    Output output() {
        return program.output();
    }

    Json json() throws IOException {
        return new Json(output().bytes());
    }

    /** Prints one object as JSON. */
    <T> void print(T item, StoreJson.Writer<? super T> writer) throws IOException {
        try (Json out = json()) {
            writer.write(out, item);
            out.line();
        }
    }

    /** Prints a page. */
    <T> void page(Page<T> page, StoreJson.Writer<T> writer, Function<List<T>, TextTable> table) throws IOException {
        if (!json) {
            output().print(table.apply(page.items()), output().out());
            printNext(page);
            return;
        }
        try (Json out = json()) {
            items(out, page.items(), writer);
            out.text("next", page.next()).flag("moved", page.hasMoved()).end().line();
        }
    }

    /** To standard error, so that the table alone can be piped. */
    private void printNext(Page<?> page) {
        if (page.hasMoved()) {
            output().note(
                            Style.WARNING,
                            "The store has changed since the previous page: records may be missing or repeated.");
        }
        page.next().ifPresent(cursor -> output().note(Style.WARNING, "More: --after " + cursor));
    }

    /** Prints all items as JSON, in the form of a last page. */
    <T> void all(List<T> items, StoreJson.Writer<T> writer) throws IOException {
        try (Json out = json()) {
            items(out, items, writer);
            out.text("next", null).end().line();
        }
    }

    private static <T> void items(Json out, List<T> items, StoreJson.Writer<T> writer) throws IOException {
        out.object().array("items");
        for (T item : items) {
            writer.write(out, item);
        }
        out.end();
    }
}
