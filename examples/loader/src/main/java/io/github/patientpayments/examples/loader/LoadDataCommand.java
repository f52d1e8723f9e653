package io.github.patientpayments.examples.loader;

import io.github.patientpayments.RecordType;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@link LoadCommand} with the option names of the original program. */
@Command(
        name = "load_data",
        description = "Loads patients or payments: load, with the option names of the original program.",
        footer = {
            "",
            "Examples:",
            "  patient-payments load_data --input-file patients.json --model-name patient",
            "  patient-payments load_data --input-file payments.json --model-name payment"
        })
final class LoadDataCommand extends FileLoad {

    @Option(
            names = "--input-file",
            order = FIRST,
            paramLabel = "FILE",
            required = true,
            description = "The file; - for standard input.")
    private String file;

    @Option(
            names = "--model-name",
            order = FIRST,
            paramLabel = "NAME",
            required = true,
            description = "patient or payment.")
    private RecordType model;

    @Override
    Inputs inputs() {
        Optional<Input> input = Optional.of(input(file));
        return model == RecordType.PATIENT ? new Inputs(input, Optional.empty()) : new Inputs(Optional.empty(), input);
    }
}
