package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.patientpayments.Mirror;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.fixture.Seen;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import io.github.patientpayments.sync.ControlTotals;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Mapping;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.Rejection.Code;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncOptions;
import io.github.patientpayments.sync.SyncReport;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything that a host can do with a store, with records whose every value is a canary. */
public final class CanaryRuns {

    /** An id, a name, a date of birth or an amount. */
    public static final Pattern VALUE = Pattern.compile("(?i)canary|[0-9]11-11-1|9182736");

    /** What {@code toString} must not have, unlike ids. */
    static final Pattern CONTENT = Pattern.compile("(?i)canaryName|[0-9]11-11-1|9182736");

    /** What a cursor must not have, unlike an amount. */
    static final Pattern NOT_FOR_CURSORS = Pattern.compile("(?i)canary|[0-9]11-11-1");

    /** The one who is erased. */
    public static final String ERASED = "canary-id-erased";

    private static final String NAME = "CanaryName";
    private static final LocalDate BORN = LocalDate.of(1911, 11, 13);
    private static final Instant EXPORTED = Instant.parse("2026-02-01T00:00:00Z");

    private final PatientPaymentStore store;
    private final PatientPaymentStore guarded;
    private final Seen seen;

    /**
     * Creates it.
     *
     * @param stores gives a store over the same schema with a guard
     * @param seen notes what comes out
     */
    public CanaryRuns(Function<Guard, PatientPaymentStore> stores, Seen seen) {
        this.store = stores.apply(ContractTest.UNGUARDED);
        this.guarded = stores.apply(Guard.defaults());
        this.seen = seen;
    }

    /** Fills the store, and asks for everything. */
    public void runs() {
        seen.value(store.sync(night(12, 0)));
        rejected();
        seen.value(store.preview(night(10, 1), 1_000));
        seen.value(store.sync(night(10, 1))); // other names and amounts, moved payments, a cascade
        seen.value(store.sync(night(12, 0), SyncOptions.defaults().compareInFull()));
        seen.value(store.sync(delta()));
        refused();
        malformed();
        queries(store);
        queries(store.history().asOfRun(1));
        queries(store.history().asOf(store.syncRuns(1).get(0).time()));
        history();
    }

    /** Erases one patient, who is delivered again and again, reverts and purges. */
    public void erasure() {
        seen.value(store.sync(Delta.builder()
                .payments(Source.of(List.of(PaymentData.deletion("canary-id-q3"))))
                .build()));
        seen.value(store.erase(ERASED));
        seen.value(store.erasedTotals()); // one payment
        seen.value(store.erase(ERASED));
        seen.value(store.preview(night(12, 0), 1_000));
        seen.value(store.sync(night(12, 0)));
        seen.value(store.sync(night(11, 1), SyncOptions.defaults().withholdDeletions()));
        rejected();
        seen.value(store.previewRevert(1));
        seen.value(store.revertTo(1));
        history();
        seen.value(store.patient(ERASED));
        seen.value(store.erasedTotals());
        seen.value(store.verifyIntegrity());
        assertThat(store.unsuppress(ERASED)).isTrue();
        seen.value(store.purge(store.syncRuns(1).get(0).time()));
        fails(() -> store.history().asOfRun(1).patient(ERASED));
        fails(() -> store.revertTo(1));
        seen.value(store.syncRuns(100));
    }

    /** The values of all records that any of these runs writes. */
    public static Snapshot night(int patients, int version) {
        List<PatientData> people = new ArrayList<>();
        List<PaymentData> money = new ArrayList<>();
        for (int i = 1; i <= patients; i++) {
            people.add(PatientData.builder()
                    .externalId(id(i))
                    .firstName(NAME + version)
                    .lastName(NAME + i)
                    .middleName(NAME)
                    .dateOfBirth(BORN.plusDays(version))
                    .build());
            money.add(payment("p" + i, id(1 + (i + version) % patients), amount(i)));
            money.add(PaymentData.builder()
                    .externalId("q" + i)
                    .patientExternalId(id(i))
                    .amount(new BigDecimal(amount(i + version)))
                    .paidOn(BORN.plusDays(version))
                    .build());
        }
        people.add(people.get(0));
        people.add(patient(id(2), "Other" + NAME));
        money.add(payment("unknown", "canary-id-nobody", amount(7)));
        return Snapshot.builder()
                .patients(Source.of(people))
                .payments(Source.of(money))
                .build();
    }

