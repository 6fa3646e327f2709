package sunstone.agent.scan;

import java.time.Duration;

/**
 * Times that a scan waits for what is missing.
 *
 * @param plWait for the rest of the PL frames, from the opening of the scan, before it starts without them
 * @param batchWait for the rest of a commanded batch, from the last sign of life of the instrument, before the next
 *     round starts without it
 */
public record WaitLimits(Duration plWait, Duration batchWait) {
    /** A minute for the frames, half a minute for a batch. */
    public static final WaitLimits DEFAULT = new WaitLimits(Duration.ofSeconds(60), Duration.ofSeconds(30));

    public WaitLimits {
        if (plWait.isNegative() || batchWait.isNegative()) {
            throw new IllegalArgumentException("waits must be at least 0 s: " + plWait + ", " + batchWait);
        }
    }
}
