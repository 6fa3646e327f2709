package sunstone.models.posterior.sampler;

/** Draws vectors from what a denoiser knows and an observation says, p(x_0 | y), as well as its method can. */
public interface DiffusionSampler {
    /**
     * Some draws.
     *
     * @param denoiser the prior
     * @param seen what was observed
     * @param count number of draws, at least 1
     * @param noise all randomness
     * @return shape [count, d]
     */
    double[][] draw(Denoiser denoiser, MaskedObservation seen, int count, Noise noise);
}
