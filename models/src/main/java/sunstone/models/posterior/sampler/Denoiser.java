package sunstone.models.posterior.sampler;

/** Knowledge of a diffusion model: the mean of the clean vector given a noisy one. */
public interface Denoiser {
    /**
     * E[x_0 | x] for a batch, x = sqrt(a) x_0 + sqrt(1 - a) z.
     *
     * @param x noisy vectors, shape [batch, d]; left as they are
     * @param a share of signal, in (0, 1)
     * @return estimates, same shape
     */
    double[][] clean(double[][] x, double a);

    /** Length of the vectors. */
    int size();

    /** Variance of an entry over the prior. */
    double variance(int entry);

    /** Variance of an entry given its own noisy value alone: 1 / (a / (1 - a) + 1 / variance). */
    default double conditionalVariance(int entry, double a) {
        double noise = (1 - a) / a;
        return noise * variance(entry) / (noise + variance(entry));
    }
}
