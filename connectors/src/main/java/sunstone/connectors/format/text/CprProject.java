package sunstone.connectors.format.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import sunstone.connectors.format.map.MalformedFile;
import sunstone.connectors.format.map.TextLines;

/** Values of a project file (.cpr), by "section.key" in lower case, with their lines. */
final class CprProject {
    private static final int MAX_LINES = 20_000;
    private static final int MAX_BYTES = 1 << 22;

    private final Map<String, String> values = new HashMap<>();
    private final Map<String, Integer> lines = new HashMap<>();

    CprProject(Path project) throws IOException, MalformedFile {
        if (Files.size(project) > MAX_BYTES) {
            throw new MalformedFile("holds " + Files.size(project) + " bytes, allowed are " + MAX_BYTES);
        }
        try (TextLines in = new TextLines(project)) {
            String section = "";
            for (String line = in.nextFilled(); line != null; line = in.nextFilled()) {
                if (in.number() > MAX_LINES) {
                    throw in.wrong("is one too many, allowed are " + MAX_LINES);
                }
                String s = line.strip();
                int equals = s.indexOf('=');
                if (s.startsWith("[") && s.endsWith("]")) {
                    section = s.substring(1, s.length() - 1).strip().toLowerCase(Locale.ROOT);
                } else if (equals > 0) {
                    String key = section + "." + s.substring(0, equals).strip().toLowerCase(Locale.ROOT);
                    values.put(key, s.substring(equals + 1).strip());
                    lines.put(key, in.number());
                }
            }
        }
    }

    /** A value, empty where the project has none. */
    String text(String key) {
        return values.getOrDefault(key, "");
    }

    private String value(String key) throws MalformedFile {
        String v = values.get(key);
        if (v == null) {
            throw new MalformedFile("has no value " + key.replaceFirst("(.*)\\.", "[$1] "));
        }
        return v;
    }

    MalformedFile wrong(String key, String value, String needed) {
        return new MalformedFile("line " + lines.get(key) + " has " + key.substring(key.indexOf('.') + 1) + " \""
                + TextLines.shortened(value) + "\", " + needed);
    }

    int whole(String key, int most) throws MalformedFile {
        String v = value(key);
        double n = TextLines.number(v);
        if (n == Math.rint(n) && n >= 1 && n <= most) { // NaN fails
            return (int) n;
        }
        throw wrong(key, v, "allowed is 1 to " + most);
    }

    double decimal(String key) throws MalformedFile {
        String v = value(key);
        double d = TextLines.number(v);
        if (Double.isFinite(d)) {
            return d;
        }
        throw wrong(key, v, "needed is a finite number");
    }

    /** A number, NaN where there is none. */
    double number(String key) {
        return TextLines.number(text(key));
    }
}
