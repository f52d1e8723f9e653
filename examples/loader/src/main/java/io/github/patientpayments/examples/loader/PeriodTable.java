package io.github.patientpayments.examples.loader;

import io.github.patientpayments.examples.common.TextTable;
import io.github.patientpayments.examples.common.Words;
import io.github.patientpayments.query.PaymentTotals;
import io.github.patientpayments.query.PeriodTotals;
import io.github.patientpayments.query.PeriodTotals.Length;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;

/** The totals of periods as a table with a bar chart: {@code #} for what was paid, {@code -} for what was refunded. */
final class PeriodTable {

    private static final int LONGEST_BAR = 30;

    private PeriodTable() {}

    static TextTable of(List<PeriodTotals> periods, Length length) {
        BigDecimal greatest =
                periods.stream().map(period -> period.totals().sum().abs()).reduce(BigDecimal.ONE, BigDecimal::max);
        TextTable table = new TextTable(Words.of(length), "patients", "payments", "sum", "mean", "chart")
                .omitting("mean", "patients", "chart", "payments");
        for (PeriodTotals period : periods) {
            PaymentTotals totals = period.totals();
            table.row(
                    period.from().map(from -> name(from, length)).orElse("no date"),
                    totals.patients(),
                    totals.payments(),
                    totals.sum(),
                    Cells.text(totals.mean()),
                    bar(totals.sum(), greatest));
        }
        return table;
    }

    private static String name(LocalDate from, Length length) {
        return switch (length) {
            case MONTH -> from.toString().substring(0, "2026-01".length());
            case QUARTER -> from.getYear() + "-Q" + (from.getMonthValue() / 3 + 1);
            case YEAR -> Integer.toString(from.getYear());
        };
    }

    private static String bar(BigDecimal sum, BigDecimal greatest) {
        int size = sum.abs()
                .multiply(BigDecimal.valueOf(LONGEST_BAR))
                .divide(greatest, 0, RoundingMode.HALF_UP)
                .intValueExact();
        return (sum.signum() < 0 ? "-" : "#").repeat(size);
    }
}
