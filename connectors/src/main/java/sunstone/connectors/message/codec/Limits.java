package sunstone.connectors.message.codec;

import java.util.List;

/** Checks of the message constructors; a codec turns what they throw into a rejection. */
public final class Limits {
    private static final int LONGEST_ID = 200;

    private Limits() {}

    public static void id(String name, String value) {
        if (value.isBlank() || value.length() > LONGEST_ID) {
            throw new IllegalArgumentException(
                    name + " must have 1 to " + LONGEST_ID + " characters, not all blank: " + quote(value));
        }
    }

    public static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ": " + value);
        }
    }

    public static void positive(String name, double value, String unit) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " must be above 0 " + unit + " and finite: " + value);
        }
    }

    public static void oneOf(String name, String value, List<String> words) {
        if (!words.contains(value)) {
            throw new IllegalArgumentException(
                    name + " must be one of " + String.join(", ", words) + ": " + quote(value));
        }
    }

    /** The text in quotes, shortened to what a header can carry. */
    public static String quote(String value) {
        return '"' + (value.length() > 80 ? value.substring(0, 80) + "..." : value) + '"';
    }
}
