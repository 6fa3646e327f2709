package sunstone.models.posterior.sampler;

import java.util.function.Supplier;

/**
 * Draws the estimate of every step to the data, entry by entry (Wang et al., 2212.00490; Zhu et al., 2305.08995):
 * STEP(x, FIX). With nothing observed it is plain sampling of the prior.
 *
 * <p>Exact where entries are independent; one measured pixel is outvoted by the noise of its grain.
 */
final class Ddnm implements DiffusionSampler {
    private final ReverseProcess process;

    Ddnm(NoiseLevels levels, Supplier<Stepper> stepper) {
        this.process = new ReverseProcess(levels, stepper);
    }

    @Override
    public double[][] draw(Denoiser denoiser, MaskedObservation seen, int count, Noise noise) {
        return process.run(
                denoiser,
                process.start(denoiser, count, noise),
                (x, clean, a) -> {
                    for (double[] c : clean) {
                        seen.draw(c, denoiser, a);
                    }
                },
                noise);
    }
}
