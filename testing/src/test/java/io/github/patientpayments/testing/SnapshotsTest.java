package io.github.patientpayments.testing;

import static io.github.patientpayments.testing.PatientPaymentStoreAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.sync.SyncCounts;
import io.github.patientpayments.sync.SyncReport;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SnapshotsTest {

    static Stream<Snapshots> differentSnapshots() {
        return Stream.of(
                Snapshots.seeded(1),
                Snapshots.seeded(2).hostileNames(),
                Snapshots.seeded(3).patients(1).payments(0),
                Snapshots.seeded(4).patients(7).payments(20).added(0.5),
                Snapshots.seeded(-5).patients(300).payments(1_200).changed(0.1).missing(0.05));
    }

    @ParameterizedTest
    @MethodSource("differentSnapshots")
    void everyNightIsApplied(Snapshots snapshots) {
        try (TestStore test = TestStore.h2()) {
            for (int number = 1; number <= 6; number++) {
                SyncReport report = test.store().sync(snapshots.night(number).snapshot());

                assertThat(report.rejections()).as("%s", snapshots).isEmpty();
                assertThat(test.store())
                        .hasSameContentAs(snapshots.night(number))
                        .isConsistent();
            }
        }
    }

    @Test
    void aNightHasWhatTheOneBeforeHadNot() {
        Snapshots snapshots = Snapshots.seeded(42).patients(2_000).payments(10_000);
        try (TestStore test = TestStore.h2()) {
            Iterator<Snapshots.Night> nights = snapshots.iterator();
            SyncReport first = test.store().sync(nights.next().snapshot());
            test.store().sync(nights.next().snapshot());
            SyncReport third = test.store().sync(nights.next().snapshot());

            assertThat(first.patients().inserted()).isEqualTo(2_000);
            assertThat(first.payments().inserted()).isEqualTo(10_000);
            assertThat(third.patients().inserted()).isEqualTo(20);
            assertAbout(third.patients().updated(), 40);
            assertAbout(third.patients().deleted(), 20);
            assertAbout(third.patients().restored(), 10);
            // Some with their patients, and new payments of patients that are gone are not there.
            SyncCounts payments = third.payments();
            assertThat(payments.inserted()).isBetween(90L, 100L);
            assertAbout(payments.updated(), 200);
            assertThat(payments.deleted()).isBetween(110L, 300L);
            assertThat(payments.restored()).isBetween(50L, 200L);
        }
    }

    private static void assertAbout(long found, long expected) {
        assertThat(found).isCloseTo(expected, within(expected * 6 / 10));
    }

    /** Computed once; whatever changes it changes the tests of hosts, so the changelog has to say it. */
    @Test
    void aSeedGivesTheSameRecordsEverywhere() {
        String expected = "bb8913a190a2d96292d239d380b1c796";
        Locale before = Locale.getDefault();
        try {
            for (Locale locale : List.of(before, Locale.ROOT, Locale.forLanguageTag("ar-EG"))) {
                Locale.setDefault(locale);
                Snapshots snapshots = Snapshots.seeded(42).hostileNames();
                assertThat(digest(snapshots.night(1)) + digest(snapshots.night(30)))
                        .isEqualTo(expected);
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    private static String digest(Snapshots.Night night) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            texts(night).forEach(text -> digest.update(text.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> texts(Snapshots.Night night) {
        List<String> texts = new ArrayList<>();
        night.patients()
                .forEach(patient -> texts.add(text(
                        patient.externalId(),
                        patient.firstName(),
                        patient.middleName(),
                        patient.lastName(),
                        patient.dateOfBirth())));
        night.payments()
                .forEach(payment -> texts.add(
                        text(payment.externalId(), payment.patientExternalId(), payment.amount(), payment.paidOn())));
        return texts;
    }

    private static String text(Optional<?>... fields) {
        return Stream.of(fields)
                .map(field -> field.map(Object::toString).orElse(""))
                .collect(Collectors.joining("|"));
    }

    @Test
    void anotherSeedGivesOtherRecords() {
        assertThat(texts(Snapshots.seeded(1).night(1)))
                .doesNotContainAnyElementsOf(texts(Snapshots.seeded(2).night(1)));
    }

    @Test
    void paymentsAreMany() {
        List<PaymentData> payments =
                list(Snapshots.seeded(42).patients(100).payments(2_000).night(1).payments());
        Map<String, Long> byPatient = payments.stream()
                .collect(Collectors.groupingBy(
                        payment -> payment.patientExternalId().orElseThrow(), Collectors.counting()));
        List<BigDecimal> amounts =
                payments.stream().map(payment -> payment.amount().orElseThrow()).toList();

        assertThat(payments).hasSize(2_000);
        assertThat(byPatient.get("patient-1")).isGreaterThan(100);
        assertThat(amounts.stream().filter(amount -> amount.signum() < 0)).hasSizeBetween(60, 140);
        assertThat(amounts).allSatisfy(amount -> assertThat(amount.scale()).isEqualTo(2));
        assertThat(amounts).allSatisfy(amount -> assertThat(amount.signum()).isNotZero());
        assertThat(payments.stream().filter(payment -> payment.paidOn().isEmpty()))
                .hasSizeBetween(150, 250);
    }

    @Test
    void everyHostileNameIsGiven() {
        Set<String> plain = lastNames(Snapshots.seeded(42).patients(2_000));
        Set<String> hostile = lastNames(Snapshots.seeded(42).patients(2_000).hostileNames());

        assertThat(plain).hasSize(Names.LAST.size()).doesNotContainAnyElementsOf(Names.HOSTILE);
        assertThat(hostile).hasSize(Names.LAST.size() + Names.HOSTILE.size());
        assertThat(Names.HOSTILE).allSatisfy(name -> assertThat(name).isEqualTo(name.strip()));
    }

    private static Set<String> lastNames(Snapshots snapshots) {
        return list(snapshots.night(1).patients()).stream()
                .map(patient -> patient.lastName().orElseThrow())
                .collect(Collectors.toSet());
    }

    @Test
    void halfOfTheMissingComeBack() {
        Snapshots snapshots = Snapshots.seeded(42).patients(10_000).payments(0).missing(0.1);
        Set<String> first = ids(snapshots.night(1));
        Set<String> second = ids(snapshots.night(2));
        Set<String> third = ids(snapshots.night(3));
        first.removeAll(second);
        long all = first.size();
        first.retainAll(third);

        assertThat(all).isBetween(900L, 1_100L);
        assertThat((double) first.size() / (double) all).isBetween(0.35, 0.6);
    }

    private static Set<String> ids(Snapshots.Night night) {
        return list(night.patients()).stream()
                .map(PatientData::externalId)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    /** In the memory of this JVM, they could not be held. */
    @Test
    void aMillionPaymentsAreGenerated() {
        Snapshots.Night night =
                Snapshots.seeded(42).patients(100_000).payments(1_000_000).night(2);
        assertThat(StreamSupport.stream(night.payments().spliterator(), false).count())
                .isBetween(980_000L, 1_010_000L);
    }

    @Test
    void toStringIsTheExpression() {
        assertThat(Snapshots.seeded(42)).hasToString("Snapshots.seeded(42).patients(100).payments(500)");
        assertThat(Snapshots.seeded(-1)
                        .patients(3)
                        .payments(0)
                        .changed(0.5)
                        .missing(0.25)
                        .added(0)
                        .hostileNames()
                        .night(7))
                .hasToString("Snapshots.seeded(-1).patients(3).payments(0)"
                        + ".changed(0.5).missing(0.25).added(0.0).hostileNames().night(7)");
        assertThat(Snapshots.seeded(42).night(1).payments())
                .hasToString("Snapshots.seeded(42).patients(100).payments(500).night(1).payments()");
        assertThat(Snapshots.seeded(42).night(3).number()).isEqualTo(3);
    }

    @Test
    void badArgumentsAreRefused() {
        Snapshots snapshots = Snapshots.seeded(42);
        refused(some -> some.patients(0), "1 patient or more, not 0");
        refused(some -> some.payments(-1), "0 payments or more, not -1");
        refused(some -> some.changed(1.5), "between 0 and 1, not 1.5");
        refused(some -> some.missing(Double.NaN), "between 0 and 1, not NaN");
        refused(some -> some.added(-0.1), "between 0 and 1, not -0.1");
        refused(some -> some.changed(0.6).missing(0.5), "not 0.6 + 0.5");
        refused(some -> some.night(0), "numbered from 1, not from 0");
        assertThat(snapshots).hasToString(Snapshots.seeded(42).toString());
    }

    private static void refused(Function<Snapshots, ?> call, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> call.apply(Snapshots.seeded(42)))
                .withMessageContaining(message);
    }

    private static <T> List<T> list(Iterable<T> records) {
        List<T> list = new ArrayList<>();
        records.forEach(list::add);
        return list;
    }
}
