package sunstone.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

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
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/** The rules of the house: which package may see which, and what no class may do. */
@AnalyzeClasses(packages = "sunstone", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /**
     * Packages of the agent, each with those below it, from the lowest floor to the highest; on one floor none sees
     * another.
     */
    private static final List<List<String>> FLOORS = List.of(
            List.of("calibration", "policy", "sampling", "picture"),
            List.of("scan"),
            List.of("round"),
            List.of("wire"),
            List.of("export", "journal", "view"),
            List.of("registry"),
            List.of("loop"),
            List.of("config", "replay", "http"),
            List.of("evaluation"),
            List.of("process"),
            List.of("cli"));

    @ArchTest
    static final ArchRule models_seeNobody = noClasses()
            .that()
            .resideInAPackage("sunstone.models..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("sunstone.connectors..", "sunstone.simulators..", "sunstone.agent..", "org.slf4j..");

    @ArchTest
    static final ArchRule connectors_seeMapsAndCrystalsOnly = noClasses()
            .that()
            .resideInAPackage("sunstone.connectors..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "sunstone.simulators..",
                    "sunstone.agent..",
                    "sunstone.models.posterior..",
                    "sunstone.models.prior..");

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
    static final ArchRule physics_knowsNoModels = noClasses()
            .that()
            .resideInAnyPackage(
                    "sunstone.models.crystallography..", "sunstone.models.map..", "sunstone.models.polarizedlight..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("sunstone.models.posterior..", "sunstone.models.prior..");

    @ArchTest
    static final ArchRule maps_knowNoLight = noClasses()
            .that()
            .resideInAnyPackage("sunstone.models.crystallography..", "sunstone.models.map..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("sunstone.models.polarizedlight..");

    @ArchTest
    static final ArchRule roomsOfLight_lookDownOnly = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("sunstone.models.polarizedlight..")
            .layer("light")
            .definedBy("sunstone.models.polarizedlight")
            .layer("registration")
            .definedBy("sunstone.models.polarizedlight.registration..")
            .layer("calibration")
            .definedBy("sunstone.models.polarizedlight.calibration..")
            .layer("stack")
            .definedBy("sunstone.models.polarizedlight.stack..")
            .whereLayer("light")
            .mayNotAccessAnyLayer()
            .whereLayer("registration")
            .mayOnlyAccessLayers("light")
            .whereLayer("calibration")
            .mayOnlyAccessLayers("light", "registration")
            .whereLayer("stack")
            .mayOnlyAccessLayers("light", "registration", "calibration");

    @ArchTest
    static final ArchRule samplersOfTheLiterature_knowNoCrystals = classes()
            .that()
            .resideInAPackage("sunstone.models.posterior.sampler..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("sunstone.models.posterior.sampler..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule decisions_arePure = classes()
            .that()
            .resideInAnyPackage(
                    "sunstone.agent.calibration..",
                    "sunstone.agent.scan..",
                    "sunstone.agent.policy..",
                    "sunstone.agent.round..")
            .should(new Purity("sunstone."));

    @ArchTest
    static final ArchRule floorsOfTheAgent_lookDownOnly = classes()
            .that()
            .resideInAPackage("sunstone.agent.*..")
            .should(new ArchCondition<>("see only packages of lower floors") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                    int floor = floor(item);
                    if (floor < 0) {
                        events.add(SimpleConditionEvent.violated(item, item.getName() + " lives on no floor"));
                    }
                    item.getDirectDependenciesFromSelf().stream()
                            .filter(d -> floor(d.getTargetClass()) >= floor)
                            .filter(d -> !room(d.getTargetClass()).equals(room(item)))
                            .forEach(d -> events.add(SimpleConditionEvent.violated(item, d.getDescription())));
                }
            });

    @ArchTest
    static final ArchRule agentsRoot_holdsNoClasses =
            noClasses().that().doNotHaveSimpleName("package-info").should().resideInAPackage("sunstone.agent");

    /** Every package of all modules is a slice of its own, those that hold other packages too. */
    @ArchTest
    static final ArchRule packages_haveNoCycles = slices().assignedFrom(new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                    return javaClass.getPackageName().startsWith("sunstone")
                            ? SliceIdentifier.of(javaClass.getPackageName())
                            : SliceIdentifier.ignore();
                }

                @Override
                public String getDescription() {
                    return "packages";
                }
            })
            .should()
            .beFreeOfCycles();

    /** A package of more types than this is a warehouse, in which nobody finds anything. */
    private static final int MOST_TYPES = 25;

    @ArchTest
    static void packages_holdAtMostTwentyFiveTypes(JavaClasses all) {
        Map<String, Long> types = all.stream()
                .filter(c -> c.isTopLevelClass() && !c.getSimpleName().equals("package-info"))
                .filter(c -> !c.getName().contains(".$")) // generated for records of the wire
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));

        assertThat(types).isNotEmpty().allSatisfy((name, count) -> assertThat(count)
                .as("types of %s", name)
                .isLessThanOrEqualTo(MOST_TYPES));
    }

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

    /** First part of a package's name below the agent's, empty elsewhere. */
    private static String room(JavaClass c) {
        String agent = "sunstone.agent.";
        return c.getPackageName().startsWith(agent)
                ? c.getPackageName().substring(agent.length()).split("\\.", 2)[0]
                : "";
    }

    private static int floor(JavaClass c) {
        for (int k = 0; k < FLOORS.size(); k++) {
            if (FLOORS.get(k).contains(room(c))) {
                return k;
            }
        }
        return -1;
    }
}
