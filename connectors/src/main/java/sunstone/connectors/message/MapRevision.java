package sunstone.connectors.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.codec.Limits;

/**
 * The map as the agent knows it, a record of {@code maps}; the newest of a scan stays in the topic.
 *
 * @param revision counts up from 0
 * @param points number of points assimilated
 * @param meanUncertaintyDeg over the wanted pixels, degrees
 * @param p95UncertaintyDeg 95th percentile over the wanted pixels, degrees
 * @param calibration how well past predictions held
 * @param inferenceMs time that the sampler took, milliseconds
 * @param degraded what the agent had to do without, if anything
 * @param optics what the points have taught of the light; absent without light
 * @param map orientations and uncertainty; {@link EncodedMap#decode} unpacks it
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MapRevision(
        String scanId,
        int revision,
        int points,
        double meanUncertaintyDeg,
        double p95UncertaintyDeg,
        Calibration calibration,
        double inferenceMs,
        @Nullable String degraded,
        @Nullable LightOptics optics,
        EncodedMap map)
        implements ScanMessage {
    public MapRevision {
        Limits.id("scanId", scanId);
        Limits.atLeast("revision", revision, 0);
        Limits.atLeast("points", points, 0);
    }

    /**
     * Quality of the ensemble's predictions of the points that arrived, each judged before it was assimilated.
     *
     * @param points number of points judged
     * @param coverage90 fraction within the 90% interval of the ensemble; absent before the first
     * @param spreadSkill root mean square spread over root mean square error; absent before the first
     */
    @Serdeable
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Calibration(
            int points,
            @Nullable Double coverage90,
            @Nullable Double spreadSkill) {
        /** Nothing judged yet. */
        public static Calibration none() {
            return new Calibration(0, null, null);
        }
    }
}
