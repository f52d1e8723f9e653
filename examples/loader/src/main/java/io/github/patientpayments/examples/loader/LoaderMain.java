package io.github.patientpayments.examples.loader;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentSort;
import io.github.patientpayments.sync.Refusal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** The program {@code patient-payments}: loads files into a store, and asks what is in it. */
@Command(
        name = "patient-payments",
        description = "A faithful mirror of another system's patients and payments: loads its files, and tells what is"
                + " stored.",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        usageHelpAutoWidth = true,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        optionListHeading = "%nOptions:%n",
        parameterListHeading = "%nParameters:%n",
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:applied, or unchanged, or the question is answered",
            " 1:a record was rejected and --strict given; nothing was changed",
            " 2:the command is wrong, or asks for what was purged",
            " 3:refused: it would do too much harm; nothing was changed",
            " 4:another writer was at work for too long",
            " 5:the database is not there, or has no store of this version, or the erasure key is wrong",
            " 6:the input is missing, cut or no JSON; nothing was changed",
            " 7:verify found the store not to be sound",
            "70:a bug",
            "74:the answer could not be written: a closed pipe, a full disk",
            "130, 143:SIGINT, SIGTERM: a load that was at work has changed nothing, unless it says that its run was"
                    + " applied; if the signal came in the moment of COMMIT, runs tells"
        },
        subcommands = {
            LoadCommand.class,
            LoadDataCommand.class,
            PatientsCommand.class,
            PaymentsCommand.class,
            TotalsCommand.class,
            HistoryCommand.class,
            ChangesCommand.class,
            RunsCommand.class,
            RejectionsCommand.class,
            VerifyCommand.class,
            EraseCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  patient-payments load --patients patients.json --payments payments.json.gz",
            "  patient-payments patients --payment-min 10 --payment-max 20",
            "  patient-payments load --help"
        })
public final class LoaderMain {

    /** A failure is told in one sentence; a pool tells of a broken connection with a stack trace. */
    private static final Map<String, String> QUIET = Map.of(
            "org.slf4j.simpleLogger.log.com.zaxxer.hikari", "off",
            "org.slf4j.simpleLogger.log.org.flywaydb", "error",
            "org.slf4j.simpleLogger.log.io.github.patientpayments", "error",
            "org.jooq.no-logo", "true",
            "org.jooq.no-tips", "true");

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            scope = ScopeType.INHERIT,
            defaultValue = "auto",
            description = "auto, always or never. Default: auto, that is on a terminal unless NO_COLOR is set.")
    private When color = When.AUTO;

    private final StandardStreams streams;

    /** The program, on the standard streams of this process. */
    public LoaderMain() {
        this(StandardStreams.ofProcess());
    }

    LoaderMain(StandardStreams streams) {
        this.streams = streams;
    }

    /**
     * Runs it.
     *
     * @param args see --help
     */
    public static void main(String[] args) {
        QUIET.forEach((name, value) -> System.setProperty(name, System.getProperty(name, value)));
        System.setErr(new StandardError());
        System.exit(new LoaderMain().run(args));
    }

    @SuppressWarnings("CatchAndPrintStackTrace") // a bug, and the JVM's own exit code for it would be that of --strict
    int run(String... args) {
        try {
            return program().execute(args);
        } catch (Throwable e) {
            e.printStackTrace(streams.err());
            return ExitCode.UNEXPECTED;
        }
    }

    private CommandLine program() {
        CommandLine program = new CommandLine(this);
        WordConverter.register(program, When.class);
        WordConverter.register(program, PatientSort.class);
        WordConverter.register(program, PaymentSort.class);
        WordConverter.register(program, RecordType.class);
        WordConverter.register(program, Refusal.Reason.class);
        program.registerConverter(
                Instant.class, text -> read(text, Instant::parse, "a time such as 2026-03-01T02:00:00Z"));
        program.registerConverter(LocalDate.class, text -> read(text, LocalDate::parse, "a date such as 1980-12-31"));
        Failures failures = new Failures(this);
        // Only the help is printed to it, and that is ASCII.
        PrintWriter help = new PrintWriter(streams.out(), true, StandardCharsets.US_ASCII);
        return program.setOut(help)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures)
                // An id may begin with an @.
                .setExpandAtFiles(false)
                .setColorScheme(Help.defaultColorScheme(streams.terminals().outTakesColor() ? Ansi.ON : Ansi.OFF));
    }

    private static <T> T read(String text, Function<String, T> parser, String expected) {
        try {
            return parser.apply(text);
        } catch (DateTimeParseException e) {
            throw new TypeConversionException("'" + text + "' is not " + expected);
        }
    }

    StandardStreams streams() {
        return streams;
    }

    Screen screen() {
        return new Screen(streams, color);
    }
}
