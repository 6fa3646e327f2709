package sunstone.connectors.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.core.annotation.Creator;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.codec.Limits;

/**
 * Approved points, a record of {@code commands}: the only topic that an instrument obeys.
 *
 * @param commandId {@link #idOf} of the suggestion
 * @param points what to measure, in this order; none where another command is cancelled
 * @param cancels id of a command of which nothing more is to be measured; null for none. An instrument that does not know of this
 *     refuses the record, since it has no points
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Command(
        String scanId,
        String commandId,
        String suggestionId,
        List<Pixel> points,
        @Nullable String cancels) implements ScanMessage {
    private static final String OF = "/command";

    @Creator
    public Command {
        Limits.id("scanId", scanId);
        Limits.id("commandId", commandId);
        points = List.copyOf(points);
        if (cancels != null) {
            Limits.id("cancels", cancels);
            if (!points.isEmpty()) {
                throw new IllegalArgumentException("points must be empty where cancels is given");
            }
        }
    }

    /** Points to measure. */
    public Command(String scanId, String commandId, String suggestionId, List<Pixel> points) {
        this(scanId, commandId, suggestionId, points, null);
    }

    /**
     * The record that takes a command back.
     *
     * @param commandId of that command, as {@link #idOf} gave it
     */
    public static Command cancelling(String scanId, String commandId) {
        String suggestionId =
                commandId.endsWith(OF) ? commandId.substring(0, commandId.length() - OF.length()) : commandId;
        return new Command(scanId, commandId + "/cancel", suggestionId, List.of(), commandId);
    }

    /** The id that the command of a suggestion always has: at most one command follows a suggestion. */
    public static String idOf(String suggestionId) {
        return suggestionId + OF;
    }
}
