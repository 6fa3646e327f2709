package sunstone.connectors.format.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.format.map.Declared;
import sunstone.connectors.format.map.FilePhases;
import sunstone.connectors.format.map.FilePoints;
import sunstone.connectors.format.map.LaueClass;
import sunstone.connectors.format.map.MalformedFile;
import sunstone.connectors.format.map.TextLines;
import sunstone.connectors.format.map.UnitCell;
import sunstone.models.map.Phase;

/**
 * Header of an .ang file. A line is a key when the whole of its key is one; the blocks of notes that OIM 8 and later write, and
 * any other line, are passed over. EDAX numbers phases from 1, other programs from 0.
 */
final class AngHeader {
    private static final Pattern KEY = Pattern.compile("([A-Za-z_]+)[\\s:=]*(.*)");
    private static final Pattern PHASE = Pattern.compile("(?i)Phase[\\s:=]+([+-]?\\d+)");
    private static final int MAX_PHASES = 200;

    /** Description of one phase by a header. */
    private static final class Described {
        final int id;
        String name = "";
        String symmetry = "";
        String pointGroup = "";
        int spaceGroup;
        Optional<UnitCell> cell = Optional.empty();

        Described(int id) {
            this.id = id;
        }
    }

    private final List<Described> described = new ArrayList<>();
    private @Nullable Described open;
    private boolean notes;
    private String grid = "";
    private int odd;
    private int even;
    private int rows;
    private double xStep;
    private double yStep;
    private AngColumns columns = AngColumns.USUAL;

    /** Takes a line of the header, its # removed. */
    void take(TextLines in, String line) throws MalformedFile {
        String upper = line.toUpperCase(Locale.ROOT);
        if (upper.matches("(COLUMN_)?NOTES:\\s*(START|END)")) {
            notes = upper.endsWith("START");
            return;
        }
        Matcher phase = PHASE.matcher(line);
        if (notes) {
            return;
        } else if (AngColumns.isHead(line)) {
            columns = AngColumns.of(line);
            return;
        } else if (phase.matches()) {
            begin(in, in.whole(phase.group(1), "phase", 0, Phase.MAX_ID));
            return;
        }
        Matcher m = KEY.matcher(line);
        if (m.matches()) {
            String key = m.group(1).toLowerCase(Locale.ROOT), value = m.group(2).strip();
            boolean first = open == null && grid.isEmpty() && key.equals("symmetry");
            boolean named = key.equals("materialname") && grid.isEmpty() && (open == null || !open.symmetry.isEmpty());
            if (first || named) { // of programs that write no line "Phase"
                begin(in, described.size() + 1);
            }
            if (open == null || !ofPhase(open, key, value)) {
                ofGrid(in, key, value);
            }
        }
    }

    private void begin(TextLines in, int id) throws MalformedFile {
        if (described.size() == MAX_PHASES) {
            throw in.wrong("lists one phase too many, allowed are " + MAX_PHASES);
        }
        open = new Described(id);
        described.add(open);
    }

    private static boolean ofPhase(Described p, String key, String value) {
        switch (key) {
            case "materialname" -> p.name = value;
            case "symmetry" -> p.symmetry = p.symmetry.isEmpty() ? value : p.symmetry;
            case "pointgroupid" -> p.pointGroup = value;
            case "spacegroup", "spacegroupid" -> p.spaceGroup = value.matches("\\d{1,3}") ? Integer.parseInt(value) : 0;
            case "latticeconstants" -> {
                double[] v = new double[6];
                String[] f = value.replaceAll(",(?=\\s|$)", "").split("\\s+", -1);
                for (int i = 0; i < 6; i++) {
                    v[i] = i < f.length ? TextLines.number(f[i]) : Double.NaN;
                }
                p.cell = UnitCell.of(v);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void ofGrid(TextLines in, String key, String value) throws MalformedFile {
        switch (key) {
            case "grid" -> {
                grid = value.replace("#", "").strip().toLowerCase(Locale.ROOT);
                if (!grid.equals("sqrgrid") && !grid.equals("hexgrid")) {
                    throw in.wrong("has grid \"" + TextLines.shortened(value) + "\", known are SqrGrid and HexGrid");
                }
                open = null;
            }
            case "xstep" -> xStep = step(in, value, key.toUpperCase(Locale.ROOT));
            case "ystep" -> yStep = step(in, value, key.toUpperCase(Locale.ROOT));
            case "ncols_odd" -> odd = in.whole(value, key.toUpperCase(Locale.ROOT), 0, FilePoints.MAX);
            case "ncols_even" -> even = in.whole(value, key.toUpperCase(Locale.ROOT), 0, FilePoints.MAX);
            case "nrows" -> rows = in.whole(value, key.toUpperCase(Locale.ROOT), 0, FilePoints.MAX);
            default -> {
                // calibration, reflectors, operator and the like
            }
        }
    }

    private static double step(TextLines in, String value, String key) throws MalformedFile {
        double step = in.decimal(value, key);
        if (step < 0) {
            throw in.wrong("has " + key + " " + step + " um, needed is 0 um or more");
        }
        return step;
    }

    /** Where a line of points has what. */
    AngColumns columns() {
        return columns;
    }

    boolean hexagonal() {
        return grid.equals("hexgrid");
    }

    /** The raster; of a hexagonal one the columns of the longer rows. */
    Declared raster() {
        return new Declared(hexagonal() ? Math.max(odd, even) : odd, rows, xStep, yStep > 0 ? yStep : xStep);
    }

    /**
     * Puts the phases into the list, numbered from 1.
     *
     * @return what was added to the numbers of the file, 0 or 1
     */
    int phases(FilePhases phases, List<String> notes) throws MalformedFile {
        if (described.isEmpty()) {
            throw new MalformedFile("lists no phase (Symmetry) in its header");
        }
        boolean several = described.stream().mapToInt(p -> p.id).distinct().count() > 1;
        int shift = described.stream().anyMatch(p -> p.id == 0) ? 1 : 0;
        if (shift > 0 && several) {
            notes.add("its phases are numbered from 0; here from 1, so that 0 can mean not indexed");
        }
        for (Described p : described) {
            String written = p.symmetry.isEmpty() ? p.pointGroup : p.symmetry;
            phases.add(p.id + shift, p.name, written, laue(p, notes), p.spaceGroup, p.cell);
        }
        return shift;
    }

    /** The Laue group of symmetry and point group; where they differ, the one of the two that the cell has. */
    private static Optional<LaueClass> laue(Described p, List<String> notes) throws MalformedFile {
        Optional<LaueClass> symmetry = LaueClass.of(p.symmetry), point = LaueClass.of(p.pointGroup);
        if (symmetry.isEmpty() || point.isEmpty() || symmetry.equals(point)) {
            return symmetry.or(() -> point);
        }
        String two = "phase " + p.id + " has symmetry " + p.symmetry + " ("
                + symmetry.get().symbol() + ") and point group " + p.pointGroup + " ("
                + point.get().symbol() + ")";
        Optional<LaueClass> cell = p.cell.map(UnitCell::holohedry).filter(c -> symmetry.get() == c || point.get() == c);
        if (cell.isEmpty()) {
            throw new MalformedFile("contradicts itself: " + two + ", and its cell does not decide");
        }
        notes.add(
                two + ", which contradict each other: " + cell.get().symbol() + " is that of its cell, and was taken");
        return cell;
    }
}
