package sunstone.connectors.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The line of names of a {@link PointTable}: what separates its columns, and what they are. */
final class TableHead {
    private static final List<String> NEEDED = List.of("row", "col", "x", "y", "phi1", "phi", "phi2", "phase");

    /** The unit of a place, in brackets or behind an underscore. */
    private static final Pattern UNIT = Pattern.compile("[xy](?:_?[(\\[/ ]*_?)([a-z\u00b5\u03bc]+)[)\\]]?");

    /** Other names of the columns, without case, blanks, units and underscores. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("r", "row"),
            Map.entry("c", "col"),
            Map.entry("column", "col"),
            Map.entry("xum", "x"),
            Map.entry("yum", "y"),
            Map.entry("euler1", "phi1"),
            Map.entry("euler2", "phi"),
            Map.entry("euler3", "phi2"),
            Map.entry("phaseid", "phase"),
            Map.entry("phaseindex", "phase"),
            Map.entry("ci", "confidence"),
            Map.entry("confidenceindex", "confidence"));

    private final char separator;
    private final int count;
    private final Map<String, Integer> columns;

    TableHead(String head) throws MalformedFile {
        separator = separator(head);
        List<String> names = fields(head);
        count = names.size();
        columns = columns(names);
    }

    /** Number of columns. */
    int count() {
        return count;
    }

    boolean has(String name) {
        return columns.containsKey(name);
    }

    /** The value of a column in a line's fields, empty where there is none. */
    String value(List<String> fields, String name) {
        Integer i = columns.get(name);
        return i == null || i >= fields.size() ? "" : fields.get(i);
    }

    private static char separator(String head) {
        for (char c : new char[] {';', '\t', ','}) {
            if (head.indexOf(c) >= 0) {
                return c;
            }
        }
        return ' ';
    }

    /** The fields of a line. */
    List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        String s = separator == ' ' ? line.strip().replaceAll("\\s+", " ") : line;
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                fields.add(field.toString().strip());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString().strip());
        return fields;
    }

    /** The columns by name; what a column is called itself goes before what else it may be called. */
    private static Map<String, Integer> columns(List<String> names) throws MalformedFile {
        Map<String, Integer> columns = new HashMap<>();
        List<String> plain = new ArrayList<>();
        for (String name : names) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.matches(".*[(\\[/_ ]rad(ians?)?[)\\]]?")) {
                throw new MalformedFile(
                        "has a column \"" + TextLines.shortened(name) + "\" in radians, needed are degrees");
            }
            plain.add(lower.replaceAll("[(\\[].*", "")
                    .replaceAll("[\\s_]", "")
                    .replaceFirst("(phi[12]?)(deg|degrees)$", "$1")
                    .replace("\u03c6", "phi"));
        }
        for (int i = 0; i < names.size(); i++) {
            if (NEEDED.contains(plain.get(i)) && columns.put(plain.get(i), i) != null) {
                throw new MalformedFile("has two columns " + plain.get(i) + ", needed is one");
            }
        }
        for (int i = 0; i < names.size(); i++) {
            columns.putIfAbsent(NAMES.getOrDefault(plain.get(i), plain.get(i)), i);
        }
        if (!columns.containsKey("row") || !columns.containsKey("col")) {
            refuseOtherUnits(names);
        }
        return columns;
    }

    private static void refuseOtherUnits(List<String> names) throws MalformedFile {
        for (String name : names) {
            Matcher unit = UNIT.matcher(name.toLowerCase(Locale.ROOT));
            if (unit.matches() && !unit.group(1).matches("[u\u00b5\u03bc]m|microns?|micromet(er|re)s?")) {
                throw new MalformedFile("has a column \"" + TextLines.shortened(name)
                        + "\", needed are micrometres, or rows and columns");
            }
        }
    }

    @Override
    public String toString() {
        return String.join(", ", new TreeSet<>(columns.keySet()));
    }
}
