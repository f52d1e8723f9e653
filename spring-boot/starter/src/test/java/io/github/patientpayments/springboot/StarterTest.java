package io.github.patientpayments.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.job.DropFolder;
import io.github.patientpayments.micrometer.SyncMeters;
import io.github.patientpayments.micrometer.SyncObservations;
import io.github.patientpayments.sync.Guard;
import io.github.patientpayments.sync.Refusal.Reason;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncListener;
import io.github.patientpayments.sync.SyncReport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.ReflectionUtils;

/**
 * An application that has nothing of its own but the starter and a data source. Run with each version of Spring Boot.
 */
class StarterTest {

    /** Of 50 ms. */
    private static final int WAITS = 600;

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withUserConfiguration(Host.class)
            .withPropertyValues("spring.datasource.url=" + url(), "spring.datasource.generate-unique-name=false");

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Host {}

    private static String url() {
        return "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    }

    @Test
    void aStoreIsThereAndMigrated() {
        application.run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(PatientPaymentStore.class);
            sync(context.getBean(PatientPaymentStore.class));
            assertThat(context.getBean(PatientPaymentStore.class).patient("5")).isPresent();
        });
    }

    /** Its Flyway would not start on a database with tables, and with two data sources its jOOQ would not. */
    @Test
    void springBootDoesNotAdoptTheLibrariesOfTheStore() {
        application.run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBeanDefinitionNames())
                    .noneMatch(name -> name.contains("flyway") || name.contains("dslContext"));
        });
    }

    @Test
    void propertiesBecomeOptions(@TempDir Path folder) throws Exception {
        Path key = Files.write(folder.resolve("erasure.key"), new byte[32]);
        application
                .withPropertyValues(
                        "patient-payments.schema=clinic",
                        "patient-payments.zone=America/Chicago",
                        "patient-payments.lock-timeout=5s",
                        "patient-payments.erasure-key-file=" + key)
                .run(context -> {
                    context.getBean(PatientPaymentStore.class).erase("5");
                    assertThat(new JdbcTemplate(context.getBean(DataSource.class))
                                    .queryForObject("SELECT count(*) FROM clinic.erasures", Integer.class))
                            .isEqualTo(1);
                });
    }

    @Test
    void aWrongPropertySaysWhatIsWrong() {
        application
                .withPropertyValues("patient-payments.schema=Clinic")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("Invalid schema name \"Clinic\""));
    }

    @Test
    void listenersAndOptionsOfTheApplicationAreUsed() {
        application.withUserConfiguration(Listening.class).run(context -> {
            sync(context.getBean(PatientPaymentStore.class));
            assertThat(context.getBean(Listening.class).finished).hasValue(2);
            PatientPaymentStore store = context.getBean(PatientPaymentStore.class);
            assertThat(store.sync(Snapshot.builder()
                                    .patients(Source.of(List.of()))
                                    .build())
                            .patients()
                            .deleted())
                    .isEqualTo(1); // its guard is lifted
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Listening {

        final AtomicInteger finished = new AtomicInteger();

        @Bean
        SyncListener first() {
            return listener();
        }

        @Bean
        SyncListener second() {
            return listener();
        }

        private SyncListener listener() {
            return new SyncListener() {
                @Override
                public void finished(SyncReport report) {
                    finished.incrementAndGet();
                    throw new IllegalStateException("of no consequence");
                }
            };
        }

        @Bean
        PatientPaymentStoreCustomizer unguarded() {
            return builder -> builder.guard(Guard.defaults().lift(Reason.EMPTY));
        }
    }

    @Test
    void theLimitsOfTheGuardAreProperties() {
        application
                .withPropertyValues(
                        "patient-payments.guard.deletions.percent=100",
                        "patient-payments.guard.require-control-totals=true")
                .run(context -> {
                    PatientPaymentStore store = context.getBean(PatientPaymentStore.class);
                    assertThat(catchThrowable(() -> sync(store))).hasMessageContaining("requires control totals");
                });
        application
                .withPropertyValues("patient-payments.guard.deletions.percent=101")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("A limit must be between 0 and 100 percent, not 101"));
    }

    /** What is a property wins, and the rest of the bean stays. */
    @Test
    void theLimitsChangeTheGuardOfTheApplication() {
        Guard bean = Guard.defaults()
                .lift(Reason.EMPTY)
                .rejections(Guard.Limit.percent(7).atLeast(3));
        PatientPaymentsProperties.GuardLimits none =
                new PatientPaymentsProperties.GuardLimits(null, null, null, null, null, false);
        assertThat(GuardOptions.applied(none, bean)).isEqualTo(bean);

        Guard guard = GuardOptions.applied(
                new PatientPaymentsProperties.GuardLimits(
                        limit("5", 2L),
                        limit(null, 9L),
                        limit("1.5", null),
                        limit("10", 1000L),
                        limit("8", null),
                        true),
                bean);

        assertThat(guard)
                .isEqualTo(Guard.defaults()
                        .lift(Reason.EMPTY)
                        .deletions(Guard.Limit.percent(5).atLeast(2))
                        .changes(
                                new Guard.Limit(
                                        Guard.defaults().changedRecords().share(), 9),
                                new Guard.Limit(
                                        new BigDecimal("0.015"),
                                        Guard.defaults().changedMoney().atLeast()))
                        .insertions(Guard.Limit.percent(10).atLeast(1000))
                        .rejections(Guard.Limit.percent(8).atLeast(3))
                        .requireControlTotals());
    }

    private static PatientPaymentsProperties.Limit limit(String percent, Long atLeast) {
        return new PatientPaymentsProperties.Limit(percent == null ? null : new BigDecimal(percent), atLeast);
    }

    @Test
    void aGuardOfTheApplicationIsUsed() {
        application
                .withBean(Guard.class, () -> Guard.defaults().lift(Reason.EMPTY, Reason.DELETIONS))
                .run(context -> {
                    PatientPaymentStore store = context.getBean(PatientPaymentStore.class);
                    sync(store);
                    store.sync(Snapshot.builder().payments(Source.of(List.of())).build());
                    assertThat(store.payment("501")).isEmpty();
                });
    }

    @Test
    void oneOfSeveralDataSourcesIsChosen() {
        application
                .withUserConfiguration(TwoDataSources.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining(
                                "There are several data sources, billing, reports, and none is primary:"
                                        + " name the one of the store with patient-payments.data-source"));
        application
                .withUserConfiguration(TwoDataSources.class)
                .withPropertyValues("patient-payments.data-source=billing")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(new JdbcTemplate(context.getBean("billing", DataSource.class))
                                    .queryForObject("SELECT count(*) FROM patient_payments.patients", Integer.class))
                            .isZero();
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoDataSources {

        @Bean
        DataSource billing() {
            return dataSource();
        }

        @Bean
        DataSource reports() {
            return dataSource();
        }

        private static DataSource dataSource() {
            JdbcDataSource database = new JdbcDataSource();
            database.setURL(url());
            return database;
        }
    }

    /** All of them are migrated. */
    @Test
    void anApplicationMayHaveSeveralStores() {
        application.withUserConfiguration(TwoStores.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBeansOfType(PatientPaymentStore.class)).containsOnlyKeys("north", "south");
            context.getBeansOfType(PatientPaymentStore.class).values().forEach(StarterTest::sync);
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoStores {

        @Bean
        PatientPaymentStore north(DataSource dataSource) {
            return PatientPaymentStore.builder(dataSource).schema("north").build();
        }

        @Bean
        PatientPaymentStore south(DataSource dataSource) {
            return PatientPaymentStore.builder(dataSource).schema("south").build();
        }
    }

    @Test
    void itCanBeTurnedOff() {
        application
                .withPropertyValues("patient-payments.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(PatientPaymentStore.class));
        application.withPropertyValues("patient-payments.migrate=false").run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(catchThrowable(() -> sync(context.getBean(PatientPaymentStore.class))))
                    .hasMessageContaining("migrate()");
        });
    }

    @Test
    void aStoreThatIsNotUpToDateIsOutOfService() {
        application.withPropertyValues("patient-payments.health.max-age=1h").run(context -> {
            PatientPaymentStore store = context.getBean(PatientPaymentStore.class);
            assertThat(health(context.getBean("patientPaymentsHealthIndicator")))
                    .startsWith("OUT_OF_SERVICE")
                    .contains("never synced");
            sync(store);
            assertThat(health(context.getBean("patientPaymentsHealthIndicator")))
                    .startsWith("UP")
                    .contains("s ago");
            assertThat(catchThrowable(() -> store.sync(
                            Snapshot.builder().patients(Source.of(List.of())).build())))
                    .hasMessageContaining("EMPTY");
            assertThat(health(context.getBean("patientPaymentsHealthIndicator")))
                    .startsWith("UP")
                    .contains("refusedFor=[EMPTY");
        });
        application.withPropertyValues("patient-payments.health.max-age=0s").run(context -> {
            sync(context.getBean(PatientPaymentStore.class));
            assertThat(health(context.getBean("patientPaymentsHealthIndicator")))
                    .startsWith("OUT_OF_SERVICE");
        });
    }

    /** Its types have other packages in Spring Boot 3 and 4. */
    private static String health(Object indicator) throws ReflectiveOperationException {
        Method method = ReflectionUtils.findMethod(indicator.getClass(), "health");
        method.setAccessible(true);
        return method.invoke(indicator).toString();
    }

    @Test
    void syncsAreObserved() {
        List<String> observed = new CopyOnWriteArrayList<>();
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {
            @Override
            public void onStop(Observation.Context sync) {
                observed.add(sync.getName() + " "
                        + sync.getLowCardinalityKeyValue("outcome").getValue());
            }

            @Override
            public boolean supportsContext(Observation.Context sync) {
                return true;
            }
        });
        application.withBean(ObservationRegistry.class, () -> registry).run(context -> {
            sync(context.getBean(PatientPaymentStore.class));
            assertThat(observed).containsExactly("patient.payments.sync applied");
        });
    }

    @Test
    void syncsAreMetered() {
        application.withUserConfiguration(Metered.class).run(context -> {
            sync(context.getBean(PatientPaymentStore.class));
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            assertThat(registry.get(SyncMeters.SYNCS)
                            .tag("store", "patient_payments")
                            .tag("outcome", "applied")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get(SyncMeters.AGE)
                            .tag("type", "patients")
                            .timeGauge()
                            .value(TimeUnit.SECONDS))
                    .isBetween(0.0, 600.0);
        });
    }

    /** A meter with the name of the schema in the properties would be of none of them. */
    @Test
    void storesOfTheApplicationAreNeitherMeteredNorObserved() {
        application
                .withUserConfiguration(Metered.class, TwoStores.class)
                .withBean(ObservationRegistry.class, ObservationRegistry::create)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(SyncMeters.class)
                        .doesNotHaveBean(SyncObservations.class));
    }

    @Test
    void eachOfSeveralStoresMayHaveMetersOfItsOwn() {
        application
                .withUserConfiguration(Metered.class, TwoStores.class)
                .withBean("northMeters", SyncMeters.class, () -> new SyncMeters(new SimpleMeterRegistry(), "north"))
                .withBean("southMeters", SyncMeters.class, () -> new SyncMeters(new SimpleMeterRegistry(), "south"))
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Configuration(proxyBeanMethods = false)
    static class Metered {

        @Bean
        MeterRegistry registry() {
            return new SimpleMeterRegistry();
        }
    }

    @Test
    void aDropFolderIsSynced(@TempDir Path folder) throws Exception {
        drop(folder);
        application
                .withPropertyValues(
                        "patient-payments.job.folder=" + folder,
                        "patient-payments.job.interval=50ms",
                        "patient-payments.job.quiet=0s")
                .run(context -> {
                    assertDone(folder);
                    assertThat(context.getBean(PatientPaymentStore.class)
                                    .payment("501")
                                    .orElseThrow()
                                    .amount())
                            .isEqualByComparingTo("4.46");
                });
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("patient-payments-job"));
    }

    /** Each of them, whatever the others throw, and again after an error. */
    @Test
    void dropFoldersOfTheApplicationAreSyncedToo(@TempDir Path folder) throws Exception {
        drop(folder);
        application
                .withUserConfiguration(TwoDropFolders.class)
                .withPropertyValues("patient-payments.job.interval=50ms", "test.folder=" + folder)
                .run(context -> assertDone(folder));
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoDropFolders {

        @Bean
        DropFolder missing(PatientPaymentStore store, @Value("${test.folder}") Path folder) {
            return DropFolder.builder(store, folder.resolve("missing")).build();
        }

        @Bean
        DropFolder failingOnce(PatientPaymentStore store, @Value("${test.folder}") Path folder) {
            AtomicInteger calls = new AtomicInteger();
            InstantSource time = () -> {
                if (calls.getAndIncrement() == 0) {
                    throw new AssertionError("of no consequence");
                }
                return Instant.now();
            };
            return DropFolder.builder(store, folder)
                    .quiet(Duration.ZERO)
                    .clock(time.withZone(ZoneOffset.UTC))
                    .build();
        }
    }

    private static void drop(Path folder) throws IOException {
        Files.writeString(
                folder.resolve("patients-2026-09-01T0200.json"),
                "[{\"externalId\": \"5\", \"firstName\": \"Rick\", \"lastName\": \"Deckard\"}]");
        Files.writeString(
                folder.resolve("payments-2026-09-01T0200.json"),
                "[{\"externalId\": \"501\", \"patientId\": \"5\", \"amount\": 4.46}]");
    }

    private static void assertDone(Path folder) throws InterruptedException {
        Path done = folder.resolve("done").resolve("patients-2026-09-01T0200.json");
        for (int i = 0; i < WAITS && !Files.exists(done); i++) {
            Thread.sleep(50);
        }
        assertThat(done).exists();
    }

    /** With spring.main.lazy-initialization. */
    @Test
    void aLazyApplicationIsMigratedOnStart() {
        application
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> assertThat(new JdbcTemplate(context.getBean(DataSource.class))
                                .queryForObject("SELECT count(*) FROM patient_payments.patients", Integer.class))
                        .isZero());
    }

    private static void sync(PatientPaymentStore store) {
        store.sync(Snapshot.builder()
                .patients(Source.of(List.of(PatientData.of("5", "Rick", "Deckard", LocalDate.of(1983, 2, 1)))))
                .payments(Source.of(List.of(PaymentData.of("501", "5", new BigDecimal("4.46")))))
                .build());
    }
}
