package sunstone.connectors.format.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sunstone.connectors.format.map.Declared;
import sunstone.connectors.format.map.DegreesSeen;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.connectors.format.map.EbsdReader;
import sunstone.connectors.format.map.FilePhases;
import sunstone.connectors.format.map.FilePoints;
import sunstone.connectors.format.map.LaueClass;
import sunstone.connectors.format.map.MalformedFile;
import sunstone.connectors.format.map.Raster;
import sunstone.connectors.format.map.TextLines;
import sunstone.connectors.format.map.UnitCell;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.models.map.Phase;

/**
 * Channel text files of Oxford Instruments (.ctf): angles in degrees, hexagonal crystals with X parallel to a*, phase 0 or
 * below, or no number for an angle, where not indexed. The error number alone says nothing: clean-up tools leave it as it was
 * at pixels that they fill; with three angles of zero it says that there is no solution.
 */
public final class CtfReader implements EbsdReader {
    private static final int MAX_HEADER_LINES = 500;
    private static final double MAX_DEGREES = 720;
    private static final double FULL_TURN = Math.toRadians(360);

    /** Lattice, angles, name, Laue group, space group, where blanks took the place of the tabs. */
    private static final Pattern BLANKS = Pattern.compile("(\\S+)\\s+(\\S+)\\s+(.*?)\\s+(\\d+)(?:\\s+(\\d+))?");

    /** What is said of a file whose maker has stated how the specimen lay. */
    public static final String TURNED = "the file says that the surface was turned against the sample's axes;"
            + " its angles refer to the surface and were taken as they are";

    private final List<String> notes = new ArrayList<>();
    private final FilePhases phases = new FilePhases(notes);
    private int cols;
    private int rows;
    private double xStep;
    private double yStep;
    private int listed;
    private boolean turned;

    @Override
    public EbsdMap read(Path file, String scan) throws IOException, MalformedFile {
        try (TextLines in = new TextLines(file)) {
            String first = in.nextFilled();
            if (first == null || !first.toLowerCase(Locale.ROOT).contains("channel text file")) {
                throw in.wrong("is not \"Channel Text File\"");
            }
            List<String> columns = header(in);
            long points = (long) rows * cols;
            if (points > FilePoints.MAX) {
                throw new MalformedFile("says " + cols + " x " + rows + " points in its header, allowed are "
                        + FilePoints.MAX + " points");
            }
            // a file that holds fewer points than its header says allocates for those that it can hold
            FilePoints read = points(in, columns, (int) Math.min(points, 1 + Files.size(file) / 16), (int) points);
            if (phases.count() == 1) {
                read.single(phases.first(), notes);
            } else {
                int zeros = read.several();
                if (zeros > 0) {
                    notes.add(zeros
                            + " points carry angles but phase 0 beside numbered phases: they count as not indexed");
                }
            }
            return Raster.of(read, new Declared(cols, rows, xStep, yStep), notes)
                    .map(read, phases.all(), notes);
        }
    }

    /** Reads up to the line of column names, which is returned in lower case. */
    private List<String> header(TextLines in) throws IOException, MalformedFile {
        for (int k = 0; k < MAX_HEADER_LINES; k++) {
            String line = in.next();
            if (line == null) {
                throw in.wrong("is the end of the file, expected were column names");
            }
            String key = line.strip().split("[\t ]", 2)[0];
            String value = line.strip().substring(key.length()).strip();
            switch (key.toLowerCase(Locale.ROOT)) {
                case "jobmode" -> {
                    if (value.toLowerCase(Locale.ROOT).matches(".*(interactive|line|point).*")) {
                        throw in.wrong("has job mode \"" + TextLines.shortened(value) + "\", needed is a grid");
                    }
                }
                case "acqe1", "acqe2", "acqe3" -> turned |= !value.isEmpty() && in.decimal(value, key) != 0;
                case "xcells" -> cols = in.whole(value, "XCells", 1, FilePoints.MAX);
                case "ycells" -> rows = in.whole(value, "YCells", 1, FilePoints.MAX);
                case "zcells" -> {
                    if (in.whole(value, "ZCells", 0, FilePoints.MAX) > 1) {
                        throw in.wrong("has " + value + " sections (ZCells), needed is one: export each on its own");
                    }
                }
                case "xstep" -> xStep = step(in, value, "XStep");
                case "ystep" -> yStep = step(in, value, "YStep");
                case "phases" -> readPhases(in, in.whole(value, "Phases", 1, Phase.MAX_ID));
                default -> {
                    if (line.strip().toLowerCase(Locale.ROOT).matches("\"?phase\"?[,;].*")) {
                        throw in.wrong("separates its columns by commas or semicolons, needed are tabs");
                    }
                    List<String> names = names(line);
                    if (names.contains("phase") && names.contains("x")) {
                        return columns(in, names);
                    }
                }
            }
        }
        throw in.wrong("is still header, allowed are " + MAX_HEADER_LINES + " lines");
    }

    private static double step(TextLines in, String value, String name) throws MalformedFile {
        double step = in.decimal(value, name);
        if (!(step > 0)) {
            throw in.wrong("has " + name + " " + step + " um, needed is more than 0 um");
        }
        return step;
    }

