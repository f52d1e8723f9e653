package io.github.patientpayments.examples.loader;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.SnapshotUnreadableException;
import io.github.patientpayments.examples.common.TextTable;
import io.github.patientpayments.examples.common.Words;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Looks at a file, without a store, and drafts a mapping for it. */
@Command(
        name = "inspect",
        description = "Reads the first " + FileSample.MOST + " records of a file, shows what its columns seem to be,"
                + " and drafts a mapping for load. The file is a JSON array, NDJSON, JSON with an envelope or CSV,"
                + " plain, gzip or ZIP. Stores nothing, and shows no values unless --show is given.",
        footer = {
            "",
            "The mapping is printed to standard output and the rest to standard error, unless --write is given.",
            "",
            "Examples:",
            "  patient-payments inspect payments.csv",
            "  patient-payments inspect --as patients --write mapping.json export.ndjson.gz"
        })
final class InspectCommand implements Callable<Integer> {

    private static final Map<Character, String> DELIMITERS =
            Map.of(',', "comma", ';', "semicolon", '\t', "tab", '|', "pipe");

    private static final Path EXAMPLE = Path.of("mapping.json");

    @Parameters(paramLabel = "FILE", description = "The file, or a directory with pages; - for standard input.")
    private String file;

    @Option(
            names = "--as",
            paramLabel = "TYPE",
            description = "What the file contains, patients or payments. Default: what its columns fit better.")
    private @Nullable String type;

    @Option(
            names = "--header",
            description = "The first line of CSV has the names of the columns. Default: it does if some are known.")
    private boolean header;

    @Option(names = "--show", description = "Show values as they are. Default: masked, since they are personal.")
    private boolean show;

    @Option(
            names = "--write",
            paramLabel = "FILE",
            description = "Write the mapping to this new file. Default: to standard output.")
    private @Nullable Path target;

    @ParentCommand
    private LoaderMain program;

    @Override
    public Integer call() throws IOException {
        Optional<RecordType> chosen = Optional.ofNullable(type).map(InspectCommand::type);
        if (target != null && Files.exists(target)) {
            throw replaces(target);
        }
        Input input = Input.of(file, program.streams().in());
        FileSample sample = FileSample.of(read(input), header, chosen.map(RecordType::plural));
        FieldGuess guess = chosen.map(as -> FieldGuess.of(as, sample.columns()))
                .or(() -> FieldGuess.better(sample.columns()))
                .orElseThrow(() -> new IllegalArgumentException(
                        "The columns fit neither patients nor payments better: add --as patients or --as payments"));
        MappingDraft draft = new MappingDraft(sample, guess);
        Output output = program.output();
        report(sample, guess, draft, output, next(sample, guess, input));
        if (target == null) {
            try (OutputStream out = output.bytes()) {
                out.write(draft.text().getBytes(StandardCharsets.UTF_8));
            }
        } else {
            write(draft.text(), target);
        }
        return output.isComplete() ? ExitCode.DONE : ExitCode.OUTPUT;
    }

    private static RecordType type(String word) {
        return Stream.of(RecordType.values())
                .filter(type -> type.plural().equalsIgnoreCase(word) || Words.name(word, type))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--as is patients or payments, not " + word));
    }

    private SampleText read(Input input) {
        try (InputStream in = input.open()) {
            return SampleText.read(in);
        } catch (IOException e) {
            throw new SnapshotUnreadableException("Can't read " + file + ": the file or its compression is damaged", e);
        }
    }

    private static void write(String mapping, Path target) {
        try {
            Files.writeString(target, mapping, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw replaces(target);
        } catch (IOException e) {
            throw new UnwritableException("The mapping could not be written to " + target, e);
        }
    }

    private static IllegalArgumentException replaces(Path target) {
        return new IllegalArgumentException("--write would replace " + target + ": specify a new file");
    }

    private void report(FileSample sample, FieldGuess guess, MappingDraft draft, Output output, String next) {
        PrintStream out = target == null ? output.err() : output.out();
        out.println(file + ": " + form(sample));
        int found = guess.columns().size();
        String records = sample.count() == 1 ? "1 record was read." : sample.count() + " records were read.";
        out.println((sample.all() ? "" : "The first ") + records + " It looks like "
                + guess.type().plural() + ": " + found + " of " + guess.fields().size() + " fields were found.");
        out.println();
        output.print(table(sample, guess), out);
        if (!draft.openPoints().isEmpty()) {
            out.println("To decide:");
            draft.openPoints().forEach(point -> out.println("  " + Cells.text(point)));
            out.println();
        }
        out.println(
                target == null ? "Save the mapping as " + EXAMPLE + ", check it, and then:" : "Check it, and then:");
        out.println("  " + next);
        if (target == null) {
            out.println();
        }
    }

    private static String form(FileSample sample) {
        SampleText text = sample.text();
        StringBuilder form = new StringBuilder(sample.form());
        sample.records()
                .ifPresent(pointer ->
                        form.append(" (records: ").append(Cells.text(pointer)).append(')'));
        sample.delimiter().ifPresent(delimiter -> form.append(", delimiter ").append(DELIMITERS.get(delimiter)));
        form.append(", ").append(text.encoding().name());
        if (text.guessed()) {
            form.append(" (a guess: it is not UTF-8)");
        }
        return form.append(text.packing().isEmpty() ? "" : ", " + text.packing())
                .append('.')
                .toString();
    }

    private TextTable table(FileSample sample, FieldGuess guess) {
        TextTable table = new TextTable("column", "values", "field", "form", "samples")
                .shortening("column", "samples")
                .wrapping("form");
        for (SampleColumn column : sample.columns()) {
            String field = guess.fieldOf(column).orElse("");
            table.row(
                    Cells.text(column.name()),
                    column.size(),
                    guess.byValues().contains(field) ? field + "?" : field,
                    form(column, field),
                    show ? column.shown() : column.masked(field));
        }
        return table;
    }

    private static String form(SampleColumn column, String field) {
        List<SampleAmounts> amounts = column.amounts();
        if (column.isNested()) {
            return "array or inner object, not read";
        } else if (column.size() == 0) {
            return "";
        } else if (column.areDates(field)) {
            return String.join(" or ", column.dates().patterns());
        } else if (amounts.isEmpty()) {
            return "text";
        }
        boolean integers = amounts.stream().allMatch(SampleAmounts::integers);
        return integers ? "integer" + (field.equals(FieldGuess.AMOUNT) ? ", perhaps cents" : "") : "number";
    }

    private String next(FileSample sample, FieldGuess guess, Input input) {
        boolean terminated = sample.isTerminated() && !input.isFolder();
        return "patient-payments load --dry-run --mapping " + quoted((target == null ? EXAMPLE : target).toString())
                + " --" + guess.type().plural() + " " + quoted(file)
                + (!sample.isCsv() && input.isNamedLikeCsv() ? " --format json" : "")
                + (terminated ? "" : " --accept-unterminated");
    }

    /** As a word of a shell. */
    private static String quoted(String word) {
        return word.matches("[\\w./:=+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
