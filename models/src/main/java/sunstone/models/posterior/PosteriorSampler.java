package sunstone.models.posterior;

import org.jspecify.annotations.Nullable;

/**
 * Draws an ensemble of full orientation maps given polarised light and sparse EBSD points.
 *
 * <p>A pure function: the same snapshot, seed and previous ensemble give the same posterior, bit for bit.
 */
public interface PosteriorSampler {
    /**
     * One round.
     *
     * @param snapshot what has been measured
     * @param seed of every random draw of this round
     * @param previous the ensemble of an earlier round of the same scan, which this one may continue; null for a cold
     *     start
     */
    Posterior sample(Snapshot snapshot, long seed, @Nullable Posterior previous);

    /** There is no model to sample with; the message says why. */
    final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** With a line for the operator. */
        public Unavailable(String message) {
            super(message);
        }
    }
}
