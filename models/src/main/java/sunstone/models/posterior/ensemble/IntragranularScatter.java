package sunstone.models.posterior.ensemble;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.ScanGrid;

/**
 * The small differences inside a grain that the prior's last step leaves out: it returns the mean of what a pixel may
 * be, so that members that agree on the grain would agree to hundredths of a degree, while the truth differs by the
 * noise of the measurement and by the orientation gradient since the nearest points.
 *
 * <p>Each member is turned by a smooth random field of rotation vectors, Gaussian with a correlation length of {@value
 * #LENGTH} px (random Fourier features, Rahimi and Recht 2007), as large at each pixel as {@link ModalMap} expects; but
 * since grains are bent unequally ({@link Variogram#UNEQUAL}) and nobody knows which, it is now smaller, now larger
 * from place to place, as a log-normal field with a correlation length of {@value #GRAIN} px.
 */
final class IntragranularScatter {
    private static final double LENGTH = 8;
    private static final double GRAIN = 24;
    private static final int FEATURES = 24;

    private final ScanGrid grid;
    private final float[] degrees;
    private final float[] noisy;

    /**
     * A scatter.
     *
     * @param degrees root mean square rotation of each pixel, shape [rows * cols]
     * @param noisy the part of its square that is of one size everywhere, 0 to 1, same shape
     */
    IntragranularScatter(ScanGrid grid, float[] degrees, float[] noisy) {
        this.grid = grid;
        this.degrees = degrees;
        this.noisy = noisy;
    }

    /**
     * Turns every pixel of a member.
     *
     * @param member unit quaternions, shape [rows * cols, 4]
     * @param seed of this member's field
     * @return a new array in the fundamental zone
     */
    float[] turn(float[] member, LaueGroup laue, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        float[][] field = {field(random, LENGTH), field(random, LENGTH), field(random, LENGTH)};
        float[] bent = field(random, GRAIN);
        float[] out = new float[member.length];
        double[] q = new double[4];
        double[] turn = new double[4];
        for (int i = 0; i < grid.size(); i++) {
            double square = Math.exp(2 * Variogram.UNEQUAL * (bent[i] - Variogram.UNEQUAL)); // 1 on the mean
            double half = Math.sqrt(noisy[i] + (1 - noisy[i]) * square) * Math.toRadians(degrees[i]) / 2 / Math.sqrt(3);
            turn[0] = 1;
            for (int k = 0; k < 3; k++) {
                turn[k + 1] = half * field[k][i];
            }
            Quaternions.normalise(turn, 0);
            for (int k = 0; k < 4; k++) {
                q[k] = member[4 * i + k];
            }
            Quaternions.multiply(turn, 0, q, 0, q, 0);
            laue.reduce(q, 0, q, 0);
            for (int k = 0; k < 4; k++) {
                out[4 * i + k] = (float) q[k];
            }
        }
        return out;
    }

    /** A field of variance 1: sqrt(2/F) sum cos(w x + b), separable in rows and columns. */
    private float[] field(RandomGenerator random, double length) {
        float[] out = new float[grid.size()];
        double scale = Math.sqrt(2.0 / FEATURES);
        float[] cos = new float[grid.cols()];
        float[] sin = new float[grid.cols()];
        for (int f = 0; f < FEATURES; f++) {
            double wx = random.nextGaussian() / length;
            double wy = random.nextGaussian() / length;
            double phase = 2 * Math.PI * random.nextDouble();
            for (int c = 0; c < cos.length; c++) {
                cos[c] = (float) Math.cos(wx * c + phase);
                sin[c] = (float) Math.sin(wx * c + phase);
            }
            for (int r = 0; r < grid.rows(); r++) {
                float a = (float) (scale * Math.cos(wy * r));
                float b = (float) (scale * Math.sin(wy * r));
                for (int c = 0, i = r * grid.cols(); c < cos.length; c++, i++) {
                    out[i] += a * cos[c] - b * sin[c];
                }
            }
        }
        return out;
    }
}
