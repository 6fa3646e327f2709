package sunstone.agent.registry;

import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.agent.view.ActivityNote;
import sunstone.agent.view.ScanViews;

/** News for people: each goes to the process's log and to the page, in the same words. */
public final class ActivityLog {
    /** Names the scan in every line of the log. */
    public static final String SCAN_ID = "scanId";

    private static final Logger LOG = LoggerFactory.getLogger(ActivityLog.class);

    private final ScanViews views;
    private final Clock clock;

    public ActivityLog(ScanViews views, Clock clock) {
        this.views = views;
        this.clock = clock;
    }

    /** Something went as it should; {@code scanId} is null if it is of the agent as a whole. */
    public void info(@Nullable String scanId, String text) {
        LOG.info("{}", line(scanId, text));
        page(scanId, ActivityNote.Level.INFO, text);
    }

    /** Something that somebody should look at. */
    public void warning(@Nullable String scanId, String text) {
        LOG.warn("{}", line(scanId, text));
        page(scanId, ActivityNote.Level.WARNING, text);
    }

    /** Something that the page alone tells: it is a line of its own in no log. */
    public void page(@Nullable String scanId, ActivityNote.Level level, String text) {
        views.note(new ActivityNote(clock.instant(), scanId, level, text));
    }

    /**
     * Something that happened before this run of the agent, at its own time: it stands in the process's log of then.
     */
    public void past(String scanId, ActivityNote.Level level, Instant at, String text) {
        LOG.debug("scan {}: {}, read again", scanId, text);
        views.note(new ActivityNote(at, scanId, level, text));
    }

    private static String line(@Nullable String scanId, String text) {
        return scanId == null ? text : "scan " + scanId + ": " + text;
    }
}
