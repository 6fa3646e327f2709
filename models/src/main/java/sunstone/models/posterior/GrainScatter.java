package sunstone.models.posterior;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;

/**
 * The small differences inside a grain that the prior's last step leaves out: it returns the mean of what a pixel may be, so
 * that members that agree on the grain would agree to hundredths of a degree, while the truth differs by the noise of the measurement and
 * by the orientation gradient since the nearest point.
 *
 * <p>Each member is turned by a smooth random field of rotation vectors, Gaussian with a correlation length of {@value #LENGTH} px
 * (random Fourier features, Rahimi and Recht 2007), whose size is estimated from the points themselves: from how much neighbours of one
 * grain differ.
 */
final class GrainScatter {
    /** Noise of one measurement, degrees (design: section 3). */
    private static final double NOISE_DEG = 0.5;

    private static final double LENGTH = 8;
    private static final int FEATURES = 24;
    /** Points further apart than this, in pixels or degrees, say nothing about one grain. */
    private static final double NEAR = 16;

    private static final double SAME_GRAIN_DEG = 4;
    /** What is assumed before there are pairs of points, and how many pairs that is worth. */
    private static final double USUAL_DEG = 0.7;

    private static final double USUAL_PAIRS = 8;
    /** Of a chi-square with 3 degrees of freedom: the median shrugs off points that policies place where grains are bent. */
    private static final double MEAN_TO_MEDIAN = 3 / 2.366;

    private final ScanGrid grid;
    private final double sigma;

    private GrainScatter(ScanGrid grid, double sigma) {
        this.grid = grid;
        this.sigma = sigma;
    }

    /** The scatter of a scan, given its points. */
    static GrainScatter of(ScanGrid grid, LaueGroup laue, List<EbsdPoint> points) {
        double[] squares = new double[points.size()];
        int pairs = 0;
        for (EbsdPoint p : points) {
            double[] q = p.quaternion();
            double nearest = NEAR;
            double apart = Double.NaN;
            for (EbsdPoint o : points) {
                double d = Math.hypot(p.row() - o.row(), p.col() - o.col());
                if (d > 0 && d < nearest) {
                    double angle = Math.toDegrees(laue.disorientation(q, 0, o.quaternion(), 0));
                    if (angle < SAME_GRAIN_DEG) {
                        nearest = d;
                        apart = angle;
                    }
                }
            }
            if (nearest < NEAR) {
                squares[pairs++] = apart * apart;
            }
        }
        Arrays.sort(squares, 0, pairs);
        // both ends carry noise, the map's estimate at most one
        double square = pairs == 0 ? 0 : Math.max(0, squares[pairs / 2] * MEAN_TO_MEDIAN - NOISE_DEG * NOISE_DEG);
        double mean = (USUAL_PAIRS * USUAL_DEG * USUAL_DEG + pairs * square) / (USUAL_PAIRS + pairs);
        return new GrainScatter(grid, Math.toRadians(Math.sqrt(mean)));
    }

    /** Root mean square rotation, degrees. */
    double degrees() {
        return Math.toDegrees(sigma);
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
        float[][] field = {field(random), field(random), field(random)};
        float[] out = new float[member.length];
        double[] q = new double[4];
        double[] turn = new double[4];
        for (int i = 0; i < grid.size(); i++) {
            turn[0] = 1;
            for (int k = 0; k < 3; k++) {
                turn[k + 1] = field[k][i] / 2;
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

    /** One axis of the field, radians: sqrt(2/F) sum cos(w x + b), separable in rows and columns. */
    private float[] field(RandomGenerator random) {
        float[] out = new float[grid.size()];
        double scale = sigma / Math.sqrt(3) * Math.sqrt(2.0 / FEATURES);
        float[] cos = new float[grid.cols()];
        float[] sin = new float[grid.cols()];
        for (int f = 0; f < FEATURES; f++) {
            double wx = random.nextGaussian() / LENGTH;
            double wy = random.nextGaussian() / LENGTH;
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
