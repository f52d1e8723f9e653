package io.github.patientpayments.examples.loader;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.examples.common.StoreOptions;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@link LoadCommand} in the words of the program that the store began with. */
@Command(
        name = "load_data",
        description = "Loads the patients or the payments: load, in other words.",
        footer = {
            "",
            "Examples:",
            "  patient-payments load_data --input-file patients.json --model-name patient",
            "  patient-payments load_data --input-file payments.json --model-name payment"
        })
final class LoadDataCommand implements Callable<Integer> {

    @Option(
            names = "--input-file",
            paramLabel = "FILE",
            required = true,
            description = "The file; - for standard input.")
    private String file;

    @Option(names = "--model-name", paramLabel = "NAME", required = true, description = "patient or payment.")
    private RecordType model;

    @Mixin
    private LoadOptions options;

    @Mixin
    private StoreOptions database;

    @ParentCommand
    private LoaderMain program;

    @Override
    public Integer call() {
        Optional<Input> input = Optional.of(Input.of(file));
        Inputs inputs =
                model == RecordType.PATIENT ? new Inputs(input, Optional.empty()) : new Inputs(Optional.empty(), input);
        return new Loading(options, database, program.screen()).load(inputs);
    }
}
