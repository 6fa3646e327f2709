package sunstone.agent.cli.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import sunstone.agent.evaluation.report.Report;
import sunstone.agent.process.ModelLoader;
import sunstone.agent.round.Round;
import sunstone.agent.view.ScanView;
import sunstone.agent.wire.LightRecords;
import sunstone.connectors.instrument.KafkaInstrument;

/** Compares every published map with the truth, on a thread of its own, and keeps the figures for the report. */
final class DemoScore implements Consumer<ScanView>, AutoCloseable {
    private static final double DEFAULT_TARGET_DEG = 2;

    private final TruthMap truth;
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
    private @Nullable Round last; // owned by the worker until it is drained

    DemoScore(TruthMap truth, int budget, PrintWriter out) {
        this.truth = truth;
        this.curve = new LearningCurve(new MapMetrics(truth.map()));
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
        if (round == null || round.revision() <= announced) {
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

    /** Writes the report. */
    void write(DemoOptions asked, ModelLoader sampling, KafkaInstrument.Outcome outcome) throws IOException {
        double target = asked.targetDeg == null ? DEFAULT_TARGET_DEG : asked.targetDeg;
        String sampler = sampling.digest() == null ? Samplers.NEAREST : Samplers.ENSEMBLE;
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("command", "demo, through a Kafka broker");
        settings.put("policy", asked.policy);
        settings.put("condition", asked.condition);
        settings.put("seed", Long.toString(asked.seed));
        settings.put("ended", outcome.reason());
        settings.put("instrument", String.format(Locale.ROOT, "%.1f s", outcome.instrumentMillis() / 1e3));
        List<String> notes = new ArrayList<>();
        degraded.stream().distinct().forEach(d -> notes.add("degraded, the map is the classical fill: " + d));
        Round end = last;
        EvaluationReport report = EvaluationReport.of(
                List.of(truth),
                sampling.digest() == null
                        ? null
                        : new EvaluationReport.Model(String.valueOf(sampling.name()), sampling.digest()),
                sampling.device(),
                List.of(new EvaluationReport.Run(
                        asked.policy,
                        asked.condition,
                        asked.seed,
                        target,
                        EvaluationReport.pointsToTarget(curve.points(), target),
                        curve.points(),
                        truth.file(),
                        sampler,
                        EvaluationReport.Stop.of(curve.points(), target),
                        LightRecords.of(end == null ? null : end.light()))),
                settings,
                notes);
        List<Scene> scenes = end == null
                ? List.of()
                : List.of(new Scene(
                        "demo",
                        truth.file() + ", " + asked.condition + ", " + asked.policy + ", " + end.measurements()
                                + " points",
                        truth.map(),
                        end.snapshot(),
                        end.posterior()));
        Report.write(asked.out, report, scenes);
    }

    @Override
    public void close() {
        worker.shutdownNow();
        if (bar != null) {
            bar.close();
        }
    }
}
