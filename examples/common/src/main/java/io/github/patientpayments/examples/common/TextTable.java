package io.github.patientpayments.examples.common;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Prints rows in aligned columns, numbers to the right. */
public final class TextTable {

    private final List<String> header;
    private final List<List<Object>> rows = new ArrayList<>();

    /** An empty table. */
    public TextTable(String... header) {
        this.header = List.of(header);
    }

    /** Adds a row; it has as many cells as the header. */
    public TextTable row(Object... cells) {
        rows.add(List.of(cells));
        return this;
    }

    /** Prints the header, the rows and an empty line. */
    public void print(PrintStream out) {
        out.println(line(header));
        rows.forEach(row -> out.println(line(row)));
        out.println();
    }

    private String line(List<?> cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < header.size(); column++) {
            String text = cells.get(column).toString();
            String gap = " ".repeat(width(column) - text.length());
            line.append("  ").append(isNumeric(column) ? gap + text : text + gap);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return Stream.concat(Stream.of(header), rows.stream())
                .mapToInt(cells -> cells.get(column).toString().length())
                .max()
                .orElse(0);
    }

    private boolean isNumeric(int column) {
        return !rows.isEmpty() && rows.stream().allMatch(row -> row.get(column) instanceof Number);
    }
}
