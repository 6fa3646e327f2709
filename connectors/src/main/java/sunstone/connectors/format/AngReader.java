package sunstone.connectors.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.Phase;

/**
 * Text files of EDAX TSL (.ang) and the variant of NanoMegas ASTAR: angles in radians, crystals with X parallel to a.
 * Not indexed is a confidence of -1 or angles of 4 pi. In a file of one phase any phase number means that phase.
 */
final class AngReader {
    private static final int MAX_HEADER_LINES = 20_000;
    private static final int LEAST_COLUMNS = 8;

    /** Angles from here on are TSL's 4 pi. */
    private static final double NOT_INDEXED = 12.56;

    /** Angles above this are no radians. */
    private static final double MAX_RADIANS = 13;

    private final List<String> notes = new ArrayList<>();
    private final FilePhases phases = new FilePhases(notes);
    private OptionalInt phaseId = OptionalInt.empty();
    private String phaseName = "";
    private int headerCols;
    private int headerRows;
    private double headerStep;

    EbsdMap read(Path file) throws IOException, MalformedFile {
        try (TextLines in = new TextLines(file)) {
            String line = in.nextFilled();
            while (line != null && line.startsWith("#")) {
                if (in.number() > MAX_HEADER_LINES) {
                    throw in.wrong("is still header, allowed are " + MAX_HEADER_LINES + " lines");
                }
                header(in, line.substring(1).strip());
                line = in.nextFilled();
            }
            if (phases.count() == 0) {
                throw in.wrong("ends the header, which lists no phase (Symmetry)");
            }
            FilePoints points = new FilePoints(CrystalAxes.X_PARALLEL_A, 1024);
            for (; line != null; line = in.nextFilled()) {
                if (!line.startsWith("#")) {
                    point(in, points, line);
                }
            }
            return located(points);
        }
    }

    private void header(TextLines in, String line) throws MalformedFile {
        String[] f = line.split("[\\s:]+", 2);
        String value = f.length < 2 ? "" : f[1].strip();
        switch (f[0]) {
            case "Phase" -> phaseId = OptionalInt.of(in.whole(value, "phase", 0, Phase.MAX_ID));
            case "MaterialName" -> phaseName = value;
            case "Symmetry" -> {
                int code = in.whole(value, "Symmetry", 1, 999);
                int id = Math.max(1, phaseId.orElse(phases.count() + 1));
                phases.add(id, phaseName, LaueGroup.ofEdax(String.valueOf(code)), String.valueOf(code));
                phaseId = OptionalInt.empty();
            }
            case "GRID" -> {
                if (!value.replace("#", "").strip().toLowerCase(Locale.ROOT).equals("sqrgrid")) {
                    throw in.wrong("has grid \"" + TextLines.shortened(value) + "\", needed is SqrGrid");
                }
            }
            case "XSTEP" -> headerStep = in.decimal(value, "XSTEP");
            case "NCOLS_ODD" -> headerCols = in.whole(value, "NCOLS_ODD", 0, FilePoints.MAX);
            case "NROWS" -> headerRows = in.whole(value, "NROWS", 0, FilePoints.MAX);
            default -> {
                // calibration, reflectors, operator and the like
            }
        }
    }

    private void point(TextLines in, FilePoints points, String line) throws MalformedFile {
        String[] f = line.strip().split("\\s+");
        if (f.length < LEAST_COLUMNS) {
            throw in.wrong("has " + f.length + " columns, needed are at least " + LEAST_COLUMNS);
        }
        if (points.count == FilePoints.MAX) {
            throw in.wrong("is one point too many, allowed are " + FilePoints.MAX);
        }
        double phi1 = in.decimal(f[0], "phi1"), capitalPhi = in.decimal(f[1], "Phi"), phi2 = in.decimal(f[2], "phi2");
        double largest = Math.max(Math.abs(phi1), Math.max(Math.abs(capitalPhi), Math.abs(phi2)));
        if (largest > MAX_RADIANS) {
            throw in.wrong("has an Euler angle of " + largest + " rad, allowed is up to " + MAX_RADIANS);
        }
        double x = in.decimal(f[3], "x"), y = in.decimal(f[4], "y"), confidence = in.decimal(f[6], "confidence");
        int id = in.whole(f[7], "phase", 0, Phase.MAX_ID);
        if (phases.count() == 1) {
            id = phases.first();
        } else if (id > 0 && !phases.lists(id)) {
            throw in.wrong("has phase " + id + ", which the header does not list");
        }
        @Nullable LaueGroup laue = phases.usable(id).map(Phase::laue).orElse(null);
        if (laue == null || confidence <= -1 || largest >= NOT_INDEXED) {
            points.addBlank(x, y, confidence);
        } else {
            points.add(x, y, confidence, id, laue, phi1, capitalPhi, phi2);
        }
    }

    /** Checks what the header says of the raster, if anything, against the points. */
    private EbsdMap located(FilePoints points) throws MalformedFile {
        Raster raster = Raster.of(points, headerStep > 0 ? headerStep : 1);
        double step = raster.agrees(headerStep) ? headerStep : raster.step();
        boolean same = raster.cols() == headerCols && raster.rows() == headerRows;
        if (headerCols > 0 && headerRows > 0 && !same) {
            String said = "the header says " + headerCols + " x " + headerRows + " points " + headerStep + " um apart";
            String found = raster.cols() + " x " + raster.rows() + " points " + (float) raster.step() + " um apart";
            boolean sameArea = !raster.agrees(headerStep)
                    && Math.abs(headerCols * headerStep - raster.cols() * raster.step()) < raster.step()
                    && Math.abs(headerRows * headerStep - raster.rows() * raster.step()) < raster.step();
            if (!sameArea) {
                throw new MalformedFile("holds " + found + ", " + said);
            }
            notes.add(said + ", the data are " + found + " over the same area, which was used");
        } else if (headerStep > 0 && !raster.agrees(headerStep)) {
            notes.add("the header says a step of " + headerStep + " um, the points lie " + (float) raster.step()
                    + " um apart, which was used");
        }
        return raster.map(points, step, phases.usable(), notes);
    }
}
