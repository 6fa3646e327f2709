package sunstone.connectors.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.codec.Keyed;
import sunstone.connectors.message.codec.Limits;

/**
 * An agent's heartbeat, a record of {@code status}.
 *
 * @param agentId record key
 * @param version of the program
 * @param model digest of the model; absent while there is none
 * @param partitions assigned input partitions, {@code topic-number}
 * @param queueDepth records read and not yet folded into a scan
 * @param device that runs the model
 * @param mode {@code advise}, {@code auto} or {@code shadow}
 * @param degraded what the agent has to do without at the moment, if anything
 * @param workers how it goes with workers that share the sampling, if it is shared
 * @param optics what the points of each open scan with light have taught of it; absent without any
 * @param carried what the section below told of each open scan that named one; absent without any
 * @param configuredMode mode of the configuration, which may differ from the one that was chosen since
 * @param state {@code standby} (others have all partitions), {@code replaying} or {@code live}
 * @param frozen scans that get no maps and suggestions, and why; absent if there are none
 * @param at time of the heartbeat
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Status(
        String agentId,
        String version,
        @Nullable String model,
        List<String> partitions,
        long queueDepth,
        String device,
        @Nullable String mode,
        @Nullable String degraded,
        @Nullable String workers,
        @Nullable List<Light> optics,
        @Nullable List<Carried> carried,
        @Nullable String configuredMode,
        @Nullable String state,
        @Nullable List<String> frozen,
        Instant at)
        implements Keyed {
    public Status {
        Limits.id("agentId", agentId);
        Limits.atLeast("queueDepth", queueDepth, 0);
        partitions = List.copyOf(partitions);
        optics = optics == null ? null : List.copyOf(optics);
        carried = carried == null ? null : List.copyOf(carried);
        frozen = frozen == null ? null : List.copyOf(frozen);
    }

    /** The light of one scan. */
    @Serdeable
    public record Light(String scanId, LightOptics optics) {}

    /**
     * Source from which a section was carried over.
     *
     * @param below scan and revision that it rests on, or {@code none}
     * @param share of its map that was carried over, 0 to 1
     * @param takenBack whether the points have taken it back
     * @param why a sentence on what came of it
     */
    @Serdeable
    public record Carried(String scanId, String below, double share, boolean takenBack, String why) {}

    @Override
    public String key() {
        return agentId;
    }
}
