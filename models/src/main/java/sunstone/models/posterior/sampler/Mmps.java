package sunstone.models.posterior.sampler;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Moment matching posterior sampling (Rozet et al., 2405.13712; with the identity for V it is PiGDM): the estimate of
 * every step becomes x0 + V q with (m V m + R) q = m (y - x0), V the covariance of x_0 given x, solved by conjugate
 * gradients preconditioned with 1 / (r^2 + R). Exact for normal priors; one measured pixel moves its whole grain.
 *
 * <p>Tweedie's identity makes V the derivative of the denoiser, V = s^2 d x0 / d u with u = x / sqrt(a), s^2 = (1 - a)
 * / a, and that is symmetric, so that a product V d is one more evaluation beside x (a finite difference of at most 0.3
 * s) and needs no gradients of the network: a step costs 1 + k evaluations.
 */
final class Mmps implements DiffusionSampler {
    /** Largest displacement of the finite difference, in units of the noise. */
    private static final double REACH = 0.3;

    private final ReverseProcess process;
    private final int iterations;

    /** With that many iterations of conjugate gradients a step. */
    Mmps(NoiseLevels levels, Supplier<Stepper> stepper, int iterations) {
        this.process = new ReverseProcess(levels, stepper);
        this.iterations = iterations;
    }

    @Override
    public double[][] draw(Denoiser denoiser, MaskedObservation seen, int count, Noise noise) {
        double[][] start = process.start(denoiser, count, noise);
        return process.run(denoiser, start, (x, clean, a) -> guide(denoiser, seen, x, clean, a), noise);
    }

    private void guide(Denoiser denoiser, MaskedObservation seen, double[][] x, double[][] clean, double a) {
        int batch = x.length;
        int d = denoiser.size();
        double[] inverse = new double[d]; // the preconditioner, 0 where nothing is observed
        for (int i = 0; i < d; i++) {
            inverse[i] = seen.observed(i) ? 1 / (denoiser.conditionalVariance(i, a) + seen.variance()[i]) : 0;
        }
        double[][] residual = new double[batch][d];
        double[][] direction = new double[batch][d];
        double[][] moved = new double[batch][d]; // V q
        double[] rho = new double[batch];
        for (int m = 0; m < batch; m++) {
            for (int i = 0; i < d; i++) {
                residual[m][i] = seen.observed(i) ? seen.y()[i] - clean[m][i] : 0;
                direction[m][i] = inverse[i] * residual[m][i];
                rho[m] += residual[m][i] * direction[m][i];
            }
        }
        double[][] fixed = Arrays.stream(clean).map(double[]::clone).toArray(double[][]::new);
        for (int k = 0; k < iterations; k++) {
            double[][] image = covarianceTimes(denoiser, direction, x, fixed, a);
            for (int m = 0; m < batch; m++) {
                double curvature = 0;
                for (int i = 0; i < d; i++) {
                    if (seen.observed(i)) {
                        curvature += direction[m][i] * (image[m][i] + seen.variance()[i] * direction[m][i]);
                    }
                }
                if (!(curvature > 0) || !(rho[m] > 0)) {
                    continue; // solved, or the network's derivative is not that of a covariance here: keep what there
                    // is
                }
                double step = rho[m] / curvature;
                double next = 0;
                for (int i = 0; i < d; i++) {
                    moved[m][i] += step * image[m][i];
                    if (seen.observed(i)) {
                        residual[m][i] -= step * (image[m][i] + seen.variance()[i] * direction[m][i]);
                        next += inverse[i] * residual[m][i] * residual[m][i];
                    }
                }
                for (int i = 0; i < d; i++) {
                    direction[m][i] = inverse[i] * residual[m][i] + next / rho[m] * direction[m][i];
                }
                rho[m] = next;
            }
        }
        for (int m = 0; m < batch; m++) {
            for (int i = 0; i < d; i++) {
                clean[m][i] += moved[m][i];
            }
        }
    }

    /** V d by a finite difference. */
    private static double[][] covarianceTimes(
            Denoiser denoiser, double[][] direction, double[][] x, double[][] clean, double a) {
        double s2 = (1 - a) / a;
        double[][] beside = new double[x.length][];
        double[] delta = new double[x.length];
        for (int m = 0; m < x.length; m++) {
            double largest = 0;
            for (double v : direction[m]) {
                largest = Math.max(largest, Math.abs(v));
            }
            delta[m] = largest == 0 ? 0 : REACH * Math.sqrt(s2) / largest;
            beside[m] = x[m].clone();
            for (int i = 0; i < beside[m].length; i++) {
                beside[m][i] += Math.sqrt(a) * delta[m] * direction[m][i];
            }
        }
        double[][] image = denoiser.clean(beside, a);
        for (int m = 0; m < x.length; m++) {
            for (int i = 0; i < image[m].length; i++) {
                image[m][i] = delta[m] == 0 ? 0 : s2 * (image[m][i] - clean[m][i]) / delta[m];
            }
        }
        return image;
    }
}
