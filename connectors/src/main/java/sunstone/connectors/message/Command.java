package sunstone.connectors.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import sunstone.connectors.message.codec.Limits;

/**
 * Approved points, a record of {@code commands}: the only topic that an instrument obeys.
 *
 * @param commandId {@link #idOf} of the suggestion
 */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Command(String scanId, String commandId, String suggestionId, List<Pixel> points) implements ScanMessage {
    public Command {
        Limits.id("scanId", scanId);
        Limits.id("commandId", commandId);
        points = List.copyOf(points);
    }

    /** The id that the command of a suggestion always has: at most one command follows a suggestion. */
    public static String idOf(String suggestionId) {
        return suggestionId + "/command";
    }
}
