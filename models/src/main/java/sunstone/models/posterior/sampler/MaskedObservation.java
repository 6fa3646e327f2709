package sunstone.models.posterior.sampler;

import java.util.List;

/**
 * Some entries of a vector seen through Gaussian noise: y_i = x_i + n_i, n_i of variance R_i; 0 is exact, infinity is
 * not observed.
 *
 * <p>The vector is an image, channel by channel, so that entry i lies at pixel i mod (rows * cols).
 *
 * @param y what was seen, anything finite where nothing was, shape [d]
 * @param variance R, shape [d]
 * @param rows rows of the image
 * @param cols columns of the image
 * @param points the sparse measurements: for each the entries that it observed together. What is observed and belongs
 *     to none is dense.
 */
public record MaskedObservation(double[] y, double[] variance, int rows, int cols, List<int[]> points) {
    public MaskedObservation {
        points = List.copyOf(points);
        if (y.length != variance.length || rows < 1 || cols < 1 || y.length % (rows * cols) != 0) {
            throw new IllegalArgumentException("an observation needs a value and a variance per channel of " + rows
                    + " x " + cols + " pixels, not " + y.length + " and " + variance.length);
        }
        for (int i = 0; i < y.length; i++) {
            if (!Double.isFinite(y[i]) || !(variance[i] >= 0)) {
                throw new IllegalArgumentException(
                        "entry " + i + " must be finite and its variance at least 0: " + y[i] + ", " + variance[i]);
            }
        }
    }

    /** Nothing observed of an image. */
    public static MaskedObservation nothing(int channels, int rows, int cols) {
        double[] variance = new double[channels * rows * cols];
        java.util.Arrays.fill(variance, Double.POSITIVE_INFINITY);
        return new MaskedObservation(new double[variance.length], variance, rows, cols, List.of());
    }

    /** Whether an entry was observed. */
    public boolean observed(int entry) {
        return variance[entry] < Double.POSITIVE_INFINITY;
    }

    /** Kalman gain v / (v + R) of an entry of variance v: 1 where it was seen exactly, 0 where it was not seen. */
    public double gain(int entry, double v) {
        double r = variance[entry];
        return r == 0 ? 1 : r == Double.POSITIVE_INFINITY ? 0 : v / (v + r);
    }

    /** Distance between the pixels of two entries. */
    double distance(int entry, int other) {
        int p = entry % (rows * cols);
        int q = other % (rows * cols);
        return Math.hypot(p / cols - q / cols, p % cols - q % cols);
    }

    /** The same without the sparse measurements. */
    MaskedObservation dense() {
        double[] r = variance.clone();
        for (int[] point : points) {
            for (int entry : point) {
                r[entry] = Double.POSITIVE_INFINITY;
            }
        }
        return new MaskedObservation(y, r, rows, cols, List.of());
    }

    /** Draws an estimate to what was seen, in place: FIX, x + K (y - x) with K the gain of the conditional variance. */
    void draw(double[] clean, Denoiser denoiser, double a) {
        for (int i = 0; i < clean.length; i++) {
            clean[i] += gain(i, denoiser.conditionalVariance(i, a)) * (y[i] - clean[i]);
        }
    }
}
