package sunstone.agent.cli.demo;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import sunstone.agent.evaluation.Samplers;
import sunstone.agent.evaluation.metrics.MapMetrics;
import sunstone.agent.evaluation.metrics.Scene;
import sunstone.agent.evaluation.metrics.TruthMap;
import sunstone.agent.evaluation.report.EvaluationReport;
import sunstone.agent.evaluation.report.EvaluationReport.CurvePoint;
import sunstone.agent.evaluation.report.LearningCurve;
import sunstone.agent.evaluation.report.SpecimenReport;
import sunstone.agent.process.ModelLoader;
import sunstone.agent.round.CarriedNote;
import sunstone.agent.round.Round;
import sunstone.agent.view.ScanView;
import sunstone.agent.wire.LightRecords;

/**
 * Compares every published map of a scan with the truth, on a thread of its own, and keeps the figures for the report.
 */
final class DemoScore implements Consumer<ScanView>, AutoCloseable {
    private static final double DEFAULT_TARGET_DEG = 2;

    private final String scanId;
    private final TruthMap truth;
    private final MapMetrics metrics;
    private final PrintWriter out;
    private final @Nullable ProgressBar bar;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(r -> {
        Thread t = new Thread(r, "score");
        t.setDaemon(true);
        return t;
    });
    private final LearningCurve curve; // owned by the worker until it is drained
    private final List<String> degraded = new ArrayList<>(); // likewise
    private int announced; // owned by the loop's thread
    private @Nullable Round first; // likewise
    private @Nullable Round last; // owned by the worker until it is drained

    DemoScore(String scanId, TruthMap truth, int budget, PrintWriter out) {
        this.scanId = scanId;
        this.truth = truth;
        this.metrics = new MapMetrics(truth.map());
        this.curve = new LearningCurve(metrics);
        this.out = out;
        this.bar = System.console() == null
                ? null
                : new ProgressBarBuilder()
                        .setInitialMax(budget)
                        .setTaskName("points")
                        .setConsumer(new ConsoleProgressBarConsumer(System.err))
                        .build();
    }

    @Override
    public void accept(ScanView view) {
        Round round = view.round();
        if (round == null || !view.scan().scanId().equals(scanId) || round.revision() <= announced) {
            return;
        }
        announced = round.revision();
        worker.execute(() -> score(round, view.inferenceMs()));
    }

    private void score(Round round, double inferenceMs) {
        CurvePoint point = curve.add(round, inferenceMs, null, null);
        if (round.degraded() != null) {
            degraded.add(round.degraded());
        }
        first = first == null ? round : first;
        last = round;
        String state = String.format(
                Locale.ROOT, "uncertainty %.2f, error %.2f degrees", round.meanUncertaintyDeg(), point.meanDeg());
        ProgressBar b = bar;
        if (b == null) {
            out.printf(Locale.ROOT, "%4d points  %s  (%.0f ms)%n", round.measurements(), state, inferenceMs);
            out.flush();
        } else {
            b.setExtraMessage(state);
            b.stepTo(round.measurements());
        }
    }

    /** Waits until everything announced is scored. */
    void drain() {
        worker.shutdown();
        try {
            worker.awaitTermination(10, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (bar != null) {
            bar.close();
        }
    }

    /** The end in one line. */
    String summary() {
        List<CurvePoint> points = curve.points();
        if (points.isEmpty()) {
            return "no map was published";
        }
        CurvePoint end = points.get(points.size() - 1);
        Double fill = end.fillMeanDeg();
        return String.format(
                Locale.ROOT,
                "%d points (%.2f%% of the pixels): mean error %.2f degrees, median %.2f, %.1f%% of the pixels within 5"
                        + " degrees, %.0f%% of the grains found; nearest-neighbour fill of the same points %.2f",
                end.points(),
                100 * end.fraction(),
                end.meanDeg(),
                end.medianDeg(),
                100 * end.within5deg(),
                100 * end.grainRecall(),
                fill == null ? Double.NaN : fill);
    }

    /** The scan as a run of the report. */
    EvaluationReport.Run run(DemoOptions asked, ModelLoader sampling) {
        double target = asked.targetDeg == null ? DEFAULT_TARGET_DEG : asked.targetDeg;
        Round end = last;
        return new EvaluationReport.Run(
                asked.policy,
                asked.condition,
                asked.seed,
                target,
                EvaluationReport.pointsToTarget(curve.points(), target),
                curve.points(),
                truth.file(),
                sampling.digest() == null ? Samplers.NEAREST : Samplers.ENSEMBLE,
                EvaluationReport.Stop.of(curve.points(), target),
                LightRecords.of(end == null ? null : end.light()));
    }

    /** The scan as a section of the report; null without a map. */
    SpecimenReport.@Nullable Section section(int number, EvaluationReport.Run run) {
        if (run.curve().isEmpty()) {
            return null;
        }
        CarriedNote note = first == null ? null : CarriedNote.of(first.snapshot());
        Round end = last;
        CarriedNote now = end == null ? null : CarriedNote.of(end.snapshot());
        return SpecimenReport.Section.of(
                number,
                metrics.grains().count(MapMetrics.SMALLEST_GRAIN),
                run,
                null,
                note == null ? 0 : note.share(),
                note == null ? "no section before it" : note.why(),
                now != null && now.takenBack());
    }

    /** The end of the scan, for its pictures. */
    Optional<Scene> scene(String name, DemoOptions asked) {
        Round end = last;
        return end == null
                ? Optional.empty()
                : Optional.of(new Scene(
                        name,
                        truth.file() + ", " + asked.condition + ", " + asked.policy + ", " + end.measurements()
                                + " points",
                        truth.map(),
                        end.snapshot(),
                        end.posterior()));
    }

    /** What a reader of the report has to know. */
    List<String> notes() {
        return degraded.stream()
                .distinct()
                .map(d -> "degraded, the map is the classical fill: " + d)
                .toList();
    }

    @Override
    public void close() {
        worker.shutdownNow();
        if (bar != null) {
            bar.close();
        }
    }
}
