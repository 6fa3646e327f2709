package sunstone.connectors.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Wish of an operator for a scan as a whole, a record of {@code controls}, for example {@code
 * {"schema":"sunstone/1","scanId":"s1","action":"pause","operator":"anna","at":"2026-11-22T08:00:00Z"}}.
 *
 * @param region pixels of the whole grid; required with {@link Action#PREFER} and {@link Action#FORBID}
 * @param reason in the operator's words
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Control(
        String scanId,
        Action action,
        @Nullable RegionRuns region,
        @Nullable String reason,
        String operator,
        Instant at) implements ScanMessage {
    public Control {
        Limits.id("scanId", scanId);
        if ((action == Action.PREFER || action == Action.FORBID) && region == null) {
            throw new IllegalArgumentException("region must be given with action prefer or forbid");
        }
    }

    /** What is wanted. */
    @Serdeable
    public enum Action {
        /** Command nothing until {@link #RESUME}; maps and suggestions go on. */
        @JsonProperty("pause")
        PAUSE,
        /** Go on after {@link #PAUSE} or {@link #STOP}. */
        @JsonProperty("resume")
        RESUME,
        /** Propose and command nothing more. */
        @JsonProperty("stop")
        STOP,
        /** Propose points only in this region while it has some; replaces the one before. */
        @JsonProperty("prefer")
        PREFER,
        /** Propose no points in this region either. */
        @JsonProperty("forbid")
        FORBID,
        /** Lift every preference and every ban. */
        @JsonProperty("clear")
        CLEAR,
        /** Command the suggestions of this scan at once, unless the agent's mode is stricter. */
        @JsonProperty("auto")
        AUTO,
        /** Command nothing without an approval. */
        @JsonProperty("advise")
        ADVISE,
        /** Command nothing, whatever is approved. */
        @JsonProperty("shadow")
        SHADOW;

        /** Lower case, as it stands on the wire. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
