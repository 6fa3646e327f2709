package sunstone.models.posterior.sampler;

/**
 * Split Gibbs sampling, DPnP and PnP-DM (Xu and Chi, 2403.17042; Wu et al., 2405.18782): in turn draw w given x and the
 * data, w ~ N(x + K (y - x), rho^2 (1 - K)), and x given w by the reverse process from noise level rho.
 *
 * <p>With a fixed coupling rho the draws belong to measurements of variance R + rho^2 (integrate w out), so R - rho^2
 * is used where that is positive, which makes it exact there. Rho falls along a geometric row; small it mixes slowly.
 */
final class SplitGibbs implements DiffusionSampler {
    private final int iterations;
    private final int steps;
    private final double first;
    private final double last;

    /**
     * A chain.
     *
     * @param iterations number of rounds
     * @param steps of each reverse process
     * @param first coupling of the first round
     * @param last coupling from two thirds of the rounds on
     */
    SplitGibbs(int iterations, int steps, double first, double last) {
        this.iterations = iterations;
        this.steps = steps;
        this.first = first;
        this.last = last;
    }

    @Override
    public double[][] draw(Denoiser denoiser, MaskedObservation seen, int count, Noise noise) {
        double[][] x = new double[count][denoiser.size()];
        for (int k = 0; k < iterations; k++) {
            double rho = first * Math.pow(last / first, Math.min(1, 1.5 * k / Math.max(1, iterations - 1)));
            NoiseLevels down = NoiseLevels.uniform(steps, rho, Math.min(0.01, rho / 4));
            double signal = Math.sqrt(down.at(0));
            for (int m = 0; m < count; m++) {
                Noise.Field z = noise.of(m, k);
                for (int i = 0; i < x[m].length; i++) {
                    double r = Math.max(0, seen.variance()[i] - rho * rho);
                    double gain = seen.observed(i) ? rho * rho / (rho * rho + r) : 0;
                    double w = x[m][i] + gain * (seen.y()[i] - x[m][i]) + rho * Math.sqrt(1 - gain) * z.at(i);
                    x[m][i] = signal * w;
                }
            }
            x = new ReverseProcess(down, DpmSolver.of(true))
                    .run(denoiser, x, ReverseProcess.Guidance.NONE, noise.stream(k + 1));
        }
        return x;
    }
}
