package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.TestDatabase;
import org.junit.jupiter.api.Nested;

/** What protects the mirror, theme by theme, at one isolation level. */
abstract class ProtectionContract {

    private final TestDatabase database;

    ProtectionContract(TestDatabase database) {
        this.database = database;
    }

    @Nested
    class DeletionGuards extends DeletionGuardContract {
        DeletionGuards() {
            super(ProtectionContract.this.database);
        }
    }

    @Nested
    class MoneyGuards extends MoneyGuardContract {
        MoneyGuards() {
            super(ProtectionContract.this.database);
        }
    }

    @Nested
    class SetGuards extends SetGuardContract {
        SetGuards() {
            super(ProtectionContract.this.database);
        }
    }

    @Nested
    class Staleness extends StaleContract {
        Staleness() {
            super(ProtectionContract.this.database);
        }
    }

    @Nested
    class Bases extends BaseContract {
        Bases() {
            super(ProtectionContract.this.database);
        }
    }

    @Nested
    class Totals extends ControlTotalsContract {
        Totals() {
            super(ProtectionContract.this.database);
        }
    }

    @Nested
    class Refusals extends RefusalContract {
        Refusals() {
            super(ProtectionContract.this.database);
        }
    }

    @Nested
    class RefusalFailures extends RefusalFailureContract {
        RefusalFailures() {
            super(ProtectionContract.this.database);
        }
    }

    @Nested
    class TakenOut extends ProtectionTakenOutContract {
        TakenOut() {
            super(ProtectionContract.this.database);
        }
    }

    @Nested
    class Fingerprints extends FingerprintContract {
        Fingerprints() {
            super(ProtectionContract.this.database);
        }
    }

    @Nested
    class KnownFingerprints extends KnownFingerprintContract {
        KnownFingerprints() {
            super(ProtectionContract.this.database);
        }
    }

    @Nested
    class Previews extends PreviewContract {
        Previews() {
            super(ProtectionContract.this.database);
        }
    }
}
