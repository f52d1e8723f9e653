package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.patientpayments.InvalidSnapshotException;
import io.github.patientpayments.sync.Mapping;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.SyncReport;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page of a list is no whole set, in whatever way its envelope says that there are others. */
class PagesContract extends ContractTest {

    private static final Mapping MAPPING = Mapping.parse("{\"payments\": {\"records\": \"/data\", \"fields\": {"
            + "\"externalId\": \"id\", \"patientId\": \"patient\", \"amount\": \"amount\"}}}");
    private static final String RECORDS = "\"data\": [{\"id\": \"501\", \"patient\": \"5\", \"amount\": 1}]";

    @BeforeEach
    void onePatient() {
        sync(List.of(patient("5")), List.of(payment("501", "5", "1"), payment("502", "5", "2.5")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"has_more\": true",
                "\"has_more\": \"true\"",
                "\"hasMoreResults\": true",
                "\"has_more_items\": true",
                "\"more_records\": true",
                "\"info\": {\"more_records\": true}",
                "\"next\": \"https://example.org/?page=2\"",
                "\"next\": 99999999999999999999",
                "\"next\": 2.0",
                "\"nextPageToken\": \"abc\"",
                "\"next_page_url\": \"https://example.org/?page=2\"",
                "\"next_page_uri\": \"/2010?Page=1\"",
                "\"nextPageCursor\": \"abc\"",
                "\"done\": false, \"nextRecordsUrl\": \"/query/01g-2000\"",
                "\"next_offset\": 100",
                "\"NextMarker\": \"x\"",
                "\"IsTruncated\": true",
                "\"truncated\": true",
                "\"last\": false, \"totalPages\": 3, \"number\": 0",
                "\"isLast\": false",
                "\"is_last_page\": false",
                "\"cursor\": \"abc\"",
                "\"LastEvaluatedKey\": {\"id\": 1}",
                "\"pagination\": {\"next_page\": 2}",
                "\"page\": 1, \"total_pages\": 3",
                "\"meta\": {\"current_page\": 1, \"last_page\": 3}",
                "\"link\": [{\"relation\": \"self\", \"url\": \"x\"}, {\"relation\": \"next\", \"url\": \"y\"}]",
                "\"links\": [{\"rel\": \"Next\", \"href\": \"y\"}]",
                "\"_links\": {\"next\": {\"href\": \"y\"}}",
                "\"Link\": \"<https://example.org/?page=2>; rel=\\\"next\\\"\"",
                "\"@odata.nextLink\": \"y\""
            })
    void anotherPageFollows(String fields) {
        assertInvalid(fields, "its last page says that there is another one: give all pages, one after the other");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"next\": null, \"previous\": \"https://example.org/?page=1\"",
                "\"prev_page\": 1",
                "\"link\": [{\"relation\": \"previous\", \"url\": \"y\"}]",
                "\"_links\": {\"prev\": {\"href\": \"y\"}}"
            })
    void anotherPagePrecedes(String fields) {
        assertInvalid(fields, "its first page says that there is one before it: give all pages, one after the other");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"has_more\": false",
                "\"has_more\": \"false\"",
                "\"next\": null, \"previous\": null",
                "\"next\": \"\"",
                "\"last\": true, \"totalPages\": 3, \"number\": 2",
                "\"done\": true",
                "\"page\": 3, \"total_pages\": 3",
                "\"pagination\": {\"next_page\": 0, \"page\": 3}",
                "\"link\": [{\"relation\": \"self\", \"url\": \"x\"}]",
                "\"_links\": {\"self\": {\"href\": \"y\"}, \"next\": {}}",
                "\"readMore\": \"https://example.org/help\"",
                "\"a\": {\"b\": {\"c\": {\"d\": {\"e\": [[1]]}}}}"
            })
    void nothingSpeaksOfOthers(String fields) {
        for (String page : pages(fields)) {
            assertThat(sync(page).payments().read()).isEqualTo(1);
        }
    }

    @Test
    void allPagesAreASet() {
        String first = "{" + RECORDS + ", \"next\": \"/2\", \"previous\": null}";
        String second = "{" + RECORDS.replace("501", "502") + ", \"next\": null, \"previous\": \"/1\"}";

        SyncReport report = store.sync(Snapshot.builder()
                .payments(json(first + "\n" + second).mapping(MAPPING))
                .acceptUnterminated()
                .build());

        assertThat(report.payments().read()).isEqualTo(2);
    }

    private static List<String> pages(String fields) {
        return List.of("{" + fields + ", " + RECORDS + "}", "{" + RECORDS + ", " + fields + "}");
    }

    private SyncReport sync(String page) {
        return store.sync(
                Snapshot.builder().payments(json(page).mapping(MAPPING)).build());
    }

    private void assertInvalid(String fields, String problem) {
        for (String page : pages(fields)) {
            assertThatExceptionOfType(InvalidSnapshotException.class)
                    .isThrownBy(() -> sync(page))
                    .withMessageContaining(problem);
        }
    }
}
