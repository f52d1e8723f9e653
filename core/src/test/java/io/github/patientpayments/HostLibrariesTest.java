package io.github.patientpayments;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/**
 * Whatever our classes call or read of another library is there, in the version that is on the class path. The profiles
 * of docs/compatibility.md put the oldest and the newest ones there; our classes stay compiled with those in between.
 */
@AnalyzeClasses(packages = "io.github.patientpayments", importOptions = DoNotIncludeTests.class)
class HostLibrariesTest {

    private static final List<String> LIBRARIES =
            List.of("org.jooq.", "com.fasterxml.jackson.", "org.slf4j.", "org.flywaydb.", "org.postgresql.", "org.h2.");

    @ArchTest
    static final ArchRule everyClassLinks = classes().should(findWhatTheyUseOfLibraries());

    private static ArchCondition<JavaClass> findWhatTheyUseOfLibraries() {
        return new ArchCondition<>("find what they use of libraries") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getAccessesFromSelf().stream()
                        .filter(use ->
                                LIBRARIES.stream().anyMatch(use.getTargetOwner().getName()::startsWith))
                        .forEach(use -> events.add(new SimpleConditionEvent(type, links(use), use.getDescription())));
            }
        };
    }

    private static boolean links(JavaAccess<?> use) {
        AccessTarget target = use.getTarget();
        return target.resolveMember()
                .filter(member -> !(target instanceof CodeUnitAccessTarget called) || returnsTheSame(called, member))
                .isPresent();
    }

    /** The return type is part of what the JVM looks for. */
    private static boolean returnsTheSame(CodeUnitAccessTarget called, JavaMember found) {
        return called.getRawReturnType().equals(((JavaCodeUnit) found).getRawReturnType());
    }
}
