package io.github.patientpayments.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.OutcomeUnknownException;
import io.github.patientpayments.StoreUnavailableException;
import io.github.patientpayments.contract.ContractTest;
import io.github.patientpayments.fixture.DatabaseKind;
import io.github.patientpayments.fixture.OnlyOn;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The host's own deferred triggers and constraints, which are checked by COMMIT. */
@OnlyOn(DatabaseKind.POSTGRESQL)
class PostgresCommitTest extends ContractTest {

    @AfterEach
    void dropTrigger() {
        database.execute("DROP FUNCTION IF EXISTS " + schema + ".hosts_check CASCADE");
    }

    /**
     * P0001 is what RAISE sends by default; the others are a constraint, a failed cast, an internal error, a cancel.
     */
    @ParameterizedTest
    @ValueSource(strings = {"P0001", "23503", "23514", "22P02", "42501", "53100", "XX000", "57014"})
    void aCommitThatTheServerRefusesChangesNothing(String state) {
        syncPatients(patient("1"));
        Map<String, List<String>> before = everything();
        failAtCommit("RAISE EXCEPTION 'secret' USING ERRCODE = '" + state + "'");

        assertThatThrownBy(() -> syncPatients(patient("1"), patient("2")))
                .isNotInstanceOf(OutcomeUnknownException.class)
                .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        e -> assertThat(e.sqlState()).contains(state))
                .hasMessageContaining(state)
                .hasMessageNotContaining("secret");

        assertThat(everything()).isEqualTo(before);
        dropTrigger();
        assertThat(syncPatients(patient("1"), patient("2")).number()).isEqualTo(2);
    }

    @Test
    void aDeadlockAtCommitIsRepeated() {
        failAtCommit("IF NEW.changed_run = 1 AND NEW.first_name = 'First1' AND "
                + "nextval('" + schema + ".hosts_attempts') = 1 THEN"
                + " RAISE EXCEPTION 'secret' USING ERRCODE = '40P01'; END IF; RETURN NULL");

        assertThat(syncPatients(patient("1")).patients().inserted()).isEqualTo(1);
        assertThat(store.syncRuns(5)).hasSize(1);
    }

    /** The session ends while it commits, so nobody knows on which side of the commit. */
    @Test
    void aSessionThatIsEndedAtCommitHasAnUnknownOutcome() {
        failAtCommit("PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(5); RETURN NULL");

        assertThatThrownBy(() -> syncPatients(patient("1"))).isInstanceOf(OutcomeUnknownException.class);

        dropTrigger();
        assertThat(syncPatients(patient("1")).patients().inserted()).isEqualTo(1);
    }

    private void failAtCommit(String body) {
        database.execute(
                "CREATE SEQUENCE IF NOT EXISTS " + schema + ".hosts_attempts",
                "GRANT USAGE ON SEQUENCE " + schema + ".hosts_attempts TO PUBLIC",
                "CREATE FUNCTION " + schema
                        + ".hosts_check() RETURNS trigger SECURITY DEFINER LANGUAGE plpgsql AS $$ BEGIN " + body
                        + "; END $$",
                "CREATE CONSTRAINT TRIGGER hosts_check AFTER INSERT OR UPDATE ON " + schema
                        + ".patients DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION " + schema
                        + ".hosts_check()");
    }
}
