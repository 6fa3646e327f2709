package sunstone.models.prior;

/**
 * A denoiser of orientation maps: the estimate of the clean map given a noisy sample and, where the model takes them,
 * the observations. Not thread-safe unless an implementation says so.
 */
public interface Prior {
    /** What the model is and how its numbers are scaled. */
    ModelCard card();

    /**
     * Whether the model takes the observations itself. A plain joint prior does not: its sampler has to bring them in,
     * step by step.
     */
    boolean takesObservations();

    /**
     * Estimates of x_0 for a batch at one time, all members under the same observation.
     *
     * @param samples noisy samples, one array of shape [C, H, W] a member; C, channels, as the card says
     * @param time time of the cosine schedule, 0 (clean) to 1 (noise)
     * @param seen observation of shape [26, H, W] and [3, H, W]
     * @param rows H, a multiple of the card's stride
     * @param cols W, a multiple of the card's stride
     * @return estimates, same shape as the samples
     * @throws InferenceException if the runtime fails
     */
    float[][] denoise(float[][] samples, double time, Conditioning seen, int rows, int cols);

    /** The runtime failed on a valid request: memory, device. */
    final class InferenceException extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** With the runtime's own message. */
        public InferenceException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
