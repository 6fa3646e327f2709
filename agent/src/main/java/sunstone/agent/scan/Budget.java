package sunstone.agent.scan;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Limits at which a scan is finished; whatever is met first counts, null means no limit of that kind.
 *
 * @param points measurements to spend, those not indexed included, at least 0
 * @param targetDeg mean error to reach with a probability of 90%, degrees, above 0
 * @param deadline instant after which nothing more is suggested
 */
public record Budget(
        @Nullable Integer points,
        @Nullable Double targetDeg,
        @Nullable Instant deadline) {
    /** No limit at all: until every pixel is measured or the scan is closed. */
    public static final Budget UNLIMITED = new Budget(null, null, null);

    public Budget {
        if (points != null && points < 0) {
            throw new IllegalArgumentException("budget must be at least 0 points: " + points);
        }
        if (targetDeg != null && !(targetDeg > 0)) {
            throw new IllegalArgumentException("target must be above 0 degrees: " + targetDeg);
        }
    }

    /** A limit on the number of measurements alone. */
    public static Budget ofPoints(int points) {
        return new Budget(points, null, null);
    }
}
