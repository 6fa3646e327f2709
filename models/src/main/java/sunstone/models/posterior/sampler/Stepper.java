package sunstone.models.posterior.sampler;

import java.util.function.Supplier;

/**
 * One vector's step from a noise level to the next, given the estimate of its clean value. May remember earlier steps.
 */
public interface Stepper {
    /**
     * x at the next level.
     *
     * @param x at this level
     * @param clean estimate of x_0
     * @param a share of signal at this level
     * @param b share of signal at the next; 1 gives the estimate
     * @param z fresh noise
     */
    double[] step(double[] x, double[] clean, double a, double b, Noise.Field z);

    /** Variance of the noise that DDIM with {@code eta} adds: eta^2 (1 - b) / (1 - a) (1 - a / b). */
    static double variance(double a, double b, double eta) {
        return eta * eta * (1 - b) / (1 - a) * (1 - a / b);
    }

    /**
     * Song, Meng and Ermon (2010.02502), equation 12: eta = 0 is the deterministic DDIM, eta = 1 the ancestral sampler
     * of Ho et al. (2006.11239).
     */
    static Supplier<Stepper> ddim(double eta) {
        Stepper ddim = (x, clean, a, b, z) -> {
            double s2 = variance(a, b, eta);
            double signal = Math.sqrt(b);
            double keep = Math.sqrt(Math.max(0, 1 - b - s2) / (1 - a));
            double fresh = Math.sqrt(s2);
            double[] next = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                next[i] = signal * clean[i] + keep * (x[i] - Math.sqrt(a) * clean[i]);
                next[i] += fresh == 0 ? 0 : fresh * z.at(i);
            }
            return next;
        };
        return () -> ddim;
    }

    /** The ancestral sampler (DDPM). */
    static Supplier<Stepper> ddpm() {
        return ddim(1);
    }
}
