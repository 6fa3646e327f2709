package sunstone.models.posterior;

import java.util.Optional;

/**
 * Draws an ensemble of full orientation maps given polarized light and sparse EBSD points.
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

    /** How far the round that is drawn at the moment has come; empty if there is none, or nothing is counted. Any thread. */
    default Optional<Progress> progress() {
        return Optional.empty();
    }

    /**
     * Members of an ensemble in the making.
     *
     * @param drawn members that are there
     * @param of members that the network draws
     */
    record Progress(int drawn, int of) {}

    /** There is no model to sample with; the message says why. */
    final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** With a line for the operator. */
        public Unavailable(String message) {
            super(message);
        }
    }
}
