package sunstone.connectors.retry;

import java.time.Duration;

/**
 * Waits between attempts at what failed for a reason that passes by itself: twice the wait before, up to a longest. The
 * one rule of this program; whether a failure passes by itself is for the caller to say, and nobody gives up before it
 * is told to.
 *
 * @param first wait after the first failure, above 0
 * @param longest no wait is longer, at least {@code first}
 */
public record Backoff(Duration first, Duration longest) {
    /** For what somebody has to put right: a model, a device. */
    public static final Backoff PATIENT = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

    /** For a broker that is away, whose clients wait by themselves besides. */
    public static final Backoff PROMPT = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(4));

    public Backoff {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "the first wait must be above 0 and the longest no shorter: " + first + " to " + longest);
        }
    }

    /**
     * The wait before the next attempt.
     *
     * @param failures attempts in a row that have failed, at least 1
     */
    public Duration after(int failures) {
        if (failures < 1) {
            throw new IllegalArgumentException("failures must be at least 1: " + failures);
        }
        Duration wait = first;
        for (int k = 1; k < failures && wait.compareTo(longest) < 0; k++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(longest) < 0 ? wait : longest;
    }
}
