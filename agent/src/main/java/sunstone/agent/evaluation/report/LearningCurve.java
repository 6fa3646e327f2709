package sunstone.agent.evaluation.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.agent.evaluation.metrics.HindsightFill;
import sunstone.agent.evaluation.metrics.MapMetrics;
import sunstone.agent.evaluation.metrics.MapScore;
import sunstone.agent.evaluation.metrics.PerfectSegmentation;
import sunstone.agent.evaluation.report.EvaluationReport.CurvePoint;
import sunstone.agent.round.Round;
import sunstone.models.posterior.NearestFill;

/**
 * Collects the checkpoints of one run: every published map against the truth, and the nearest fill of the same points
 * beside it, as it is, with its best weight of light in hindsight, and under perfect segmentation. One thread owns it.
 */
public final class LearningCurve {
    private final MapMetrics metrics;
    private final NearestFill fill = new NearestFill();
    private final HindsightFill hindsight;
    private final List<CurvePoint> points = new ArrayList<>();

    /** An empty curve. */
    public LearningCurve(MapMetrics metrics) {
        this.metrics = metrics;
        this.hindsight = new HindsightFill(metrics);
    }

    /**
     * Adds a checkpoint.
     *
     * @param inferenceMs wall time of the inference, milliseconds
     * @param instrumentSeconds time that the instrument took so far, or null if it is not known
     * @param waitSeconds time that it waited for inference so far, or null if it is not known
     */
    public CurvePoint add(
            Round round, double inferenceMs, @Nullable Double instrumentSeconds, @Nullable Double waitSeconds) {
        MapScore score = metrics.score(round.posterior());
        double fillDeg = metrics.meanDeg(fill.sample(round.snapshot(), 0).map());
        CurvePoint point = new CurvePoint(
                round.measurements(),
                (double) round.measurements() / metrics.indexed(),
                score.meanDeg(),
                score.medianDeg(),
                score.p95Deg(),
                score.within5deg(),
                score.grainRecall(),
                score.boundaryF1(),
                score.coverage90(),
                score.spreadSkill(),
                inferenceMs,
                round.posterior().members().size(),
                fillDeg,
                instrumentSeconds,
                waitSeconds,
                Double.isNaN(round.upperMeanDeg()) ? null : round.upperMeanDeg(),
                round.posterior().networkEvaluations(),
                hindsight.plain(round.snapshot()),
                hindsight.aligned(round.snapshot()),
                round.snapshot().light() == null
                        ? null
                        : PerfectSegmentation.meanDeg(metrics, round.snapshot().points()));
        points.add(point);
        return point;
    }

    /** The checkpoints so far. */
    public List<CurvePoint> points() {
        return List.copyOf(points);
    }
}
