package sunstone.models.posterior.boundary;

import java.util.Arrays;

/**
 * Knee of a sorted curve (V. Satopaa et al., Finding a "kneedle" in a haystack, ICDCS workshops 2011; offline, one
 * knee): sorted upwards, smoothed by a moving mean, both axes scaled to 0 to 1, the curve is convex and its knee lies
 * where it is furthest below the diagonal.
 */
final class Knee {
    /** Share of the values that the moving mean takes together is one over this. */
    private static final int SMOOTHED = 100;

    private Knee() {}

    /** The value at the knee; 0 for values that are all alike. */
    static double of(float[] values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        double[] smooth = smooth(sorted, Math.max(1, sorted.length / SMOOTHED));
        double low = smooth[0], range = smooth[smooth.length - 1] - low;
        if (!(range > 0)) {
            return 0;
        }
        int knee = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < smooth.length; i++) {
            double below = (double) i / (smooth.length - 1) - (smooth[i] - low) / range;
            if (below > most) {
                most = below;
                knee = i;
            }
        }
        return smooth[knee];
    }

    private static double[] smooth(float[] sorted, int width) {
        double[] sum = new double[sorted.length + 1];
        for (int i = 0; i < sorted.length; i++) {
            sum[i + 1] = sum[i] + sorted[i];
        }
        double[] out = new double[sorted.length];
        for (int i = 0; i < out.length; i++) {
            int half = Math.min(width / 2, Math.min(i, out.length - 1 - i)); // symmetric, so that the ends stay
            out[i] = (sum[i + half + 1] - sum[i - half]) / (2 * half + 1);
        }
        return out;
    }
}
