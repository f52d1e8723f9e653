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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
