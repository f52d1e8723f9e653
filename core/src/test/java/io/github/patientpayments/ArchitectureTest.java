package io.github.patientpayments;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
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
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.github.patientpayments.internal.DefaultPatientPaymentStore;
import io.github.patientpayments.internal.StoreOptions;
import io.github.patientpayments.internal.db.Dialect;
import io.github.patientpayments.internal.snapshot.mapping.MappingText;
import io.github.patientpayments.sync.Mapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jooq.SQLDialect;

/** Which packages of the library may depend on which. */
@AnalyzeClasses(packages = "io.github.patientpayments", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String INTERNAL = "io.github.patientpayments.internal";
    private static final DescribedPredicate<JavaClass> OURS = resideInAPackage("io.github.patientpayments..")
            .and(not(resideInAPackage("io.github.patientpayments.jooq..")))
            .as("ours");
    private static final DescribedPredicate<JavaClass> PUBLIC =
            OURS.and(not(resideInAPackage(INTERNAL + ".."))).as("public");

    /** A mapping is checked when it is made, by the class that reads it. */
    @ArchTest
    static final ArchRule theOnlyWayInIsTheBuilder = noClasses()
            .that(PUBLIC.and(not(belongToAnyOf(PatientPaymentStore.Builder.class, Mapping.class))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(INTERNAL + "..");

    @ArchTest
    static final ArchRule theBuilderKnowsTheStoreAndItsOptions = noClasses()
            .that(belongToAnyOf(PatientPaymentStore.Builder.class))
            .should()
            .dependOnClassesThat(resideInAPackage(INTERNAL + "..")
                    .and(not(belongToAnyOf(DefaultPatientPaymentStore.class, StoreOptions.class))));

    @ArchTest
    static final ArchRule aMappingKnowsItsReader = noClasses()
            .that(belongToAnyOf(Mapping.class))
            .should()
            .dependOnClassesThat(resideInAPackage(INTERNAL + "..").and(not(belongToAnyOf(MappingText.class))));

    @ArchTest
    static final ArchRule syncKnows =
            knowsOfOurs("sync", "snapshot", "record", "erasure", "history", "runlog", "db", "text");

    @ArchTest
    static final ArchRule erasureKnows = knowsOfOurs("erasure", "record", "runlog", "db", "text");

    @ArchTest
    static final ArchRule purgeKnows = knowsOfOurs("purge", "runlog", "db");

    @ArchTest
    static final ArchRule queryKnows = knowsOfOurs("query", "history", "page", "runlog", "db", "text");

    @ArchTest
    static final ArchRule integrityKnows = knowsOfOurs("integrity", "db", "text");

    @ArchTest
    static final ArchRule historyKnows = knowsOfOurs("history", "record", "page", "db", "text");

    @ArchTest
    static final ArchRule pageKnows = knowsOfOurs("page", "db", "text");

    @ArchTest
    static final ArchRule runlogKnows = knowsOfOurs("runlog", "db");

    @ArchTest
    static final ArchRule snapshotKnows = knowsOfOurs("snapshot", "record", "text");

    @ArchTest
    static final ArchRule recordKnows = knowsOfOurs("record", "text");

    @ArchTest
    static final ArchRule dbKnows = knowsOfOurs("db", "record", "text");

    @ArchTest
    static final ArchRule textKnowsNobody = knowsOfOurs("text");

    @ArchTest
    static final ArchRule implementationsAreNamedAfterTheirInterface =
            classes().that().resideInAPackage(INTERNAL + "..").should(beNamedAfterThePublicInterfaceTheyImplement());

    @ArchTest
    static final ArchRule snapshotAndRecordNeverSeeSql = noClasses()
            .that()
            .resideInAnyPackage(INTERNAL + ".snapshot..", INTERNAL + ".record..")
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
    static final ArchRule flywayLivesInTwoClasses = noClasses()
            .that(OURS)
            .and()
            .haveNameNotMatching(Pattern.quote(INTERNAL + ".db.Flyway") + "(Run|Scripts|Scripts\\$Script)")
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
    static final ArchRule onlyTheDialectDistinguishesDatabases = noClasses()
            .that(OURS.and(not(equivalentTo(Dialect.class))))
            .should()
            .accessFieldWhere(isConstantOf(Dialect.class).or(isConstantOf(SQLDialect.class)));

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
        List<String> allowed = new ArrayList<>(List.of(
                "io.github.patientpayments",
                "io.github.patientpayments.sync",
                "io.github.patientpayments.query",
                "io.github.patientpayments.history",
                "io.github.patientpayments.jooq..",
                INTERNAL,
                INTERNAL + "." + part + ".."));
        for (String other : others) {
            allowed.add(INTERNAL + "." + other + "..");
        }
        return noClasses()
                .that()
                .resideInAPackage(INTERNAL + "." + part + "..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.github.patientpayments..")
                        .and(not(resideInAnyPackage(allowed.toArray(String[]::new)))))
                .as(part + " knows, of ours, nothing beyond " + String.join(", ", allowed));
    }

    /** A value is {@code <Interface>Value}, a service {@code Default<Interface>}. */
    private static ArchCondition<JavaClass> beNamedAfterThePublicInterfaceTheyImplement() {
        return new ArchCondition<>("be named after the public interface that they implement") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaClass implemented : type.getRawInterfaces()) {
                    String name = implemented.getSimpleName();
                    if (PUBLIC.test(implemented)
                            && !type.isInterface()
                            && !type.getSimpleName().equals(name + "Value")
                            && !type.getSimpleName().equals("Default" + name)) {
                        events.add(SimpleConditionEvent.violated(
                                type,
                                type.getFullName() + " implements " + name + ": name it " + name + "Value or Default"
                                        + name));
                    }
                }
            }
        };
    }

    private static DescribedPredicate<JavaFieldAccess> isConstantOf(Class<? extends Enum<?>> type) {
        return DescribedPredicate.describe(
                "is a constant of " + type.getSimpleName(),
                access -> access.getTargetOwner().isEquivalentTo(type)
                        && Arrays.stream(type.getEnumConstants())
                                .anyMatch(constant -> constant.name()
                                        .equals(access.getTarget().getName())));
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
