package sunstone.agent.process;

import org.jspecify.annotations.Nullable;

/** One line about a failure, for a person at a terminal: the first line of the first message among its causes. */
public final class FirstLine {
    private FirstLine() {}

    /** The line; the name of the failure's class if neither it nor a cause of it says anything. */
    public static String of(@Nullable Throwable e) {
        Throwable t = e;
        while (t != null && t.getMessage() == null && t.getCause() != null) {
            t = t.getCause();
        }
        if (t == null) {
            return "unknown failure";
        }
        String message = t.getMessage();
        return message == null
                ? t.getClass().getSimpleName()
                : message.lines().findFirst().orElse("no message");
    }
}
