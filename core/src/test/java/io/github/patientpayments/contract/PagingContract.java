package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.Patient;
import io.github.patientpayments.Payment;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.fixture.AtEveryIsolationLevel;
import io.github.patientpayments.query.Page;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages in every order: each row once, in the order requested, and only with a cursor of the same query. */
@AtEveryIsolationLevel("Page, count and base run must be consistent whatever is committed in between.")
class PagingContract extends ContractTest {

    private static final PatientFilter ALL = PatientFilter.all();

    /** Seven patients with equal names and equal totals among them. */
    @BeforeEach
    void someWithEqualKeys() {
        sync(
                List.of(
                        patient("a", "Ann", "Miller"),
                        patient("b", "Ann", "Miller"),
                        patient("c", "ANN", "Müller"),
                        patient("d", "Ann", "Abel"),
                        patient("e", "\u0301", "Müller"),
                        patient("f", "Zoe", "Miller"),
                        patient("g", "Ann", "Miller")),
                List.of(
                        payment("1", "a", "5"),
                        payment("2", "b", "5.0000"),
                        payment("3", "c", "-5"),
                        payment("4", "f", "7.1234"),
                        payment("5", "g", "5")));
    }

    @Test
    void seekingFindsEveryPatientOnce() {
        assertSeek(ALL, PatientSort.ID, "abcdefg");
        assertSeek(ALL, PatientSort.NAME, "dabgfec");
        assertSeek(ALL, PatientSort.PAYMENT_TOTAL, "cdeabgf");
    }

    /** Deleted patients have no row of totals. They are among the others, as patients without payments. */
    @Test
    void deletedPatientsAreInEveryOrderAndCounted() {
        syncPatients(
                patient("a", "Ann", "Miller"),
                patient("c", "ANN", "Müller"),
                patient("d", "Ann", "Abel"),
                patient("f", "Zoe", "Miller"));
        PatientFilter deletedToo = PatientFilter.builder().includeDeleted().build();
        PatientFilter inRange = PatientFilter.builder()
                .includeDeleted()
                .paymentTotalAtLeast(BigDecimal.ZERO)
                .paymentTotalAtMost(new BigDecimal(5))
                .build();

        assertSeek(deletedToo, PatientSort.ID, "abcdefg");
        assertSeek(deletedToo, PatientSort.NAME, "dabgfec");
        assertSeek(deletedToo, PatientSort.PAYMENT_TOTAL, "cbdegaf");
        assertSeek(inRange, PatientSort.ID, "abdeg");
        assertSeek(inRange, PatientSort.NAME, "dabge");
        assertSeek(inRange, PatientSort.PAYMENT_TOTAL, "bdega");
        assertThat(store.totals(inRange).patients()).isEqualTo(5);
        assertThat(store.totals(inRange).sum()).isEqualTo("5.00");
        assertThat(store.totals(inRange).max()).hasValue(new BigDecimal("5.00"));
    }

    @Test
    void aStreamWalksAllPages() {
        for (PatientSort sort : PatientSort.values()) {
            for (int limit = 1; limit <= 8; limit++) {
                PageRequest<PatientSort> request = PageRequest.by(sort).limit(limit);
                assertThat(walk(request))
                        .isEqualTo(seek(request, next -> store.patients(ALL, next), Patient::externalId));
                assertThat(walk(request.descending())).isEqualTo(reversed(walk(request)));
            }
        }
        assertThat(walk(PageRequest.by(PatientSort.ID).limit(2).page(3).counted()))
                .as("starting at a numbered page")
                .isEqualTo("efg");
        String cursor = store.patients(ALL, PageRequest.by(PatientSort.ID).limit(5))
                .next()
                .orElseThrow();
        assertThat(walk(PageRequest.by(PatientSort.ID).limit(5).after(cursor)))
                .as("starting at a cursor")
                .isEqualTo("fg");
    }

