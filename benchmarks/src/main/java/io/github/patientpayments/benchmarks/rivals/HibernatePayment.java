package io.github.patientpayments.benchmarks.rivals;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;

/** A payment as Hibernate is told of it. */
@Entity
@Table(name = "payments")
class HibernatePayment {

    @Id
    @Column(name = "external_id")
    private String externalId = "";

    @Column(name = "patient_id")
    private String patientId = "";

    @Column(precision = 19, scale = 4)
    private BigDecimal amount = BigDecimal.ZERO;

    @Column(name = "seen")
    private int seen;

    /** For Hibernate. */
    HibernatePayment() {}

    HibernatePayment(String externalId, String patientId, BigDecimal amount, int seen) {
        this.externalId = externalId;
        this.patientId = patientId;
        this.amount = amount;
        this.seen = seen;
    }
}
