package sunstone.agent.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Activity of a scan at the moment, the one thing that an operator wants to know first.
 *
 * @param kind what it is
 * @param since since when
 * @param done how much of it is done: frames, members or points; null where nothing is counted
 * @param of out of how many; null where nothing is counted
 * @param until when it ends or is expected to end; null where nobody knows
 * @param by who wanted it so, or why it ended; null where that is no question
 */
public record Activity(
        Kind kind,
        Instant since,
        @Nullable Integer done,
        @Nullable Integer of,
        @Nullable Instant until,
        @Nullable String by) {
    /** Kinds of activity. */
    public enum Kind {
        /** Frames of light are still to come; the first map waits for them. */
        LIGHT,
        /** The next map waits for its turn. */
        QUEUED,
        /** An ensemble is drawn. */
        DRAWING,
        /** A suggestion waits for a decision. */
        DECISION,
        /** The instrument measures. */
        MEASURING,
        /** An operator holds commands back. */
        PAUSED,
        /** An operator has ended the proposals. */
        STOPPED,
        /** Nothing more is proposed: target or budget is reached. */
        FINISHED,
        /** The instrument has closed the scan. */
        CLOSED
    }
}
