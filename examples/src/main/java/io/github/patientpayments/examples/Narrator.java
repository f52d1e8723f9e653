package io.github.patientpayments.examples;

import io.github.patientpayments.Patient;
import io.github.patientpayments.Payment;
import io.github.patientpayments.examples.common.TextTable;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.SyncCounts;
import io.github.patientpayments.sync.SyncReport;
import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Shows what the store says to somebody who has never seen it. */
record Narrator(PrintStream out) {

    void title(String text) {
        out.println(text);
        out.println("=".repeat(text.length()));
        out.println();
    }

    void say(String text) {
        out.println(text);
        out.println();
    }

    void report(SyncReport report) {
        out.println("Run " + report.number() + ", " + report.status() + ":");
        TextTable counts =
                new TextTable("", "read", "inserted", "updated", "unchanged", "deleted", "rejected", "retained");
        counts(counts, "patients", report.patients());
        counts(counts, "payments", report.payments());
        counts.print(out);
        if (!report.rejections().isEmpty()) {
            out.println("Rejected, and why:");
            rejections(report.rejections());
        }
    }

    private static void counts(TextTable table, String name, SyncCounts counts) {
        table.row(
                name,
                counts.read(),
                counts.inserted(),
                counts.updated(),
                counts.unchanged(),
                counts.deleted(),
                counts.rejected(),
                counts.retained());
    }

    private void rejections(List<Rejection> rejections) {
        TextTable table = new TextTable("record", "id", "code", "sentence");
        for (Rejection rejection : rejections) {
            table.row(
                    rejection.recordType() + " no. " + rejection.position(),
                    rejection.externalId().orElse("unreadable"),
                    joined(rejection, fault -> fault.code().name()),
                    joined(rejection, Rejection.Fault::message));
        }
        table.print(out);
    }

    private static String joined(Rejection rejection, Function<Rejection.Fault, String> part) {
        return rejection.faults().stream().map(part).collect(Collectors.joining(", "));
    }

    void patients(List<Patient> patients) {
        TextTable table = new TextTable("patient", "name", "born", "payments", "total");
        for (Patient patient : patients) {
            table.row(
                    patient.externalId(),
                    patient.firstName() + " " + patient.lastName(),
                    patient.dateOfBirth().map(Object::toString).orElse("unknown"),
                    patient.paymentCount(),
                    patient.paymentTotal());
        }
        table.print(out);
    }

    void payments(List<Payment> payments) {
        TextTable table = new TextTable("payment", "amount", "created", "updated");
        for (Payment payment : payments) {
            table.row(payment.externalId(), payment.amount(), payment.createdAt(), payment.updatedAt());
        }
        table.print(out);
    }
}
