package sunstone.connectors.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.Phase;

/**
 * Channel text files of Oxford Instruments (.ctf): angles in degrees, hexagonal crystals with X parallel to a*, phase 0
 * where not indexed. The error number is not consulted: clean-up tools leave it as it was at pixels that they fill.
 */
final class CtfReader {
    private static final int MAX_HEADER_LINES = 500;

    /** A point takes at least eight numbers with their separators. */
    private static final int LEAST_BYTES = 16;

    private static final double MAX_DEGREES = 720;

    private final List<String> notes = new ArrayList<>();
    private final FilePhases phases = new FilePhases(notes);
    private int cols;
    private int rows;
    private double xStep;
    private double yStep;

    EbsdMap read(Path file) throws IOException, MalformedFile {
        try (TextLines in = new TextLines(file)) {
            String first = in.next();
            if (first == null || !first.toLowerCase(Locale.ROOT).contains("channel text file")) {
                throw in.wrong("is not \"Channel Text File\"");
            }
            List<String> columns = header(in);
            long points = (long) rows * cols;
            if (points > FilePoints.MAX || points * LEAST_BYTES > Files.size(file)) {
                throw new MalformedFile("says " + cols + " x " + rows + " points in its header and holds "
                        + Files.size(file) + " bytes, allowed are " + FilePoints.MAX + " points and at least "
                        + LEAST_BYTES + " bytes each");
            }
            FilePoints read = points(in, columns, (int) points);
            if (read.count != points) {
                throw new MalformedFile("ends after " + read.count + " points, its header says " + cols + " x " + rows
                        + " = " + points);
            }
            Raster raster = Raster.of(read, xStep);
            if (raster.cols() != cols || raster.rows() != rows) {
                throw new MalformedFile("has points on a raster of " + raster.cols() + " x " + raster.rows()
                        + ", its header says " + cols + " x " + rows);
            }
            return raster.map(read, step(raster), phases.usable(), notes);
        }
    }

    private double step(Raster raster) {
        if (raster.agrees(xStep) && raster.agrees(yStep)) {
            return xStep;
        }
        notes.add("the header says steps of " + xStep + " and " + yStep + " um, the points lie " + (float) raster.step()
                + " um apart, which was used");
        return raster.step();
    }

    /** Reads up to the line of column names, which is returned. */
    private List<String> header(TextLines in) throws IOException, MalformedFile {
        for (int k = 0; k < MAX_HEADER_LINES; k++) {
            String line = in.next();
            if (line == null) {
                throw in.wrong("is the end of the file, expected were column names");
            }
            String[] f = line.split("\t", -1);
            String key = line.strip().split("[\t ]", 2)[0];
            String value = line.strip().substring(key.length()).strip();
            switch (key) {
                case "JobMode" -> {
                    if (!value.toLowerCase(Locale.ROOT).contains("grid")) {
                        throw in.wrong("has job mode \"" + TextLines.shortened(value) + "\", needed is a grid");
                    }
                }
                case "XCells" -> cols = in.whole(value, "XCells", 1, FilePoints.MAX);
                case "YCells" -> rows = in.whole(value, "YCells", 1, FilePoints.MAX);
                case "XStep" -> xStep = step(in, value, key);
                case "YStep" -> yStep = step(in, value, key);
                case "Phases" -> readPhases(in, in.whole(value, "Phases", 1, Phase.MAX_ID));
                case "Phase" -> {
                    return columns(in, f);
                }
                default -> {
                    // name of the project, author and the like
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
            String line = in.next();
            String[] f = line == null ? new String[0] : line.split("\t", -1);
            if (f.length < 4) {
                throw in.wrong("should describe phase " + id + " of " + count
                        + " by lattice, angles, name and Laue group, separated by tabs");
            }
            int code = in.whole(f[3], "Laue group", 1, 11);
            phases.add(id, f[2].strip(), LaueGroup.ofOxford(code), String.valueOf(code));
        }
    }

    private List<String> columns(TextLines in, String[] names) throws MalformedFile {
        List<String> columns = Arrays.stream(names).map(String::strip).toList();
        for (String needed : List.of("Phase", "X", "Y", "Euler1", "Euler2", "Euler3")) {
            if (!columns.contains(needed)) {
                throw in.wrong("has no column " + needed);
            }
        }
        if (cols == 0 || rows == 0 || xStep == 0 || yStep == 0 || phases.count() == 0) {
            throw in.wrong("ends the header, which lacks XCells, YCells, XStep, YStep or Phases");
        }
        return columns;
    }

    private FilePoints points(TextLines in, List<String> columns, int count) throws IOException, MalformedFile {
        FilePoints points = new FilePoints(CrystalAxes.X_PARALLEL_A_STAR, count);
        int phaseAt = columns.indexOf("Phase"), xAt = columns.indexOf("X"), yAt = columns.indexOf("Y");
        int eulerAt = columns.indexOf("Euler1"), secondAt = columns.indexOf("Euler2");
        int thirdAt = columns.indexOf("Euler3"), contrastAt = columns.indexOf("BC");
        for (String line = in.nextFilled(); line != null; line = in.nextFilled()) {
            String[] f = line.strip().split("[\t ]+");
            if (f.length < columns.size()) {
                throw in.wrong("has " + f.length + " columns, needed are " + columns.size());
            }
            if (points.count == count) {
                throw in.wrong("is one point too many, the header says " + cols + " x " + rows + " = " + count);
            }
            int id = in.whole(f[phaseAt], "phase", 0, phases.count());
            double x = in.decimal(f[xAt], "X"), y = in.decimal(f[yAt], "Y");
            double quality = contrastAt < 0 ? 1 : in.decimal(f[contrastAt], "BC") / 255;
            @Nullable LaueGroup laue = phases.usable(id).map(Phase::laue).orElse(null);
            if (laue == null) {
                points.addBlank(x, y, quality);
            } else {
                points.add(
                        x, y, quality, id, laue, angle(in, f[eulerAt]), angle(in, f[secondAt]), angle(in, f[thirdAt]));
            }
        }
        return points;
    }

    private static double angle(TextLines in, String text) throws MalformedFile {
        double degrees = in.decimal(text, "Euler angle");
        if (Math.abs(degrees) > MAX_DEGREES) {
            throw in.wrong("has an Euler angle of " + degrees + " degrees, allowed is up to " + MAX_DEGREES);
        }
        return Math.toRadians(degrees);
    }
}
