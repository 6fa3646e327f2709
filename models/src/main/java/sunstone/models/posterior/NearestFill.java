package sunstone.models.posterior;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.PixelMetric;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlDenoiser;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.prior.CandidateFills;

/**
 * The classical map: every pixel takes the orientation of the measured point nearest in PL and position,
 * {@code d^2/64^2 + lambda |dPL|^2}. One member, no randomness. It is the fallback when there is no usable prior, and
 * what the ensemble is measured against.
 *
 * <p>Grains that most probably go on from the section below have a point, as if it had been measured.
 *
 * <p>Its uncertainty is a rule of thumb, not a posterior: it grows from 1 degree with the distance in that metric
 * towards the largest disorientation of the group.
 */
public final class NearestFill implements PosteriorSampler {
    /** Squared distance at which the uncertainty has come 63% of its way to the largest; chosen by hand. */
    private static final double FAR = 0.05;

    private final PixelMetric metric;
    private final UnaryOperator<PlImage> denoiser;

    /** The fill with the default weight of PL, which is denoised where its noise asks for it. */
    public NearestFill() {
        this(PixelMetric.DEFAULT_LAMBDA);
    }

    /**
     * The fill with a weight of its own.
     *
     * @param lambda weight of the squared PL difference, at least 0
     */
    public NearestFill(double lambda) {
        this(lambda, new PlDenoiser.Memo());
    }

    /**
     * The fill with a weight and a denoiser of its own.
     *
     * @param lambda weight of the squared PL difference, at least 0
     * @param denoiser applied to PL before distances are taken; a pure function, the identity for none
     */
    public NearestFill(double lambda, UnaryOperator<PlImage> denoiser) {
        this.metric = new PixelMetric(lambda);
        this.denoiser = denoiser;
    }

    @Override
    public Posterior sample(Snapshot snapshot, long seed) {
        PlImage pl = snapshot.pl();
        float[] channels = pl == null ? null : denoiser.apply(pl).harmonics();
        List<EbsdPoint> points = snapshot.known();
        return copied(
                snapshot,
                points,
                channels,
                points.isEmpty()
                        ? new int[0]
                        : CandidateFills.nearest(snapshot.grid(), channels, points, metric.lambda()),
                metric);
    }

    /**
     * The map in which every pixel takes the orientation of a point.
     *
     * @param points {@link Snapshot#known}
     * @param pl channels that distances are taken in, or null for position alone
     * @param source index of the point of each pixel, shape [rows * cols]; not looked at without points
     */
    static Posterior copied(
            Snapshot snapshot, List<EbsdPoint> points, float @Nullable [] pl, int[] source, PixelMetric metric) {
        int n = snapshot.grid().size();
        double[] q = new double[4 * n];
        float[] uncertainty = new float[n];
        int imagined = points.size() - snapshot.points().size();
        float max = (float) snapshot.laue().maxDisorientationDeg();
        if (points.isEmpty()) {
            for (int i = 0; i < n; i++) {
                q[4 * i] = 1;
                uncertainty[i] = max;
            }
        } else {
            double[] reduced = new double[4 * points.size()];
            for (int j = 0; j < points.size(); j++) {
                snapshot.laue().reduce(points.get(j).quaternion(), 0, reduced, 4 * j);
            }
            for (int i = 0; i < n; i++) {
                System.arraycopy(reduced, 4 * source[i], q, 4 * i, 4);
                double d2 = squaredDistance(snapshot, pl, i, points.get(source[i]), metric);
                double ends = source[i] < imagined ? 1 - points.get(source[i]).confidence() : 0;
                uncertainty[i] = (float) (1 + (max - 1) * (1 - (1 - ends) * Math.exp(-d2 / FAR)));
            }
        }
        float[] member = new float[4 * n];
        for (int i = 0; i < member.length; i++) {
            member[i] = (float) q[i];
        }
        OrientationMap map = OrientationMap.full(snapshot.grid(), snapshot.laue(), q);
        return new Posterior(map, uncertainty, List.of(member), 0);
    }

    private static double squaredDistance(
            Snapshot snapshot, float @Nullable [] pl, int pixel, EbsdPoint p, PixelMetric metric) {
        ScanGrid grid = snapshot.grid();
        double d = metric.position(grid.row(pixel) - p.row(), grid.col(pixel) - p.col());
        int at = grid.index(p.row(), p.col());
        for (int c = 0; pl != null && c < PlImage.CHANNELS; c++) {
            double e = pl[c * grid.size() + pixel] - pl[c * grid.size() + at];
            d += metric.lambda() * e * e; // in this order: published maps depend on the last bit
        }
        return d;
    }
}
