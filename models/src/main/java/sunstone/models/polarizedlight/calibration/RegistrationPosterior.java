package sunstone.models.polarizedlight.calibration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import sunstone.models.polarizedlight.registration.Registration;

/**
 * Posterior of a registration, given the points: mean and draws of the posterior of its parameters.
 *
 * <p>Population Monte Carlo with a normal proposal that follows the posterior (Cappe et al., J. Comput. Graph. Stat. 13 (2004) 907):
 * the likelihood enters by and by, weights are flattened until a tenth of the draws count, and the proposal is a little wider than
 * what it found. The cost is nearly a staircase (a pixel's centre is on this side of a boundary or on that), so its mean is a far
 * better estimate than its least place.
 *
 * @param mean of the parameters
 * @param draws of the parameters, equally probable
 * @param logEvidence of the model, by Laplace's approximation, but for what all models share
 */
record RegistrationPosterior(double[] mean, List<double[]> draws, double logEvidence) {
    private static final double LEAST_COUNTING = 0.1;
    private static final double WIDER = 1.3;
    private static final double FIRST_TEMPER = 0.12;
    private static final double TEMPER_STEP = 1.35;
    private static final int DRAWS = 64;

    /** Proposals as narrow as this serve no more: a twentieth of a pixel at the border of a large map. */
    private static final double[] NARROWEST = {0.05, 0.05, 0.03, 5e-4};

    private static final double NARROWEST_WARP_PX = 0.02;

    /**
     * Draws from a posterior.
     *
     * @param energy negative logarithm of the density; called by several threads
     * @param start mean of the first proposal
     * @param deviations of the first proposal
     */
    static RegistrationPosterior of(
            ToDoubleFunction<double[]> energy, double[] start, double[] deviations, int rounds, int perRound) {
        int d = start.length;
        double[] mean = start.clone();
        double[][] root = new double[d][d];
        for (int k = 0; k < d; k++) {
            root[k][k] = deviations[k];
        }
        List<double[]> draws = List.of();
        double logVolume = 0;
        for (int round = 0; round < rounds; round++) {
            double temper = Math.min(1, FIRST_TEMPER * Math.pow(TEMPER_STEP, round));
            RandomGenerator random = new SplittableRandom(0x5EED + round);
            double[][] x = new double[perRound][];
            double[] logProposal = new double[perRound];
            for (int i = 0; i < perRound; i++) {
                x[i] = draw(mean, root, random, i == 0, logProposal, i);
            }
            double[][] proposed = x;
            double[] log = IntStream.range(0, perRound)
                    .parallel()
                    .mapToDouble(i -> -temper * energy.applyAsDouble(proposed[i]) - logProposal[i])
                    .toArray();
            double[] weight = flattened(log, round == rounds - 1);
            mean = mean(x, weight);
            root = cholesky(covariance(x, weight, mean));
            if (round == rounds - 1) {
                draws = resampled(x, weight);
                for (int k = 0; k < d; k++) {
                    logVolume += Math.log(root[k][k] / Math.sqrt(WIDER));
                }
            }
        }
        return new RegistrationPosterior(mean, draws, logVolume - energy.applyAsDouble(mean));
    }

    /** Of several models: draws of each in proportion to its evidence, the mean of the most probable. */
    static RegistrationPosterior average(List<RegistrationPosterior> models) {
        RegistrationPosterior best = models.stream()
                .max(Comparator.comparingDouble(RegistrationPosterior::logEvidence))
                .orElseThrow();
        double all = 0;
        for (RegistrationPosterior m : models) {
            all += Math.exp(m.logEvidence() - best.logEvidence());
        }
        List<double[]> draws = new ArrayList<>();
        double due = 0;
        for (RegistrationPosterior m : models) {
            due += DRAWS * Math.exp(m.logEvidence() - best.logEvidence()) / all;
            for (int k = 0; draws.size() < Math.rint(due); k++) {
                draws.add(m.draws().get(k));
            }
        }
        Collections.shuffle(draws, new Random(DRAWS));
        return new RegistrationPosterior(best.mean(), List.copyOf(draws), best.logEvidence() + Math.log(all));
    }