    @Test
    void aStreamHoldsOnePageAndReadsTheNextWhenItIsNeeded() {
        List<PageRequest<PatientSort>> read = new ArrayList<>();
        Iterator<Patient> patients = PageRequest.by(PatientSort.ID).limit(2).stream(page -> {
                    read.add(page);
                    return store.patients(ALL, page);
                })
                .iterator();

        assertThat(read).isEmpty();
        assertThat(patients.next().externalId()).isEqualTo("a");
        assertThat(patients.next().externalId()).isEqualTo("b");
        assertThat(read).hasSize(1);
        assertThat(patients.next().externalId()).isEqualTo("c");
        assertThat(read).hasSize(2);
        patients.forEachRemaining(patient -> {});
        assertThatThrownBy(patients::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void anEmptyStreamIsEmptyAndFailuresPropagate() {
        PatientFilter nobody = PatientFilter.builder().externalIds(List.of()).build();
        PageRequest<PatientSort> request = PageRequest.by(PatientSort.ID);

        assertThat(request.stream(page -> store.patients(nobody, page))).isEmpty();
        Stream<Patient> broken = request.after("no cursor").stream(page -> store.patients(ALL, page));
        assertThatThrownBy(broken::toList).isInstanceOf(IllegalArgumentException.class);
    }

    private String walk(PageRequest<PatientSort> request) {
        return request.stream(page -> store.patients(ALL, page))
                .map(Patient::externalId)
                .collect(Collectors.joining());
    }

    @Test
    void seekingFindsEveryPaymentOnce() {
        for (PaymentSort sort : PaymentSort.values()) {
            String expected = sort == PaymentSort.AMOUNT ? "31254" : "12345";
            for (int limit = 1; limit <= 6; limit++) {
                PageRequest<PaymentSort> request = PageRequest.by(sort).limit(limit);
                assertThat(seek(request, next -> store.payments(PaymentFilter.all(), next), Payment::externalId))
                        .isEqualTo(expected);
                assertThat(seek(
                                request.descending(),
                                next -> store.payments(PaymentFilter.all(), next),
                                Payment::externalId))
                        .isEqualTo(reversed(expected));
            }
        }
    }

    @Test
    void aCountCanStopAtANumber() {
        PageRequest<PatientSort> request = PageRequest.by(PatientSort.NAME).limit(2);
        for (long enough : List.of(7L, 8L, PageRequest.MAX_COUNT)) {
            Page<Patient> exact = store.patients(ALL, request.countedUpTo(enough));
            assertThat(exact.total()).hasValue(7);
            assertThat(exact.totalAtLeast()).hasValue(7);
            assertThat(exact.pages()).hasValue(4);
        }
        for (long fewer : List.of(1L, 6L)) {
            Page<Patient> stopped = store.patients(ALL, request.countedUpTo(fewer));
            assertThat(ids(stopped)).isEqualTo("da");
            assertThat(stopped.total()).isEmpty();
            assertThat(stopped.totalAtLeast()).hasValue(fewer);
            assertThat(stopped.pages()).isEmpty();
        }
        assertThat(store.patients(ALL, request).totalAtLeast()).isEmpty();
        assertThat(store.patients(ALL, request.counted()).totalAtLeast()).hasValue(7);
        assertThat(store.payments(
                                PaymentFilter.all(),
                                PageRequest.by(PaymentSort.ID).countedUpTo(4))
                        .totalAtLeast())
                .hasValue(4);
        assertThat(store.history()
                        .asOfRun(1)
                        .patients(ALL, request.countedUpTo(6))
                        .totalAtLeast())
                .hasValue(6);
        assertThatThrownBy(() -> request.countedUpTo(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> request.countedUpTo(PageRequest.MAX_COUNT + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void numberedPagesAreCountedOnRequest() {
        PageRequest<PatientSort> request = PageRequest.by(PatientSort.ID).limit(3);
        Page<Patient> third = store.patients(ALL, request.page(3).counted());
        assertThat(ids(third)).isEqualTo("g");
        assertThat(third.total()).hasValue(7);
        assertThat(third.pages()).hasValue(3);
        assertThat(third.next()).isEmpty();

        Page<Patient> afterLast = store.patients(ALL, request.page(4).counted());
        assertThat(afterLast.items()).isEmpty();
        assertThat(afterLast.total()).hasValue(7);
        assertThat(afterLast.pages()).hasValue(3);
        assertThat(afterLast.next()).isEmpty();
        assertThat(store.patients(ALL, request.page(1L << 40).counted()).total())
                .hasValue(7);

        Page<Patient> uncounted = store.patients(ALL, request.page(2));
        assertThat(ids(uncounted)).isEqualTo("def");
        assertThat(uncounted.total()).isEmpty();
        assertThat(uncounted.pages()).isEmpty();
        assertThat(ids(store.patients(
                        ALL, request.after(uncounted.next().orElseThrow()).counted())))
                .isEqualTo("g");

        Page<Patient> none =
                store.patients(PatientFilter.builder().nameStartsWith("nobody").build(), request.counted());
        assertThat(none.items()).isEmpty();
        assertThat(none.total()).hasValue(0);
        assertThat(none.pages()).hasValue(0);
        assertThat(none.baseRun()).isEqualTo(1);
    }

    @Test
    void limits() {
        PageRequest<PatientSort> request = PageRequest.by(PatientSort.ID);
        for (int wrong : List.of(0, -1, PageRequest.MAX_LIMIT + 1, Integer.MAX_VALUE, Integer.MIN_VALUE)) {
            assertThatThrownBy(() -> request.limit(wrong)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.syncRuns(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        for (long wrong : List.of(0L, -1L, Long.MAX_VALUE)) {
            assertThatThrownBy(() -> request.page(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> request.page(1).after("x")).isInstanceOf(IllegalArgumentException.class);
        assertThat(store.patients(ALL, request.limit(PageRequest.MAX_LIMIT)).items())
                .hasSize(7);
        assertThat(store.patients(ALL, request.limit(7)).next()).isEmpty();
    }

    @Test
    void aCursorBelongsToItsQuery() {
        PageRequest<PatientSort> request = PageRequest.by(PatientSort.ID).limit(2);
        String cursor = cursor(request);

        assertThat(ids(store.patients(ALL, request.limit(3).after(cursor)))).isEqualTo("cde");
        assertRefused(ALL, PageRequest.by(PatientSort.NAME).after(cursor));
        assertRefused(ALL, PageRequest.by(PatientSort.PAYMENT_TOTAL).after(cursor));
        assertRefused(ALL, request.descending().after(cursor));
        assertRefused(PatientFilter.builder().includeDeleted().build(), request.after(cursor));
        assertRefused(PatientFilter.builder().nameStartsWith("a").build(), request.after(cursor));
        assertRefused(withIds("a"), request.after(cursor));
        assertRefused(PatientFilter.builder().paymentCountAtLeast(0).build(), request.after(cursor));
        assertRefused(PatientFilter.builder().paymentTotalAtMost(BigDecimal.TEN).build(), request.after(cursor));
        assertThatThrownBy(() -> store.payments(
                        PaymentFilter.all(), PageRequest.by(PaymentSort.ID).after(cursor)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.rejections(1, PageRequest.first().after(cursor)))
                .isInstanceOf(IllegalArgumentException.class);

        PatientFilter ten =
                PatientFilter.builder().paymentTotalAtMost(BigDecimal.TEN).build();
        PatientFilter sameTen = PatientFilter.builder()
                .paymentTotalAtMost(new BigDecimal("10.000"))
                .build();
        String ofTen = store.patients(ten, request).next().orElseThrow();
        assertThat(ids(store.patients(sameTen, request.after(ofTen)))).isEqualTo("cd");

        String ofThree = store.patients(withIds("d", "c", "x, y"), request.limit(1))
                .next()
                .orElseThrow();
        assertThat(ids(store.patients(withIds("x, y", "c", "d"), request.after(ofThree))))
                .isEqualTo("d");
        assertRefused(withIds("d", "c", "x", "y"), request.after(ofThree));
        String ofRequested =
                store.patients(withIds("c", "d", "?"), request.limit(1)).next().orElseThrow();
        assertRefused(withIds("c", "d", "\uD800"), request.after(ofRequested));
    }

    private static PatientFilter withIds(String... ids) {
        return PatientFilter.builder().externalIds(List.of(ids)).build();
    }

    @Test
    void malformedCursorsAreRejected() {
        Random random = new Random(7);
        List<String> garbage =
                new ArrayList<>(List.of("", " ", "x", "=", "AAAA", "\u0000", "é", "1", "null", "\uD800"));
        for (int i = 0; i < 50; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            garbage.add(Base64.getUrlEncoder().encodeToString(bytes));
        }
        for (PatientSort sort : PatientSort.values()) {
            PageRequest<PatientSort> request = PageRequest.by(sort).limit(2);
            String cursor = cursor(request);
            for (int end = 0; end < cursor.length(); end++) {
                assertRefused(ALL, request.after(cursor.substring(0, end)));
                char other = cursor.charAt(end) == 'A' ? 'Q' : 'A';
                assertRefused(ALL, request.after(cursor.substring(0, end) + other + cursor.substring(end + 1)));
            }
            assertRefused(ALL, request.after(cursor + "A"));
            garbage.forEach(text -> assertRefused(ALL, request.after(text)));
        }
    }

    /** A cursor is not secret, but a forged one is rejected even if its digest is right. */
    @Test
    void forgedKeysAreRejected() {
        for (String key : List.of(
                "x",
                "",
                "1e999999999",
                "1E+999999999",
                "5e-1",
                "5.00001",
                "5.0",
                "NaN",
                "9".repeat(40) + ".0000",
                "9".repeat(1_000),
                "9".repeat(40))) {
            assertRefused(ALL, PageRequest.by(PatientSort.ID).after(forged(PatientSort.ID, key)));
            if (!key.startsWith("9")) {
                assertRefused(
                        ALL, PageRequest.by(PatientSort.PAYMENT_TOTAL).after(forged(PatientSort.PAYMENT_TOTAL, key)));
            }
        }
        String cursor = cursor(PageRequest.by(PatientSort.ID).limit(2));
        assertThat(forged(PatientSort.ID, "2")).isEqualTo(cursor);
        assertRefused(ALL, PageRequest.by(PatientSort.ID).after(forgedCursor(cursor, Map.of(4, "2"))));
        String greatest = "9".repeat(34) + ".0000";
        assertThat(store.patients(
                                ALL,
                                PageRequest.by(PatientSort.PAYMENT_TOTAL)
                                        .after(forged(PatientSort.PAYMENT_TOTAL, greatest)))
                        .items())
                .as("after all")
                .isEmpty();
    }

    private String forged(PatientSort sort, String key) {
        return forgedCursor(cursor(PageRequest.by(sort).limit(2)), Map.of(3, key));
    }

    @Test
    void aCursorDoesNotRevealItsQuery() {
        PatientFilter filter = PatientFilter.builder().nameStartsWith("Mill").build();
        String cursor = store.patients(filter, PageRequest.by(PatientSort.ID).limit(1))
                .next()
                .orElseThrow();

        assertThat(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8))
                .doesNotContainIgnoringCase("mill");
    }

    @Test
    void aPageReportsThatTheMirrorHasChangedSinceItsCursor() {
        PageRequest<PatientSort> request = PageRequest.by(PatientSort.ID).limit(2);
        Page<Patient> first = store.patients(ALL, request);
        assertThat(first.baseRun()).isEqualTo(1);
        assertThat(first.hasMoved()).isFalse();
        assertThat(first).hasToString("Page[items=2, next=true, baseRun=1]");
        String cursor = first.next().orElseThrow();
        assertThat(store.patients(ALL, request.after(cursor)).hasMoved()).isFalse();

        syncPayments(samePayments());
        assertThat(store.patients(ALL, request.after(cursor)).hasMoved()).isFalse();

        syncPayments(payment("1", "a", "5"));
        Page<Patient> second = store.patients(ALL, request.after(cursor));
        assertThat(second.hasMoved()).isTrue();
        assertThat(second.baseRun()).isEqualTo(3);
        assertThat(ids(second)).isEqualTo("cd");
        assertThat(store.patients(ALL, request.after(second.next().orElseThrow()))
                        .hasMoved())
                .isFalse();
    }

    @Test
    void seekingContinuesAfterADeletedRow() {
        PageRequest<PatientSort> request = PageRequest.by(PatientSort.ID).limit(2);
        String cursor = cursor(request);
        syncPatients(patient("a"), patient("c"), patient("d"));

        assertThat(ids(store.patients(ALL, request.after(cursor)))).isEqualTo("cd");
    }

    private PaymentData[] samePayments() {
        return new PaymentData[] {
            payment("5", "g", "5"),
            payment("4", "f", "7.1234"),
            payment("3", "c", "-5"),
            payment("2", "b", "5"),
            payment("1", "a", "5")
        };
    }

    private void assertSeek(PatientFilter filter, PatientSort sort, String expected) {
        for (int limit = 1; limit <= 8; limit++) {
            PageRequest<PatientSort> request = PageRequest.by(sort).limit(limit);
            Function<PageRequest<PatientSort>, Page<Patient>> query = page -> store.patients(filter, page);
            assertThat(seek(request, query, Patient::externalId)).isEqualTo(expected);
            assertThat(seek(request.descending(), query, Patient::externalId)).isEqualTo(reversed(expected));
            assertThat(store.patients(filter, request.page(1).counted()).total())
                    .hasValue(expected.length());
        }
    }

    private void assertRefused(PatientFilter filter, PageRequest<PatientSort> request) {
        assertThatThrownBy(() -> store.patients(filter, request))
                .as(request.cursor().orElse(""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private String cursor(PageRequest<PatientSort> request) {
        return store.patients(ALL, request).next().orElseThrow();
    }

    private static <T, S extends Enum<S>> String seek(
            PageRequest<S> request, Function<PageRequest<S>, Page<T>> ask, Function<T, String> id) {
        StringBuilder found = new StringBuilder();
        Page<T> page = ask.apply(request);
        while (true) {
            assertThat(page.items().size()).isLessThanOrEqualTo(request.limit());
            page.items().forEach(item -> found.append(id.apply(item)));
            if (page.next().isEmpty()) {
                return found.toString();
            }
            page = ask.apply(request.after(page.next().orElseThrow()));
        }
    }

    private static String ids(Page<Patient> page) {
        return page.items().stream().map(Patient::externalId).reduce("", String::concat);
    }

    private static String reversed(String text) {
        return new StringBuilder(text).reverse().toString();
    }
}
