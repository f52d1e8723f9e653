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

/** Asks the store, and answers with a table for people or JSON for programs. */
abstract class Question implements Callable<Integer> {

    /** The file behind {@link StoreOptions#DEFAULT_URL}. */
    private static final Path DEFAULT_FILE = Path.of("patient-payments.mv.db");

    @Option(names = "--json", description = "Answer with JSON instead of a table.")
    private boolean json;

    @Mixin
    private StoreOptions database;

    @ParentCommand
    private LoaderMain program;

    @Override
    public final Integer call() throws IOException, SQLException {
        if (database.isDefaultDatabase() && Files.notExists(DEFAULT_FILE)) {
            // H2 would make an empty one, and answer from it.
            throw new SchemaMismatchException(
                    "There is no store in this directory: load something first, or name one with --jdbc-url",
                    null,
                    null);
        }
        try (HikariDataSource pool = CommandPool.open(database, 1)) {
            int code = answer(database.store(pool).build());
            return screen().isWhole() ? code : ExitCode.OUTPUT;
        }
    }

    /** Asks, and returns the exit code. */
    abstract int answer(PatientPaymentStore store) throws IOException;

    boolean isJson() {
        return json;
    }

    StandardStreams streams() {
        return program.streams();
    }

    Screen screen() {
        return program.screen();
    }

    /** JSON to standard output. */
    Json json() throws IOException {
        return new Json(screen().bytes());
    }

    /** A page, in the form that is wanted. */
    <T> void page(Page<T> page, StoreJson.Writer<T> writer, Function<List<T>, TextTable> table) throws IOException {
        if (!json) {
            table.apply(page.items()).print(screen().out());
            whatNext(page);
            return;
        }
        try (Json out = json()) {
            items(out, page.items(), writer);
            out.text("next", page.next()).flag("moved", page.hasMoved()).end().line();
        }
    }

    /** Stands beside the table, so that the table can be piped. */
    private void whatNext(Page<?> page) {
        if (page.hasMoved()) {
            screen().tell(
                            Paint.WARNING,
                            "The store has changed since the page before: records may be missing here, or be told twice.");
        }
        page.next().ifPresent(cursor -> screen().tell(Paint.WARNING, "More: --after " + cursor));
    }

    /** All there is, as JSON: a page behind which there is none. */
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
