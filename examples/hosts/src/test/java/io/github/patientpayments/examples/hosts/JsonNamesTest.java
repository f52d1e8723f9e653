package io.github.patientpayments.examples.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.query.PageRequest;
import io.github.patientpayments.query.PatientFilter;
import io.github.patientpayments.query.PatientSort;
import io.github.patientpayments.query.PaymentFilter;
import io.github.patientpayments.query.PaymentSort;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A host may return what the store returns as JSON, whose names are then those of the API. */
class JsonNamesTest {

    private static final ObjectMapper JACKSON_2 =
            new ObjectMapper().registerModules(new Jdk8Module(), new JavaTimeModule());
    private static final tools.jackson.databind.ObjectMapper JACKSON_3 = new tools.jackson.databind.ObjectMapper();

    /** What each call returns, by the call. */
    private static final Map<String, Object> RETURNED = new TreeMap<>();

    @BeforeAll
    static void callEverything() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        PatientPaymentStore store = PatientPaymentStore.builder(database)
                .erasureKey(new byte[32])
                .keepErasedTotals()
                .build();
        store.migrate();
        SyncReport report = store.sync(Snapshot.builder()
                .patients(Source.of(List.of(
                        patient("1"),
                        patient("2"),
                        PatientData.builder().externalId("3").build())))
                .payments(Source.of(List.of(payment("501", "1", "7.10"), payment("502", "2", "5"))))
                .exportedAt(Instant.EPOCH)
                .build());
        RETURNED.put("sync", report);
        RETURNED.put("rejections", store.rejections(report.number(), PageRequest.first()));
        RETURNED.put(
                "preview",
                store.preview(Delta.builder()
                        .payments(Source.of(List.of(payment("501", "1", "8"))))
                        .exportedAt(Instant.EPOCH)
                        .build()));
        store.sync(Delta.builder()
                .payments(Source.of(List.of(payment("501", "1", "9"), PaymentData.deletion("502"))))
                .exportedAt(Instant.EPOCH)
                .build());
        PageRequest<PatientSort> byId = PageRequest.by(PatientSort.ID);
        RETURNED.put(
                "patients", store.patients(PatientFilter.all(), byId.limit(1).counted()));
        RETURNED.put("payments", store.payments(PaymentFilter.all(), PageRequest.by(PaymentSort.ID)));
        RETURNED.put("totals", store.totals(PatientFilter.all()));
        RETURNED.put("patientHistory", store.history().patientVersions("1", PageRequest.first()));
        RETURNED.put("paymentHistory", store.history().paymentVersions("501", PageRequest.first()));
        RETURNED.put("changes", store.history().changes(store.history().beginning(), 10));
        RETURNED.put("erase", store.erase("2"));
        RETURNED.put("erasedTotals", store.erasedTotals());
        RETURNED.put("revert", store.revertTo(1));
        RETURNED.put("syncRuns", store.syncRuns(10));
        RETURNED.put("verifyIntegrity", store.verifyIntegrity());
        RETURNED.put("purge", store.purge(Instant.EPOCH));
    }

    private static PatientData patient(String id) {
        return PatientData.builder()
                .externalId(id)
                .firstName("Ann")
                .middleName("M.")
                .lastName("Lee")
                .dateOfBirth(LocalDate.of(1990, 5, 17))
                .build();
    }

    private static PaymentData payment(String id, String patient, String amount) {
        return PaymentData.of(id, patient, new BigDecimal(amount));
    }

    static Stream<Arguments> mappers() {
        Function<Object, Object> second = value -> JACKSON_2.convertValue(value, Object.class);
        Function<Object, Object> third = value -> JACKSON_3.convertValue(value, Object.class);
        return Stream.of(Arguments.of("Jackson 2", second), Arguments.of("Jackson 3", third));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mappers")
    void theNamesAreThoseOfTheApi(String library, Function<Object, Object> json) {
        RETURNED.forEach((call, value) -> compare(call, value, json.apply(value)));
    }

    /** The JSON of a value of the API has a member for each of its methods; that of a list an element for each one. */
    private static void compare(String path, Object value, Object json) {
        if (value instanceof Optional<?> optional) {
            optional.ifPresentOrElse(
                    present -> compare(path, present, json),
                    () -> assertThat(json).as(path).isNull());
        } else if (value instanceof List<?> list) {
            assertThat(json).as(path).isInstanceOf(List.class);
            for (int i = 0; i < list.size(); i++) {
                compare(path + "[" + i + "]", list.get(i), ((List<?>) json).get(i));
            }
        } else {
            Map<String, Method> methods = methods(value.getClass());
            if (!methods.isEmpty()) {
                Map<?, ?> object = (Map<?, ?>) json;
                assertThat(new TreeSet<>(object.keySet()))
                        .as(path)
                        .hasToString(methods.keySet().toString());
                methods.forEach((name, method) -> compare(path + "." + name, call(method, value), object.get(name)));
            }
        }
    }

    private static Object call(Method method, Object value) {
        try {
            return method.invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The components of a public record, or the methods of the public interfaces that a class implements. */
    private static Map<String, Method> methods(Class<?> type) {
        Stream<Method> methods = isPublic(type)
                ? Stream.ofNullable(type.getRecordComponents())
                        .flatMap(Arrays::stream)
                        .map(RecordComponent::getAccessor)
                : Arrays.stream(type.getInterfaces())
                        .filter(JsonNamesTest::isPublic)
                        .flatMap(api -> Arrays.stream(api.getMethods()))
                        .filter(method -> !Modifier.isStatic(method.getModifiers()));
        return methods.collect(
                Collectors.toMap(Method::getName, Function.identity(), (one, other) -> one, TreeMap::new));
    }

    private static boolean isPublic(Class<?> type) {
        return type.getName().startsWith("io.github.patientpayments.")
                && !type.getName().contains(".internal.")
                && Modifier.isPublic(type.getModifiers());
    }
}