    private void readPhases(TextLines in, int count) throws IOException, MalformedFile {
        for (int id = 1; id <= count; id++) {
            String line = in.nextFilled();
            String[] f = line == null ? new String[0] : line.strip().split("\t", -1);
            if (f.length < 4 && line != null) {
                Matcher m = BLANKS.matcher(line.strip());
                f = m.matches() ? new String[] {m.group(1), m.group(2), m.group(3), m.group(4), m.group(5)} : f;
            }
            if (f.length < 3) {
                throw in.wrong("should describe phase " + id + " of " + count
                        + " by lattice, angles, name and Laue group, separated by tabs");
            }
            String laue = f.length > 3 ? f[3].strip() : "";
            Optional<LaueClass> said = LaueClass.ofOxford(laue);
            if (said.isEmpty() && !laue.isEmpty() && !laue.equals("0")) {
                throw in.wrong("has Laue group \"" + TextLines.shortened(laue) + "\", allowed is 1 to 11");
            }
            String space = f.length > 4 && f[4] != null ? f[4].strip() : "";
            int spaceGroup = space.matches("\\d{1,3}") ? Integer.parseInt(space) : 0;
            phases.add(id, f[2], laue, said, spaceGroup, cell(f[0], f[1]));
        }
        listed = count;
        if (turned) {
            notes.add(TURNED);
        }
    }

    private static Optional<UnitCell> cell(String lengths, String angles) {
        double[] v = new double[6];
        String[] l = three(lengths), a = three(angles);
        for (int i = 0; i < 6; i++) {
            String[] half = i < 3 ? l : a;
            v[i] = half.length == 3 ? TextLines.number(half[i % 3].strip()) : Double.NaN;
        }
        return UnitCell.of(v);
    }

    /** Three numbers between semicolons; between commas where there is no semicolon. */
    private static String[] three(String text) {
        return text.split(text.indexOf(';') < 0 ? "," : ";", -1);
    }

    private static List<String> names(String line) {
        return List.of(TextLines.fields(line.toLowerCase(Locale.ROOT).replace("\"", "")));
    }

    private List<String> columns(TextLines in, List<String> columns) throws MalformedFile {
        for (String needed : List.of("Phase", "X", "Y", "Euler1", "Euler2", "Euler3")) {
            if (!columns.contains(needed.toLowerCase(Locale.ROOT))) {
                throw in.wrong("has no column " + needed);
            }
        }
        if (cols == 0 || rows == 0 || xStep == 0 || yStep == 0 || listed == 0) {
            throw in.wrong("ends the header, which lacks XCells, YCells, XStep, YStep or Phases");
        }
        return columns;
    }

    private FilePoints points(TextLines in, List<String> columns, int capacity, int most)
            throws IOException, MalformedFile {
        FilePoints points = new FilePoints(CrystalAxes.X_PARALLEL_A_STAR, capacity);
        int phaseAt = columns.indexOf("phase"), xAt = columns.indexOf("x"), yAt = columns.indexOf("y");
        int eulerAt = columns.indexOf("euler1"), secondAt = columns.indexOf("euler2");
        int thirdAt = columns.indexOf("euler3"), contrastAt = columns.indexOf("bc");
        int errorAt = columns.indexOf("error");
        int needed =
                1 + Math.max(Math.max(phaseAt, Math.max(xAt, yAt)), Math.max(eulerAt, Math.max(secondAt, thirdAt)));
        DegreesSeen seen = new DegreesSeen(DegreesSeen.OF_A_MAP);
        for (String line = in.nextFilled(); line != null; line = in.nextFilled()) {
            if (line.startsWith("#")) {
                continue; // a comment, as people put them at the end
            }
            String[] f = TextLines.fields(line);
            if (f.length < needed) {
                throw in.wrong("has " + f.length + " columns, needed are " + columns.size());
            }
            if (points.count() == most) {
                throw in.wrong("is one point too many, the header says " + cols + " x " + rows + " = " + most);
            }
            int id = in.whole(f[phaseAt], "phase", -Phase.MAX_ID, listed);
            double x = in.decimal(f[xAt], "X"), y = in.decimal(f[yAt], "Y");
            double quality = contrastAt < 0 || contrastAt >= f.length ? 1 : in.decimalOrNan(f[contrastAt], "BC") / 255;
            double phi1 = angle(in, f[eulerAt], id), capitalPhi = angle(in, f[secondAt], id);
            double phi2 = angle(in, f[thirdAt], id);
            boolean angles = phi1 % FULL_TURN != 0 || capitalPhi != 0 || phi2 % FULL_TURN != 0;
            // a phase beside no angles and an error number is what some programs leave of a point without solution
            boolean failed = errorAt >= 0 && errorAt < f.length && TextLines.number(f[errorAt]) > 0;
            if (id < 0 || !angles && (id == 0 || failed) || AngReader.notIndexed(phi1, capitalPhi, phi2)) {
                points.addBlank(x, y, quality);
            } else {
                int phase = id == 0 ? FilePoints.OPEN : phases.merged(id);
                boolean hexagonal = phases.hexagonalAxes(id == 0 ? phases.first() : id);
                points.add(x, y, quality, phase, hexagonal, phi1, capitalPhi, phi2);
                seen.take(Math.toDegrees(phi1), Math.toDegrees(capitalPhi), Math.toDegrees(phi2));
            }
        }
        seen.refuseRadians();
        return points;
    }

    /** An angle in radians; NaN where there is none. */
    private static double angle(TextLines in, String text, int phase) throws MalformedFile {
        double degrees = phase > 0 ? in.decimal(text, "Euler angle") : in.decimalOrNan(text, "Euler angle");
        if (Math.abs(degrees) > MAX_DEGREES) {
            throw in.wrong("has an Euler angle of " + degrees + " degrees, allowed is up to " + MAX_DEGREES);
        }
        return Math.toRadians(degrees);
    }
}
