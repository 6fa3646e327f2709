package sunstone.connectors.instrument.edax;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Message of EDAX's server: {@code COMMAND RESPONSE "TEXT"}, an event {@code EVENT_NAME "TEXT"}, or bare text. Messages
 * have no terminator and arrive in pieces or several at once; case does not matter.
 *
 * @param command name in lower case, empty for bare text
 * @param event whether it came unasked
 * @param text what it says
 */
record IpapiMessage(String command, boolean event, String text) {
    /** Nothing in it is tried twice: what somebody else's server sends may be long and no message at all. */
    private static final Pattern QUOTED = Pattern.compile(
            "\\b(\\w++)(\\s++response\\b)?+\\s*+(\"[^\"]*+\"(?:\\s*+,\\s*+\"[^\"]*+\")*+)", Pattern.CASE_INSENSITIVE);

    /** Takes the complete messages off the front of what has arrived; what has no quotes has no end and stays. */
    static void take(StringBuilder arrived, List<IpapiMessage> to) {
        Matcher m = QUOTED.matcher(arrived);
        int end = 0;
        while (m.find()) {
            String before = arrived.substring(end, m.start()).strip();
            if (!before.isEmpty()) {
                to.add(bare(before));
            }
            String name = m.group(1).toLowerCase(Locale.ROOT);
            String text = m.group(3);
            to.add(new IpapiMessage(name, name.startsWith("event_"), text.substring(1, text.length() - 1)));
            end = m.end();
        }
        arrived.delete(0, end);
    }

    /** Text without quotes, after which nothing has come for a while. */
    static IpapiMessage bare(String text) {
        String plain = text.strip();
        String first = plain.split("\\s+", 2)[0].toLowerCase(Locale.ROOT);
        return first.startsWith("event_")
                ? new IpapiMessage(first, true, plain.substring(first.length()).strip())
                : new IpapiMessage("", false, plain);
    }

    /** Whether a quoted message has begun and not ended. */
    static boolean unfinished(CharSequence arrived) {
        return arrived.chars().filter(c -> c == '"').count() % 2 == 1;
    }
}
