package sunstone.agent.evaluation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import sunstone.agent.evaluation.FinishedRuns.Kept;
import sunstone.agent.evaluation.metrics.Calibration;
import sunstone.agent.evaluation.metrics.MapMetrics;
import sunstone.agent.evaluation.metrics.TruthMap;
import sunstone.agent.evaluation.report.EvaluationReport;
import sunstone.agent.evaluation.report.EvaluationReport.Run;
import sunstone.agent.evaluation.report.Growth;
import sunstone.agent.evaluation.report.Report;
import sunstone.agent.evaluation.report.ScenePictures;
import sunstone.agent.evaluation.report.Summary;
import sunstone.agent.policy.Travel;
import sunstone.agent.policy.rule.Policies;
import sunstone.agent.round.BatchSize;
import sunstone.models.posterior.PosteriorSampler;
import sunstone.simulators.microscope.MicroscopeOptions;

/**
 * Compares policies and samplers in closed loops over truths, conditions and seeds, with the agent's own code and no
 * broker, and writes the report.
 *
 * <p>Every finished run is kept in {@code runs/} of the output folder and not run again while its settings stay the
 * same, so that a long comparison can be stopped and continued. Pictures are drawn of each first seed; the report shows
 * the best policy per truth, condition and sampler.
 */
public final class Evaluation {
    private final List<TruthMap> truths;
    private final Plan plan;
    private final Samplers samplers;
    private final Path out;
    private final Progress progress;
    private long done;

    /**
     * Plan of a comparison.
     *
     * @param policies names
     * @param conditions names of PL conditions
     * @param samplers names of samplers
     * @param seeds one run each
     * @param budget points per run, at least 1
     * @param targetDeg mean error to reach, degrees
     * @param batch points per suggestion
     * @param every points between checkpoints of policies that do not look at the posterior, at least 1
     */
    public record Plan(
            List<String> policies,
            List<String> conditions,
            List<String> samplers,
            List<Long> seeds,
            int budget,
            double targetDeg,
            BatchSize batch,
            int every) {
        public Plan {
            policies = List.copyOf(policies);
            conditions = List.copyOf(conditions);
            samplers = List.copyOf(samplers);
            seeds = List.copyOf(seeds);
            if (budget < 1 || every < 1) {
                throw new IllegalArgumentException(
                        "budget and checkpoint distance must be at least 1 point: " + budget + ", " + every);
            }
            if (!(targetDeg > 0)) {
                throw new IllegalArgumentException("target must be above 0 degrees: " + targetDeg);
            }
        }
    }

    /** Told of what goes on, by one thread at a time. */
    public interface Progress {
        /**
         * A run starts, or was found finished.
         *
         * @param stem name of the run
         * @param total points of all runs together
         */
        void run(String stem, long total);

        /** Points measured so far in all runs, those found finished included. */
        void points(long done);
    }

    /** An evaluation that writes into a folder. */
    public Evaluation(List<TruthMap> truths, Plan plan, Samplers samplers, Path out, Progress progress) {
        if (truths.isEmpty()) {
            throw new IllegalArgumentException("an evaluation needs a truth");
        }
        this.truths = List.copyOf(truths);
        this.plan = plan;
        this.samplers = samplers;
        this.out = out;
        this.progress = progress;
    }

