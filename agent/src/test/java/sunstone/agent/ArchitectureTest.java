package sunstone.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/** The house rules: which module may see which, and what no class may do. */
@AnalyzeClasses(packages = "sunstone", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule models_seeNobody = noClasses()
            .that()
            .resideInAPackage("sunstone.models..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("sunstone.connectors..", "sunstone.simulators..", "sunstone.agent..", "org.slf4j..");

    @ArchTest
    static final ArchRule connectors_seeModelsOnly = noClasses()
            .that()
            .resideInAPackage("sunstone.connectors..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("sunstone.simulators..", "sunstone.agent..");

    @ArchTest
    static final ArchRule simulators_commitNoInverseCrime = noClasses()
            .that()
            .resideInAPackage("sunstone.simulators..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("sunstone.agent..", "sunstone.models.posterior..", "sunstone.models.prior..");

    @ArchTest
    static final ArchRule simulators_areSeenByCommandLineAndEvaluationOnly = noClasses()
            .that()
            .resideOutsideOfPackages("sunstone.simulators..", "sunstone.agent.cli..", "sunstone.agent.evaluation..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("sunstone.simulators..");

    @ArchTest
    static final ArchRule crystallography_andMaps_knowNoModels = noClasses()
            .that()
            .resideInAnyPackage("sunstone.models.crystallography..", "sunstone.models.map..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("sunstone.models.posterior..", "sunstone.models.prior..");

    @ArchTest
    static final ArchRule decisions_areFreeOfKafka = noClasses()
            .that()
            .belongToAnyOf(ScanState.class, Copilot.class, Round.class, RoundInput.class, Scan.class)
            .or()
            .resideInAPackage("sunstone.agent.policy..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "sunstone.connectors.kafka..", "io.vertx..", "org.slf4j..");

    @ArchTest
    static final ArchRule packages_haveNoCycles =
            slices().matching("sunstone.agent.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule modules_haveNoCycles =
            slices().matching("sunstone.(*)..").should().beFreeOfCycles();

    @ArchTest
    static void standardStreams_belongToTheCommandLine(JavaClasses all) {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(all.that(DescribedPredicate.describe(
                "outside of the command line", c -> !c.getPackageName().startsWith("sunstone.agent.cli"))));
    }

    @ArchTest
    static final ArchRule logging_isSlf4j = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    @ArchTest
    static final ArchRule packages_areNullMarked = classes()
            .should(new ArchCondition<>("reside in a null-marked package") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                    if (!item.getPackage().isAnnotatedWith(NullMarked.class)) {
                        events.add(SimpleConditionEvent.violated(
                                item, item.getPackageName() + " has no @NullMarked package-info"));
                    }
                }
            });
}
