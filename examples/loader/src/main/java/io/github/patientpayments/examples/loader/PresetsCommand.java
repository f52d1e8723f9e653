package io.github.patientpayments.examples.loader;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.examples.common.TextTable;
import io.github.patientpayments.sync.Mapping;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lists the mappings that the program has. */
@Command(
        name = "presets",
        description = "Lists the presets of load --preset: mappings of known formats, made from public documentation."
                + " presets show NAME prints one.",
        subcommands = PresetsCommand.Show.class,
        footer = {
            "",
            "Examples:",
            "  patient-payments presets",
            "  patient-payments presets show open-dental > mapping.json"
        })
final class PresetsCommand implements Callable<Integer> {

    @ParentCommand
    private LoaderMain program;

    @Override
    public Integer call() {
        TextTable table = new TextTable("name", "sets", "description").wrapping("description");
        for (String name : Presets.NAMES) {
            Mapping preset = Presets.mapping(name);
            String sets = preset.sets().stream().map(RecordType::plural).collect(Collectors.joining(", "));
            table.row(name, sets, preset.description().orElse(""));
        }
        program.output().print(table, program.output().out());
        return ExitCode.DONE;
    }

    /** Prints one of them. */
    @Command(
            name = "show",
            description = "Prints the mapping of a preset, as a start for one of your own.",
            footer = {"", "Examples:", "  patient-payments presets show open-dental > mapping.json"})
    static final class Show implements Callable<Integer> {

        @Parameters(paramLabel = "NAME", description = "The name of the preset.")
        private String name;

        @ParentCommand
        private PresetsCommand presets;

        @Override
        public Integer call() {
            presets.program.output().out().print(Presets.text(name));
            return ExitCode.DONE;
        }
    }
}
