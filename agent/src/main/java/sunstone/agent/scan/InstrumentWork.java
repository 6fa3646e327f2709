package sunstone.agent.scan;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Work of the instrument on one scan: what it was asked to measure, what it has answered, what is missing, and how fast
 * it is. Part of a scan's state; pixels are row-major indices.
 */
public final class InstrumentWork {
    private final PendingCommands underway = new PendingCommands();
    private final Map<String, List<Integer>> sent = new HashMap<>();
    private final InstrumentPace pace = new InstrumentPace();
    private Instant lastSign;

    /** Nothing asked yet of an instrument that was heard of when the scan was opened. */
    InstrumentWork(Instant openedAt) {
        lastSign = openedAt;
    }

    /**
     * Notes a command that was sent.
     *
     * @param asked its pixels
     * @param missing those of them that have not been measured yet
     */
    void commanded(String commandId, List<Integer> asked, Collection<Integer> missing, Instant now) {
        sent.put(commandId, asked);
        pace.asked(commandId, asked.size());
        underway.add(commandId, missing, now);
        sign(now);
    }

    /** A pixel has been measured, asked for or not. */
    void measured(int pixel, Instant now) {
        sign(now);
        underway.measured(pixel, now);
    }

    /** Notes when a point of a command was measured, by the instrument's clock. */
    void stamped(String commandId, Instant at) {
        pace.measured(commandId, at);
    }

    /** The instrument has said something of a command; if it refused it, what is missing of it will not come. */
    void answered(String commandId, boolean refused, Instant now) {
        sign(now);
        underway.answered(commandId);
        if (refused) {
            underway.refused(commandId);
        }
    }

    private void sign(Instant now) {
        lastSign = now.isAfter(lastSign) ? now : lastSign;
    }

    /** Gives up what is missing of answered commands, so that it may be proposed again. */
    void giveUpAnswered() {
        underway.giveUpAnswered();
    }

    /** Pixels of a command; null if no such command was sent. */
    @Nullable
    List<Integer> of(String commandId) {
        return sent.get(commandId);
    }

    /** Ids of the commands under way, the oldest first. */
    public List<String> underway() {
        return underway.ids();
    }

    /** What is missing of a command is not wanted any more. */
    void cancelled(String commandId) {
        underway.refused(commandId);
    }

    /** Whether nothing is asked of the instrument. */
    boolean idle() {
        return underway.isEmpty();
    }

    /**
     * Whether the instrument has answered every command and said nothing for a while: what is missing will not come.
     */
    boolean givesUp(Duration patience, Instant now) {
        return Duration.between(lastSign, now).compareTo(patience) >= 0 && underway.allAnswered();
    }

    /** Pixels that are commanded and not measured yet. */
    IntStream pixels() {
        return underway.missing();
    }

    /** As {@link InstrumentPace#pointsPerWait}. */
    double pointsPerWait() {
        return pace.pointsPerWait();
    }

    /** Number of points that are commanded and not measured yet. */
    public int missing() {
        return (int) underway.missing().count();
    }

    /** When the points that are under way went out, or null if none are. */
    public @Nullable Instant measuringSince() {
        return underway.since();
    }

    /** Points that went out together with those under way, the measured ones included. */
    public int asked() {
        return underway.asked();
    }

    /** When all that is missing will probably have been measured, or null if the pace is not known. */
    public @Nullable Instant end(Instant begun) {
        double seconds = secondsPerPoint();
        Instant from = lastSign.isAfter(begun) ? lastSign : begun;
        return Double.isNaN(seconds) ? null : from.plusMillis((long) (1000 * seconds * missing()));
    }

    /**
     * Seconds that a commanded point takes by the agent's clock, thinking aside; NaN before the first batch is done.
     */
    public double secondsPerPoint() {
        return underway.secondsPerPoint();
    }

    /** Seconds from the first commanded point to the last by the instrument's clock, waits included. */
    public double usedSeconds() {
        return pace.usedSeconds();
    }

    /** When the instrument was last heard of, or the scan opened. */
    public Instant lastSign() {
        return lastSign;
    }
}
