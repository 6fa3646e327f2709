package sunstone.models.posterior;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.OrientationMap;
import sunstone.models.polarizedlight.PlDenoiser;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.prior.CandidateFills;

/**
 * The classical map: every pixel takes the orientation of the measured point nearest in PL and position,
 * {@code d^2/64^2 + lambda |dPL|^2}. One member, no randomness. It is the fallback when there is no usable prior, and
 * what the ensemble is measured against.
 *
 * <p>Its uncertainty is a rule of thumb, not a posterior: it grows from 1 degree with the distance in that metric
 * towards the largest disorientation of the group.
 */
public final class NearestFill implements PosteriorSampler {
    /** Weight of PL that served well on clean and camera PL of two measured maps. */
    public static final double DEFAULT_LAMBDA = 0.3;

    private final double lambda;
    private final UnaryOperator<PlImage> denoiser;

    /** The fill with the default weight of PL, which is denoised where its noise asks for it. */
    public NearestFill() {
        this(DEFAULT_LAMBDA);
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
        if (!(lambda >= 0)) {
            throw new IllegalArgumentException("lambda must be at least 0: " + lambda);
        }
        this.lambda = lambda;
        this.denoiser = denoiser;
    }

    @Override
    public Posterior sample(Snapshot snapshot, long seed, @Nullable Posterior previous) {
        PlImage pl = snapshot.pl();
        float[] channels = pl == null ? null : denoiser.apply(pl).harmonics();
        List<EbsdPoint> points = snapshot.points();
        return copied(
                snapshot,
                channels,
                points.isEmpty() ? new int[0] : CandidateFills.nearest(snapshot.grid(), channels, points, lambda),
                lambda);
    }

    /**
     * The map in which every pixel takes the orientation of a point.
     *
     * @param pl channels that distances are taken in, or null for position alone
     * @param source index of the point of each pixel, shape [rows * cols]; not looked at without points
     */
    static Posterior copied(Snapshot snapshot, float @Nullable [] pl, int[] source, double lambda) {
        int n = snapshot.grid().size();
        double[] q = new double[4 * n];
        float[] uncertainty = new float[n];
        List<EbsdPoint> points = snapshot.points();
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
                double d2 = squaredDistance(snapshot, pl, i, points.get(source[i]), lambda);
                uncertainty[i] = (float) (1 + (max - 1) * (1 - Math.exp(-d2 / 0.05)));
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
            Snapshot snapshot, float @Nullable [] pl, int pixel, EbsdPoint p, double lambda) {
        int cols = snapshot.grid().cols();
        int n = snapshot.grid().size();
        double dr = (pixel / cols - p.row()) / 64.0;
        double dc = (pixel % cols - p.col()) / 64.0;
        double d = dr * dr + dc * dc;
        int at = snapshot.grid().index(p.row(), p.col());
        for (int c = 0; pl != null && c < PlImage.CHANNELS; c++) {
            double e = pl[c * n + pixel] - pl[c * n + at];
            d += lambda * e * e;
        }
        return d;
    }
}
