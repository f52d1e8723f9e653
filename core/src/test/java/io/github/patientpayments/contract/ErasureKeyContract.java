package io.github.patientpayments.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.ErasureKeyException;
import io.github.patientpayments.PatientPaymentStore;
import io.github.patientpayments.StoreException;
import io.github.patientpayments.sync.Delta;
import io.github.patientpayments.sync.Snapshot;
import io.github.patientpayments.sync.Source;
import io.github.patientpayments.sync.SyncReport;
import io.github.patientpayments.sync.SyncRun;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Without the right key no patient can be erased, and erased patients can't be recognized. */
class ErasureKeyContract extends ContractTest {

    private static final byte[] OTHER_KEY = "another key, of more than thirty-two bytes".getBytes(UTF_8);

    @BeforeEach
    void twoPatients() {
        syncPatients(patient("5"), patient("6"));
    }

    @Test
    void nobodyIsErasedWithoutAKey() {
        assertNothingChangedBy(() -> store.erase("5"), "erasureKey");
        assertNothingChangedBy(() -> store.unsuppress("5"), "erasureKey");
    }

    @Test
    void aKeyIsNotShorterThan32Bytes() {
        PatientPaymentStore.Builder builder = PatientPaymentStore.builder(pool);

        assertThatThrownBy(() -> builder.erasureKey(new byte[31]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32");
        assertThat(builder.erasureKey(new byte[32])).isSameAs(builder);
    }

    @Test
    void aMissingOrDifferentKeyIsRejected() {
        withKey(ErasureContract.KEY).erase("5");

        for (PatientPaymentStore wrong : List.of(store, withKey(OTHER_KEY))) {
            assertNothingChangedBy(() -> wrong.erase("6"), "erasureKey");
            assertNothingChangedBy(() -> wrong.erase("5"), "erasureKey");
            assertNothingChangedBy(() -> wrong.unsuppress("5"), "erasureKey");
            assertNothingChangedBy(() -> wrong.sync(snapshot()), "erasureKey");
            assertNothingChangedBy(() -> wrong.preview(snapshot()), "erasureKey");
            assertNothingChangedBy(
                    () -> wrong.sync(Delta.builder()
                            .patients(Source.of(List.of(patient("7"))))
                            .build()),
                    "erasureKey");
            assertThat(wrong.patient("6")).isPresent();
        }

        assertThat(withKey(ErasureContract.KEY).sync(snapshot()).patients().suppressed())
                .isEqualTo(1);
    }

    @Test
    void theKeyIsCopied() {
        byte[] key = ErasureContract.KEY.clone();
        PatientPaymentStore.Builder builder =
                PatientPaymentStore.builder(pool).schema(schema).erasureKey(key);
        Arrays.fill(key, (byte) 0);

        builder.build().erase("5");

        assertThat(withKey(ErasureContract.KEY).unsuppress("5")).isTrue();
    }

    @Test
    void theKeyMayChangeWhenNobodyIsErasedAnyMore() {
        withKey(ErasureContract.KEY).erase("5");
        withKey(ErasureContract.KEY).unsuppress("5");

        assertThat(syncPatients(patient("5"), patient("6")).patients().inserted())
                .isEqualTo(1);
        withKey(OTHER_KEY).erase("6");

        assertNothingChangedBy(() -> withKey(ErasureContract.KEY).sync(snapshot()), "erasureKey");
        assertThat(withKey(OTHER_KEY).sync(snapshot()).patients().suppressed()).isEqualTo(1);
    }

    @Test
    void aFormerKeyRecognizesWhomItErased() {
        withKey(OTHER_KEY).erase("5");
        PatientPaymentStore both = withKeys(ErasureContract.KEY, OTHER_KEY);

        assertThat(both.sync(snapshot()).patients().suppressed()).isEqualTo(1);
        both.erase("6");

        assertThat(both.sync(snapshot()).patients().suppressed()).isEqualTo(2);
        assertThat(withKeys(OTHER_KEY, ErasureContract.KEY)
                        .sync(snapshot())
                        .patients()
                        .suppressed())
                .isEqualTo(2);
        for (byte[] one : List.of(ErasureContract.KEY, OTHER_KEY)) {
            assertNothingChangedBy(() -> withKey(one).sync(snapshot()), "2 keys, and 1 of these");
            assertNothingChangedBy(() -> withKey(one).erase("7"), "former");
            assertNothingChangedBy(() -> withKey(one).unsuppress("5"), "former");
        }
    }

    @Test
    void aPatientErasedAgainMovesToTheFirstKey() {
        withKey(OTHER_KEY).erase("5");
        withKey(OTHER_KEY).erase("6");

        withKeys(ErasureContract.KEY, OTHER_KEY).erase("5");
        withKeys(ErasureContract.KEY, OTHER_KEY).erase("5");
        assertNothingChangedBy(() -> withKey(ErasureContract.KEY).sync(snapshot()), "former");
        withKeys(ErasureContract.KEY, OTHER_KEY).erase("6");

        assertThat(withKey(ErasureContract.KEY).sync(snapshot()).patients().suppressed())
                .isEqualTo(2);
        assertThat(rows("SELECT erasures FROM " + schema + ".erasure_keys")).containsExactly("[2]");
        assertThat(store.verifyIntegrity()).hasToString("Sound");
    }

    @Test
    void aPatientIsUnsuppressedUnderAnyKey() {
        withKey(OTHER_KEY).erase("5");
        PatientPaymentStore both = withKeys(ErasureContract.KEY, OTHER_KEY);
        both.erase("6");

        assertThat(both.unsuppress("5")).isTrue();
        assertThat(both.unsuppress("5")).isFalse();

        assertThat(withKey(ErasureContract.KEY).sync(snapshot()).patients().suppressed())
                .isEqualTo(1);
    }

    @Test
    void anUnchangedSetIsStillUnchangedUnderAnotherKey() {
        withKey(OTHER_KEY).erase("5");
        withKey(OTHER_KEY).sync(snapshot());

        SyncReport report = withKeys(ErasureContract.KEY, OTHER_KEY).sync(snapshot());

        assertThat(report.status()).isEqualTo(SyncRun.Status.UNCHANGED);
        assertThat(report.patients().suppressed()).isEqualTo(1);
    }

    @Test
    void thereAreAtMost9FormerKeys() {
        PatientPaymentStore.Builder builder = PatientPaymentStore.builder(pool);
        byte[][] former = Stream.generate(() -> new byte[32]).limit(10).toArray(byte[][]::new);

        assertThatThrownBy(() -> builder.erasureKey(OTHER_KEY, former))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("9");
        assertThatThrownBy(() -> builder.erasureKey(OTHER_KEY, new byte[31]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("31");
        assertThat(builder.erasureKey(OTHER_KEY, Arrays.copyOf(former, 9))).isSameAs(builder);
    }

    private PatientPaymentStore withKeys(byte[] first, byte[]... former) {
        return store(builder -> builder.erasureKey(first, former));
    }

    private void assertNothingChangedBy(ThrowingCallable call, String remedy) {
        Map<String, List<String>> before = everything();

        assertThatThrownBy(call)
                .isInstanceOf(ErasureKeyException.class)
                .hasMessageContaining(remedy)
                .satisfies(e -> assertThat(((StoreException) e).isRetryable()).isFalse());

        assertThat(everything()).isEqualTo(before);
    }

    private PatientPaymentStore withKey(byte[] key) {
        return store(builder -> builder.erasureKey(key));
    }

    private static Snapshot snapshot() {
        return Snapshot.builder()
                .patients(Source.of(List.of(patient("5"), patient("6"))))
                .build();
    }
}
