package sunstone.connectors.format;

import sunstone.connectors.format.map.MalformedFile;
import sunstone.connectors.format.map.TextLines;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Measured points as people write them down: a table with a line of names, separated by commas, semicolons, tabs or blanks, with
 * decimal points or commas, in any of the encodings of {@link TextLines}. Lines that begin with # are comments.
 *
 * @param rows places of the points, see {@link Row}
 * @param micrometres whether places are micrometres, not rows and columns
 */
record PointTable(List<Row> rows, boolean micrometres) {
    private static final int MOST_ROWS = 1_000_000;

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

    /**
     * A point.
     *
     * @param line in the file, from 1
     * @param down row from 0, or y in micrometres
     * @param across column from 0, or x in micrometres
     * @param phi1 first Bunge angle, degrees
     * @param capitalPhi second, degrees
     * @param phi2 third, degrees
     * @param phase its number, null if the table has no such column
     * @param confidence 0 to 1, 1 if the table has no such column
     */
    record Row(
            int line,
            double down,
            double across,
            double phi1,
            double capitalPhi,
            double phi2,
            @Nullable Integer phase,
            double confidence) {}

    static PointTable read(Path file) throws IOException, MalformedFile {
        try (TextLines in = new TextLines(file)) {
            String head = filled(in);
            if (head == null) {
                throw new MalformedFile("holds no line of names");
            }
            char separator = separator(head);
            Map<String, Integer> columns = columns(head, separator);
            boolean grid = columns.containsKey("row") && columns.containsKey("col");
            boolean um = columns.containsKey("x") && columns.containsKey("y");
            if (!grid && !um || !columns.keySet().containsAll(List.of("phi1", "phi", "phi2"))) {
                throw in.wrong("needs columns row, col (or x, y in um), phi1, Phi, phi2; it has "
                        + TextLines.shortened(String.join(", ", columns.keySet())));
            }
            List<Row> rows = new ArrayList<>();
            for (String line = filled(in); line != null; line = filled(in)) {
                if (rows.size() == MOST_ROWS) {
                    throw in.wrong("is one point too many, allowed are " + MOST_ROWS);
                }
                rows.add(row(in, split(line, separator), columns, grid));
            }
            refuseRadians(rows);
            return new PointTable(rows, !grid);
        }
    }

    private static @Nullable String filled(TextLines in) throws IOException, MalformedFile {
        String s = in.nextFilled();
        while (s != null && s.stripLeading().startsWith("#")) {
            s = in.nextFilled();
        }
        return s;
    }

    private static char separator(String head) {
        for (char c : new char[] {';', '\t', ','}) {
            if (head.indexOf(c) >= 0) {
                return c;
            }
        }
        return ' ';
    }

    private static List<String> split(String line, char separator) {
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

    private static Map<String, Integer> columns(String head, char separator) throws MalformedFile {
        Map<String, Integer> columns = new HashMap<>();
        List<String> names = split(head, separator);
        for (int i = 0; i < names.size(); i++) {
            String lower = names.get(i).toLowerCase(Locale.ROOT);
            if (lower.matches(".*[(\\[/_ ]rad(ians?)?[)\\]]?")) {
                throw new MalformedFile(
                        "has a column \"" + TextLines.shortened(names.get(i)) + "\" in radians, needed are degrees");
            }
            String plain = lower.replaceAll("[(\\[].*", "")
                    .replaceAll("[\\s_]", "")
                    .replaceFirst("(phi[12]?)(deg|degrees)$", "$1")
                    .replace("\u03c6", "phi");
            columns.putIfAbsent(NAMES.getOrDefault(plain, plain), i);
        }
        return columns;
    }

    private static Row row(TextLines in, List<String> f, Map<String, Integer> columns, boolean grid)
            throws MalformedFile {
        if (f.size() > columns.size()
                && !String.join("", f.subList(columns.size(), f.size())).isEmpty()) {
            throw in.wrong("has " + f.size() + " fields, its line of names " + columns.size()
                    + ": decimal commas need another separator, such as semicolons");
        }
        Integer phase = columns.containsKey("phase")
                ? (Integer) in.whole(field(f, columns, "phase"), "phase", -127, 127)
                : null;
        boolean none = phase != null && phase <= 0;
        double confidence =
                columns.containsKey("confidence") ? in.decimal(field(f, columns, "confidence"), "confidence") : 1;
        return new Row(
                in.number(),
                in.decimal(field(f, columns, grid ? "row" : "y"), grid ? "row" : "y"),
                in.decimal(field(f, columns, grid ? "col" : "x"), grid ? "col" : "x"),
                angle(in, f, columns, "phi1", none),
                angle(in, f, columns, "phi", none),
                angle(in, f, columns, "phi2", none),
                phase,
                Math.max(0, Math.min(1, confidence)));
    }

    private static double angle(TextLines in, List<String> f, Map<String, Integer> columns, String name, boolean none)
            throws MalformedFile {
        return none ? 0 : in.decimal(field(f, columns, name), name.equals("phi") ? "Phi" : name);
    }

    private static String field(List<String> f, Map<String, Integer> columns, String name) {
        Integer i = columns.get(name);
        return i == null || i >= f.size() ? "" : f.get(i);
    }

    /** Angles in degrees of which none is above 2 pi, and of which some are no whole numbers, are radians. */
    private static void refuseRadians(List<Row> rows) throws MalformedFile {
        double largest = 0, largestPhi = 0;
        boolean fraction = false;
        for (Row r : rows) {
            largest = Math.max(largest, Math.max(Math.abs(r.phi1), Math.abs(r.phi2)));
            largestPhi = Math.max(largestPhi, Math.abs(r.capitalPhi));
            fraction |= r.phi1 != Math.rint(r.phi1) || r.capitalPhi != Math.rint(r.capitalPhi);
        }
        if (fraction && largest <= 2 * Math.PI + 0.01 && largestPhi <= Math.PI + 0.01) {
            throw new MalformedFile("has no angle above " + (float) Math.max(largest, largestPhi)
                    + ": these are radians, needed are degrees");
        }
    }

    /** Number of rows of each phase above 0. */
    Map<Integer, Integer> phases() {
        Map<Integer, Integer> counts = new TreeMap<>();
        for (Row r : rows) {
            if (r.phase != null && r.phase > 0) {
                counts.merge(r.phase, 1, Integer::sum);
            }
        }
        return counts;
    }
}
