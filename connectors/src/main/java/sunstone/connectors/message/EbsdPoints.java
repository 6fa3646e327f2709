package sunstone.connectors.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.codec.Limits;

/**
 * A batch of EBSD measurements, a record of {@code ebsd-points}. {@link ScanRules#points} checks them against their
 * scan and turns them into quaternions.
 *
 * @param seq number of the batch, at least 0, counted by the instrument
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EbsdPoints(String scanId, long seq, List<Point> points) implements ScanMessage {
    public EbsdPoints {
        Limits.id("scanId", scanId);
        Limits.atLeast("seq", seq, 0);
        points = List.copyOf(points);
    }

    /**
     * One measurement as it stands on the wire.
     *
     * @param phase number in the scan's list; 0 means not indexed
     * @param phi1 Bunge angle, degrees
     * @param capitalPhi Bunge angle, degrees, field {@code Phi}
     * @param phi2 Bunge angle, degrees
     * @param confidence detector's confidence, 0 to 1
     * @param commandId the command that asked for the point, if one did
     * @param at time of the measurement
     */
    @Serdeable
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Point(
            int row,
            int col,
            int phase,
            double phi1,
            @JsonProperty("Phi") double capitalPhi,
            double phi2,
            double confidence,
            @Nullable String commandId,
            Instant at) {}
}
