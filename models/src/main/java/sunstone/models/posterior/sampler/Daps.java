package sunstone.models.posterior.sampler;

/**
 * Decoupled annealing (Zhang et al., 2407.01521, algorithm 1): at every level solve the deterministic ODE to a clean
 * vector, draw x_0 from a normal distribution about it conditioned on the data, and noise that to the next level.
 *
 * <p>For a mask the conditional draw is exact and needs no Langevin steps: x_0 ~ N(x + K (y - x), r^2 (1 - K)) with r^2
 * the conditional variance. Departure: the paper takes r by hand. Exact only where p(x_0 | x) is that normal
 * distribution, and with one evaluation a level, which gives its mean; more solve the ODE, whose end is a draw already,
 * and the ensemble comes out too wide.
 */
final class Daps implements DiffusionSampler {
    private final NoiseLevels levels;
    private final int odeSteps;

    /** With that many evaluations a level. */
    Daps(NoiseLevels levels, int odeSteps) {
        this.levels = levels;
        this.odeSteps = odeSteps;
    }

    @Override
    public double[][] draw(Denoiser denoiser, MaskedObservation seen, int count, Noise noise) {
        double[][] x = new ReverseProcess(levels, Stepper.ddim(0)).start(denoiser, count, noise);
        double last = Math.sqrt((1 - levels.at(levels.count() - 1)) / levels.at(levels.count() - 1));
        for (int k = 0; k < levels.count(); k++) {
            double a = levels.at(k);
            double b = levels.at(k + 1);
            double sigma = Math.sqrt((1 - a) / a);
            NoiseLevels down = NoiseLevels.uniform(odeSteps, sigma, Math.min(last, sigma) / 2);
            double[][] mean = new ReverseProcess(down, Stepper.ddim(0))
                    .run(denoiser, x, ReverseProcess.Guidance.NONE, noise.stream(1));
            for (int m = 0; m < count; m++) {
                Noise.Field data = noise.stream(2).of(m, k);
                Noise.Field fresh = noise.of(m, k);
                x[m] = mean[m].clone();
                for (int i = 0; i < x[m].length; i++) {
                    double v = denoiser.conditionalVariance(i, a);
                    double gain = seen.gain(i, v);
                    x[m][i] += gain * (seen.y()[i] - x[m][i]) + Math.sqrt(v * (1 - gain)) * data.at(i);
                    x[m][i] = Math.sqrt(b) * x[m][i] + Math.sqrt(1 - b) * fresh.at(i);
                }
            }
        }
        return x;
    }
}