    private static Delta delta() {
        return Delta.builder()
                .patients(Source.of(List.of(patient(id(1), "New" + NAME), PatientData.deletion(id(9)))))
                .payments(Source.of(List.of(
                        payment("p1", id(5), amount(8)), PaymentData.deletion("canary-id-p2"), payment("p3", "", "0"))))
                .build();
    }

    /** A record for every reason to reject one. */
    private void rejected() {
        String longName = NAME + "x".repeat(250);
        List<String> patients = List.of(
                patientJson("r1", "\"lastName\": \"CanaryName\""),
                patientJson("r2", "\"firstName\": \" \", \"lastName\": \"CanaryName\""),
                patientJson("r3", "\"firstName\": \"" + longName + "\", \"lastName\": \"CanaryName\""),
                patientJson("r4", "\"firstName\": {\"canary\": \"CanaryName\"}, \"lastName\": [\"CanaryName\"]"),
                patientJson("r5", "\"firstName\": \"CanaryName\", \"firstName\": \"CanaryName2\""),
                patientJson("r6", "\"firstName\": \"CanaryName\\u0000\", \"lastName\": \"CanaryName\""),
                patientJson("r7", "\"firstName\": \"CanaryName\", \"dateOfBirth\": \"1911-11-13CanaryName\""),
                patientJson("r8", "\"firstName\": \"CanaryName\", \"dateOfBirth\": \"2911-11-13\""),
                patientJson("r9", "\"firstName\": \"CanaryName\", \"dateOfBirth\": \"1811-11-13\""),
                patientJson("r10", "\"deleted\": true"),
                patientJson("erased", "\"lastName\": \"CanaryName\""),
                "\"CanaryName\"");
        List<String> payments = List.of(
                paymentJson("s1", "\"9182736CanaryName\""),
                paymentJson("s2", "9182736" + "0".repeat(40)),
                paymentJson("s3", "9182736000000000000"),
                paymentJson("s4", "9182736.12345"),
                "{\"externalId\": \"canary-id-s0\", \"patientId\": \"canary-id-r1\", \"amount\": 9182736.8}",
                paymentJson("s8", "9182736.5, \"paidOn\": \"1811-11-13\""),
                paymentJson("s5", "9182736.5"),
                paymentJson("s5", "9182736.6"),
                "{\"externalId\": \"canary-id-s6\", \"patientId\": \"canary-id-erased\"}",
                "{\"externalId\": \"canary-id-s7\", \"patientId\": \"canary-id-nobody\", \"amount\": 9182736.7}");
        SyncReport report = seen.value(store.sync(
                Snapshot.builder()
                        .patients(ContractTest.json(patients.toString()))
                        .payments(ContractTest.json(payments.toString()))
                        .build(),
                SyncOptions.defaults().withholdDeletions()));
        SyncReport since = seen.value(store.sync(
                Snapshot.builder()
                        .payments(ContractTest.json("[" + paymentJson("s9", "9182736.5") + "]"))
                        .paymentsPaidFrom(BORN)
                        .build(),
                SyncOptions.defaults().withholdDeletions()));
        SyncReport csv = seen.value(store.sync(
                Snapshot.builder()
                        .patients(ContractTest.csv("""
                                externalId,firstName,lastName
                                canary-id-t1,CanaryName
                                canary-id-t2,CanaryName, "CanaryName"
                                """))
                        .acceptUnterminated()
                        .build(),
                SyncOptions.defaults().withholdDeletions().lift(Reason.ALL_REJECTED)));
        Mapping mapping = Mapping.parse("{\"patients\": {\"fields\": {\"externalId\": \"id\", \"firstName\": \"name\","
                + " \"lastName\": \"name\", \"dateOfBirth\": {\"from\": \"born\", \"formats\": \"MM/dd/uuuu\"}}}}");
        SyncReport mapped = seen.value(store.sync(
                Snapshot.builder()
                        .patients(ContractTest.csv("id,name,born\ncanary-id-t3,CanaryName,CanaryName\n")
                                .mapping(mapping))
                        .acceptUnterminated()
                        .build(),
                SyncOptions.defaults().withholdDeletions().lift(Reason.ALL_REJECTED)));
        Set<Code> codes = Stream.of(report, since, csv, mapped)
                .flatMap(each -> each.rejections().stream())
                .flatMap(rejection -> rejection.faults().stream())
                .map(fault -> fault.code())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Code.class)));
        assertThat(codes).isEqualTo(EnumSet.allOf(Code.class));
        seen.value(store.rejections(report.number(), PageRequest.first().limit(5)));
    }

    private void refused() {
        Snapshot empty = Snapshot.builder().payments(Source.of(List.of())).build();
        fails(() -> guarded.sync(empty));
        fails(() -> guarded.sync(night(2, 0)));
        fails(() -> guarded.sync(night(12, 3)));
        fails(() -> guarded.sync(Snapshot.builder()
                .patients(
                        ContractTest.json("[{\"canary-id-1\": {\"CanaryName\": 1}, \"externalId\": \"canary-id-1\"}]"))
                .build()));
        fails(() -> store.sync(Snapshot.builder()
                .patients(Source.of(List.of(patient(id(1), NAME))))
                .payments(Source.of(List.of(payment("p1", id(1), amount(1)), payment("p2", id(1), amount(2)))))
                .controlTotals(ControlTotals.payments(3, new BigDecimal("17.5")))
                .build()));
        fails(() -> store.sync(night(12, 0), SyncOptions.defaults().onBase(1)));
        fails(() -> guarded.sync(Snapshot.builder()
                .patients(Source.of(List.of(patient(id(1), NAME))))
                .exportedAt(EXPORTED.plusSeconds(400L * 86_400))
                .build()));
    }

    private void malformed() {
        for (String text : List.of(
                "[{\"externalId\": \"canary-id-1\", \"firstName\": CanaryName}]",
                "[{\"externalId\": \"canary-id-1\", \"firstName\": \"CanaryName",
                "[{\"externalId\": \"canary-id-1\", \"firstName\": \"CanaryName\\q\"}]",
                "[{\"externalId\": \"canary-id-1\", \"amount\": 9182736.}]",
                "[{\"canary\": " + "[".repeat(20) + "\"CanaryName\"]}]",
                "[{\"firstName\": \"" + NAME.repeat(200_000) + "\"}]",
                "{\"CanaryName\": {\"externalId\": \"canary-id-1\"}}",
                "{\"externalId\": \"canary-id-1\", \"firstName\": \"CanaryName\"}",
                "externalId;firstName\ncanary-id-1;CanaryName",
                "[] CanaryName",
                "CanaryName")) {
            fails(() -> store.sync(
                    Snapshot.builder().patients(ContractTest.json(text)).build()));
        }
        for (String text : List.of(
                "CanaryName,canary-id-1\n",
                "externalId,firstName,lastName,CanaryName\ncanary-id-1,\"CanaryName\"CanaryName,A,B\n",
                "externalId,firstName,lastName\ncanary-id-1,\"CanaryName,A\n",
                "externalId,firstName,lastName\ncanary-id-1," + NAME.repeat(200_000) + ",A\n")) {
            fails(() -> store.sync(Snapshot.builder()
                    .patients(ContractTest.csv(text))
                    .acceptUnterminated()
                    .build()));
        }
    }

    private void queries(Mirror mirror) {
        PatientFilter patients = seen.value(PatientFilter.builder()
                .nameStartsWith(NAME)
                .bornFrom(BORN.minusDays(1))
                .bornUntil(BORN.plusDays(9))
                .paymentTotalAtLeast(new BigDecimal("9182736.01"))
                .paymentTotalAtMost(new BigDecimal("91827360.99"))
                .includeDeleted()
                .build());
        seen.value(PatientFilter.builder().externalIds(Set.of(id(1), id(2))).build());
        for (PatientSort sort : PatientSort.values()) {
            PageRequest<PatientSort> request = PageRequest.by(sort).limit(3).counted();
            var page = seen.value(mirror.patients(patients, request));
            PageRequest<PatientSort> next = seen.value(request.after(page.next().orElseThrow()));
            seen.value(mirror.patients(patients, next));
            fails(() -> mirror.patients(PatientFilter.all(), next));
        }
        PaymentFilter payments = seen.value(PaymentFilter.builder()
                .amountAtLeast(new BigDecimal("9182736.01"))
                .includeDeleted()
                .build());
        for (PaymentSort sort : PaymentSort.values()) {
            PageRequest<PaymentSort> request = PageRequest.by(sort).limit(3);
            var page = seen.value(mirror.payments(payments, request));
            seen.value(mirror.payments(payments, request.after(page.next().orElseThrow())));
        }
        seen.value(mirror.payments(PaymentFilter.ofPatient(id(1)), PageRequest.by(PaymentSort.ID)));
        seen.value(mirror.totals(PatientFilter.all()));
        seen.value(
                mirror.totals(PatientFilter.builder().externalIds(Set.of(id(1))).build()));
        seen.value(mirror.patient(id(1)));
        seen.value(mirror.payment("canary-id-p1"));
        fails(() -> mirror.patients(patients, PageRequest.by(PatientSort.ID).after("CanaryName")));
        fails(() -> PatientFilter.builder().nameStartsWith(NAME.repeat(9)));
        fails(() -> mirror.patients(
                PatientFilter.builder()
                        .nameStartsWith("\uFDFA".repeat(30) + NAME)
                        .build(),
                PageRequest.by(PatientSort.ID)));
        fails(() -> PatientFilter.builder()
                .bornFrom(BORN)
                .bornUntil(BORN.minusDays(1))
                .build());
        fails(() -> PaymentFilter.builder()
                .amountAtLeast(new BigDecimal("9182736.02"))
                .amountAtMost(new BigDecimal("9182736.01"))
                .build());
        fails(() -> PaymentFilter.builder().amountAtLeast(new BigDecimal("9182736e200")));
    }

    private void history() {
        var history = store.history();
        String cursor = history.beginning();
        for (boolean more = true; more; ) {
            var page = seen.value(history.changes(cursor, 20));
            cursor = page.next();
            more = page.hasMore();
        }
        for (int i = 1; i <= 3; i++) {
            seen.value(history.patientVersions(id(i), PageRequest.first().limit(1)));
            seen.value(history.changesOfPatient(id(i), PageRequest.first().limit(1)));
            seen.value(history.paymentVersions(
                    "canary-id-p" + i, PageRequest.first().limit(1)));
        }
    }

    private void fails(Runnable call) {
        Throwable failure = catchThrowable(call::run);
        assertThat(failure).isNotNull();
        seen.failure(failure);
    }

    /** One of them is erased later. */
    static String id(int number) {
        return number == 3 ? ERASED : "canary-id-" + number;
    }

    private static PatientData patient(String id, String firstName) {
        return PatientData.of(id, firstName, NAME, BORN);
    }

    private static PaymentData payment(String id, String patient, String amount) {
        return ContractTest.payment("canary-id-" + id, patient, amount);
    }

    private static String amount(int number) {
        return "9182736." + (10 + number);
    }

    private static String patientJson(String id, String fields) {
        return "{\"externalId\": \"canary-id-" + id + "\", " + fields + "}";
    }

    private static String paymentJson(String id, String amount) {
        return "{\"externalId\": \"canary-id-" + id + "\", \"patientId\": \"canary-id-1\", \"amount\": " + amount + "}";
    }
}
