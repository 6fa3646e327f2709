package sunstone.models.polarizedlight.registration;

import java.util.Arrays;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;

/**
 * Polarized light brought onto the EBSD raster when the two lie a fraction of a pixel apart.
 *
 * <p>A PL pixel then holds the light of up to four EBSD pixels, each by the area of it that it covers: {@code g = K u},
 * with K the bilinear weights of the shift. Interpolation would blur the boundaries once more; this undoes K instead,
 *
 * <pre>minimise 1/2 |K u - g|^2 + weight * sum over pixels of |grad u|,</pre>
 *
 * the five channels under one square root as in {@link sunstone.models.polarizedlight.PlDenoiser PlDenoiser}, by the
 * primal-dual steps of Condat (J. Optim. Theory Appl. 158 (2013) 460, algorithm 3.1). At a shift of half a pixel K
 * loses the finest detail; there the total variation chooses the flat answer.
 *
 * <p>All arrays are channel-major images with a margin of {@value #MARGIN} pixels around, where nothing was seen.
 */
public final class PlSharpening {
    /** Largest shift along an axis, pixels. */
    public static final double LARGEST = 2;

    private static final int MARGIN = 3;
    private static final int CHANNELS = PlImage.CHANNELS;
    /** 1 / TAU - 8 SIGMA = |K|^2 / 2 at most 1/2 (Condat, theorem 3.1). */
    private static final float TAU = 0.5f;

    private static final float SIGMA = 1.5f / 8;
    private static final double LEAST_WEIGHT = 1e-6;
    private static final double OF_BOUNDARIES = 0.04;

    private final ScanGrid grid;
    private final int width;
    private final int n;
    private final float weight;
    /** From a PL pixel to the first of the four that it covers, and their weights: along the row, down, both. */
    private final int covers;

    private final float first;
    private final float beside;
    private final float below;
    private final float across;

    private final float[] seen;
    private final float[] u;
    private final float[] ahead;
    private final float[] px;
    private final float[] py;
    /** Of one channel. */
    private final float[] residual;

    private final float[] square;

    private PlSharpening(ScanGrid grid, float[] image, double[] shift, double weight) {
        this.grid = grid;
        this.width = grid.cols() + 2 * MARGIN;
        this.n = width * (grid.rows() + 2 * MARGIN);
        this.weight = (float) Math.max(weight, LEAST_WEIGHT);
        int ix = (int) Math.floor(-shift[0]);
        int iy = (int) Math.floor(-shift[1]);
        float fx = (float) (-shift[0] - ix);
        float fy = (float) (-shift[1] - iy);
        this.covers = iy * width + ix;
        this.first = (1 - fy) * (1 - fx);
        this.beside = (1 - fy) * fx;
        this.below = fy * (1 - fx);
        this.across = fy * fx;
        this.seen = withMargin(image);
        this.u = withMargin(PlRegistration.resample(grid, image, shift));
        this.ahead = new float[CHANNELS * n];
        this.px = new float[CHANNELS * n];
        this.py = new float[CHANNELS * n];
        this.residual = new float[n];
        this.square = new float[n];
    }

    /**
     * The weight that serves sections whose boundaries follow the pixels and such as do not: never less than {@value
     * #OF_BOUNDARIES}, for a boundary that runs through pixels is not of the form K u, and exact inversion would ring
     * there.
     *
     * @param noise standard deviation of the channels
     */
    public static double weight(double noise) {
        return Math.hypot(OF_BOUNDARIES, noise);
    }

