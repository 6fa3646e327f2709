package sunstone.connectors.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.codec.Limits;

/**
 * Points to measure next, a record of {@code suggestions}.
 *
 * @param suggestionId {@link #idOf} of scan and revision
 * @param revision of the map that it rests on
 * @param expiresAt from then on it cannot be approved
 * @param points best first; empty with {@code stop}
 * @param stop present when nothing more should be measured
 * @param degraded what the agent had to do without, if anything; the points then follow the classical rule
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Suggestion(
        String scanId,
        String suggestionId,
        int revision,
        BasedOn basedOn,
        Instant createdAt,
        Instant expiresAt,
        List<Point> points,
        @Nullable Stop stop,
        @Nullable String degraded)
        implements ScanMessage {
    public Suggestion {
        Limits.id("scanId", scanId);
        Limits.atLeast("revision", revision, 0);
        points = List.copyOf(points);
    }

    /** The id that a scan's revision always has, so that a duplicate is recognisable. */
    public static String idOf(String scanId, int revision) {
        return scanId + "/" + revision;
    }

    /**
     * Basis of the suggestion: the same stream, seed and model give the same suggestion.
     *
     * @param points number of points assimilated
     * @param seq highest batch number assimilated, -1 before the first
     * @param frames number of complete polarized-light frames
     * @param model digest of the model
     * @param seed of every random draw
     */
    @Serdeable
    public record BasedOn(int points, long seq, int frames, String model, long seed) {}

    /**
     * One place.
     *
     * @param rank 1 is the best
     * @param uncertaintyDeg expected error of the map there, degrees
     * @param expectedGainDeg expected fall of the map's mean error when it is measured, degrees
     * @param travelMs time to get there from the one before, milliseconds
     * @param why one line for the operator
     */
    @Serdeable
    public record Point(
            int row, int col, int rank, double uncertaintyDeg, double expectedGainDeg, double travelMs, String why) {}

    /** Reason for measuring nothing more. */
    @Serdeable
    public record Stop(String reason) {}
}
