package sunstone.connectors.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
        @Nullable String configuredMode,
        @Nullable String state,
        @Nullable List<String> frozen,
        Instant at)
        implements Keyed {
    public Status {
        Limits.id("agentId", agentId);
        Limits.atLeast("queueDepth", queueDepth, 0);
        partitions = List.copyOf(partitions);
        frozen = frozen == null ? null : List.copyOf(frozen);
    }

    @Override
    public String key() {
        return agentId;
    }
}