    /**
     * The image on the EBSD raster.
     *
     * @param image channels of the PL image, channel-major, shape [5, n]
     * @param shift (dx, dy) as in {@link PlRegistration}, pixels, each at most {@link #LARGEST}
     * @param weight of the total variation, in units of the channels, 0 or more
     * @param iterations at least 1
     * @return shape [5, n]
     */
    public static float[] of(ScanGrid grid, float[] image, double[] shift, double weight, int iterations) {
        if (!(Math.abs(shift[0]) <= LARGEST && Math.abs(shift[1]) <= LARGEST && weight >= 0) || iterations < 1) {
            throw new IllegalArgumentException(
                    "shift must be at most " + LARGEST + " px, weight at least 0, iterations at " + "least 1: "
                            + shift[0] + ", " + shift[1] + ", " + weight + ", " + iterations);
        }
        PlSharpening s = new PlSharpening(grid, image, shift, weight);
        for (int k = 0; k < iterations; k++) {
            for (int c = 0; c < CHANNELS; c++) {
                s.misfit(c * s.n);
                s.descend(c * s.n);
            }
            s.ascend();
        }
        return s.withoutMargin();
    }

    /** residual = K u - g where something was seen, 0 elsewhere, of the channel that starts at o. */
    private void misfit(int o) {
        for (int row = 0; row < grid.rows(); row++) {
            int from = (row + MARGIN) * width + MARGIN;
            for (int i = from; i < from + grid.cols(); i++) {
                int k = o + i + covers;
                residual[i] = first * u[k]
                        + beside * u[k + 1]
                        + below * u[k + width]
                        + across * u[k + width + 1]
                        - seen[o + i];
            }
        }
    }

    /** u -= TAU (K' residual - div p), and ahead = 2 u - u before; the outer rows of the margin stay as they are. */
    private void descend(int o) {
        int reach = Math.abs(covers) + width + 1;
        for (int i = reach; i < n - reach; i++) {
            int k = i - covers;
            float slope = first * residual[k]
                    + beside * residual[k - 1]
                    + below * residual[k - width]
                    + across * residual[k - width - 1];
            int j = o + i;
            float next = u[j] - TAU * (slope - px[j] - py[j] + px[j - 1] + py[j - width]);
            ahead[j] = 2 * next - u[j];
            u[j] = next;
        }
    }

    /** p = projection of p + SIGMA grad ahead onto |p| at most weight. */
    private void ascend() {
        Arrays.fill(square, 0);
        int from = 2 * width;
        int to = n - 2 * width;
        for (int c = 0; c < CHANNELS; c++) {
            int o = c * n;
            for (int i = from; i < to; i++) {
                float x = px[o + i] + SIGMA * (ahead[o + i + 1] - ahead[o + i]);
                float y = py[o + i] + SIGMA * (ahead[o + i + width] - ahead[o + i]);
                px[o + i] = x;
                py[o + i] = y;
                square[i] += x * x + y * y;
            }
        }
        for (int i = width - 1; i < CHANNELS * n; i += width) {
            px[i] = 0; // a row ends here, the next is not beside it
        }
        for (int i = from; i < to; i++) {
            square[i] = weight / Math.max(weight, (float) Math.sqrt(square[i]));
        }
        for (int c = 0; c < CHANNELS; c++) {
            int o = c * n;
            for (int i = from; i < to; i++) {
                px[o + i] *= square[i];
                py[o + i] *= square[i];
            }
        }
    }

    private float[] withMargin(float[] image) {
        float[] out = new float[CHANNELS * n];
        for (int c = 0; c < CHANNELS; c++) {
            for (int row = 0; row < n / width; row++) {
                int of = Math.max(0, Math.min(grid.rows() - 1, row - MARGIN)) * grid.cols();
                for (int col = 0; col < width; col++) {
                    int from = of + Math.max(0, Math.min(grid.cols() - 1, col - MARGIN));
                    out[c * n + row * width + col] = image[c * grid.size() + from];
                }
            }
        }
        return out;
    }

    private float[] withoutMargin() {
        float[] out = new float[CHANNELS * grid.size()];
        for (int c = 0; c < CHANNELS; c++) {
            for (int row = 0; row < grid.rows(); row++) {
                System.arraycopy(
                        u,
                        c * n + (row + MARGIN) * width + MARGIN,
                        out,
                        c * grid.size() + row * grid.cols(),
                        grid.cols());
            }
        }
        return out;
    }
}
