package sunstone.connectors.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.codec.Limits;

/** Answer of an instrument to a command, a record of {@code receipts}. */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Receipt(
        String scanId,
        String commandId,
        State state,
        @Nullable String reason) implements ScanMessage {
    public Receipt {
        Limits.id("scanId", scanId);
        Limits.id("commandId", commandId);
    }

    /** Progress of the command. */
    @Serdeable
    public enum State {
        @JsonProperty("accepted")
        ACCEPTED,
        @JsonProperty("refused")
        REFUSED,
        @JsonProperty("done")
        DONE
    }
}
