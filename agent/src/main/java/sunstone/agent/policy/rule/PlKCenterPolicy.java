package sunstone.agent.policy.rule;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import sunstone.agent.policy.AcquisitionPolicy;
import sunstone.agent.policy.Batch;
import sunstone.agent.policy.Candidate;
import sunstone.agent.policy.PolicyInput;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.PixelMetric;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlDenoiser;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.posterior.NearestFill;
import sunstone.models.posterior.PosteriorSampler;

/**
 * Farthest-point sampling in position and polarized light, the strong classical rule: the next pixel is the one whose
 * nearest measured point is farthest in {@code d^2 / 64^2 + lambda |dPL|^2}, d in pixels, PL as scaled harmonics.
 *
 * <p>Farthest-point traversal after Gonzalez, Theor. Comput. Sci. 38 (1985) 293: each choice costs one pass over the
 * pixels, because the distance to the nearest centre is kept and only ever lowered. The first point is the map centre.
 *
 * <p>Noisy polarized light is denoised first ({@link PlDenoiser}), or every noisy pixel looks far from every point.
 *
 * <p>Grains that most probably go on from the section below are centres too.
 *
 * <p>A pixel that was measured without an orientation is no centre, since its surroundings are still unknown, but its
 * direct neighbours are not tried, or a pore would swallow the budget.
 */
final class PlKCenterPolicy implements AcquisitionPolicy {
    private final PixelMetric metric;
    private final UnaryOperator<PlImage> denoiser;

    PlKCenterPolicy(double lambda) {
        this(lambda, new PlDenoiser.Memo());
    }

    /** With a denoiser of its own; the identity for polarized light as it is. */
    PlKCenterPolicy(double lambda, UnaryOperator<PlImage> denoiser) {
        this.denoiser = denoiser;
        this.metric = new PixelMetric(lambda);
    }

    @Override
    public String name() {
        return "pl-k-center";
    }

    @Override
    public String description() {
        return "farthest from all measured points in position and polarized light";
    }

    @Override
    public boolean adaptive() {
        return false;
    }

    @Override
    public PosteriorSampler fill() {
        return new NearestFill(metric.lambda(), denoiser);
    }

    @Override
    public List<Candidate> suggest(PolicyInput in, int count) {
        Batch batch = new Batch(in, count);
        fill(in, batch);
        return batch.candidates();
    }

    /** Adds points until the batch is full or no pixel is left; those already in the batch are centres. */
    void fill(PolicyInput in, Batch batch) {
        if (batch.full()) {
            return;
        }
        ScanGrid grid = in.snapshot().grid();
        int n = grid.size();
        double[] nearest = new double[n];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        boolean[] barred = new boolean[n];
        boolean any = false;
        for (int i = 0; i < n; i++) {
            if (in.failed()[i]) {
                barred[i] = true;
                grid.neighbours(i, near -> barred[near] = true);
            } else if (in.asked(i) || !batch.open(i) && in.open(i)) {
                lower(in, nearest, i);
                any = true;
            }
        }
        List<EbsdPoint> goingOn = in.snapshot().carriedOn();
        for (EbsdPoint p : goingOn) {
            lower(in, nearest, grid.index(p.row(), p.col()));
            any = true;
        }
        String from = goingOn.isEmpty() ? "every measured point" : "every measured or carried point";
        while (!batch.full()) {
            int pixel = any ? farthest(batch, nearest, barred) : nearestToCentre(grid, batch);
            if (pixel < 0) {
                return;
            }
            if (any) {
                batch.take(
                        pixel,
                        "farthest from %s: distance %.3f in position and polarized light",
                        from,
                        Math.sqrt(nearest[pixel]));
            } else {
                batch.take(pixel, "centre of the map, the first point");
            }
            lower(in, nearest, pixel);
            any = true;
        }
    }

    /** Squared distance of two pixels in position and denoised polarized light. */
    double squaredDistance(PolicyInput in, int a, int b) {
        return metric.squared(in.snapshot().grid(), features(in), a, b);
    }

    /** Denoised polarized light, channel-major; empty without any. */
    private float[] features(PolicyInput in) {
        PlImage pl = in.snapshot().pl();
        return pl == null ? new float[0] : denoiser.apply(pl).harmonics();
    }

    /** Lowers the distances by one more centre. */
    private void lower(PolicyInput in, double[] nearest, int centre) {
        ScanGrid grid = in.snapshot().grid();
        int cols = grid.cols();
        int size = grid.size();
        int centreRow = grid.row(centre);
        int centreCol = grid.col(centre);
        float[] h = features(in);
        for (int row = 0, i = 0; row < grid.rows(); row++) {
            for (int col = 0; col < cols; col++, i++) {
                double d = metric.position(row - centreRow, col - centreCol);
                if (d >= nearest[i]) {
                    continue;
                }
                for (int c = 0; c < h.length; c += size) {
                    d += metric.light(h[c + i] - h[c + centre]);
                }
                nearest[i] = Math.min(nearest[i], d);
            }
        }
    }

    /** The open pixel with the largest distance, the first of equals; barred ones only when nothing else is left. */
    private static int farthest(Batch batch, double[] nearest, boolean[] barred) {
        int best = -1;
        int last = -1;
        for (int i = 0; i < nearest.length; i++) {
            if (batch.open(i)) {
                if (barred[i]) {
                    last = last < 0 ? i : last;
                } else if (best < 0 || nearest[i] > nearest[best]) {
                    best = i;
                }
            }
        }
        return best < 0 ? last : best;
    }

    private static int nearestToCentre(ScanGrid grid, Batch batch) {
        int best = -1;
        double distance = Double.POSITIVE_INFINITY;
        for (int i = 0; i < grid.size(); i++) {
            double d = sq(grid.row(i) - grid.rows() / 2) + sq(grid.col(i) - grid.cols() / 2);
            if (d < distance && batch.open(i)) {
                best = i;
                distance = d;
            }
        }
        return best;
    }

    private static double sq(double v) {
        return v * v;
    }
}
