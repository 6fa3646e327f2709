package sunstone.agent.evaluation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sunstone.agent.evaluation.metrics.MapMetrics;
import sunstone.agent.evaluation.metrics.TruthMap;
import sunstone.agent.evaluation.report.EvaluationReport;
import sunstone.agent.evaluation.report.EvaluationReport.Run;
import sunstone.agent.evaluation.report.Panel;
import sunstone.agent.evaluation.report.Report;
import sunstone.agent.evaluation.report.ScenePictures;
import sunstone.agent.evaluation.report.SpecimenReport;
import sunstone.agent.policy.rule.Policies;
import sunstone.models.map.Phase;
import sunstone.models.posterior.PosteriorSampler;
import sunstone.models.posterior.carry.CarriedOver;
import sunstone.simulators.microstructure.Specimen;

/**
 * Measures the sections of generated specimens one after the other, each with what the one before left, and beside that
 * each alone, with the agent's own code and no broker. A section ends where the agent stops it by itself, or with the
 * budget.
 */
public final class SpecimenEvaluation {
    /** Ends the sampler's name in runs of sections that nothing is carried over to. */
    public static final String ALONE = ", alone";

    private final Map<Long, List<Specimen.Cut>> specimens;
    private final Evaluation.Plan plan;
    private final Samplers samplers;
    private final Path out;
    private final Evaluation.Progress progress;
    private final List<TruthMap> truths = new ArrayList<>();
    private final List<Run> runs = new ArrayList<>();
    private final List<SpecimenReport.Section> sections = new ArrayList<>();
    private final List<Panel> panels = new ArrayList<>();
    private long done;

    /**
     * An evaluation that writes into a folder.
     *
     * @param specimens sections from the top down, by seed, at least one of each
     * @param plan what to compare; its seeds are those of the specimens
     */
    public SpecimenEvaluation(
            Map<Long, List<Specimen.Cut>> specimens,
            Evaluation.Plan plan,
            Samplers samplers,
            Path out,
            Evaluation.Progress progress) {
        this.specimens = new LinkedHashMap<>(specimens);
        this.plan = plan;
        this.samplers = samplers;
        this.out = out;
        this.progress = progress;
    }

    /**
     * Runs everything and writes the report, anew after each section, so that a run that is stopped leaves what it has.
     *
     * @throws IOException if the folder cannot be written
     */
    public EvaluationReport run() throws IOException {
        for (Map.Entry<Long, List<Specimen.Cut>> specimen : specimens.entrySet()) {
            List<TruthMap> maps = specimen.getValue().stream()
                    .map(cut -> truth(specimen.getKey(), cut))
                    .toList();
            truths.addAll(maps);
            for (String condition : plan.conditions()) {
                for (String policy : plan.policies()) {
                    for (String sampler : plan.samplers()) {
                        stack(specimen.getKey(), specimen.getValue(), maps, condition, policy, sampler);
                    }
                }
            }
        }
        return write();
    }

    private EvaluationReport write() throws IOException {
        EvaluationReport report = EvaluationReport.of(
                        truths, samplers.model(), samplers.device(), runs, settings(), List.of())
                .with(new SpecimenReport(thicknessUm(), sections));
        Report.writePanels(out, report, panels, Map.of(), Map.of());
        return report;
    }

    private static TruthMap truth(long seed, Specimen.Cut cut) {
        return new TruthMap(
                String.format(Locale.ROOT, "specimen-%d-section-%03d", seed, cut.number()),
                new Phase(1, "generated", cut.map().laue()),
                cut.map(),
                List.of());
    }

    private double thicknessUm() {
        List<Specimen.Cut> first = specimens.values().iterator().next();
        return first.size() < 2
                ? 0
                : (first.get(1).depthPx() - first.get(0).depthPx())
                        * first.get(0).map().grid().stepUm();
    }

