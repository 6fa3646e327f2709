package sunstone.connectors.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.codec.Limits;

/**
 * Plan of how a scan is to go on, whole: it takes the place of the announced budget and of any plan before. What is
 * absent is no limit, and for batch and policy what the agent is configured with.
 *
 * @param points most points to measure, at least 0
 * @param targetDeg mean error to reach with a probability of 90%, degrees, above 0
 * @param deadline latest time
 * @param batch points per suggestion, 1 to {@value #LARGEST_BATCH}
 * @param policy name of the policy that chooses the points
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScanPlan(
        @Nullable Integer points,
        @Nullable Double targetDeg,
        @Nullable Instant deadline,
        @Nullable Integer batch,
        @Nullable String policy) {
    /** Most points of a suggestion. */
    public static final int LARGEST_BATCH = 1000;

    public ScanPlan {
        if (points != null) {
            Limits.atLeast("plan.points", points, 0);
        }
        if (targetDeg != null) {
            Limits.positive("plan.targetDeg", targetDeg, "degrees");
        }
        if (batch != null && (batch < 1 || batch > LARGEST_BATCH)) {
            throw new IllegalArgumentException("plan.batch must be 1 to " + LARGEST_BATCH + " points: " + batch);
        }
        if (policy != null) {
            Limits.id("plan.policy", policy);
        }
    }
}
