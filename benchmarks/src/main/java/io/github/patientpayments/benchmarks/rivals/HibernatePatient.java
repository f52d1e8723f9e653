package io.github.patientpayments.benchmarks.rivals;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A patient as Hibernate is told of it. */
@Entity
@Table(name = "patients")
class HibernatePatient {

    @Id
    @Column(name = "external_id")
    private String externalId = "";

    @Column(name = "first_name")
    private String firstName = "";

    @Column(name = "last_name")
    private String lastName = "";

    @Column(name = "middle_name")
    private @Nullable String middleName;

    @Column(name = "date_of_birth")
    private @Nullable LocalDate dateOfBirth;

    @Column(name = "seen")
    private int seen;

    /** For Hibernate. */
    HibernatePatient() {}

    HibernatePatient(
            String externalId,
            String firstName,
            String lastName,
            @Nullable String middleName,
            @Nullable LocalDate dateOfBirth,
            int seen) {
        this.externalId = externalId;
        this.firstName = firstName;
        this.lastName = lastName;
        this.middleName = middleName;
        this.dateOfBirth = dateOfBirth;
        this.seen = seen;
    }
}
