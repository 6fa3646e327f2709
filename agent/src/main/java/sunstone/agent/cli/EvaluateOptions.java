package sunstone.agent.cli;

import static picocli.CommandLine.Spec.Target.MIXEE;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sunstone.agent.cli.option.DeviceOptions;
import sunstone.agent.config.SuiteConfig;
import sunstone.agent.evaluation.Evaluation;
import sunstone.agent.evaluation.Samplers;
import sunstone.agent.evaluation.task.Task;
import sunstone.agent.evaluation.task.TaskEvaluation;
import sunstone.agent.policy.AcquisitionPolicy;
import sunstone.agent.policy.rule.Policies;
import sunstone.agent.round.BatchSize;
import sunstone.simulators.polarizedlight.PlCondition;

/** Options of {@code sunstone evaluate}: from a suite file, from the command line where it says more. */
final class EvaluateOptions {
    private static final int USUAL = 16;
    private static final List<Integer> SCALING = List.of(1, 2, 4, 8, 16, 32, 64);

    @Spec(MIXEE)
    CommandSpec spec;

    @Option(
            names = "--policies",
            split = ",",
            paramLabel = "NAME",
            description = "Policies, separated by commas (default all; see --list-policies).")
    List<String> policies = new ArrayList<>();

    @Option(
            names = "--conditions",
            split = ",",
            defaultValue = "clean",
            paramLabel = "NAME",
            description = "PL conditions, separated by commas: " + PlCondition.NAMES + " (default clean).")
    List<String> conditions;

    @Option(
            names = "--samplers",
            split = ",",
            defaultValue = "ensemble",
            paramLabel = "NAME",
            description =
                    "What makes the map: ensemble, nearest, or a sampler of the literature on the prior without its"
                            + " observed mode, see --list-samplers (default ensemble; the error of the nearest fill of"
                            + " the same points is always reported beside it). Policies that do not look at the map give"
                            + " all of them the same points: random, grid, halton, pl-k-center, segments.")
    List<String> samplers;

    @Option(names = "--budget", defaultValue = "200", paramLabel = "N", description = "Points per run (default 200).")
    int budget;

    @Option(
            names = "--target-deg",
            defaultValue = "2",
            paramLabel = "X",
            description = "Mean error to reach, degrees (default 2).")
    double targetDeg;

    @Option(
            names = "--task",
            split = ",",
            paramLabel = "NAME",
            description = "Instead of comparing policies, what else the posterior is good for, separated by commas: "
                    + Task.NAMES + ".")
    List<String> tasks = new ArrayList<>();

    @Option(
            names = "--fractions",
            split = ",",
            paramLabel = "F",
            description = "With --task: random points as shares of the pixels (default 0.005,0.01,0.02,0.05).")
    List<Double> fractions = new ArrayList<>(List.of(0.005, 0.01, 0.02, 0.05));

    @Option(
            names = "--members",
            split = ",",
            paramLabel = "M",
            description = "Size of the ensemble (default 16); with --task scaling several sizes, separated by commas"
                    + " (default 1,2,4,8,16,32,64).")
    List<Integer> members = new ArrayList<>();

    @Mixin
    DeviceOptions where;

    @Option(
            names = "--seeds",
            defaultValue = "1",
            paramLabel = "S",
            description = "Number of seeds, 1 to S, of all noise and chance (default 1).")
    int seeds;

    @Option(names = "--batch", defaultValue = "8", paramLabel = "N", description = "Points per suggestion (default 8).")
    int batch;

    @Option(
            names = "--batch-most",
            paramLabel = "N",
            description =
                    "Points per suggestion at most: above --batch, the size adapts, small while the ensemble is undecided"
                            + " (default as --batch).")
    @Nullable
    Integer batchMost;

    @Option(
            names = "--every",
            paramLabel = "N",
            description = "Points between checkpoints of policies that do not look at the map (default a tenth of the"
                    + " budget, at least 10).")
    @Nullable
    Integer every;

    /** Takes over what a suite says, but for what the command line says itself. */
    void follow(SuiteConfig suite) {
        policies = given("--policies") ? policies : suite.policies();
        conditions = given("--conditions") ? conditions : suite.conditions();
        samplers = given("--samplers") ? samplers : suite.samplers();
        budget = given("--budget") ? budget : suite.budget();
        targetDeg = given("--target-deg") ? targetDeg : suite.targetDeg();
        members = given("--members") ? members : new ArrayList<>(List.of(suite.members()));
        seeds = given("--seeds") ? seeds : suite.seeds();
        batchMost = given("--batch") || given("--batch-most")
                ? batchMost
                : Integer.valueOf(suite.batch().most());
        batch = given("--batch") ? batch : suite.batch().least();
        every = given("--every") ? every : Integer.valueOf(suite.every());
    }

    /**
     * The ensemble of a comparison.
     *
     * @throws IllegalArgumentException if its size will not do
     */
    EnsembleOptions ensemble() {
        if (members.size() > 1 && tasks.isEmpty()) {
            throw new IllegalArgumentException("--members takes several sizes with --task only: " + members);
        }
        EnsembleOptions ensemble = new EnsembleOptions();
        ensemble.where = where;
        ensemble.members = Collections.max(sizes());
        ensemble.check();
        return ensemble;
    }

    private List<Integer> sizes() {
        return !members.isEmpty() ? members : tasks.contains(Task.SCALING.word()) ? SCALING : List.of(USUAL);
    }

    /**
     * What to do instead of comparing policies.
     *
     * @throws IllegalArgumentException naming the first value that will not do
     */
    TaskEvaluation.Plan tasks() {
        conditions.forEach(PlCondition::parse);
        if (seeds < 1 || sizes().stream().anyMatch(m -> m < 1)) {
            throw new IllegalArgumentException("--seeds and --members must be at least 1: " + seeds + ", " + sizes());
        }
        ensemble();
        return new TaskEvaluation.Plan(
                tasks.stream().map(Task::of).toList(),
                conditions,
                LongStream.rangeClosed(1, seeds).boxed().toList(),
                fractions,
                sizes());
    }

    private boolean given(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    /**
     * What to compare.
     *
     * @throws IllegalArgumentException naming the first value that will not do
     */
    Evaluation.Plan plan() {
        List<String> chosen = policies.isEmpty()
                ? Policies.all().stream().map(AcquisitionPolicy::name).toList()
                : policies;
        chosen.forEach(Policies::of);
        conditions.forEach(PlCondition::parse);
        if (seeds < 1) {
            throw new IllegalArgumentException("--seeds must be at least 1: " + seeds);
        }
        ensemble();
        for (String sampler : samplers) {
            if (!Samplers.NAMES.contains(sampler)) {
                throw new IllegalArgumentException(
                        "sampler must be one of " + String.join(", ", Samplers.NAMES) + ": \"" + sampler + "\"");
            }
        }
        return new Evaluation.Plan(
                chosen,
                conditions,
                samplers,
                LongStream.rangeClosed(1, seeds).boxed().toList(),
                budget,
                targetDeg,
                new BatchSize(batch, batchMost == null ? batch : batchMost),
                every == null ? Math.max(10, budget / 10) : every);
    }
}