    private void stack(
            long seed, List<Specimen.Cut> cuts, List<TruthMap> maps, String condition, String policy, String sampler)
            throws IOException {
        ClosedLoop.Outcome before = null;
        double depth = 0;
        for (int k = 0; k < cuts.size(); k++) {
            TruthMap truth = maps.get(k);
            MapMetrics metrics = new MapMetrics(truth.map());
            RunSettings settings =
                    settings(truth, policy, condition, cuts.get(k).seed(), sampler);
            SectionStart start = before == null
                    ? SectionStart.alone(seed)
                    : SectionStart.after(seed, before, cuts.get(k).depthPx() - depth);
            before = loop(settings, truth, metrics, start);
            depth = cuts.get(k).depthPx();
            Run carried = run(settings, seed, sampler, before);
            Run alone = k == 0
                    ? run(settings, seed, sampler + ALONE, before)
                    : run(settings, seed, sampler + ALONE, loop(settings, truth, metrics, SectionStart.alone(seed)));
            runs.add(carried);
            runs.add(alone);
            CarriedOver from = start.opening().carried();
            sections.add(SpecimenReport.Section.of(
                    cuts.get(k).number(),
                    metrics.grains().count(MapMetrics.SMALLEST_GRAIN),
                    carried,
                    alone,
                    from == null ? 0 : from.share(),
                    start.opening().why(),
                    from != null && before.scene().snapshot().carried() == null));
            if (seed == plan.seeds().get(0)) {
                panels.add(new Panel(
                        before.scene().name(), before.scene().title(), ScenePictures.draw(before.scene(), metrics)));
            }
            write();
        }
    }

    private ClosedLoop.Outcome loop(RunSettings settings, TruthMap truth, MapMetrics metrics, SectionStart start) {
        progress.run(
                settings.stem(),
                2L
                        * truths.size()
                        * plan.budget()
                        * plan.conditions().size()
                        * plan.policies().size());
        PosteriorSampler sampler = settings.sampler().equals(Samplers.NEAREST)
                ? Policies.of(settings.policy()).fill()
                : samplers.make(settings.sampler());
        ClosedLoop.Outcome outcome =
                ClosedLoop.section(settings, truth, metrics, sampler, start, n -> progress.points(done + n));
        done += plan.budget();
        progress.points(done);
        return outcome;
    }

    private Run run(RunSettings settings, long seed, String name, ClosedLoop.Outcome outcome) {
        return new Run(
                settings.policy(),
                settings.condition(),
                seed,
                plan.targetDeg(),
                EvaluationReport.pointsToTarget(outcome.curve(), plan.targetDeg()),
                outcome.curve(),
                settings.truth(),
                name,
                stop(outcome),
                outcome.optics());
    }

    private EvaluationReport.@Nullable Stop stop(ClosedLoop.Outcome outcome) {
        return EvaluationReport.Stop.of(outcome.curve(), plan.targetDeg());
    }

    private RunSettings settings(TruthMap truth, String policy, String condition, long seed, String sampler) {
        return new RunSettings(
                truth.file(),
                truth.digest(),
                policy,
                condition,
                seed,
                sampler,
                samplers.digest(sampler),
                plan.budget(),
                plan.targetDeg(),
                plan.batch().least(),
                plan.batch().most(),
                plan.every());
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("policies", String.join(", ", plan.policies()));
        settings.put("conditions", String.join(", ", plan.conditions()));
        settings.put("samplers", String.join(", ", plan.samplers()));
        settings.put("specimens", String.valueOf(specimens.size()));
        settings.put(
                "sections", String.valueOf(specimens.values().iterator().next().size()));
        settings.put("thickness", String.format(Locale.ROOT, "%.2f um", thicknessUm()));
        settings.put("budget", plan.budget() + " points a section");
        settings.put("target", plan.targetDeg() + " degrees");
        settings.put("members", String.valueOf(samplers.members()));
        settings.put("seeds", plan.seeds().toString());
        settings.put("batch", plan.batch() + " points");
        return settings;
    }
}
