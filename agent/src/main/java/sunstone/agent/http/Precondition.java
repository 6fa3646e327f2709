package sunstone.agent.http;

import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/** Revision that a change rests on, the header If-Match: the tag of what was read, or * for whatever it is. */
final class Precondition {
    private static final Pattern FORM = Pattern.compile("\\*|\"[a-z0-9-]+\"");

    private Precondition() {}

    /** As {@link #holds}, where the header may be left out. */
    static boolean holdsIfGiven(RoutingContext c, String what, String tag, boolean current) {
        return c.request().getHeader("If-Match") == null || holds(c, what, tag, current);
    }

    /**
     * Whether a change may go on; answers with 428, 400 or 412 if not.
     *
     * @param what is changed, for the answer
     * @param tag its tag now
     * @param current whether nobody else is changing it at this moment
     */
    static boolean holds(RoutingContext c, String what, String tag, boolean current) {
        String given = c.request().getHeader("If-Match");
        if (given == null) {
            Problem.send(c, 428, "If-Match must carry the ETag of " + what + ", or * to overwrite whatever it is");
        } else if (!FORM.matcher(given).matches()) {
            Problem.send(c, 400, "If-Match must be * or an ETag in quotation marks, as " + tag + ": " + given);
        } else if (!given.equals("*") && !(given.equals(tag) && current)) {
            Problem.send(c, 412, what + " has changed since it was read: its ETag is " + tag);
        } else {
            return true;
        }
        return false;
    }
}
