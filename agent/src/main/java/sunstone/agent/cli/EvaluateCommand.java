package sunstone.agent.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sunstone.agent.cli.option.SectionOptions;
import sunstone.agent.config.AgentConfig;
import sunstone.agent.config.SuiteConfig;
import sunstone.agent.evaluation.Evaluation;
import sunstone.agent.evaluation.Samplers;
import sunstone.agent.evaluation.SpecimenEvaluation;
import sunstone.agent.evaluation.metrics.TruthMap;
import sunstone.agent.evaluation.report.EvaluationReport;
import sunstone.agent.evaluation.report.TaskTable;
import sunstone.agent.evaluation.task.TaskEvaluation;
import sunstone.agent.policy.AcquisitionPolicy;
import sunstone.agent.policy.rule.Policies;
import sunstone.agent.process.Installation;
import sunstone.agent.process.ShippedMap;
import sunstone.connectors.format.EbsdMaps;
import sunstone.models.posterior.PosteriorSampler;
import sunstone.models.posterior.ensemble.EnsembleSampler;
import sunstone.models.posterior.joint.JointSampler;
import sunstone.models.posterior.sampler.SamplerCatalogue;
import sunstone.models.prior.OnnxPrior;
import sunstone.models.prior.PatchPrior;
import sunstone.simulators.microstructure.Specimen;

