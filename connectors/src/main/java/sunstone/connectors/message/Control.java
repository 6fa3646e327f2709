package sunstone.connectors.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.core.annotation.Creator;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.codec.Limits;

/**
 * Wish of an operator for a scan as a whole, a record of {@code controls}, for example {@code
 * {"schema":"sunstone/1","scanId":"s1","action":"pause","operator":"anna","at":"2026-11-22T08:00:00Z"}}.
 *
 * @param region pixels of the whole grid; required with {@link Action#PREFER} and {@link Action#FORBID}
 * @param untilDeg mean uncertainty of a preferred region at which it has had enough, degrees, above 0; null for until
 *     every pixel of it is measured
 * @param name what the operator calls the region, at most {@value #LONGEST_NAME} characters; null for none
 * @param plan required with {@link Action#PLAN}
 * @param reason in the operator's words
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Control(
        String scanId,
        Action action,
        @Nullable RegionRuns region,
        @Nullable Double untilDeg,
        @Nullable String name,
        @Nullable ScanPlan plan,
        @Nullable String reason,
        String operator,
        Instant at)
        implements ScanMessage {
    /** Most characters of a region's name. */
    public static final int LONGEST_NAME = 40;

    @Creator
    public Control {
        Limits.id("scanId", scanId);
        if ((action == Action.PREFER || action == Action.FORBID) && region == null) {
            throw new IllegalArgumentException("region must be given with action prefer or forbid");
        }
        if (untilDeg != null && !(untilDeg > 0 && untilDeg <= 180)) {
            throw new IllegalArgumentException("untilDeg must be above 0 and at most 180 degrees: " + untilDeg);
        }
        if (name != null && (name.isBlank() || name.length() > LONGEST_NAME)) {
            throw new IllegalArgumentException(
                    "name must have 1 to " + LONGEST_NAME + " characters, not all blank: " + Limits.quote(name));
        }
        if ((action == Action.PLAN) != (plan != null)) {
            throw new IllegalArgumentException("plan must be given with action plan and no other");
        }
    }

    /** A wish for a region. */
    public Control(
            String scanId,
            Action action,
            @Nullable RegionRuns region,
            @Nullable Double untilDeg,
            @Nullable String reason,
            String operator,
            Instant at) {
        this(scanId, action, region, untilDeg, null, null, reason, operator, at);
    }

    /** A wish for another plan. */
    public Control(String scanId, ScanPlan plan, @Nullable String reason, String operator, Instant at) {
        this(scanId, Action.PLAN, null, null, null, plan, reason, operator, at);
    }

    /** A wish that needs no {@code untilDeg}. */
    public Control(
            String scanId,
            Action action,
            @Nullable RegionRuns region,
            @Nullable String reason,
            String operator,
            Instant at) {
        this(scanId, action, region, null, null, null, reason, operator, at);
    }

    /** Action that is wanted. */
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
        /** Measure no more of what is commanded, nor propose it again; what has been measured of it counts. */
        @JsonProperty("cancel")
        CANCEL,
        /**
         * Propose points in this region first: with {@code untilDeg} until it has had enough, beside the regions
         * before; without until it has no pixels left, in place of the regions before.
         */
        @JsonProperty("prefer")
        PREFER,
        /** Propose no points in this region either. */
        @JsonProperty("forbid")
        FORBID,
        /** Take the newest region back. */
        @JsonProperty("undo")
        UNDO,
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
        SHADOW,
        /** Go on by another budget, target, batch or policy. */
        @JsonProperty("plan")
        PLAN;

        /** Lower case, as it stands on the wire. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
