package sunstone.connectors.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.format.map.DegreesSeen;
import sunstone.connectors.format.map.MalformedFile;
import sunstone.connectors.format.map.TextLines;

/**
 * Measured points as people write them down: a table with a line of names, separated by commas, semicolons, tabs or blanks, with
 * decimal points or commas, in any of the encodings of {@link TextLines}. What follows a # is a comment; lines without a value, as Excel
 * leaves them at the end, are none.
 *
 * @param rows places of the points, see {@link Row}
 * @param micrometres whether places are micrometres, not rows and columns
 */
record PointTable(List<Row> rows, boolean micrometres) {
    private static final int MOST_ROWS = 1_000_000;

    private static final double MOST_DEGREES = 720;

    /** A comment at the end of a line or instead of one. */
    private static final Pattern COMMENT = Pattern.compile("(^|[\\s,;])#.*$");

    /** A line without a value, or the one by which Excel is told the separator. */
    private static final Pattern EMPTY = Pattern.compile("[\\s,;\"]*|\\s*\"?sep=.\"?\\s*");

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
            TableHead columns = new TableHead(head);
            boolean grid = columns.has("row") && columns.has("col");
            boolean um = columns.has("x") && columns.has("y");
            if (!grid && !um || !columns.has("phi1") || !columns.has("phi") || !columns.has("phi2")) {
                throw in.wrong("needs columns row, col (or x, y in um), phi1, Phi, phi2; it has "
                        + TextLines.shortened(columns.toString()));
            }
            List<Row> rows = new ArrayList<>();
            for (String line = filled(in); line != null; line = filled(in)) {
                if (rows.size() == MOST_ROWS) {
                    throw in.wrong("is one point too many, allowed are " + MOST_ROWS);
                }
                rows.add(row(in, columns.fields(line), columns, grid));
            }
            DegreesSeen seen = new DegreesSeen(1);
            rows.forEach(r -> seen.take(r.phi1, r.capitalPhi, r.phi2));
            seen.refuseRadians();
            return new PointTable(rows, !grid);
        }
    }

    private static @Nullable String filled(TextLines in) throws IOException, MalformedFile {
        for (String s = in.nextFilled(); s != null; s = in.nextFilled()) {
            String line = COMMENT.matcher(s).replaceFirst("");
            if (!EMPTY.matcher(line).matches()) {
                return line;
            }
        }
        return null;
    }

    private static Row row(TextLines in, List<String> f, TableHead columns, boolean grid) throws MalformedFile {
        int named = columns.count();
        if (f.size() > named && !String.join("", f.subList(named, f.size())).isEmpty()) {
            throw in.wrong("has " + f.size() + " fields, its line of names " + named
                    + ": decimal commas need another separator, such as semicolons");
        }
        Integer phase = columns.has("phase") ? (Integer) in.whole(columns.value(f, "phase"), "phase", -127, 127) : null;
        boolean blank = List.of("phi1", "phi", "phi2").stream()
                .allMatch(n -> columns.value(f, n).toLowerCase(Locale.ROOT).matches("[+-]?nan"));
        boolean none = phase != null && phase <= 0 || blank;
        phase = blank ? Integer.valueOf(0) : phase; // as MTEX writes what is not indexed
        double confidence = columns.has("confidence") ? in.decimal(columns.value(f, "confidence"), "confidence") : 1;
        if (confidence > 1) {
            throw in.wrong("has confidence " + confidence + ", allowed is up to 1");
        }
        return new Row(
                in.number(),
                in.decimal(columns.value(f, grid ? "row" : "y"), grid ? "row" : "y"),
                in.decimal(columns.value(f, grid ? "col" : "x"), grid ? "col" : "x"),
                angle(in, f, columns, "phi1", none),
                angle(in, f, columns, "phi", none),
                angle(in, f, columns, "phi2", none),
                phase,
                Math.max(0, confidence));
    }

    private static double angle(TextLines in, List<String> f, TableHead columns, String name, boolean none)
            throws MalformedFile {
        String written = name.equals("phi") ? "Phi" : name;
        double degrees = none ? 0 : in.decimal(columns.value(f, name), written);
        if (Math.abs(degrees) > MOST_DEGREES) {
            throw in.wrong("has " + written + " of " + degrees + " degrees, allowed is up to " + MOST_DEGREES);
        }
        return degrees;
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
