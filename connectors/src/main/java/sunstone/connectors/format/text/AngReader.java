package sunstone.connectors.format.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.connectors.format.map.EbsdReader;
import sunstone.connectors.format.map.FilePhases;
import sunstone.connectors.format.map.FilePoints;
import sunstone.connectors.format.map.HexRaster;
import sunstone.connectors.format.map.MalformedFile;
import sunstone.connectors.format.map.Raster;
import sunstone.connectors.format.map.TextLines;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.models.map.Phase;

/**
 * Text files of EDAX TSL (.ang) and the variants of NanoMegas ASTAR, MTEX, orix and EMsoft: angles in radians, crystals with X
 * parallel to a. Not indexed is a phase below 0, a confidence of -1 or less, an angle of 4 pi, three angles of 4, or no number
 * for an angle. In a file of one phase 0 means that phase, unless other points carry the phase's own number.
 */
public final class AngReader implements EbsdReader {
    private static final int MAX_HEADER_LINES = 20_000;

    /** Angles from here on are TSL's 4 pi. */
    private static final double NOT_INDEXED = 12.56;

    /** Angles above this are no radians. */
    private static final double MAX_RADIANS = 13;

    private final List<String> notes = new ArrayList<>();
    private final FilePhases phases = new FilePhases(notes);
    private final AngHeader header = new AngHeader();
    private int shift;
    private int other;
    private int overConfident;

    @Override
    public EbsdMap read(Path file, String scan) throws IOException, MalformedFile {
        try (TextLines in = new TextLines(file)) {
            String line = in.nextFilled();
            while (line != null && line.stripLeading().startsWith("#")) {
                if (in.number() > MAX_HEADER_LINES) {
                    throw in.wrong("is still header, allowed are " + MAX_HEADER_LINES + " lines");
                }
                header.take(in, line.strip().substring(1).strip());
                line = in.nextFilled();
            }
            shift = header.phases(phases, notes);
            FilePoints points = new FilePoints(CrystalAxes.X_PARALLEL_A, 1024);
            for (; line != null; line = in.nextFilled()) {
                if (!line.stripLeading().startsWith("#")) {
                    point(in, points, line);
                }
            }
            int zeros = phases.count() == 1 ? points.single(phases.first(), notes) : points.several();
            if (zeros > 0) {
                notes.add(zeros + " points carry angles but phase 0 beside numbered phases: they count as not indexed");
            }
            if (overConfident > 0) {
                notes.add(overConfident + " points have a confidence above 1, which was taken as 1");
            }
            if (other > 0) {
                notes.add(
                        other + " points have another number than the one phase listed, and were taken as that phase");
            }
            return placed(points);
        }
    }

    private EbsdMap placed(FilePoints points) throws MalformedFile {
        if (header.hexagonal()) {
            EbsdMap map = HexRaster.map(points, header.raster(), phases.all(), notes);
            if (map != null) {
                return map;
            }
        }
        Raster raster = Raster.of(points, header.raster(), notes);
        if (header.hexagonal()) {
            notes.add("the header says HexGrid, the points lie on a square raster, which was used");
        }
        return raster.map(points, phases.all(), notes);
    }

    private void point(TextLines in, FilePoints points, String line) throws MalformedFile {
        String[] f = line.strip().split("\\s+");
        AngColumns at = header.columns();
        if (f.length < at.least()) {
            throw in.wrong("has " + f.length + " columns, needed are at least " + at.least());
        }
        if (points.count() == FilePoints.MAX) {
            throw in.wrong("is one point too many, allowed are " + FilePoints.MAX);
        }
        double phi1 = in.decimalOrNan(f[at.phi1()], "phi1");
        double capitalPhi = in.decimalOrNan(f[at.capitalPhi()], "Phi");
        double phi2 = in.decimalOrNan(f[at.phi2()], "phi2");
        double largest = Math.max(Math.abs(phi1), Math.max(Math.abs(capitalPhi), Math.abs(phi2)));
        if (largest > MAX_RADIANS) {
            throw in.wrong("has an Euler angle of " + largest + " rad, allowed is up to " + MAX_RADIANS);
        }
        double x = in.decimal(f[at.x()], "x"), y = in.decimal(f[at.y()], "y");
        double confidence = in.decimalOrNan(f[at.confidence()], "confidence");
        overConfident += confidence > 1 ? 1 : 0;
        int id = in.whole(f[at.phase()], "phase", -Phase.MAX_ID, Phase.MAX_ID);
        boolean empty = id == 0 && largest == 0 && !(confidence > 0);
        if (id < 0 || confidence <= -1 || empty || notIndexed(phi1, capitalPhi, phi2)) {
            boolean seen = at.seen() >= 0 && at.seen() < f.length && TextLines.number(f[at.seen()]) > 0;
            points.addBlank(x, y, seen ? FilePoints.IN_VAIN : 0);
            return;
        }
        int phase = phase(in, id);
        points.add(x, y, confidence, phase, false, phi1, capitalPhi, phi2);
    }

    /** Whether angles are one of the vendors' forms of none. */
    public static boolean notIndexed(double phi1, double capitalPhi, double phi2) {
        double largest = Math.max(Math.abs(phi1), Math.max(Math.abs(capitalPhi), Math.abs(phi2)));
        boolean four = phi1 == 4 && capitalPhi == 4 && phi2 == 4;
        return !(largest < NOT_INDEXED) || four; // NaN is not indexed
    }

    /** The phase of a number of the file. */
    private int phase(TextLines in, int id) throws MalformedFile {
        if (phases.lists(id + shift) && (id > 0 || shift > 0)) {
            return phases.merged(id + shift);
        }
        if (id == 0) {
            return FilePoints.OPEN;
        }
        if (phases.count() == 1) {
            other++;
            return phases.first();
        }
        throw in.wrong("has phase " + id + ", which the header does not list");
    }
}
