package sunstone.models.posterior.ensemble;

import java.util.Arrays;
import java.util.List;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.Detector;
import sunstone.models.map.EbsdPoint;

/**
 * Growth of the angle between orientations of one grain with their distance (a linear variogram, Matheron 1963): the
 * mean squared angle between two pixels {@code d} px apart is {@code scale (NUGGET + SLOPE d)} square degrees, and
 * noise comes on top at each end that was measured.
 *
 * <p>Grains are bent unequally: about that mean the angles are those of a normal rotation whose size has a logarithm of
 * standard deviation {@value #UNEQUAL}. On the magnesium map that gives the quantiles of the angles at every distance:
 * 5, 25, 50, 75, 90, 95 and 99% of them lie below 0.21, 0.44, 0.68, 1.03, 1.5, 1.9 and 2.9 times the root mean square,
 * where normal rotations of one size would have 0.34, 0.64, 0.89, 1.17, 1.44, 1.61 and 1.94.
 *
 * <p>The shape is that of the measured magnesium and titanium maps; the scale is the most likely one given a scan's
 * points. Unlike the differences themselves it does not depend on how far apart a policy has placed them.
 */
final class Variogram {
    /** Points further apart than this, in degrees, are not of one grain. */
    static final double SAME_GRAIN_DEG = 4;

    /** Standard deviation of the logarithm of how much a grain is bent. */
    static final double UNEQUAL = 0.5;

    /** Noise of one measurement, square degrees. */
    private static final double NOISE = Detector.USUAL.variance();

    /** Shape of the measured magnesium and titanium maps: square degrees, and square degrees per pixel. */
    private static final double NUGGET = 0.2;

    private static final double SLOPE = 0.07;
    /** Pairs further apart than this, in pixels, say little about one grain. */
    private static final double NEAR = 16;

    /** What is known of the scale without points: 1 within this factor of e, one standard deviation. */
    private static final double USUAL_LOG = 1;

    /** Scales that are looked at: from 0.005 to 20 times the usual one. */
    private static final double STEP_LOG = 0.05;

    private static final int LEAST = -106;
    private static final int MOST = 60;

    /** Gauss-Hermite quadrature of a standard normal number. */
    private static final double[] NODES = {
        -3.750439717725742,
        -2.366759410734541,
        -1.154405394739968,
        0,
        1.154405394739968,
        2.366759410734541,
        3.750439717725742
    };

    private static final double[] WEIGHTS = {
        5.48268855972218e-4,
        0.0307571239675865,
        0.240123178605013,
        0.457142857142857,
        0.240123178605013,
        0.0307571239675865,
        5.48268855972218e-4
    };

    private final double scale;

    private Variogram(double scale) {
        this.scale = scale;
    }

    /** The variogram of a scan, given its points: each with the next one of its grain. */
    static Variogram of(LaueGroup laue, List<EbsdPoint> points) {
        int[] next = new int[points.size()];
        double[] squares = new double[points.size()];
        double[] distances = new double[points.size()];
        for (int i = 0; i < next.length; i++) {
            EbsdPoint p = points.get(i);
            double[] q = p.quaternion();
            next[i] = -1;
            distances[i] = NEAR;
            for (int j = 0; j < next.length; j++) {
                EbsdPoint o = points.get(j);
                if (Math.abs(p.row() - o.row()) >= NEAR || Math.abs(p.col() - o.col()) >= NEAR) {
                    continue;
                }
                double d = Math.hypot(p.row() - o.row(), p.col() - o.col());
                if (d > 0 && d < distances[i]) {
                    double angle = Math.toDegrees(laue.disorientation(q, 0, o.quaternion(), 0));
                    if (angle < SAME_GRAIN_DEG) {
                        next[i] = j;
                        distances[i] = d;
                        squares[i] = angle * angle;
                    }
                }
            }
        }
        int n = 0;
        for (int i = 0; i < next.length; i++) {
            if (next[i] >= 0 && (next[next[i]] != i || i < next[i])) { // a pair of mutual neighbours counts once
                squares[n] = squares[i];
                distances[n++] = distances[i];
            }
        }
        return new Variogram(mostLikely(Arrays.copyOf(squares, n), distances));
    }

    private static double mostLikely(double[] squares, double[] distances) {
        double best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int k = LEAST; k <= MOST; k++) {
            double log = STEP_LOG * k;
            double sum = -log * log / (2 * USUAL_LOG * USUAL_LOG);
            for (int i = 0; i < squares.length; i++) {
                sum += logLikelihood(squares[i], Math.exp(log) * (NUGGET + SLOPE * distances[i]));
            }
            if (sum > most) {
                most = sum;
                best = log;
            }
        }
        return Math.exp(best);
    }

    /** Of the squared angle of two measurements, up to what does not depend on {@code bent}, its mean without noise. */
    private static double logLikelihood(double square, double bent) {
        double sum = 0;
        for (int k = 0; k < NODES.length; k++) {
            double variance = 2 * NOISE + bent * Math.exp(2 * UNEQUAL * (NODES[k] - UNEQUAL));
            sum += WEIGHTS[k] * Math.exp(-1.5 * square / variance) / (variance * Math.sqrt(variance));
        }
        return Math.log(sum);
    }

    /** Mean squared angle between two measurements of one grain, square degrees. */
    double pair(double distance) {
        return 2 * NOISE + scale * (NUGGET + SLOPE * distance);
    }

    /** Mean squared angle between a measurement and what a pixel of its grain is, square degrees. */
    double pixel(double distance) {
        return NOISE + scale * (NUGGET + SLOPE * distance);
    }
}
