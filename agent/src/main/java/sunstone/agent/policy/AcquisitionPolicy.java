package sunstone.agent.policy;

import java.util.List;
import sunstone.models.posterior.NearestFill;
import sunstone.models.posterior.PosteriorSampler;

/**
 * Chooses the next pixels to measure.
 *
 * <p>A pure function: the same input and count give the same candidates, byte for byte. A policy never proposes a
 * pixel that is visited or not wanted, and proposes fewer than asked for when fewer are left.
 */
public interface AcquisitionPolicy {
    /** Name on the command line and in the configuration. */
    String name();

    /** One sentence for the user. */
    String description();

    /**
     * Whether the choice depends on the posterior; if not, an evaluation may leave out inference between checkpoints.
     */
    default boolean adaptive() {
        return true;
    }

    /**
     * The classical map that belongs to this policy's points: the nearest fill, in the policy's own metric if it has
     * one.
     */
    default PosteriorSampler fill() {
        return new NearestFill();
    }

    /**
     * The next points, best first.
     *
     * @param count how many, at least 0
     * @return at most {@code count} different pixels
     */
    List<Candidate> suggest(PolicyInput in, int count);
}