/** {@code sunstone evaluate}: closed-loop comparison of policies without a broker. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = {
            "Compares policies in closed loops on known maps, without a broker but with the agent's own code.",
            "Writes report.json, report.html and PNG pictures; finished runs are kept in DIR/runs and not run again."
        })
final class EvaluateCommand implements Callable<Integer> {
    private static final int PATCH_PX = 32;

    @Spec
    CommandSpec spec;

    @Option(
            names = "--truth",
            paramLabel = "FILE",
            description = "Map to measure again (" + EbsdMaps.READ
                    + "); may be given several times (default the one that is shipped). With --sections a folder with one"
                    + " file per section, in the order of the numbers in their names.")
    List<Path> truths = new ArrayList<>();

    @Mixin
    EvaluateOptions compared;

    @Mixin
    SectionOptions specimen;

    @Option(
            names = "--suite",
            paramLabel = "FILE",
            description = "Comparison from a file, such as config/suites/standard.yaml: its maps, and those of --truth;"
                    + " policies, conditions and the other settings come from there unless they are given beside it.")
    @Nullable
    Path suite;

    @Option(
            names = "--parallel",
            defaultValue = "1",
            paramLabel = "N",
            description = "Runs at a time (default 1). The prior serves one at a time; with more than one, times of"
                    + " inference include waiting.")
    int parallel;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "evaluation",
            description = "Folder of the report (default ./evaluation).")
    Path out;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "Prior, an ONNX file (default the one that is shipped).")
    @Nullable
    Path model;

    @Option(
            names = "--threads",
            defaultValue = "0",
            paramLabel = "N",
            description = "Threads of one forward pass, 0 for one per core (default 0).")
    int threads;

    @Option(
            names = "--finished",
            description = "Run nothing more: the report of the runs that are finished in DIR, such as those of a"
                    + " comparison that was stopped.")
    boolean finished;

    @Option(names = "--list-policies", description = "List the policies and exit.")
    boolean listPolicies;

    @Option(names = "--list-samplers", description = "List what can make maps and exit.")
    boolean listSamplers;

    @Override
    public Integer call() throws IOException {
        if (listPolicies) {
            for (AcquisitionPolicy policy : Policies.all()) {
                spec.commandLine().getOut().printf("%-14s %s%n", policy.name(), policy.description());
            }
            return 0;
        }
        if (listSamplers) {
            String format = "%-18s %s%n";
            PrintWriter text = spec.commandLine().getOut();
            text.printf(format, Samplers.ENSEMBLE, "the prior told of the observations, what the agent runs");
            text.printf(format, Samplers.NEAREST, "the nearest measured point in light and position");
            SamplerCatalogue.all().values().forEach(e -> text.printf(format, e.name(), e.description()));
            text.printf(
                    format, "NAME" + Samplers.LIGHT, "the same, the light told to the network, only points by NAME");
            text.printf(
                    format,
                    "NAME" + Samplers.PATCHES,
                    "the same, the network sees patches of " + PATCH_PX + " px, cut at another place at every pass");
            return 0;
        }
        List<TruthMap> generated = suite == null ? List.of() : follow(suite);
        boolean asked = !compared.tasks.isEmpty();
        Evaluation.Plan plan = plan();
        TaskEvaluation.Plan tasks = asked ? tasks() : null;
        List<TruthMap> maps = new ArrayList<>(generated);
        if (specimen.given()) {
            check();
        } else {
            maps.addAll(measured(generated.isEmpty()));
        }
        if (tasks == null && plan.samplers().stream().allMatch(Samplers.NEAREST::equals)) {
            return evaluate(maps, plan, Samplers.nearestOnly());
        }
        try (OnnxPrior prior = prior()) {
            Samplers samplers = Samplers.with(
                    name -> sampler(name, prior),
                    new EvaluationReport.Model(prior.card().name(), prior.card().sha256()),
                    compared.ensemble().members,
                    prior.device());
            return tasks == null ? evaluate(maps, plan, samplers) : tasks(maps, tasks, samplers);
        }
    }

    private TaskEvaluation.Plan tasks() {
        if (specimen.given() || finished || parallel != 1) {
            throw bad("--task measures one map after the other: without --sections, --finished and --parallel");
        }
        try {
            return compared.tasks();
        } catch (IllegalArgumentException e) {
            throw bad(e.getMessage());
        }
    }

    private int tasks(List<TruthMap> maps, TaskEvaluation.Plan plan, Samplers samplers) throws IOException {
        EvaluationReport report;
        try (EvaluationBar bar = new EvaluationBar()) {
            report = new TaskEvaluation(maps, plan, samplers, out, bar).run();
        }
        PrintWriter text = spec.commandLine().getOut();
        text.print(TaskTable.text(report.tasks()));
        text.println("report: " + out.resolve("report.html"));
        text.flush();
        return 0;
    }

    private PosteriorSampler sampler(String name, OnnxPrior prior) {
        boolean light = name.endsWith(Samplers.LIGHT);
        boolean patches = name.endsWith(Samplers.PATCHES);
        String base = light || patches ? name.substring(0, name.lastIndexOf(':')) : name;
        SamplerCatalogue.Entry entry = SamplerCatalogue.all().get(base);
        return entry == null
                ? new EnsembleSampler(prior, compared.ensemble().members)
                : new JointSampler(
                        patches ? new PatchPrior(prior, PATCH_PX) : prior,
                        entry.sampler(),
                        compared.ensemble().members,
                        light);
    }

    private int evaluate(List<TruthMap> maps, Evaluation.Plan plan, Samplers makers) throws IOException {
        EvaluationReport report;
        try (EvaluationBar bar = new EvaluationBar()) {
            if (specimen.given()) {
                report = new SpecimenEvaluation(specimens(plan), plan, makers, out, bar).run();
            } else {
                Evaluation evaluation = new Evaluation(maps, plan, makers, out, bar);
                report = finished ? evaluation.finished() : evaluation.run(parallel);
            }
        }
        spec.commandLine().getOut().print(Evaluation.table(report));
        report.notes().forEach(n -> spec.commandLine().getOut().println("note: " + n));
        spec.commandLine().getOut().println("report: " + out.resolve("report.html"));
        spec.commandLine().getOut().flush();
        return 0;
    }

    private void check() {
        if (suite != null || finished || parallel != 1) {
            throw bad("--sections measures one section after the other: without --suite, --finished and --parallel");
        }
        if (truths.size() > 1 || truths.size() == 1 && !Files.isDirectory(truths.get(0))) {
            throw bad("--sections of a measured stack are the files of one folder, --truth FOLDER: " + truths);
        }
    }

    private Map<Long, List<Specimen.Cut>> specimens(Evaluation.Plan plan) throws IOException {
        Map<Long, List<Specimen.Cut>> bySeed = new LinkedHashMap<>();
        for (long seed : plan.seeds()) {
            bySeed.put(seed, truths.isEmpty() ? specimen.cut(seed) : specimen.measured(truths.get(0), seed));
        }
        return bySeed;
    }

    private OnnxPrior prior() {
        Path file = model != null ? model : Installation.resolve(AgentConfig.Model.SHIPPED);
        try {
            return compared.ensemble()
                    .where
                    .open(file, threads < 1 ? Runtime.getRuntime().availableProcessors() : threads);
        } catch (IOException e) {
            throw bad(e.getMessage() + " (without a prior: --samplers nearest)");
        }
    }

    private Evaluation.Plan plan() {
        try {
            if (parallel < 1 || parallel > 256) {
                throw new IllegalArgumentException("--parallel must be 1 to 256: " + parallel);
            }
            return compared.plan();
        } catch (IllegalArgumentException e) {
            throw bad(e.getMessage());
        }
    }

    /** Takes over what a suite says; its generated maps are the result. */
    private List<TruthMap> follow(Path file) {
        SuiteConfig c = SuiteConfig.read(file).fold(x -> x, reason -> {
            throw bad(reason);
        });
        compared.follow(c);
        return LongStream.range(c.firstSeed(), c.firstSeed() + c.maps())
                .mapToObj(seed -> TruthMap.generated(seed, c.sizePx()))
                .toList();
    }

    private List<TruthMap> measured(boolean needed) throws IOException {
        if (truths.isEmpty() && needed) {
            return List.of(ShippedMap.read(null, null, spec.commandLine()));
        }
        List<TruthMap> maps = new ArrayList<>();
        for (Path file : truths) {
            maps.add(ShippedMap.read(file, null, spec.commandLine()));
        }
        return maps;
    }

    private ParameterException bad(@Nullable String reason) {
        return new ParameterException(spec.commandLine(), String.valueOf(reason));
    }
}
