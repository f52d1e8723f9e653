package io.github.patientpayments;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.members;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.github.patientpayments.internal.MirrorStore;
import io.github.patientpayments.internal.sync.Syncer;
import java.util.HashSet;
import java.util.Set;

/** Which parts of the library know which: the directions that the design allows. */
@AnalyzeClasses(packages = "io.github.patientpayments", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String INTERNAL = "io.github.patientpayments.internal";
    private static final DescribedPredicate<JavaClass> OURS = resideInAPackage("io.github.patientpayments..")
            .and(not(resideInAPackage("io.github.patientpayments.jooq..")))
            .as("ours");
    private static final DescribedPredicate<JavaClass> PUBLIC =
            OURS.and(not(resideInAPackage(INTERNAL + ".."))).as("public");

    @ArchTest
    static final ArchRule theOnlyWayInIsTheBuilder = noClasses()
            .that(PUBLIC.and(not(belongToAnyOf(PatientPaymentStore.Builder.class))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(INTERNAL + "..");

    @ArchTest
    static final ArchRule theBuilderKnowsTheStoreAndItsOptions = noClasses()
            .that(belongToAnyOf(PatientPaymentStore.Builder.class))
            .should()
            .dependOnClassesThat(
                    resideInAPackage(INTERNAL + "..").and(not(belongToAnyOf(MirrorStore.class, Syncer.Options.class))));

    @ArchTest
    static final ArchRule syncKnowsSnapshotHistoryDbAndText = knowsOfOurs("sync", "snapshot", "history", "db", "text");

    @ArchTest
    static final ArchRule queryKnowsHistoryDbAndText = knowsOfOurs("query", "history", "db", "text");

    @ArchTest
    static final ArchRule historyKnowsText = knowsOfOurs("history", "text");

    @ArchTest
    static final ArchRule snapshotKnowsText = knowsOfOurs("snapshot", "text");

    @ArchTest
    static final ArchRule dbKnowsNobody = knowsOfOurs("db");

    @ArchTest
    static final ArchRule textKnowsNobody = knowsOfOurs("text");

    @ArchTest
    static final ArchRule snapshotNeverSeesSql = noClasses()
            .that()
            .resideInAPackage(INTERNAL + ".snapshot..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.jooq..", "java.sql..", "javax.sql..", "io.github.patientpayments.jooq..");

    @ArchTest
    static final ArchRule jacksonLivesInSnapshot = noClasses()
            .that(OURS.and(not(resideInAPackage(INTERNAL + ".snapshot.."))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule flywayLivesInOneClass = noClasses()
            .that(OURS)
            .and()
            .doNotHaveFullyQualifiedName(INTERNAL + ".db.FlywayRun")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.flywaydb..");

    @ArchTest
    static final ArchRule theDriverLivesInOneClass = noClasses()
            .that(OURS)
            .and()
            .doNotHaveFullyQualifiedName(INTERNAL + ".db.PostgresCopy")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.postgresql..", "org.h2..", "com.zaxxer..");

    @ArchTest
    static final ArchRule noOneHasToMatchOurVersions =
            members().that(arePublicMembersOf(PUBLIC)).should(nameOnlyTypesOfTheJdkAndOurOwn());

    @ArchTest
    static final ArchRule publicTypesKnowTheJdkAndEachOther = classes()
            .that(PUBLIC)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("java..", "javax.crypto..", "javax.sql..", "org.jspecify..")
                    .or(OURS));

    @ArchTest
    static final ArchRule noCycles = slices().matching("io.github.patientpayments.internal.(*)..")
            .should()
            .beFreeOfCycles();

    private static ArchRule knowsOfOurs(String part, String... others) {
        String[] allowed = new String[others.length + 4];
        allowed[0] = INTERNAL + "." + part + "..";
        allowed[1] = "io.github.patientpayments";
        allowed[2] = "io.github.patientpayments.jooq..";
        allowed[3] = "io.github.patientpayments.history";
        for (int i = 0; i < others.length; i++) {
            allowed[i + 4] = INTERNAL + "." + others[i] + "..";
        }
        return noClasses()
                .that()
                .resideInAPackage(INTERNAL + "." + part + "..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.github.patientpayments..").and(not(resideInAnyPackage(allowed))))
                .as(part + " knows, of ours, nothing beyond " + String.join(", ", allowed));
    }

    private static DescribedPredicate<JavaMember> arePublicMembersOf(DescribedPredicate<JavaClass> owners) {
        return DescribedPredicate.describe(
                "are public or protected members of exported types",
                member -> owners.test(member.getOwner())
                        && (member.getModifiers().contains(JavaModifier.PUBLIC)
                                || member.getModifiers().contains(JavaModifier.PROTECTED)));
    }

    /** The raw types and their type arguments. */
    private static ArchCondition<JavaMember> nameOnlyTypesOfTheJdkAndOurOwn() {
        DescribedPredicate<JavaClass> allowed =
                resideInAnyPackage("java..", "javax.sql..").or(PUBLIC);
        return new ArchCondition<>("name only types of the JDK and our own public ones") {
            @Override
            public void check(JavaMember member, ConditionEvents events) {
                Set<JavaClass> named = new HashSet<>();
                if (member instanceof JavaField field) {
                    named.addAll(field.getType().getAllInvolvedRawTypes());
                } else if (member instanceof JavaCodeUnit method) {
                    named.addAll(method.getReturnType().getAllInvolvedRawTypes());
                    method.getParameterTypes().forEach(type -> named.addAll(type.getAllInvolvedRawTypes()));
                    named.addAll(method.getExceptionTypes());
                }
                for (JavaClass type : named) {
                    if (!type.isPrimitive() && !allowed.test(type.getBaseComponentType())) {
                        events.add(SimpleConditionEvent.violated(
                                member, member.getFullName() + " names " + type.getName()));
                    }
                }
            }
        };
    }
}
