package io.github.patientpayments.examples.loader;

import io.github.patientpayments.Mirror;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.Payment;
import io.github.patientpayments.examples.common.StoreJson;
import io.github.patientpayments.examples.common.TextTable;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists payments. */
@Command(
        name = "payments",
        description = "Lists the payments of one patient or of all.",
        footer = {
            "",
            "Examples:",
            "  patient-payments payments --patient 8",
            "  patient-payments payments --amount-max 0 --sort amount --json",
            "  patient-payments payments --paid-from 2026-01-01 --sort paid-on --desc"
        })
final class PaymentsCommand extends QueryCommand {

    @Option(names = "--patient", paramLabel = "EXTERNAL_ID", description = "The patient. Default: all patients.")
    private @Nullable String patient;

    @Option(names = "--amount-min", paramLabel = "AMOUNT", description = "The minimum amount.")
    private @Nullable BigDecimal amountMin;

    @Option(names = "--amount-max", paramLabel = "AMOUNT", description = "The maximum amount.")
    private @Nullable BigDecimal amountMax;

    @Option(
            names = "--paid-from",
            paramLabel = "DATE",
            description = "The earliest date of a payment, for example 2026-12-31.")
    private @Nullable LocalDate paidFrom;

    @Option(names = "--paid-until", paramLabel = "DATE", description = "The latest date of a payment.")
    private @Nullable LocalDate paidUntil;

    @Option(names = "--deleted", description = "Include deleted payments.")
    private boolean deleted;

    @Option(
            names = "--sort",
            paramLabel = "ORDER",
            defaultValue = "id",
            description = "The order: id, amount or paid-on. Default: ${DEFAULT-VALUE}")
    private PaymentSort sort;

    @Mixin
    private PageOptions paging;

    @Mixin
    private AsOfOption asOf;

    @Override
    int run(PatientPaymentStore store) throws IOException {
        Mirror mirror = asOf.of(store);
        page(mirror.payments(filter(), paging.of(PageRequest.by(sort))), StoreJson::payment, PaymentsCommand::table);
        if (patient != null && mirror.patient(patient).isEmpty()) {
            output().note(Style.WARNING, "There is no live patient " + Cells.text(patient) + ".");
        }
        return ExitCode.DONE;
    }

    private PaymentFilter filter() {
        PaymentFilter.Builder filter = PaymentFilter.builder();
        if (patient != null) {
            filter.ofPatient(patient);
        }
        if (amountMin != null) {
            filter.amountAtLeast(amountMin);
        }
        if (amountMax != null) {
            filter.amountAtMost(amountMax);
        }
        if (paidFrom != null) {
            filter.paidFrom(paidFrom);
        }
        if (paidUntil != null) {
            filter.paidUntil(paidUntil);
        }
        return deleted ? filter.includeDeleted().build() : filter.build();
    }

    private static TextTable table(List<Payment> payments) {
        TextTable table = new TextTable("payment", "patient", "amount", "paid on", "created", "updated", "deleted")
                .shortening("payment", "patient")
                .omitting("created", "updated", "deleted", "paid on");
        for (Payment payment : payments) {
            table.row(
                    Cells.text(payment.externalId()),
                    Cells.text(payment.patientExternalId()),
                    payment.amount(),
                    Cells.text(payment.paidOn()),
                    Cells.time(payment.createdAt()),
                    Cells.time(payment.updatedAt()),
                    Cells.time(payment.deletedAt()));
        }
        return table;
    }
}
