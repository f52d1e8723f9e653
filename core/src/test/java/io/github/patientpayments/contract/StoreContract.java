package io.github.patientpayments.contract;

import io.github.patientpayments.fixture.Isolation;
import io.github.patientpayments.fixture.TestDatabase;
import org.junit.jupiter.api.Nested;

/** The whole contract, theme by theme. A thin subclass runs it on one database. */
abstract class StoreContract {

    private final TestDatabase database;
    private final Isolation isolation;

    StoreContract(TestDatabase database, Isolation isolation) {
        this.database = database;
        this.isolation = isolation;
    }

    @Nested
    class PatientSets extends PatientSetContract {
        PatientSets() {
            super(StoreContract.this.database, StoreContract.this.isolation);
        }
    }

    @Nested
    class PaymentSets extends PaymentSetContract {
        PaymentSets() {
            super(StoreContract.this.database, StoreContract.this.isolation);
        }
    }

    @Nested
    class Cascades extends CascadeContract {
        Cascades() {
            super(StoreContract.this.database, StoreContract.this.isolation);
        }
    }

    @Nested
    class PatientRecords extends PatientRecordContract {
        PatientRecords() {
            super(StoreContract.this.database, StoreContract.this.isolation);
        }
    }

    @Nested
    class ExternalIds extends ExternalIdContract {
        ExternalIds() {
            super(StoreContract.this.database, StoreContract.this.isolation);
        }
    }

    @Nested
    class Amounts extends AmountContract {
        Amounts() {
            super(StoreContract.this.database, StoreContract.this.isolation);
        }
    }

    @Nested
    class Rejections extends RejectionContract {
        Rejections() {
            super(StoreContract.this.database, StoreContract.this.isolation);
        }
    }

    @Nested
    class JsonForms extends JsonFormContract {
        JsonForms() {
            super(StoreContract.this.database, StoreContract.this.isolation);
        }
    }

    @Nested
    class JsonLimits extends JsonLimitContract {
        JsonLimits() {
            super(StoreContract.this.database, StoreContract.this.isolation);
        }
    }

    @Nested
    class Gzip extends GzipContract {
        Gzip() {
            super(StoreContract.this.database, StoreContract.this.isolation);
        }
    }

    @Nested
    class Sources extends SourceContract {
        Sources() {
            super(StoreContract.this.database, StoreContract.this.isolation);
        }
    }

    @Nested
    class SourceFailures extends SourceFailureContract {
        SourceFailures() {
            super(StoreContract.this.database, StoreContract.this.isolation);
        }
    }

    @Nested
    class PatientQuestions extends PatientQuestionContract {
        PatientQuestions() {
            super(StoreContract.this.database, StoreContract.this.isolation);
        }
    }

    @Nested
    class NamePrefixes extends NamePrefixContract {
        NamePrefixes() {
            super(StoreContract.this.database, StoreContract.this.isolation);
        }
    }

    @Nested
    class Paging extends PagingContract {
        Paging() {
            super(StoreContract.this.database, StoreContract.this.isolation);
        }
    }

    @Nested
    class PaymentQuestions extends PaymentQuestionContract {
        PaymentQuestions() {
            super(StoreContract.this.database, StoreContract.this.isolation);
        }
    }

    @Nested
    class Challenge extends ChallengeContract {
        Challenge() {
            super(StoreContract.this.database, StoreContract.this.isolation);
        }
    }

    @Nested
    class Connections extends ConnectionContract {
        Connections() {
            super(StoreContract.this.database, StoreContract.this.isolation);
        }
    }

    @Nested
    class Writers extends WriterContract {
        Writers() {
            super(StoreContract.this.database, StoreContract.this.isolation);
        }
    }

    @Nested
    class Histories extends HistoryContract {
        Histories() {
            super(StoreContract.this.database, StoreContract.this.isolation);
        }
    }

    @Nested
    class AsOf extends AsOfContract {
        AsOf() {
            super(StoreContract.this.database, StoreContract.this.isolation);
        }
    }

    @Nested
    class ChangeFeeds extends ChangeFeedContract {
        ChangeFeeds() {
            super(StoreContract.this.database, StoreContract.this.isolation);
        }
    }

    @Nested
    class Purges extends PurgeContract {
        Purges() {
            super(StoreContract.this.database, StoreContract.this.isolation);
        }
    }
}
