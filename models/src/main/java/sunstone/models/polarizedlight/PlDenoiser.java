package sunstone.models.polarizedlight;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Vectorial total-variation denoising of a polarized-light image: grains stay flat, boundaries stay sharp.
 *
 * <p>Minimises {@code 1/2 |u - g|^2 + weight * sum over pixels of |grad u|} with the five channels under one square
 * root, so that an edge in any channel makes an edge in all cheap [1]. Solved on the dual [2] with the accelerated
 * projected gradient of [3], which needs a fraction of the iterations of [2] for the same result.
 *
 * <ol>
 *   <li>X. Bresson, T. F. Chan, Inverse Problems and Imaging 2 (2008) 455.
 *   <li>A. Chambolle, J. Math. Imaging Vis. 20 (2004) 89.
 *   <li>A. Beck, M. Teboulle, IEEE Trans. Image Process. 18 (2009) 2419, algorithm FGP.
 * </ol>
 */
public final class PlDenoiser {
    /** Weight over the standard deviation of the noise. */
    public static final double WEIGHT_PER_NOISE = 1.5;

    /** Noise below which an image is left as it is, standard deviation of a channel scaled to [-1, 1]. */
    public static final double LEAST_NOISE = 0.01;

    /** Enough for a change below 1e-3 of the range. */
    public static final int ITERATIONS = 30;

    private static final int CHANNELS = PlImage.CHANNELS;

    private PlDenoiser() {}

    /**
     * Denoises as strongly as the estimated noise of the image asks for; returns the image itself where that is below
     * {@link #LEAST_NOISE}.
     *
     * <p>The noise levels of the result are still those of the camera, not of what is left.
     */
    public static PlImage denoise(PlImage image) {
        double noise = image.meanNoise();
        return noise < LEAST_NOISE ? image : denoise(image, WEIGHT_PER_NOISE * noise, ITERATIONS);
    }

    /**
     * Denoises with a given weight.
     *
     * @param weight of the total variation, in units of the scaled channels, above 0
     * @param iterations of the dual ascent, at least 1
     */
    public static PlImage denoise(PlImage image, double weight, int iterations) {
        if (!(weight > 0) || Double.isInfinite(weight) || iterations < 1) {
            throw new IllegalArgumentException(
                    "weight must be above 0 and finite, iterations at least 1: " + weight + ", " + iterations);
        }
        Dual dual = new Dual(image, (float) weight);
        double t = 1;
        for (int k = 0; k < iterations; k++) {
            double next = (1 + Math.sqrt(1 + 4 * t * t)) / 2;
            dual.primal();
            dual.ascend((float) ((t - 1) / next));
            t = next;
        }
        dual.settle();
        return new PlImage(image.grid(), dual.u, image.noise());
    }

    /**
     * {@link #denoise(PlImage)} that remembers the last image by identity: the polarized light of a scan stays the same
     * from round to round. Safe for several threads.
     */
    public static final class Memo implements UnaryOperator<PlImage> {
        private volatile @Nullable Pair last;

        private record Pair(PlImage from, PlImage to) {}

        @Override
        public PlImage apply(PlImage image) {
            Pair pair = last;
            if (pair == null || pair.from != image) {
                pair = new Pair(image, denoise(image));
                last = pair;
            }
            return pair.to;
        }
    }

    /** State of the ascent; all arrays channel-major like the image. Forward differences, zero across the border. */
    private static final class Dual {
        private final int rows;
        private final int cols;
        private final int n;
        private final float weight;
        private final float[] g;
        private final float[] u;
        /** The dual field (to the right, downwards), and the extrapolated one that the gradient is taken at. */
        private final float[] px;

        private final float[] py;
        private final float[] rx;
        private final float[] ry;

        Dual(PlImage image, float weight) {
            this.rows = image.grid().rows();
            this.cols = image.grid().cols();
            this.n = rows * cols;
            this.weight = weight;
            this.g = image.harmonics();
            this.u = new float[g.length];
            this.px = new float[g.length];
            this.py = new float[g.length];
            this.rx = new float[g.length];
            this.ry = new float[g.length];
        }

        /** u = g + weight div r. */
        void primal() {
            for (int c = 0; c < CHANNELS; c++) {
                for (int row = 0; row < rows; row++) {
                    int from = c * n + row * cols;
                    for (int i = from; i < from + cols; i++) {
                        float divergence = rx[i] + ry[i];
                        divergence -= i > from ? rx[i - 1] : 0;
                        divergence -= row > 0 ? ry[i - cols] : 0;
                        u[i] = g[i] + weight * divergence;
                    }
                }
            }
        }

        /** p = projection of r + grad u / (8 weight); r = p + momentum (p - p before). */
        void ascend(float momentum) {
            float step = 1 / (8 * weight);
            float[] x = new float[CHANNELS];
            float[] y = new float[CHANNELS];
            for (int row = 0; row < rows; row++) {
                for (int col = 0; col < cols; col++) {
                    float square = 0;
                    for (int c = 0, i = row * cols + col; c < CHANNELS; c++, i += n) {
                        x[c] = col + 1 < cols ? rx[i] + step * (u[i + 1] - u[i]) : 0;
                        y[c] = row + 1 < rows ? ry[i] + step * (u[i + cols] - u[i]) : 0;
                        square += x[c] * x[c] + y[c] * y[c];
                    }
                    float scale = square > 1 ? (float) (1 / Math.sqrt(square)) : 1;
                    for (int c = 0, i = row * cols + col; c < CHANNELS; c++, i += n) {
                        float nx = scale * x[c];
                        float ny = scale * y[c];
                        rx[i] = nx + momentum * (nx - px[i]);
                        ry[i] = ny + momentum * (ny - py[i]);
                        px[i] = nx;
                        py[i] = ny;
                    }
                }
            }
        }

        /** The primal image of the last dual field. */
        void settle() {
            System.arraycopy(px, 0, rx, 0, px.length);
            System.arraycopy(py, 0, ry, 0, py.length);
            primal();
        }
    }
}
