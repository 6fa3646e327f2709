package sunstone.models.posterior;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.OrientationMap;

/**
 * The alignment network of published super-resolution work: a small perceptron fitted to one observation, from what was
 * reconstructed at the measured pixels to what was measured there, and then applied to all pixels.
 *
 * <p>Departure: the published network maps values to values. This one gives the turn, in the sample frame and so the
 * same for all equivalents, that takes a reconstructed orientation to the measured one; points further off than {@value
 * #MOST_DEG} degrees (another grain, a wrong solution) teach nothing. Three inputs (vector part of the reduced
 * quaternion), two layers of 16 tanh, three outputs; Adam on all points at once; a decay of the weights keeps it near
 * doing nothing.
 */
public final class AlignmentNetwork {
    private static final double MOST_DEG = 10;
    private static final int[] SIZES = {3, 16, 16, 3};
    private static final int STEPS = 400;
    private static final int MOST_POINTS = 2000;
    private static final double RATE = 0.01;
    private static final double DECAY = 1e-3;
    private static final double BETA1 = 0.9, BETA2 = 0.999;

    /** Turns are a few degrees: outputs are in units of this many radians. */
    private static final double UNIT = Math.toRadians(1);

    private final LaueGroup laue;
    private final double[][] weights = new double[SIZES.length - 1][];

    private AlignmentNetwork(LaueGroup laue, SplittableRandom random) {
        this.laue = laue;
        for (int l = 0; l < weights.length; l++) {
            weights[l] = new double[SIZES[l + 1] * (SIZES[l] + 1)];
            for (int k = 0; k < weights[l].length; k++) { // the last layer begins at zero, so that nothing is turned
                weights[l][k] = l == weights.length - 1 ? 0 : random.nextGaussian() / Math.sqrt(SIZES[l] + 1);
            }
        }
    }

    /**
     * Fits a network.
     *
     * @param reconstructed map that is not anchored to the points
     * @param points what was measured
     * @param seed of the first weights
     */
    public static AlignmentNetwork fit(OrientationMap reconstructed, List<EbsdPoint> points, long seed) {
        LaueGroup laue = reconstructed.laue();
        AlignmentNetwork network = new AlignmentNetwork(laue, new SplittableRandom(seed));
        List<double[]> pairs = new ArrayList<>();
        int every = Math.max(1, points.size() / MOST_POINTS);
        for (int k = 0; k < points.size(); k += every) {
            EbsdPoint p = points.get(k);
            int i = 4 * reconstructed.grid().index(p.row(), p.col());
            double[] q = new double[4];
            laue.reduce(reconstructed.quaternions(), i, q, 0);
            if (Math.toDegrees(laue.disorientation(q, 0, p.quaternion(), 0)) <= MOST_DEG) {
                double[] turn = turn(laue, q, p.quaternion());
                pairs.add(new double[] {q[1], q[2], q[3], turn[0] / UNIT, turn[1] / UNIT, turn[2] / UNIT});
            }
        }
        if (!pairs.isEmpty()) {
            network.train(pairs);
        }
        return network;
    }

    /** Turn of the sample frame that takes an orientation to another, rotation vector, radians. */
    private static double[] turn(LaueGroup laue, double[] from, double[] to) {
        double[] near = new double[4];
        laue.align(from, 0, to, 0, near, 0);
        double[] inverse = {from[0], -from[1], -from[2], -from[3]};
        double[] d = new double[4];
        Quaternions.multiply(inverse, 0, near, 0, d, 0);
        double sine = Math.sqrt(d[1] * d[1] + d[2] * d[2] + d[3] * d[3]);
        double factor = sine < 1e-12 ? 2 : 2 * Math.atan2(sine, d[0]) / sine;
        return new double[] {factor * d[1], factor * d[2], factor * d[3]};
    }

    private void train(List<double[]> pairs) {
        double[][] first = new double[weights.length][], second = new double[weights.length][];
        for (int l = 0; l < weights.length; l++) {
            first[l] = new double[weights[l].length];
            second[l] = new double[weights[l].length];
        }
        for (int step = 1; step <= STEPS; step++) {
            double[][] gradient = gradient(pairs);
            for (int l = 0; l < weights.length; l++) {
                for (int k = 0; k < weights[l].length; k++) {
                    double g = gradient[l][k] / pairs.size() + DECAY * weights[l][k];
                    first[l][k] = BETA1 * first[l][k] + (1 - BETA1) * g;
                    second[l][k] = BETA2 * second[l][k] + (1 - BETA2) * g * g;
                    double mean = first[l][k] / (1 - Math.pow(BETA1, step));
                    double square = second[l][k] / (1 - Math.pow(BETA2, step));
                    weights[l][k] -= RATE * mean / (Math.sqrt(square) + 1e-8);
                }
            }
        }
    }

    /** Of half the squared difference, summed over the pairs. */
    private double[][] gradient(List<double[]> pairs) {
        double[][] gradient = new double[weights.length][];
        for (int l = 0; l < weights.length; l++) {
            gradient[l] = new double[weights[l].length];
        }
        for (double[] pair : pairs) {
            double[][] values = forward(Arrays.copyOf(pair, 3));
            double[] error = values[weights.length].clone();
            for (int k = 0; k < error.length; k++) {
                error[k] -= pair[3 + k];
            }
            for (int l = weights.length - 1; l >= 0; l--) {
                double[] below = new double[SIZES[l]];
                for (int k = 0; k < error.length; k++) {
                    int row = k * (SIZES[l] + 1);
                    for (int j = 0; j < SIZES[l]; j++) {
                        gradient[l][row + j] += error[k] * values[l][j];
                        below[j] += error[k] * weights[l][row + j];
                    }
                    gradient[l][row + SIZES[l]] += error[k];
                }
                for (int j = 0; l > 0 && j < below.length; j++) {
                    below[j] *= 1 - values[l][j] * values[l][j]; // of tanh
                }
                error = below;
            }
        }
        return gradient;
    }

    /** Values of every layer, from the input to the output. */
    private double[][] forward(double[] input) {
        double[][] values = new double[SIZES.length][];
        values[0] = input;
        for (int l = 0; l < weights.length; l++) {
            values[l + 1] = new double[SIZES[l + 1]];
            for (int k = 0; k < SIZES[l + 1]; k++) {
                int row = k * (SIZES[l] + 1);
                double sum = weights[l][row + SIZES[l]];
                for (int j = 0; j < SIZES[l]; j++) {
                    sum += weights[l][row + j] * values[l][j];
                }
                values[l + 1][k] = l == weights.length - 1 ? sum : Math.tanh(sum);
            }
        }
        return values;
    }

    /** The map with every orientation turned as the network says. */
    public OrientationMap aligned(OrientationMap map) {
        double[] out = new double[map.quaternions().length];
        double[] q = new double[4];
        double[] turn = new double[4];
        for (int i = 0; i < out.length; i += 4) {
            laue.reduce(map.quaternions(), i, q, 0);
            double[] v = forward(new double[] {q[1], q[2], q[3]})[weights.length];
            double angle = UNIT * Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
            if (angle < 1e-12) {
                System.arraycopy(q, 0, out, i, 4);
                continue;
            }
            double norm = angle / UNIT;
            Quaternions.fromAxisAngle(v[0] / norm, v[1] / norm, v[2] / norm, angle, turn, 0);
            Quaternions.multiply(q, 0, turn, 0, out, i);
            laue.reduce(out, i, out, i);
        }
        return new OrientationMap(map.grid(), laue, out, map.valid());
    }
}
