package io.github.patientpayments.examples.loader;

import io.github.patientpayments.examples.common.TextTable;
import io.github.patientpayments.sync.SyncCounts;
import io.github.patientpayments.sync.SyncReport;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** The counts of a load. Rare outcomes have a column only if they occurred. */
final class CountsTable {

    private static final List<Column> COLUMNS = List.of(
            new Column("read", true, SyncCounts::read),
            new Column("inserted", true, SyncCounts::inserted),
            new Column("updated", true, SyncCounts::updated),
            new Column("unchanged", true, SyncCounts::unchanged),
            new Column("restored", false, SyncCounts::restored),
            new Column("deleted", true, SyncCounts::deleted),
            new Column("cascaded", false, SyncCounts::cascaded),
            new Column("rejected", true, SyncCounts::rejected),
            new Column("retained", true, SyncCounts::retained),
            new Column("collapsed", false, SyncCounts::collapsed),
            new Column("withheld", false, SyncCounts::withheld),
            new Column("suppressed", false, SyncCounts::suppressed),
            new Column("filtered", false, SyncCounts::filtered));

    private CountsTable() {}

    /** A table that is too wide has a line for each count. */
    static void print(SyncReport report, PrintStream out, int width) {
        List<Column> columns = COLUMNS.stream()
                .filter(column -> column.always || column.of(report.patients()) + column.of(report.payments()) > 0)
                .toList();
        (fits(columns, report, width) ? across(columns, report) : down(columns, report)).print(out);
    }

    private static boolean fits(List<Column> columns, SyncReport report, int width) {
        return columns.stream().mapToLong(column -> 2 + column.width(report)).sum() + 2 + "patients".length() <= width;
    }

    private static TextTable across(List<Column> columns, SyncReport report) {
        List<String> header = new ArrayList<>(List.of(""));
        columns.forEach(column -> header.add(column.name));
        return new TextTable(header.toArray(String[]::new))
                .row(row("patients", report.patients(), columns))
                .row(row("payments", report.payments(), columns));
    }

    private static TextTable down(List<Column> columns, SyncReport report) {
        TextTable table = new TextTable("", "patients", "payments");
        columns.forEach(column -> table.row(column.name, column.of(report.patients()), column.of(report.payments())));
        return table;
    }

    private static Object[] row(String name, SyncCounts counts, List<Column> columns) {
        List<Object> cells = new ArrayList<>(List.of(name));
        columns.forEach(column -> cells.add(column.of(counts)));
        return cells.toArray();
    }

    private record Column(String name, boolean always, ToLongFunction<SyncCounts> value) {
        long of(SyncCounts counts) {
            return value.applyAsLong(counts);
        }

        int width(SyncReport report) {
            long most = Math.max(of(report.patients()), of(report.payments()));
            return Math.max(name.length(), Long.toString(most).length());
        }
    }
}
