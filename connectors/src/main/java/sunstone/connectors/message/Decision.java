package sunstone.connectors.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.codec.Limits;

/**
 * An operator's answer to a suggestion, a record of {@code decisions}.
 *
 * @param points what to measure instead; required with {@link Verdict#EDIT}
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Decision(
        String scanId,
        String suggestionId,
        Verdict verdict,
        @Nullable List<Pixel> points,
        @Nullable String reason,
        String operator,
        Instant at)
        implements ScanMessage {
    public Decision {
        Limits.id("scanId", scanId);
        points = points == null ? null : List.copyOf(points);
        if (verdict == Verdict.EDIT && points == null) {
            throw new IllegalArgumentException("points must be given with verdict edit");
        }
    }

    /** The answers. */
    @Serdeable
    public enum Verdict {
        @JsonProperty("approve")
        APPROVE,
        @JsonProperty("deny")
        DENY,
        @JsonProperty("edit")
        EDIT
    }
}
