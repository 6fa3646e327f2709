package sunstone.models.polarizedlight.registration;

import java.util.stream.IntStream;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;

/**
 * Polarized light brought onto the EBSD raster under any {@link Registration}, without the blur of interpolation.
 *
 * <p>A PL pixel holds the light of the EBSD pixels around the place that it looks at: {@code g = K u}, with K the
 * bilinear weights of that place. As {@link PlSharpening} does for shifts, this undoes K,
 *
 * <pre>minimise 1/2 |K u - g|^2 + weight * sum over pixels of |grad u|,</pre>
 *
 * all channels under one square root, by the primal-dual steps of Condat (J. Optim. Theory Appl. 158 (2013) 460,
 * algorithm 3.1). EBSD pixels that no PL pixel looks at follow their neighbours.
 */
final class PlRectification {
    private static final int CHANNELS = PlImage.CHANNELS;
    private static final int ITERATIONS = 40;
    /** Of the dual step; 1 / TAU - 8 SIGMA is half of the largest column sum of K'K, which is scaled to 1. */
    private static final float SIGMA = 1.5f / 8;

    private static final float TAU = 0.5f;

    private final int cols;
    private final int n;
    private final float weight;
    private final int[] first; // of the four EBSD pixels of a PL pixel, or -1
    private final float[] share; // [PL pixels, 4]
    private final float data; // weight of the first term
    private final float[] u;
    private final float[] ahead;
    private final float[] across;
    private final float[] down;

    private PlRectification(ScanGrid ebsd, ScanGrid light, Registration registration, float[] start, double weight) {
        this.cols = ebsd.cols();
        this.n = ebsd.size();
        this.weight = (float) weight;
        this.first = new int[light.size()];
        this.share = new float[4 * light.size()];
        this.data = taps(ebsd, light, registration);
        this.u = start;
        this.ahead = new float[start.length];
        this.across = new float[start.length];
        this.down = new float[start.length];
    }

    /**
     * The image on the EBSD raster.
     *
     * @param image channels on the light's raster
     * @param start a first guess on the EBSD raster, shape [5, n]; used up
     * @param weight of the total variation, in units of the channels
     * @return shape [5, n]
     */
    static float[] of(ScanGrid ebsd, PlImage image, Registration registration, float[] start, double weight) {
        if (ebsd.rows() < 2 || ebsd.cols() < 2) {
            return start;
        }
        PlRectification r = new PlRectification(ebsd, image.grid(), registration, start, weight);
        for (int k = 0; k < ITERATIONS; k++) {
            IntStream.range(0, CHANNELS).parallel().forEach(c -> r.descend(c, image.harmonics()));
            r.ascend();
        }
        return r.u;
    }

    /** Fills in K and returns what its square has to be multiplied with for column sums of at most 1. */
    private float taps(ScanGrid ebsd, ScanGrid light, Registration registration) {
        float[] column = new float[n];
        double[] place = new double[2];
        for (int i = 0; i < first.length; i++) {
            registration.lookedAt(i / light.cols(), i % light.cols(), place);
            double row = place[0];
            double col = place[1];
            if (!(row >= -0.5 && col >= -0.5 && row <= ebsd.rows() - 0.5 && col <= ebsd.cols() - 0.5)) {
                first[i] = -1;
                continue;
            }
            row = Math.max(0, Math.min(ebsd.rows() - 1, row));
            col = Math.max(0, Math.min(ebsd.cols() - 1, col));
            int top = Math.min((int) row, ebsd.rows() - 2);
            int left = Math.min((int) col, ebsd.cols() - 2);
            float y = (float) (row - top);
            float x = (float) (col - left);
            first[i] = ebsd.index(top, left);
            share[4 * i] = (1 - y) * (1 - x);
            share[4 * i + 1] = (1 - y) * x;
            share[4 * i + 2] = y * (1 - x);
            share[4 * i + 3] = y * x;
            for (int k = 0; k < 4; k++) {
                column[first[i] + (k >> 1) * cols + (k & 1)] += share[4 * i + k];
            }
        }
        float most = 1;
        for (float sum : column) {
            most = Math.max(most, sum);
        }
        return 1 / most;
    }

    /** u -= TAU (data K'(K u - g) - div p) of a channel, and ahead = 2 u - u before. */
    private void descend(int channel, float[] seen) {
        int o = channel * n;
        float[] slope = new float[n];
        for (int i = 0; i < first.length; i++) {
            int f = first[i];
            if (f < 0) {
                continue;
            }
            float a = share[4 * i], b = share[4 * i + 1], c = share[4 * i + 2], d = share[4 * i + 3];
            float rest = data
                    * (a * u[o + f]
                            + b * u[o + f + 1]
                            + c * u[o + f + cols]
                            + d * u[o + f + cols + 1]
                            - seen[channel * first.length + i]);
            slope[f] += a * rest;
            slope[f + 1] += b * rest;
            slope[f + cols] += c * rest;
            slope[f + cols + 1] += d * rest;
        }
        for (int i = 0; i < n; i++) {
            float divergence = across[o + i] + down[o + i];
            divergence -= i % cols == 0 ? 0 : across[o + i - 1];
            divergence -= i < cols ? 0 : down[o + i - cols];
            float next = u[o + i] - TAU * (slope[i] - divergence);
            ahead[o + i] = 2 * next - u[o + i];
            u[o + i] = next;
        }
    }

    /** p = projection of p + SIGMA grad ahead onto |p| at most weight. */
    private void ascend() {
        IntStream.range(0, n / cols).parallel().forEach(row -> {
            for (int i = row * cols; i < (row + 1) * cols; i++) {
                boolean last = i % cols == cols - 1;
                boolean bottom = i >= n - cols;
                float square = 0;
                for (int o = i; o < CHANNELS * n; o += n) {
                    across[o] = last ? 0 : across[o] + SIGMA * (ahead[o + 1] - ahead[o]);
                    down[o] = bottom ? 0 : down[o] + SIGMA * (ahead[o + cols] - ahead[o]);
                    square += across[o] * across[o] + down[o] * down[o];
                }
                float shrink = weight / Math.max(weight, (float) Math.sqrt(square));
                for (int o = i; o < CHANNELS * n; o += n) {
                    across[o] *= shrink;
                    down[o] *= shrink;
                }
            }
        });
    }
}
