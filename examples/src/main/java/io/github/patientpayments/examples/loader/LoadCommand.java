package io.github.patientpayments.examples.loader;

import io.github.patientpayments.examples.common.StoreOptions;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Loads patients, payments or both in one transaction. */
@Command(
        name = "load",
        description =
                "Makes the store equal the files, or changes nothing. A file is a JSON array or one object a line,"
                        + " plain or gzip.",
        footer = {
            "",
            "Examples:",
            "  patient-payments load --patients patients.json --payments payments.json.gz",
            "  patient-payments load --patients patients.json --payments payments.json --dry-run",
            "  gunzip < payments.json.gz | patient-payments load --payments - --strict",
            "  patient-payments load --payments payments.ndjson --expect-payments 72539",
            "                        --expect-sum 30839187.34 --rejects rejected.ndjson",
            "  patient-payments load --delta --patients changed.json --as-of 2026-03-01T02:00:00Z",
            "                        --jdbc-url jdbc:postgresql://localhost/billing --user me --password-file secret"
        })
final class LoadCommand implements Callable<Integer> {

    @Option(names = "--patients", paramLabel = "FILE", description = "The patients; - for standard input.")
    private @Nullable String patients;

    @Option(names = "--payments", paramLabel = "FILE", description = "The payments; - for standard input.")
    private @Nullable String payments;

    @Mixin
    private LoadOptions options;

    @Mixin
    private StoreOptions database;

    @ParentCommand
    private LoaderMain program;

    @Override
    public Integer call() {
        Inputs inputs = new Inputs(
                Optional.ofNullable(patients).map(Input::of),
                Optional.ofNullable(payments).map(Input::of));
        return new Loading(options, database, program.screen()).load(inputs);
    }
}
