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
 * <p>The shape is that of the measured magnesium and titanium maps; the scale is estimated from a scan's points. Unlike the differences
 * themselves it does not depend on how far apart a policy has placed them.
 */
final class Variogram {
    /** Points further apart than this, in degrees, are not of one grain. */
    static final double SAME_GRAIN_DEG = 4;

    /** Noise of one measurement, square degrees. */
    private static final double NOISE = Detector.USUAL.variance();

    /** Shape of the measured magnesium and titanium maps: square degrees, and square degrees per pixel. */
    private static final double NUGGET = 0.2;

    private static final double SLOPE = 0.07;
    /** Pairs further apart than this, in pixels, say little about one grain. */
    private static final double NEAR = 16;

    /** How many points with a neighbour the usual scale, 1, is worth: policies place points where grains are bent more than elsewhere. */
    private static final double USUAL_POINTS = 50;
    /** Median of a chi-square with 3 degrees of freedom over its mean: three in ten of the angles may be anything. */
    private static final double MEDIAN_TO_MEAN = 2.366 / 3;
    /** What the few bent places that the median leaves out add to the mean. */
    private static final double TAILS = 1.5;

    private final double scale;

    private Variogram(double scale) {
        this.scale = scale;
    }

    /** The variogram of a scan, given its points. */
    static Variogram of(LaueGroup laue, List<EbsdPoint> points) {
        double[] squares = new double[points.size()];
        double[] distances = new double[points.size()];
        int n = 0;
        for (EbsdPoint p : points) {
            double[] q = p.quaternion();
            double nearest = NEAR;
            for (EbsdPoint o : points) {
                if (Math.abs(p.row() - o.row()) >= NEAR || Math.abs(p.col() - o.col()) >= NEAR) {
                    continue;
                }
                double d = Math.hypot(p.row() - o.row(), p.col() - o.col());
                if (d > 0 && d < nearest) {
                    double angle = Math.toDegrees(laue.disorientation(q, 0, o.quaternion(), 0));
                    if (angle < SAME_GRAIN_DEG) {
                        nearest = d;
                        squares[n] = angle * angle;
                        distances[n] = d;
                    }
                }
            }
            n += nearest < NEAR ? 1 : 0;
        }
        double found = n == 0 ? 0 : scale(Arrays.copyOf(squares, n), distances);
        return new Variogram((USUAL_POINTS + n * TAILS * found) / (USUAL_POINTS + n));
    }

    /** The scale at which the median of square over expected square is that of a chi-square; 0 if noise alone explains it. */
    private static double scale(double[] squares, double[] distances) {
        double low = 0;
        double high = SAME_GRAIN_DEG * SAME_GRAIN_DEG / NUGGET;
        for (int k = 0; k < 40; k++) {
            double middle = (low + high) / 2;
            Variogram v = new Variogram(middle);
            double[] ratios = new double[squares.length];
            for (int i = 0; i < ratios.length; i++) {
                ratios[i] = squares[i] / v.pair(distances[i]);
            }
            Arrays.sort(ratios);
            if (ratios[ratios.length / 2] > MEDIAN_TO_MEAN) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high < 1e-6 ? 0 : high;
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