    private static double[] draw(
            double[] mean, double[][] root, RandomGenerator random, boolean centre, double[] logProposal, int at) {
        int d = mean.length;
        double[] z = new double[d];
        double square = 0;
        for (int k = 0; k < d; k++) {
            z[k] = centre ? 0 : random.nextGaussian();
            square += z[k] * z[k];
        }
        logProposal[at] = -square / 2;
        double[] x = mean.clone();
        for (int r = 0; r < d; r++) {
            for (int c = 0; c <= r; c++) {
                x[r] += root[r][c] * z[c];
            }
        }
        return x;
    }

    /** Normalised weights, by the largest power of at most 1 with which enough draws count. */
    private static double[] flattened(double[] log, boolean last) {
        double power = 1;
        double[] weight = weights(log, power);
        while (counting(weight) < LEAST_COUNTING * log.length * (last ? 0.5 : 1) && power > 1e-3) {
            power *= 0.8;
            weight = weights(log, power);
        }
        return weight;
    }

    private static double[] weights(double[] log, double power) {
        double most = Double.NEGATIVE_INFINITY;
        for (double v : log) {
            most = Math.max(most, v);
        }
        double[] w = new double[log.length];
        double sum = 0;
        for (int i = 0; i < w.length; i++) {
            w[i] = Math.exp(power * (log[i] - most));
            sum += w[i];
        }
        for (int i = 0; i < w.length; i++) {
            w[i] /= sum;
        }
        return w;
    }

    private static double counting(double[] weight) {
        double square = 0;
        for (double w : weight) {
            square += w * w;
        }
        return 1 / square;
    }

    private static double[] mean(double[][] x, double[] weight) {
        double[] mean = new double[x[0].length];
        for (int i = 0; i < x.length; i++) {
            for (int k = 0; k < mean.length; k++) {
                mean[k] += weight[i] * x[i][k];
            }
        }
        return mean;
    }

    private static double[][] covariance(double[][] x, double[] weight, double[] mean) {
        int d = mean.length;
        double[][] c = new double[d][d];
        for (int i = 0; i < x.length; i++) {
            for (int r = 0; r < d; r++) {
                for (int k = 0; k <= r; k++) {
                    c[r][k] += WIDER * weight[i] * (x[i][r] - mean[r]) * (x[i][k] - mean[k]);
                }
            }
        }
        // with many dimensions a tenth of the draws do not tell every correlation
        double keep = d > Registration.RIGID ? 0.9 : 1;
        for (int r = 0; r < d; r++) {
            for (int k = 0; k < r; k++) {
                c[r][k] *= keep;
            }
            double least = r < Registration.RIGID ? NARROWEST[r] : NARROWEST_WARP_PX;
            c[r][r] += least * least;
        }
        return c;
    }

    /** Lower triangular root of a positive definite matrix of which the lower half is given. */
    private static double[][] cholesky(double[][] a) {
        int d = a.length;
        double[][] root = new double[d][d];
        for (int r = 0; r < d; r++) {
            for (int c = 0; c <= r; c++) {
                double sum = a[r][c];
                for (int k = 0; k < c; k++) {
                    sum -= root[r][k] * root[c][k];
                }
                root[r][c] = r == c ? Math.sqrt(Math.max(sum, 1e-12)) : sum / root[c][c];
            }
        }
        return root;
    }

    /** Systematic resampling. */
    private static List<double[]> resampled(double[][] x, double[] weight) {
        List<double[]> out = new ArrayList<>();
        double sum = 0;
        int i = -1;
        // a fixed stride through the draws, so that those that follow each other are not alike
        for (int k = 0; k < DRAWS; k++) {
            double u = (k + 0.5) / DRAWS;
            while (sum < u && i + 1 < x.length) {
                sum += weight[++i];
            }
            out.add(x[Math.max(0, i)]);
        }
        Collections.shuffle(out, new Random(DRAWS));
        return List.copyOf(out);
    }
}
