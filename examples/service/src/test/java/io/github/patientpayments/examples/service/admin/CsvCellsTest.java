package io.github.patientpayments.examples.service.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No cell is a formula, whatever separator the spreadsheet expects. */
class CsvCellsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "=1+1 ~ '=1+1",
                "x;=HYPERLINK(1) ~ x;'=HYPERLINK(1)",
                "x; +1 ~ x; '+1",
                "x;\"=1+1\" ~ \"x;\"\"'=1+1\"\"\"",
                "x;-1;@a ~ x;'-1;'@a",
                "a=b;c ~ a=b;c",
                "-12.50 ~ -12.50",
                "a,b ~ \"a,b\"",
            })
    void aFormulaIsText(String text, String cell) {
        assertThat(CsvCells.cell(text)).isEqualTo(cell);
    }

    @Test
    void tabsAndLineBreaksAreSeparatorsToo() {
        assertThat(CsvCells.cell("x\t=1")).isEqualTo("x\t'=1");
        assertThat(CsvCells.cell("x\n=1")).isEqualTo("\"x\n'=1\"");
    }
}
