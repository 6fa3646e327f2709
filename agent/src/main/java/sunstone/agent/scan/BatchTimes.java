package sunstone.agent.scan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Time that commanded points take by the agent's clock, from going out to the last of them: what a point costs without
 * the time that people or the agent think. Part of a scan's state.
 */
final class BatchTimes {
    /** Batches that count, the newest. */
    private static final int RECENT = 5;

    private final Deque<Double> secondsPerPoint = new ArrayDeque<>();
    private Instant free = Instant.MIN;

    /**
     * All points of a batch have been measured.
     *
     * @param sent when they went out; the instrument begins with them when it has finished those before
     * @param points their number, at least 1
     */
    void finished(Instant sent, int points, Instant now) {
        Instant begun = sent.isBefore(free) ? free : sent;
        if (!now.isBefore(begun)) {
            secondsPerPoint.addLast(Duration.between(begun, now).toNanos() / 1e9 / points);
            free = now;
        }
        if (secondsPerPoint.size() > RECENT) {
            secondsPerPoint.removeFirst();
        }
    }

    /** Seconds a point, the median of the newest batches; NaN before the first. */
    double secondsPerPoint() {
        List<Double> sorted = secondsPerPoint.stream().sorted().toList();
        return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
    }
}
