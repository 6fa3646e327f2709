package sunstone.agent.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.agent.evaluation.EvaluationReport.CurvePoint;
import sunstone.models.posterior.NearestFill;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;

/**
 * Collects the checkpoints of one run: every published map against the truth, and the nearest fill of the same points
 * beside it. One thread owns it.
 */
public final class LearningCurve {
    private final MapMetrics metrics;
    private final NearestFill fill = new NearestFill();
    private final List<CurvePoint> points = new ArrayList<>();

    /** An empty curve. */
    public LearningCurve(MapMetrics metrics) {
        this.metrics = metrics;
    }

    /**
     * Adds a checkpoint.
     *
     * @param measured measurements spent, those not indexed included
     * @param snapshot what the map is based on
     * @param posterior the map and its ensemble
     * @param inferenceMs wall time of the inference, milliseconds
     * @param instrumentSeconds time that the instrument took so far, or null if it is not known
     */
    public void add(
            int measured,
            Snapshot snapshot,
            Posterior posterior,
            double inferenceMs,
            @Nullable Double instrumentSeconds) {
        points.add(CurvePoint.of(
                measured,
                metrics.indexed(),
                metrics.score(posterior),
                inferenceMs,
                posterior.members().size(),
                metrics.meanDeg(fill.sample(snapshot, 0, null).map()),
                instrumentSeconds));
    }

    /** The checkpoints so far. */
    public List<CurvePoint> points() {
        return List.copyOf(points);
    }
}
