package sunstone.models.posterior;

/**
 * Draws an ensemble of full orientation maps given polarised light and sparse EBSD points.
 *
 * <p>A pure function: the same snapshot and seed give the same posterior, bit for bit.
 */
public interface PosteriorSampler {
    /**
     * One round.
     *
     * @param snapshot what has been measured
     * @param seed of every random draw of this round
     */
    Posterior sample(Snapshot snapshot, long seed);

    /** There is no model to sample with; the message says why. */
    final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** With a line for the operator. */
        public Unavailable(String message) {
            super(message);
        }
    }
}
