package io.github.patientpayments.internal.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.patientpayments.PatientData;
import io.github.patientpayments.PaymentData;
import io.github.patientpayments.fixture.Changed;
import io.github.patientpayments.history.FieldChange;
import io.github.patientpayments.internal.record.PatientFields;
import io.github.patientpayments.internal.record.PaymentFields;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FieldChangesTest {

    private static final PatientData ANN = ann().build();

    @Test
    void equalContentHasNoChanges() {
        assertThat(of(ANN, ann().build())).isEmpty();
    }

    @Test
    void aChangedFieldHasBothValues() {
        assertThat(Changed.all(of(ANN, ann().lastName("Lee-Fox").build())))
                .containsExactly(new Changed("lastName", "Lee", "Lee-Fox"));
    }

    @Test
    void aFieldThatAppearsHasNoOldValue() {
        assertThat(Changed.all(of(ANN, ann().middleName("May").build())))
                .containsExactly(new Changed("middleName", null, "May"));
    }

    @Test
    void aFieldThatDisappearsHasNoNewValue() {
        assertThat(Changed.all(of(ANN, ann().dateOfBirth(null).build())))
                .containsExactly(new Changed("dateOfBirth", "1980-01-31", null));
    }

    @Test
    void changesAreInTheOrderOfTheFields() {
        PatientData bob = PatientData.builder()
                .externalId("1")
                .middleName("B")
                .lastName("Fox")
                .firstName("Bob")
                .build();

        assertThat(of(ANN, bob))
                .extracting(FieldChange::field)
                .containsExactly("firstName", "lastName", "middleName", "dateOfBirth");
    }

    @Test
    void ofANewRecordAllFieldsThatItHasAreChanges() {
        assertThat(Changed.all(of(null, ANN)))
                .containsExactly(
                        new Changed("firstName", null, "Ann"),
                        new Changed("lastName", null, "Lee"),
                        new Changed("dateOfBirth", null, "1980-01-31"));
    }

    @Test
    void theExternalIdIsNotAField() {
        assertThat(of(ANN, ann().externalId("2").build())).isEmpty();
    }

    @Test
    void amountsAreWrittenWithoutExponent() {
        PaymentData before = PaymentData.of("501", "1", new BigDecimal("1E+3"));
        PaymentData after = PaymentData.of("501", "2", new BigDecimal("-0.0001"));

        assertThat(Changed.all(FieldChanges.of(PaymentFields.CONTENT, before, after)))
                .containsExactly(new Changed("patientId", "1", "2"), new Changed("amount", "1000", "-0.0001"));
    }

    @Test
    void theListIsImmutable() {
        assertThatThrownBy(() -> of(null, ANN).clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    private static PatientData.Builder ann() {
        return PatientData.builder()
                .externalId("1")
                .firstName("Ann")
                .lastName("Lee")
                .dateOfBirth(LocalDate.of(1980, 1, 31));
    }

    private static List<FieldChange> of(@Nullable PatientData before, PatientData after) {
        return FieldChanges.of(PatientFields.CONTENT, before, after);
    }
}
