package sunstone.models.crystallography;

import java.util.ArrayList;
import java.util.List;

/**
 * Evidence of neighbouring hexagonal crystals for one of the two settings of their axes: X parallel to a, or, 30
 * degrees from it about c, X parallel to a*. Light does not, and nor does a single crystal. But twins on {10-11} and
 * {10-12} are turned about a, those on {11-21} and {11-22} about a*, by angles that c/a fixes, and two crystals that
 * grew from one cubic one by the Burgers relation often by 60 degrees about a. Given in the other setting, a and a*
 * stand in each other's place, and pairs are turned by the same angles about the wrong axes.
 *
 * <p>Of pairs without any relation 0.3% count for either setting.
 */
public final class TwinAxes {
    private static final double TOLERANCE = Math.toRadians(3);
    private static final int LEAST = 5, TIMES = 4;
    private static final int SIX = 6;

    private final double[] asGiven;
    private final double[] turned;
    private int asGivenPairs;
    private int turnedPairs;

    /** @param ratio c/a, above 0 */
    public TwinAxes(double ratio) {
        asGiven = relations(ratio, 0);
        turned = relations(ratio, Math.toRadians(30));
    }

    /** Rotations of crystal axes, four numbers each, from a crystal to those that may be its twins. */
    private static double[] relations(double ratio, double turn) {
        List<double[]> all = new ArrayList<>();
        for (int k = 0; k < SIX; k++) {
            double a = Math.toRadians(60 * k) + turn, star = a + Math.toRadians(30);
            for (int n = 1; n <= 2; n++) {
                all.add(about(star, Math.atan(2 * ratio / Math.sqrt(3) / n), Math.PI)); // the pole of {10-1n}
                all.add(about(a, Math.atan(2 * ratio / n), Math.PI)); // the pole of {11-2n}
            }
            all.add(about(a, Math.PI / 2, Math.toRadians(60)));
        }
        double[] flat = new double[4 * all.size()];
        for (int i = 0; i < all.size(); i++) {
            System.arraycopy(all.get(i), 0, flat, 4 * i, 4);
        }
        return flat;
    }

    private static double[] about(double azimuth, double polar, double angle) {
        double[] q = new double[4];
        double s = Math.sin(polar);
        Quaternions.fromAxisAngle(s * Math.cos(azimuth), s * Math.sin(azimuth), Math.cos(polar), angle, q, 0);
        return q;
    }

    /** Counts a pair of neighbours; unit quaternions, sample to crystal, taken as X parallel to a. */
    public void take(double[] one, int i, double[] other, int j) {
        asGivenPairs += related(asGiven, one, i, other, j) ? 1 : 0;
        turnedPairs += related(turned, one, i, other, j) ? 1 : 0;
    }

    private static boolean related(double[] relations, double[] one, int i, double[] other, int j) {
        double[] twin = new double[4];
        for (int k = 0; k < relations.length; k += 4) {
            Quaternions.multiply(relations, k, one, i, twin, 0);
            if (LaueGroup.HEXAGONAL.disorientation(twin, 0, other, j) < TOLERANCE) {
                return true;
            }
        }
        return false;
    }

    /** Pairs that are related if the axes lie as they are given. */
    public int asGivenPairs() {
        return asGivenPairs;
    }

    /** Pairs that are related if the axes are turned by 30 degrees about c. */
    public int turnedPairs() {
        return turnedPairs;
    }

    /**
     * Whether the axes must be thought turned by 30 degrees: at least five pairs more than four times those that say
     * otherwise.
     */
    public boolean speakForTurned() {
        return turnedPairs >= LEAST + TIMES * asGivenPairs;
    }

    /** Whether the axes lie as they are given, likewise. */
    public boolean speakForGiven() {
        return asGivenPairs >= LEAST + TIMES * turnedPairs;
    }
}
