package sunstone.agent.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of the activity log.
 *
 * @param at when it happened
 * @param scanId scan that it is about, or null
 * @param level how much it matters
 * @param text one line for the operator
 */
public record ActivityNote(Instant at, @Nullable String scanId, Level level, String text) {
    /** Importance of a note. */
    public enum Level {
        /** The ordinary course of a scan. */
        INFO,
        /** Something that an operator should look at. */
        WARNING
    }
}
