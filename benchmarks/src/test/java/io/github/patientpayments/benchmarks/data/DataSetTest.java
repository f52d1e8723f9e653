package io.github.patientpayments.benchmarks.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetTest {

    private static final DataSpec SPEC =
            new DataSpec(new DataSize(1_000, 10_000), 0.01, 0.3, 0.1, DataSpec.Order.SAME, false, 1);
    private static final DataSpec SHUFFLED =
            new DataSpec(new DataSize(1_000, 10_000), 0.01, 0.3, 0.1, DataSpec.Order.SHUFFLED, false, 1);

    @TempDir
    Path folder;

    @Test
    void theSameParametersGiveTheSameFiles() throws IOException {
        for (Export export : Export.values()) {
            ExportFiles one = files(SHUFFLED, "one", export);
            ExportFiles other = files(SHUFFLED, "other", export);
            assertThat(one.patients()).hasSameTextualContentAs(other.patients());
            assertThat(one.payments()).hasSameTextualContentAs(other.payments());
        }
    }

    @Test
    void anotherOrderIsTheSameRecords() throws IOException {
        List<String> sorted = lines(SPEC, Export.CHANGED);
        List<String> shuffled = lines(SHUFFLED, Export.CHANGED);
        assertThat(shuffled).isNotEqualTo(sorted).hasSameSizeAs(sorted);
        assertThat(new HashSet<>(shuffled)).isEqualTo(new HashSet<>(sorted));
    }

    @Test
    void theSharesAreThoseOfTheParameters() throws IOException {
        Set<String> first = new HashSet<>(lines(SPEC, Export.FIRST));
        Set<String> changed = new HashSet<>(lines(SPEC, Export.CHANGED));
        Set<String> rewritten = new HashSet<>(lines(SPEC, Export.REWRITTEN));
        assertThat(first).hasSize(10_000);
        assertThat(missingFrom(changed, first)).isCloseTo(200, within(60L)); // changed, missing
        assertThat(missingFrom(first, changed)).isCloseTo(200, within(60L)); // changed, new
        assertThat(missingFrom(rewritten, changed)).isCloseTo(3_000, within(200L));
        assertThat(Files.readAllLines(files(SPEC, "data", Export.WITH_INVALID).paymentRows()))
                .hasSize(11_111);
    }

    private static long missingFrom(Set<String> there, Set<String> lines) {
        return lines.stream().filter(line -> !there.contains(line)).count();
    }

    private List<String> lines(DataSpec spec, Export export) throws IOException {
        return Files.readAllLines(files(spec, "data", export).paymentRows());
    }

    private ExportFiles files(DataSpec spec, String parent, Export export) throws IOException {
        return new DataSet(spec, folder.resolve(parent)).export(export);
    }
}
