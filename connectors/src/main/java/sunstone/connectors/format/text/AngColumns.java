package sunstone.connectors.format.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a line of points of an .ang file has what: in the order of EDAX, or in that of a line COLUMN_HEADERS (OIM 8) or "Column names"
 * (orix) that names everything that is needed.
 *
 * @param phi1 place of the first Bunge angle, from 0
 * @param capitalPhi of the second
 * @param phi2 of the third
 * @param x of the place along a row
 * @param y of the place of the row
 * @param seen of the image quality, -1 if there is none
 * @param confidence of the confidence index
 * @param phase of the number of the phase
 * @param least number of fields that a line needs
 */
record AngColumns(int phi1, int capitalPhi, int phi2, int x, int y, int seen, int confidence, int phase, int least) {
    /** The order of EDAX: phi1, PHI, phi2, x, y, IQ, CI, phase. */
    static final AngColumns USUAL = new AngColumns(0, 1, 2, 3, 4, 5, 6, 7, 8);

    private static final Pattern HEAD = Pattern.compile("(?i)(COLUMN_HEADERS|Column[ _]names)\\s*[:=].*");

    /** Whether a line of the header names the columns. */
    static boolean isHead(String line) {
        return HEAD.matcher(line).matches();
    }

    /** The order of a line of names; the usual one if that does not name everything. */
    static AngColumns of(String line) {
        List<String> names = new ArrayList<>();
        for (String name : line.replaceFirst("[^:=]*[:=]", "").split(",", -1)) {
            names.add(name.toLowerCase(Locale.ROOT).replaceAll("[(\\[].*", "").replaceAll("[\\s_]", ""));
        }
        int[] at = {
            names.indexOf("phi1"),
            names.indexOf("phi"),
            names.indexOf("phi2"),
            names.indexOf("x"),
            names.indexOf("y"),
            first(names, "ci", "confidenceindex"),
            first(names, "phase", "phaseindex", "phaseid")
        };
        int most = 0;
        for (int i : at) {
            if (i < 0) {
                return USUAL;
            }
            most = Math.max(most, i);
        }
        int seen = first(names, "iq", "imagequality");
        return new AngColumns(at[0], at[1], at[2], at[3], at[4], seen, at[5], at[6], most + 1);
    }

    private static int first(List<String> names, String... spellings) {
        for (String s : spellings) {
            if (names.contains(s)) {
                return names.indexOf(s);
            }
        }
        return -1;
    }
}
