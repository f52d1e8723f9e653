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
    void aPrefixHasAtMost50Characters() {
        String clef = "\uD834\uDD1E";
        syncPatients(patient("1", clef.repeat(60), "X"), patient("2", "x".repeat(60), "Y"));

        assertFound(clef.repeat(50), "1");
        assertFound(" " + "x".repeat(50) + " ", "2");
        for (String wrong : List.of(clef.repeat(51), "x".repeat(51))) {
            assertThatThrownBy(() -> PatientFilter.builder().nameStartsWith(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("has 51");
        }
    }

    /** Without accents nothing remains, and every name begins with nothing. */
    @Test
    void aPrefixHasMoreThanAccents() {
        for (String wrong : List.of("", " ", "\u2003\t", "\u0301", " \u0301\u0308 ", "\uD834\uDD65", "\uFF9E")) {
            assertThatThrownBy(() -> PatientFilter.builder().nameStartsWith(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("blank");
        }
    }

    /** Names are searched by 100 characters of their plain form: it has three for each of these ligatures. */
    @Test
    void aPrefixIsRefusedIfItsPlainFormIsLongerThanWhatIsSearched() {
        syncPatients(patient("1", "\uFB03".repeat(60), "X"));

        assertFound("\uFB03".repeat(33), "1");
        assertFound("\uFB03".repeat(33) + "f", "1");
        for (String wrong : List.of("\uFB03".repeat(34), "\uFDFA".repeat(50))) {
            PatientFilter filter = PatientFilter.builder().nameStartsWith(wrong).build();
            assertThatThrownBy(() -> store.patients(filter, PageRequest.by(PatientSort.ID)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("100")
                    .hasMessageNotContaining("ffi");
            assertThatThrownBy(() -> store.totals(filter)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Without accents, nothing of such a name remains. It is sorted first, and found by anything but its name. */
    @Test
    void aNameOfAccentsAloneIsStoredAndSorted() {
        syncPatients(patient("1", "Ann", "\u0301"), patient("2", "Bob", "\u0308\u0301"), patient("3", "Cid", "Aal"));

        assertFound("ann", "1");
        assertThat(store.patient("2").orElseThrow().lastName()).isEqualTo("\u0308\u0301");
        assertThat(store.patients(
                                PatientFilter.all(),
                                PageRequest.by(PatientSort.NAME).limit(1))
                        .items())
                .extracting(Patient::externalId)
                .containsExactly("1");
        assertThat(store.verifyIntegrity().isConsistent()).isTrue();
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
