package sunstone.agent.policy.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import sunstone.agent.policy.AcquisitionPolicy;
import sunstone.agent.policy.Batch;
import sunstone.agent.policy.Candidate;
import sunstone.agent.policy.PixelSample;
import sunstone.agent.policy.PolicyInput;
import sunstone.models.map.EbsdPoint;

/**
 * Simple kriging (a Gaussian process) on position and polarized light: the pixel with the largest kriging variance, the
 * rule by which laboratories steer scans today.
 *
 * <p>The covariance is {@code exp(-d / range)} in the distance d of {@code pl-k-center}. The range is that of the
 * variogram of what was measured: {@code sill (1 - exp(-d / range))} fitted by least squares to the disorientations of
 * all pairs of points. The variance at every pixel follows from a Cholesky factorisation that grows by a column per
 * point (Rasmussen and Williams, Gaussian Processes for Machine Learning, 2006, section 2.2).
 */
final class KrigingPolicy implements AcquisitionPolicy {
    private static final double[] RANGES = {0.02, 0.04, 0.08, 0.16, 0.32, 0.64};
    private static final double DEFAULT_RANGE = 0.16;
    /** Points before which a variogram says nothing. */
    private static final int LEAST_POINTS = 10;
    /** Variance of a measurement over that of the map: half a degree of noise in a few tens. */
    private static final double NUGGET = 1e-3;

    private static final int MOST_PIXELS = 6000;

    private final PlKCenterPolicy metric;

    KrigingPolicy(double lambda) {
        this.metric = new PlKCenterPolicy(lambda);
    }

    @Override
    public String name() {
        return "gp";
    }

    @Override
    public String description() {
        return "largest variance of a Gaussian process (kriging) on position and polarized light";
    }

    @Override
    public boolean adaptive() {
        return false;
    }

    @Override
    public List<Candidate> suggest(PolicyInput in, int count) {
        Batch batch = new Batch(in, count);
        int[] measured = IntStream.range(0, in.visited().length)
                .filter(i -> in.asked(i) && !in.failed()[i])
                .toArray();
        int[] open = PixelSample.of(in, MOST_PIXELS, batch::open).pixels();
        int[] pixels =
                IntStream.concat(Arrays.stream(measured), Arrays.stream(open)).toArray();
        double range = range(in);
        double[] variance = new double[pixels.length];
        Arrays.fill(variance, 1);
        List<double[]> factor = new ArrayList<>();
        for (int k = 0; k < measured.length; k++) {
            factor.add(column(in, pixels, k, range, factor, variance));
        }
        boolean[] taken = new boolean[pixels.length];
        while (!batch.full() && batch.pixels().count() < open.length) {
            int best = -1;
            for (int k = measured.length; k < pixels.length; k++) {
                if (!taken[k] && (best < 0 || variance[k] > variance[best])) {
                    best = k;
                }
            }
            batch.take(pixels[best], "kriging variance %.3f of 1, range of the variogram %.2f", variance[best], range);
            taken[best] = true;
            factor.add(column(in, pixels, best, range, factor, variance));
        }
        metric.fill(in, batch); // what the sample left out
        return batch.candidates();
    }

    /** The next column of the factor, for a measurement at place k; lowers the variances by what it explains. */
    private double[] column(
            PolicyInput in, int[] pixels, int k, double range, List<double[]> factor, double[] variance) {
        double[] column = new double[pixels.length];
        double pivot = Math.sqrt(Math.max(0, variance[k]) + NUGGET);
        double[] at = factor.stream().mapToDouble(c -> c[k]).toArray();
        for (int i = 0; i < pixels.length; i++) {
            column[i] = Math.exp(-Math.sqrt(metric.squaredDistance(in, pixels[i], pixels[k])) / range);
        }
        for (int j = 0; j < at.length; j++) {
            double[] before = factor.get(j);
            for (int i = 0; i < column.length; i++) {
                column[i] -= at[j] * before[i];
            }
        }
        for (int i = 0; i < column.length; i++) {
            column[i] /= pivot;
            variance[i] -= column[i] * column[i];
        }
        return column;
    }

    /** Range of the variogram, by least squares over the ranges that are tried and the sill. */
    private double range(PolicyInput in) {
        List<EbsdPoint> points = in.snapshot().points();
        if (points.size() < LEAST_POINTS) {
            return DEFAULT_RANGE;
        }
        double best = DEFAULT_RANGE;
        double least = Double.POSITIVE_INFINITY;
        for (double range : RANGES) {
            double sxx = 0, sxy = 0, syy = 0;
            for (int i = 1; i < points.size(); i++) {
                for (int j = 0; j < i; j++) {
                    double y = in.snapshot()
                            .laue()
                            .disorientation(
                                    points.get(i).quaternion(), 0, points.get(j).quaternion(), 0);
                    double d =
                            Math.sqrt(metric.squaredDistance(in, pixel(in, points.get(i)), pixel(in, points.get(j))));
                    double x = 1 - Math.exp(-d / range);
                    sxx += x * x;
                    sxy += x * y;
                    syy += y * y;
                }
            }
            double rest = sxx == 0 ? syy : syy - sxy * sxy / sxx;
            if (rest < least) {
                least = rest;
                best = range;
            }
        }
        return best;
    }

    private static int pixel(PolicyInput in, EbsdPoint p) {
        return in.snapshot().grid().index(p.row(), p.col());
    }
}
