package sunstone.models.posterior.sampler;

/**
 * Langevin dynamics at fixed noise levels, from one level to the next by a deterministic step (annealed: Song and
 * Ermon, 1907.05600; as corrector of a predictor: Song et al., 2011.13456), the estimate drawn to the data entry by
 * entry (FIX).
 *
 * <p>A move is x' = x + p (sqrt(a) x^ - x) + sqrt((2p - p^2)(1 - a)) z: the score is (sqrt(a) x^ - x)/(1 - a), and the
 * noise is what keeps the spread of a level where the clean vector is known. With other priors a pace p above 0 narrows
 * it, by up to p/2.
 *
 * <p>Exact, to that, where entries are independent; one measured pixel is outvoted by the noise of its grain.
 */
final class Langevin implements DiffusionSampler {
    private final NoiseLevels levels;
    private final int moves;
    private final double pace;

    /**
     * A chain.
     *
     * @param moves at each level
     * @param pace p, in (0, 1]; 1 noises the estimate afresh
     */
    Langevin(NoiseLevels levels, int moves, double pace) {
        this.levels = levels;
        this.moves = moves;
        this.pace = pace;
    }

    @Override
    public double[][] draw(Denoiser denoiser, MaskedObservation seen, int count, Noise noise) {
        Stepper down = Stepper.ddim(0).get();
        double[][] x = new ReverseProcess(levels, Stepper.ddim(0)).start(denoiser, count, noise);
        for (int k = 0; k < levels.count(); k++) {
            double a = levels.at(k);
            double fresh = Math.sqrt((2 * pace - pace * pace) * (1 - a));
            for (int move = 0; move <= moves; move++) {
                double[][] clean = denoiser.clean(x, a);
                for (int m = 0; m < count; m++) {
                    seen.draw(clean[m], denoiser, a);
                    Noise.Field z = noise.of(m, (long) k * (moves + 1) + move);
                    if (move == moves) {
                        x[m] = down.step(x[m], clean[m], a, levels.at(k + 1), z);
                    } else {
                        for (int i = 0; i < x[m].length; i++) {
                            x[m][i] += pace * (Math.sqrt(a) * clean[m][i] - x[m][i]) + fresh * z.at(i);
                        }
                    }
                }
            }
        }
        return x;
    }
}
