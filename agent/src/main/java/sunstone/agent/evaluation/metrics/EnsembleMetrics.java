package sunstone.agent.evaluation.metrics;

import java.util.Arrays;
import java.util.List;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.posterior.Posterior;

/**
 * Does the ensemble know how wrong its map is?
 *
 * <p><b>Coverage.</b> At each pixel let d(1) &le; ... &le; d(M) be the disorientations of the members to the published
 * orientation and e that of the truth. If truth and members are draws of one distribution, e falls below d(j) with
 * probability j / (M + 1). The ball that holds a share p is therefore taken at position p (M + 1) in the list, linear
 * between neighbours, with d(0) = 0, and at d(M) where the position lies beyond the last member: M members cannot speak
 * of more than M / (M + 1), so below M = 9 the figure for 90% has that ceiling (0.89 at M = 8, 0.5 at M = 1).
 *
 * <p><b>Spread-skill</b> (models/doc/samplers.md section 6): sqrt((1 + 1/M) s2 / mean(e2)) with s2 the mean over pixels
 * of sum d2 / (M - 1). Where a pixel's members have one mode, the published orientation is their mean and this is the
 * textbook figure; where they have several, the other modes count with their distance from the published one, as a
 * truth that lies there does.
 */
public final class EnsembleMetrics {
    private final int members;
    /** Ascending disorientations of the members per pixel, degrees, shape [pixels, members]. */
    private final float[] sorted;

    private final float[] error;

    private EnsembleMetrics(int members, float[] sorted, float[] error) {
        this.members = members;
        this.sorted = sorted;
        this.error = error;
    }

    /**
     * Measures a posterior.
     *
     * @param errorDeg disorientation of the truth to the published map, degrees, shape [rows * cols]
     * @param pixels which pixels count
     */
    public static EnsembleMetrics of(Posterior posterior, float[] errorDeg, int[] pixels) {
        List<float[]> members = posterior.members();
        LaueGroup laue = posterior.map().laue();
        int m = members.size();
        float[] sorted = new float[pixels.length * m];
        float[] error = new float[pixels.length];
        float[] published = new float[4];
        for (int k = 0; k < pixels.length; k++) {
            int i = 4 * pixels[k];
            for (int c = 0; c < 4; c++) {
                published[c] = (float) posterior.map().quaternions()[i + c];
            }
            for (int j = 0; j < m; j++) {
                sorted[k * m + j] = (float) laue.disorientationDeg(members.get(j), i, published, 0);
            }
            Arrays.sort(sorted, k * m, k * m + m);
            error[k] = errorDeg[pixels[k]];
        }
        return new EnsembleMetrics(m, sorted, error);
    }

    /** Share of pixels whose truth lies in the ball that holds a share {@code level} of the members. */
    public double coverage(double level) {
        int inside = 0;
        for (int k = 0; k < error.length; k++) {
            inside += error[k] <= radiusDeg(k, level) ? 1 : 0;
        }
        return (double) inside / error.length;
    }

    private double radiusDeg(int k, double level) {
        double position = Math.min(level * (members + 1), members);
        int j = (int) position;
        double below = j == 0 ? 0 : sorted[k * members + j - 1];
        double above = j == members ? below : sorted[k * members + j];
        return below + (position - j) * (above - below);
    }

    /** Spread over error; NaN without any error, or with one member. */
    public double spreadSkill() {
        double variance = 0;
        double squared = 0;
        for (int k = 0; k < error.length; k++) {
            variance += variance(k);
            squared += (double) error[k] * error[k];
        }
        return squared == 0 || members < 2 ? Double.NaN : Math.sqrt((1 + 1.0 / members) * variance / squared);
    }

    private double variance(int k) {
        double sum = 0;
        for (int j = k * members; j < (k + 1) * members; j++) {
            sum += (double) sorted[j] * sorted[j];
        }
        return sum / (members - 1);
    }

    /**
     * Root mean square error against root mean square spread, both degrees, in groups of pixels of like spread.
     *
     * @param groups number of groups of equal size, from least spread to most
     * @return spread and error of each group, shape [groups, 2]
     */
    public double[][] spreadAgainstError(int groups) {
        Integer[] order = new Integer[error.length];
        double[] spread = new double[error.length];
        for (int k = 0; k < order.length; k++) {
            order[k] = k;
            spread[k] = (1 + 1.0 / members) * variance(k);
        }
        Arrays.sort(order, (a, b) -> Double.compare(spread[a], spread[b]));
        double[][] result = new double[groups][2];
        for (int g = 0; g < groups; g++) {
            int from = (int) ((long) g * order.length / groups);
            int to = (int) ((long) (g + 1) * order.length / groups);
            for (int n = from; n < to; n++) {
                result[g][0] += spread[order[n]] / (to - from);
                result[g][1] += (double) error[order[n]] * error[order[n]] / (to - from);
            }
            result[g][0] = Math.sqrt(result[g][0]);
            result[g][1] = Math.sqrt(result[g][1]);
        }
        return result;
    }
}
