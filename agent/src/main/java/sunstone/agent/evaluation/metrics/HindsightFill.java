package sunstone.agent.evaluation.metrics;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import sunstone.models.map.EbsdPoint;
import sunstone.models.polarizedlight.PlDenoiser;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.posterior.Snapshot;
import sunstone.models.prior.CandidateFills;

/**
 * The classical yardstick with all the luck there is: the nearest-point fill whose weight of light turns out to be best
 * for the points at hand. Nobody who measures can know that weight; a map that beats it beats every choice of it.
 *
 * <p>One thread owns it: it keeps what it denoised.
 */
public final class HindsightFill {
    /** Weights of light that are tried. */
    static final List<Double> LAMBDAS = List.of(0.1, 0.3, 1.0, 3.0, 10.0, 30.0);

    /** Light as the camera gave it. */
    static final String RAW = "raw";

    /** Light as the product's own fill has it. */
    static final String DENOISED = "denoised";

    /** Light as the ensemble has it: registered to the EBSD raster by the points, and smoothed. */
    static final String ALIGNED = "aligned";

    private final MapMetrics metrics;
    private final UnaryOperator<PlImage> denoiser = new PlDenoiser.Memo();

    public HindsightFill(MapMetrics metrics) {
        this.metrics = metrics;
    }

    /** The best over the weights, with light as it is and denoised; null without points or without light. */
    @Nullable
    public BestFill plain(Snapshot snapshot) {
        PlImage pl = snapshot.pl();
        if (pl == null || snapshot.points().isEmpty()) {
            return null;
        }
        BestFill raw = best(snapshot, pl, RAW);
        PlImage denoised = denoiser.apply(pl);
        BestFill other = denoised == pl ? raw : best(snapshot, denoised, DENOISED);
        return other.meanDeg() < raw.meanDeg() ? other : raw;
    }

    /** The best over the weights, with light as the ensemble has it; null without points or without light. */
    @Nullable
    public BestFill aligned(Snapshot snapshot) {
        PlImage pl = snapshot.pl();
        return pl == null || snapshot.points().isEmpty()
                ? null
                : best(snapshot, CandidateFills.light(pl, snapshot.points()), ALIGNED);
    }

    private BestFill best(Snapshot snapshot, PlImage light, String name) {
        List<EbsdPoint> points = snapshot.points();
        BestFill best = new BestFill(Double.POSITIVE_INFINITY, 0, name);
        for (double lambda : LAMBDAS) {
            int[] source = CandidateFills.nearest(snapshot.grid(), light.harmonics(), points, lambda);
            double mean = metrics.meanDeg(points, source);
            best = mean < best.meanDeg() ? new BestFill(mean, lambda, name) : best;
        }
        return best;
    }
}
