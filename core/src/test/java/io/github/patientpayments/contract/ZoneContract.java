package io.github.patientpayments.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.patientpayments.HistoryPurgedException;
import io.github.patientpayments.Patient;
import io.github.patientpayments.PatientData;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.fixture.Seeds;
import io.github.patientpayments.history.History;
import io.github.patientpayments.sync.Rejection;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Times are instants, whatever the zones of the JVM, of the server's session and of the store, and where clocks are set
 * forward and back. Apia skipped 2011-12-30. {@code -Dstore.test.zones} says how many random zones are tried,
 * {@code -Dstore.test.seed} repeats one.
 */
class ZoneContract extends ContractTest {

    private static final Instant EARLIEST = Instant.parse("2008-01-01T00:00:00Z");
    private static final Duration MICROSECOND = Duration.ofNanos(1_000);

    private final TimeZone zone = TimeZone.getDefault();

    static Stream<Zones> zones() {
        return Stream.concat(
                Stream.of(
                        new Zones("Pacific/Apia", "America/St_Johns", Instant.parse("2011-12-30T10:00:00Z")),
                        new Zones("America/St_Johns", "Pacific/Apia", Instant.parse("2011-12-30T10:00:00Z")),
                        Zones.atTransition("America/St_Johns", "Asia/Colombo", EARLIEST),
                        Zones.atTransition(
                                "Australia/Lord_Howe", "America/St_Johns", EARLIEST.plusSeconds(86_400 * 180))),
                Seeds.of("store.test.zones", 1).mapToObj(Zones::random));
    }

    @AfterEach
    void restoreZone() {
        TimeZone.setDefault(zone);
    }

    @ParameterizedTest
    @MethodSource("zones")
    void aTimeIsAnInstant(Zones zones) {
        List<Instant> times = zones.edges();
        List<SyncRun> runs = new ArrayList<>();
        List<Patient> versions = new ArrayList<>();
        TimeZone.setDefault(TimeZone.getTimeZone(zones.jvm));
        try (HikariDataSource here = session(zones.server)) {
            for (Instant time : times) {
                PatientPaymentStore now = at(time, here);
                runs.add(now.sync(named(runs.size(), time)));
                versions.add(now.patient("1").orElseThrow());
            }
        }

        assertThat(runs).extracting(SyncRun::time).isEqualTo(times);
        TimeZone.setDefault(TimeZone.getTimeZone(zones.server));
        try (HikariDataSource there = session(zones.jvm)) {
            PatientPaymentStore now = at(times.get(times.size() - 1), there);
            List<SyncRun> logged = new ArrayList<>(now.syncRuns(times.size()));
            logged.sort((a, b) -> Long.compare(a.number(), b.number()));
            assertThat(logged).extracting(SyncRun::time).isEqualTo(times);
            assertThat(logged).extracting(run -> run.exportedAt().orElseThrow()).isEqualTo(times);
            history(now.history(), times, versions);
            assertThat(now.verifyIntegrity().counts()).isEmpty();

            SyncReport again = now.sync(named(times.size() - 1, times.get(times.size() - 1)));
            assertThat(again.patients().isChanged()).isFalse();
            assertThat(again.time())
                    .as("the clock stands")
                    .isEqualTo(times.get(times.size() - 1).plus(MICROSECOND));

            now.purge(times.get(2));
            assertThat(now.history().asOf(times.get(2)).patient("1")).isPresent();
            assertThatThrownBy(() ->
                            now.history().asOf(times.get(2).minus(MICROSECOND)).patient("1"))
                    .isInstanceOf(HistoryPurgedException.class);
        }
    }

    /** Each of them is what it was from its own instant on, to the microsecond. */
    private static void history(History history, List<Instant> times, List<Patient> versions) {
        for (int i = 0; i < times.size(); i++) {
            Instant time = times.get(i);
            assertThat(versions.get(i).createdAt()).isEqualTo(times.get(0));
            assertThat(versions.get(i).updatedAt()).isEqualTo(time);
            assertThat(history.asOf(time).patient("1")).contains(versions.get(i));
            assertThat(history.asOf(time.minus(MICROSECOND)).patient("1").map(Patient::firstName))
                    .isEqualTo(
                            i == 0
                                    ? Optional.empty()
                                    : Optional.of(versions.get(i - 1).firstName()));
        }
        assertThat(history.changes(history.beginning(), 100).changes())
                .extracting(change -> change.time())
                .isEqualTo(times);
    }

