package sunstone.agent.round;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.agent.policy.Candidate;
import sunstone.models.polarizedlight.calibration.LearntLight;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;

/**
 * Result of one round.
 *
 * @param revision its number
 * @param snapshot what it is based on
 * @param measurements measurements behind it, those not indexed included
 * @param posterior ensemble and published map
 * @param suggestion points to measure next, best first; empty if {@code stop} says why
 * @param stop why nothing more is proposed, or null
 * @param degraded why the round had to do without its sampler and what its map is instead, or null
 * @param meanUncertaintyDeg mean uncertainty over the wanted pixels, degrees
 * @param p95UncertaintyDeg its 95th percentile, degrees
 * @param upperMeanDeg mean error that is not exceeded with a probability of 90%, degrees; NaN without an ensemble
 * @param seed seed of its random draws
 * @param light what the points have taught of the light, or null without light
 */
public record Round(
        int revision,
        Snapshot snapshot,
        int measurements,
        Posterior posterior,
        List<Candidate> suggestion,
        @Nullable String stop,
        @Nullable String degraded,
        double meanUncertaintyDeg,
        double p95UncertaintyDeg,
        double upperMeanDeg,
        long seed,
        @Nullable LearntLight light) {
    public Round {
        suggestion = List.copyOf(suggestion);
    }
}