    /**
     * Runs what is not finished yet and writes the report.
     *
     * @param parallel runs at a time, at least 1; with more than one, times of inference include waiting for each other
     * @throws IOException if the folder cannot be written
     */
    public EvaluationReport run(int parallel) throws IOException {
        FinishedRuns runs = new FinishedRuns(out.resolve("runs"));
        ExecutorService workers = Executors.newFixedThreadPool(parallel);
        List<Future<Kept>> running = new ArrayList<>();
        List<Kept> finished = new ArrayList<>();
        try {
            for (TruthMap truth : truths) {
                MapMetrics metrics = new MapMetrics(truth.map());
                for (RunSettings settings : runs(truth)) {
                    running.add(workers.submit(() -> finish(runs, settings, truth, metrics)));
                }
            }
            for (Future<Kept> run : running) {
                finished.add(run.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted after " + finished.size() + " of " + running.size() + " runs", e);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause()), e.getCause());
        } finally {
            workers.shutdownNow();
        }
        return write(runs, finished);
    }

    /**
     * Writes the report of the runs that are finished and runs no more.
     *
     * @throws IOException if none is, or the folder cannot be read or written
     */
    public EvaluationReport finished() throws IOException {
        FinishedRuns runs = new FinishedRuns(out.resolve("runs"));
        List<Kept> finished = new ArrayList<>();
        for (TruthMap truth : truths) {
            for (RunSettings settings : runs(truth)) {
                Kept kept = runs.of(settings);
                if (kept != null) {
                    finished.add(kept);
                }
            }
        }
        if (finished.isEmpty()) {
            throw new IOException("no run of this comparison is finished in " + out);
        }
        return write(runs, finished);
    }

    private EvaluationReport write(FinishedRuns runs, List<Kept> finished) throws IOException {
        EvaluationReport report = report(finished);
        Gallery gallery = new Gallery(
                runs, finished.stream().filter(k -> first(k.settings())).toList());
        Report.writePanels(out, report, gallery.panels(), gallery.growth(), calibration(finished));
        return report;
    }

    /** Of the ensembles at the ends of the runs, by condition, then by policy and sampler. */
    private static Map<String, Map<String, Calibration>> calibration(List<Kept> finished) {
        Map<String, Map<String, List<Calibration>>> parts = new LinkedHashMap<>();
        for (Kept k : finished) {
            if (k.calibration() != null) {
                parts.computeIfAbsent(k.run().condition(), c -> new LinkedHashMap<>())
                        .computeIfAbsent(Summary.name(k.run()), n -> new ArrayList<>())
                        .add(k.calibration());
            }
        }
        Map<String, Map<String, Calibration>> together = new LinkedHashMap<>();
        parts.forEach((condition, names) -> names.forEach((name, several) ->
                together.computeIfAbsent(condition, c -> new LinkedHashMap<>()).put(name, Calibration.of(several))));
        return together;
    }

    private Kept finish(FinishedRuns runs, RunSettings settings, TruthMap truth, MapMetrics metrics)
            throws IOException {
        starts(settings.stem());
        Kept kept = runs.of(settings);
        int[] told = {0};
        if (kept == null) {
            kept = execute(runs, settings, truth, metrics, n -> {
                measured(n - told[0]);
                told[0] = n;
            });
        }
        measured(plan.budget() - told[0]); // a run that ends early counts in full
        return kept;
    }

    private synchronized void starts(String stem) {
        progress.run(stem, (long) truths.size() * runsPerTruth() * plan.budget());
    }

    private synchronized void measured(int points) {
        if (points > 0) {
            done += points;
            progress.points(done);
        }
    }

    /** The report's averages as text, and how the stop rule did. */
    public static String table(EvaluationReport report) {
        return Summary.text(report);
    }

    private int runsPerTruth() {
        return plan.conditions().size()
                * plan.policies().size()
                * plan.samplers().size()
                * plan.seeds().size();
    }

    private List<RunSettings> runs(TruthMap truth) {
        List<RunSettings> runs = new ArrayList<>();
        int digest = truth.digest();
        for (String condition : plan.conditions()) {
            for (String policy : plan.policies()) {
                for (String sampler : plan.samplers()) {
                    for (long seed : plan.seeds()) {
                        runs.add(new RunSettings(
                                truth.file(),
                                digest,
                                policy,
                                condition,
                                seed,
                                sampler,
                                samplers.digest(sampler),
                                plan.budget(),
                                plan.targetDeg(),
                                plan.batch().least(),
                                plan.batch().most(),
                                plan.every()));
                    }
                }
            }
        }
        return runs;
    }

    private Kept execute(FinishedRuns runs, RunSettings settings, TruthMap truth, MapMetrics metrics, IntConsumer heard)
            throws IOException {
        PosteriorSampler sampler = settings.sampler().equals(Samplers.NEAREST)
                ? Policies.of(settings.policy()).fill()
                : samplers.make(settings.sampler());
        ClosedLoop.Outcome outcome = ClosedLoop.run(settings, truth, metrics, sampler, heard);
        Run run = new Run(
                settings.policy(),
                settings.condition(),
                settings.seed(),
                plan.targetDeg(),
                null,
                outcome.curve(),
                settings.truth(),
                settings.sampler(),
                null,
                outcome.optics());
        Kept kept = new Kept(settings, run, outcome.calibration());
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        if (first(settings)) {
            pictures.putAll(ScenePictures.draw(outcome.scene(), metrics));
            pictures.put(Growth.NAME, outcome.growth().png());
        }
        runs.keep(kept, pictures);
        return kept;
    }

    private boolean first(RunSettings settings) {
        return settings.seed() == plan.seeds().get(0);
    }

    private EvaluationReport report(List<Kept> finished) {
        List<String> notes = List.of(
                "The simulated microscope adds 0.5 degrees of noise to every point, 1% wrong solutions and 1% points that"
                        + " are not indexed. Polarized light is that of alpha titanium whatever the specimen.");
        return EvaluationReport.of(
                truths,
                samplers.model(),
                samplers.device(),
                finished.stream().map(k -> withTarget(k.run())).toList(),
                settings(finished.size()),
                notes);
    }

    /** What a measurement costs on the virtual microscope, for the policy. */
    public static Travel travel(MicroscopeOptions options) {
        return new Travel(options.dwellMs(), options.settleMs(), options.msPerUm());
    }

    private Run withTarget(Run run) {
        return new Run(
                run.policy(),
                run.condition(),
                run.seed(),
                plan.targetDeg(),
                EvaluationReport.pointsToTarget(run.curve(), plan.targetDeg()),
                run.curve(),
                run.truth(),
                run.sampler(),
                EvaluationReport.Stop.of(run.curve(), plan.targetDeg()),
                run.optics());
    }

    private Map<String, String> settings(int finished) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("policies", String.join(", ", plan.policies()));
        settings.put("conditions", String.join(", ", plan.conditions()));
        settings.put("samplers", String.join(", ", plan.samplers()));
        settings.put("runs", finished + " of " + truths.size() * runsPerTruth());
        settings.put("budget", plan.budget() + " points");
        settings.put("target", plan.targetDeg() + " degrees");
        settings.put("members", String.valueOf(samplers.members()));
        settings.put("seeds", plan.seeds().toString());
        settings.put("batch", plan.batch() + " points");
        settings.put(
                "checkpoints", "every " + plan.every() + " points, or every batch of a policy that looks at the map");
        return settings;
    }
}