    /** Days that begin at midnight, that begin at one o'clock, and that did not take place. */
    @ParameterizedTest
    @CsvSource({
        "America/St_Johns, 2025-11-02",
        "America/St_Johns, 2009-03-08",
        "Pacific/Apia, 2011-12-29",
        "Pacific/Apia, 2011-12-30",
        "Pacific/Apia, 2011-12-31",
        "America/Sao_Paulo, 2018-11-04",
        "Pacific/Kiritimati, 2026-01-01",
        "Etc/GMT+12, 2026-01-01"
    })
    void aBirthDateIsInTheFutureUntilMidnightInTheZoneOfTheStore(ZoneId where, LocalDate day) {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Colombo"));
        Instant midnight = day.atStartOfDay(where).toInstant();
        Snapshot born = Snapshot.builder()
                .patients(Source.of(List.of(PatientData.of("1", "Ada", "King", day))))
                .build();
        PatientPaymentStore.Builder builder = PatientPaymentStore.builder(pool)
                .schema(schema)
                .guard(UNGUARDED)
                .zone(where);

        SyncReport before = builder.clock(Clock.fixed(midnight.minusNanos(1), ZoneOffset.UTC))
                .build()
                .sync(born);
        SyncReport after =
                builder.clock(Clock.fixed(midnight, ZoneOffset.UTC)).build().sync(born);

        assertThat(before.rejections())
                .flatExtracting(Rejection::faults)
                .extracting(Rejection.Fault::code)
                .containsExactly(Rejection.Code.DATE_IN_FUTURE);
        assertThat(after.patients().inserted()).isEqualTo(1);
        assertThat(store.patient("1").orElseThrow().dateOfBirth()).hasValue(day);
    }

    private PatientPaymentStore at(Instant time, HikariDataSource session) {
        return PatientPaymentStore.builder(session)
                .schema(schema)
                .guard(UNGUARDED)
                .clock(Clock.fixed(time, ZoneOffset.UTC))
                .build();
    }

    /** A pool whose sessions have a zone of their own. PostgreSQL's driver would set that of the JVM. */
    private HikariDataSource session(String serversZone) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.application());
        config.setMaximumPoolSize(1);
        config.setConnectionInitSql("SET TIME ZONE '" + serversZone + "'");
        return new HikariDataSource(config);
    }

    private static Snapshot named(int version, Instant exported) {
        return Snapshot.builder()
                .patients(Source.of(List.of(patient("1", "Name" + version, "Last"))))
                .exportedAt(exported)
                .build();
    }

    /**
     * The zones of a test.
     *
     * @param jvm of the process
     * @param server of its sessions
     * @param transition when clocks are set
     */
    record Zones(String jvm, String server, Instant transition) {

        static Zones atTransition(String jvm, String server, Instant after) {
            ZoneOffsetTransition next = ZoneId.of(jvm).getRules().nextTransition(after);
            return new Zones(jvm, server, next == null ? after : next.getInstant());
        }

        static Zones random(long seed) {
            Random random = new Random(seed);
            List<String> all = ZoneId.getAvailableZoneIds().stream()
                    .filter(id -> id.matches("(Africa|America|Antarctica|Asia|Atlantic|Europe|Indian|Pacific)/.*"))
                    .sorted()
                    .toList();
            return atTransition(
                    all.get(random.nextInt(all.size())),
                    all.get(random.nextInt(all.size())),
                    EARLIEST.plusSeconds(random.nextInt(86_400 * 365 * 15)));
        }

        /** Around the transition; an hour before and after it, the same local time occurs twice, or not at all. */
        List<Instant> edges() {
            return Stream.of(
                            Duration.ofHours(-1),
                            Duration.ofMinutes(-30),
                            MICROSECOND.negated(),
                            Duration.ZERO,
                            MICROSECOND,
                            Duration.ofMinutes(30),
                            Duration.ofHours(1),
                            Duration.ofHours(24))
                    .map(transition::plus)
                    .toList();
        }
    }
}
