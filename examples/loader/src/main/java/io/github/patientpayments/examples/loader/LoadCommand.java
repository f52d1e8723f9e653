package io.github.patientpayments.examples.loader;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Loads patients, payments or both in one transaction. */
@Command(
        name = "load",
        description =
                "Loads patients, payments or both in one transaction, after which the store equals the files. A file"
                        + " contains a JSON array, NDJSON or CSV, plain, gzip or as the only file of a ZIP archive; the"
                        + " files of a directory are the pages of one JSON source.",
        footer = {
            "",
            "Examples:",
            "  patient-payments load --patients patients.json --payments payments.json.gz",
            "  patient-payments load --patients patients.json --dry-run",
            "  gunzip < payments.json.gz | patient-payments load --payments - --strict",
            "  patient-payments load --payments payments.ndjson --expect-payments 72539 \\",
            "      --expect-sum 30839187.34 --rejects rejected.ndjson",
            "  patient-payments load --patients patients.csv --encoding windows-1252 --expect-patients 218",
            "  patient-payments load --patients pages/ --map externalId=id,firstName=first,lastName=last \\",
            "      --records /results --expect-patients 218",
            "  patient-payments load --preset open-dental --patients patients.json",
            "  patient-payments load --delta --patients changed.json \\",
            "      --exported-at 2026-03-01T02:00:00Z --user me --password-file secret \\",
            "      --jdbc-url jdbc:postgresql://localhost/billing"
        })
final class LoadCommand extends FileLoad {

    @Option(
            names = "--patients",
            order = FIRST,
            paramLabel = "FILE",
            description = "The file with the patients, or a directory with its pages; - for standard input.")
    private @Nullable String patients;

    @Option(
            names = "--payments",
            order = FIRST,
            paramLabel = "FILE",
            description = "The file with the payments, or a directory with its pages; - for standard input.")
    private @Nullable String payments;

    @Override
    Inputs inputs() {
        return new Inputs(
                Optional.ofNullable(patients).map(this::input),
                Optional.ofNullable(payments).map(this::input));
    }
}
