package sunstone.agent.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * One setting.
 *
 * @param name path in the file, names joined by dots
 * @param fallback value if the file does not name it
 * @param description what it means, with its unit
 * @param read checks a value from the file and turns it into the setting's type
 */
record Key<T>(String name, T fallback, String description, Function<Object, Read<T>> read) {

    /** Outcome of reading a value. */
    sealed interface Read<T> {
        record Ok<T>(T value) implements Read<T> {}

        record Bad<T>(String fault) implements Read<T> {}
    }

    private static <T> Read<T> ok(T value) {
        return new Read.Ok<>(value);
    }

    private static <T> Read<T> bad(Object value, String demand) {
        return new Read.Bad<>("must be " + demand + ": " + quote(value));
    }

    static String quote(Object value) {
        return value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
    }

    static Key<String> text(String name, String fallback, String description) {
        return new Key<>(
                name, fallback, description, v -> v instanceof String s && !s.isBlank() ? ok(s) : bad(v, "a text"));
    }

    static Key<String> word(String name, List<String> words, String fallback, String description) {
        return new Key<>(
                name,
                fallback,
                description + " (" + String.join(", ", words) + ")",
                v -> v instanceof String s && words.contains(s) ? ok(s) : bad(v, "one of " + String.join(", ", words)));
    }

    static Key<Boolean> flag(String name, boolean fallback, String description) {
        return new Key<>(name, fallback, description, v -> v instanceof Boolean b ? ok(b) : bad(v, "true or false"));
    }

    static Key<Integer> whole(String name, int least, int most, int fallback, String unit, String description) {
        String demand = "a whole number of " + unit + " from " + least + " to " + most;
        return new Key<>(
                name,
                fallback,
                description + ", " + unit + ", " + least + " to " + most,
                v -> v instanceof Integer i && i >= least && i <= most ? ok(i) : bad(v, demand));
    }

    static Key<Long> seed(String name, long fallback, String description) {
        return new Key<>(
                name,
                fallback,
                description,
                v -> v instanceof Integer || v instanceof Long
                        ? ok(((Number) v).longValue())
                        : bad(v, "a whole number"));
    }

    static Key<Double> number(
            String name, double least, double most, double fallback, String unit, String description) {
        String range = String.format(Locale.ROOT, "%s, %s to %s", unit, plain(least), plain(most));
        return new Key<>(
                name,
                fallback,
                description + ", " + range,
                v -> v instanceof Number n && n.doubleValue() >= least && n.doubleValue() <= most
                        ? ok(n.doubleValue())
                        : bad(v, "a number (" + range + ")"));
    }

    /** Any names below this one, with values as text. They may be secret: no message repeats them. */
    static Key<Map<String, String>> table(String name, String description) {
        return new Key<>(name, Map.of(), description, v -> {
            if (!(v instanceof Map<?, ?> m)) {
                return new Read.Bad<>("must be a table of names and values, one below the other");
            }
            Map<String, String> table = new TreeMap<>();
            m.forEach((k, x) -> table.put(String.valueOf(k), String.valueOf(x)));
            return ok(table);
        });
    }

    /** A key of earlier versions, which is refused whatever its value. */
    static Key<Double> gone(String name, String instead) {
        return new Key<>(name, 0.0, "no longer known", v -> new Read.Bad<>("is no longer known, use " + instead));
    }

    private static String plain(double v) {
        return v == Math.rint(v) && Math.abs(v) < 1e9 ? Long.toString((long) v) : Double.toString(v);
    }
}
