package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.Patient;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Patients by the beginning of their first or last name, whatever its case and accents. */
class NamePrefixContract extends ContractTest {

    @Test
    void aPrefixMatchesTheFirstOrTheLastName() {
        syncPatients(patient("1", "Ann", "Miller"), patient("2", "Milla", "Jones"), patient("3", "Tom", "Emil"));

        assertFound("mil", "1", "2");
        assertFound("ann", "1");
        assertFound("Miller", "1");
        assertFound(" mil ", "1", "2");
        assertFound("millers");
        assertFound("il");
        assertFound("Ann M");
    }

    @Test
    void caseAndAccentsMakeNoDifference() {
        for (List<String> names : List.of(
                List.of("GARCÍA", "garcia", "García", "Garci\u0301a", "ＧARCIA"),
                List.of("İpek", "ipek", "IPEK", "ıpek"),
                List.of("Weiß", "weiss", "WEISS", "WEIẞ"),
                List.of("Sørensen", "sorensen", "SÖRENSEN", "SØRENSEN"),
                List.of("Łukasz", "lukasz", "łUKASZ"),
                List.of("Đorđe", "dorde", "ĐORĐE"),
                List.of("Ångström", "angstrom", "A\u030Angstro\u0308m", "\u212Bngström"),
                List.of("ΟΔΟΣ", "οδος", "οδοσ", "Οδός"),
                List.of("ﬁona", "fiona", "FIONA"),
                List.of("Ёлка", "елка", "ЕЛКА"))) {
            syncPatients(patient("1", names.get(0), "X"), patient("2", "X", names.get(1)), patient("3", "Y", "Y"));
            for (String prefix : names) {
                assertFound(prefix, "1", "2");
            }
        }
        syncPatients(patient("1", "Weiß", "X"), patient("2", "Weissmann", "X"));
        assertFound("weis", "1", "2");
        assertFound("weiß", "1", "2");
        assertFound("weißm", "2");
    }

    @Test
    void everyPrefixOfANameFindsIt() {
        String name = "Ål-Ñúñez İß ﬁ ΟΔΟΣ Łęç";
        syncPatients(patient("1", name, "X"));

        for (int end = 1; end <= name.length(); end++) {
            assertFound(name.substring(0, end), "1");
        }
    }

    @Test
    void patternCharactersAreLiteral() {
        syncPatients(
                patient("1", "100%x", "X"),
                patient("2", "a_b", "X"),
                patient("3", "wow!%", "X"),
                patient("4", "back\\slash", "X"),
                patient("5", "100yx", "X"),
                patient("6", "aXb", "X"),
                patient("7", "O'Hara", "X"));

        assertFound("100%", "1");
        assertFound("%");
        assertFound("_");
        assertFound("a_", "2");
        assertFound("wow!", "3");
        assertFound("wow!%", "3");
        assertFound("wow!_");
        assertFound("back\\", "4");
        assertFound("back\\s", "4");
        assertFound("o'h", "7");
        assertFound("100", "1", "5");
    }

    @Test
    void astralCharactersAreFoundToo() {
        String smile = "\uD83D\uDE42";
        syncPatients(patient("1", smile.repeat(200), "X"), patient("2", smile + "x", "X"));

        assertFound(smile, "1", "2");
        assertFound(smile.repeat(25), "1");
        assertFound(smile + "x", "2");
    }

    @Test
    void longNamesAreFoundByLongPrefixes() {
        syncPatients(patient("1", "ß".repeat(250), "X"), patient("2", "x".repeat(250), "Y"));

        assertFound("x".repeat(50), "2");
        assertFound("ß".repeat(50), "1");
    }

    @Test
    void aPrefixOfNoNameFindsNobody() {
        syncPatients(patient("1", "Ann", "Miller"));

        for (String odd : List.of("\u0000", "a\u0000", "\uD800", "a\uD83D", "?")) {
            assertFound(odd);
        }
    }

    @Test
    void accentsAloneFindNobody() {
        assertFound("\u0301");
    }

    @Test
    void aPrefixHasALimit() {
        for (String wrong : List.of("", " ", "\u2003\t", "x".repeat(51))) {
            assertThatThrownBy(() -> PatientFilter.builder().nameStartsWith(wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void namesSortWithoutRegardToCaseAndAccents() {
        syncPatients(
                patient("1", "B", "müller"),
                patient("2", "a", "MULLER"),
                patient("3", "Z", "Ärzte"),
                patient("4", "A", "zebra"),
                patient("5", "É", "Muller"),
                patient("6", "d", "Muller"));

        assertThat(store.patients(PatientFilter.all(), PageRequest.by(PatientSort.NAME))
                        .items())
                .extracting(Patient::externalId)
                .containsExactly("3", "2", "1", "6", "5", "4");
        assertThat(store.patients(
                                PatientFilter.all(),
                                PageRequest.by(PatientSort.NAME).descending())
                        .items())
                .extracting(Patient::externalId)
                .containsExactly("4", "5", "6", "1", "2", "3");
    }

    private void assertFound(String prefix, String... ids) {
        PatientFilter filter = PatientFilter.builder().nameStartsWith(prefix).build();
        assertThat(store.patients(filter, PageRequest.by(PatientSort.ID)).items())
                .as(prefix)
                .extracting(Patient::externalId)
                .containsExactly(ids);
    }
}
