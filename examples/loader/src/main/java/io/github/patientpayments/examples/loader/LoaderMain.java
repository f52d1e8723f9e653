package io.github.patientpayments.examples.loader;

import io.github.patientpayments.RecordType;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentSort;
import io.github.patientpayments.query.PeriodTotals;
import io.github.patientpayments.sync.Refusal;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** The program {@code patient-payments}: loads files into a store and queries it. */
@Command(
        name = "patient-payments",
        description = "Loads the files of another system into a mirror of its patients and payments, and queries the"
                + " mirror.",
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
            " 0:applied or unchanged, or the query was answered",
            " 1:a record was rejected and --strict was given; nothing was changed",
            " 2:the command line is invalid, or the query needs purged history",
            " 3:refused by a guard; nothing was changed",
            " 4:another writer held the lock, or another process had the H2 file open, for longer than --lock-timeout",
            " 5:the database is unreachable or has no space left, the schema is missing or has another version, the erasure"
                    + " key is wrong, or the connection was lost during COMMIT",
            " 6:the input is missing, truncated or not JSON; nothing was changed",
            " 7:verify found deviations",
            " 8:status found that the last load is older than --max-age",
            "70:a bug",
            "74:the output could not be written: a closed pipe, a full disk",
            "130, 143:SIGINT, SIGTERM: the program prints whether anything was changed. If the signal arrived during"
                    + " COMMIT, use runs to find out"
        },
        subcommands = {
            InspectCommand.class,
            LoadCommand.class,
            LoadDataCommand.class,
            PresetsCommand.class,
            PatientsCommand.class,
            PaymentsCommand.class,
            TotalsCommand.class,
            HistoryCommand.class,
            ChangesCommand.class,
            StatusCommand.class,
            RunsCommand.class,
            RejectionsCommand.class,
            VerifyCommand.class,
            RevertCommand.class,
            EraseCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  patient-payments inspect payments.csv",
            "  patient-payments load --patients patients.json --payments payments.json.gz",
            "  patient-payments patients --payment-min 10 --payment-max 20",
            "  patient-payments load --help"
        })
public final class LoaderMain {

    /** Failures are printed in one line; the log of the pool would add the stack trace of a broken connection. */
    private static final Map<String, String> QUIET = Map.of(
            "org.slf4j.simpleLogger.log.com.zaxxer.hikari", "off",
            "org.slf4j.simpleLogger.log.org.flywaydb", "off",
            "org.slf4j.simpleLogger.log.io.github.patientpayments", "error",
            "org.jooq.no-logo", "true",
            "org.jooq.no-tips", "true");

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            scope = ScopeType.INHERIT,
            defaultValue = "auto",
            description =
                    "Use colors: auto, always or never. Default: auto, which means on a terminal unless NO_COLOR is"
                            + " set.")
    private DisplayMode color = DisplayMode.AUTO;

    @Option(
            names = "--wide",
            scope = ScopeType.INHERIT,
            description = "Print tables in full. Default: fitted to the width of a terminal.")
    private boolean wide;

    private final StandardStreams streams;

    /** The program, on the standard streams of this process. */
    public LoaderMain() {
        this(StandardStreams.ofProcess());
    }

    LoaderMain(StandardStreams streams) {
        this.streams = streams;
    }

    /**
     * Runs the program.
     *
     * @param args see --help
     */
    public static void main(String[] args) {
        QUIET.forEach((name, value) -> System.setProperty(name, System.getProperty(name, value)));
        System.setErr(new StandardError());
        System.exit(new LoaderMain().run(args));
    }

    @SuppressWarnings("CatchAndPrintStackTrace") // a bug; the exit code of the JVM for it would be that of --strict
    int run(String... args) {
        try {
            CommandLine program = program();
            if (args.length == 0) {
                program.usage(streams.err());
                return ExitCode.USAGE;
            }
            return program.execute(args);
        } catch (Throwable e) {
            e.printStackTrace(streams.err());
            return ExitCode.UNEXPECTED;
        }
    }

    private CommandLine program() {
        CommandLine program = new CommandLine(this);
        EnumConverter.register(program, DisplayMode.class);
        EnumConverter.register(program, FormatOptions.Format.class);
        EnumConverter.register(program, PatientSort.class);
        EnumConverter.register(program, PaymentSort.class);
        EnumConverter.register(program, PeriodTotals.Length.class);
        EnumConverter.register(program, RecordType.class);
        EnumConverter.register(program, Refusal.Reason.class);
        program.registerConverter(
                Instant.class, text -> parse(text, Instant::parse, "a time such as 2026-03-01T02:00:00Z"));
        program.registerConverter(
                Moment.class,
                text -> parse(
                        text, Moment::parse, "a time such as" + " 2026-03-01T02:00:00Z or a date such as 2026-03-01"));
        program.registerConverter(ZoneId.class, text -> parse(text, ZoneId::of, "a time zone such as Europe/Berlin"));
        program.registerConverter(Duration.class, text -> parse(text, Durations::parse, "a duration such as 26h"));
        program.registerConverter(BigDecimal.class, text -> parse(text, BigDecimal::new, "an amount such as 7.10"));
        program.registerConverter(UUID.class, text -> parse(text, UUID::fromString, "the UUID of an attempt"));
        program.registerConverter(LocalDate.class, text -> parse(text, LocalDate::parse, "a date such as 1980-12-31"));
        Failures failures = new Failures(this);
        // Only the help is printed to it, and that is ASCII.
        PrintWriter help = new PrintWriter(streams.out(), true, StandardCharsets.US_ASCII);
        return program.setOut(help)
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures)
                // An external id may begin with an @.
                .setExpandAtFiles(false)
                .setColorScheme(Help.defaultColorScheme(streams.terminals().outTakesColor() ? Ansi.ON : Ansi.OFF));
    }

    private static <T> T parse(String text, Function<String, T> parser, String expected) {
        try {
            return parser.apply(text);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new TypeConversionException("'" + text + "' is not " + expected);
        }
    }

    StandardStreams streams() {
        return streams;
    }

    Output output() {
        return new Output(streams, color, wide);
    }
}
