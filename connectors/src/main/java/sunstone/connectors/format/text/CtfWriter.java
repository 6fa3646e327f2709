package sunstone.connectors.format.text;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import sunstone.connectors.format.map.CrystalPhase;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.connectors.format.map.TextLines;
import sunstone.connectors.format.map.UnitCell;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.models.crystallography.EulerAngles;

/**
 * Writes maps as channel text files (.ctf), as Oxford Instruments lays them out, angles to 1e-4 degrees. Column BC is
 * the quality times 255; Bands is 1 at measured pixels and 0 at guessed ones where the caller tells them apart.
 */
public final class CtfWriter {
    private static final UnitCell UNKNOWN = new UnitCell(1, 1, 1, 90, 90, 90);

    private CtfWriter() {}

    /**
     * Writes a map in which every indexed pixel is measured; an existing file is replaced. Where a phase's cell is not
     * known, the constants are those of titanium.
     *
     * @param map crystal axes X parallel to a, turned here to the X parallel to a* of the format
     * @param author what the file says of its origin
     */
    public static void write(EbsdMap map, String author, Path file) throws IOException {
        float[] half = new float[map.grid().size()];
        Arrays.fill(half, 0.5f);
        boolean[] all = new boolean[half.length];
        Arrays.fill(all, true);
        write(map, half, all, author, file);
    }

    /**
     * As {@link #write(EbsdMap, String, Path)}.
     *
     * @param deviationDeg column MAD, degrees, shape [rows * cols]
     * @param measured column Bands, shape [rows * cols]
     */
    public static void write(EbsdMap map, float[] deviationDeg, boolean[] measured, String author, Path file)
            throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, TextLines.charsetOf(map, author))) {
            header(map, author, String.valueOf(file.getFileName()), out);
            double[] euler = new double[3];
            double[] q = new double[4];
            for (int i = 0; i < map.grid().size(); i++) {
                System.arraycopy(map.quaternions(), 4 * i, q, 0, 4);
                int id = map.phase()[i];
                if (id > 0) {
                    map.crystalOf(id).ifPresent(p -> CrystalAxes.X_PARALLEL_A_STAR.fromA(p.hexagonalAxes(), q, 0));
                }
                EulerAngles.fromQuaternion(q, 0, euler, 0);
                point(map, i, euler, deviationDeg[i], measured[i], out);
            }
        }
    }

    /** The cell of titanium's phase of the same symmetry, or one that says that it is not known. */
    public static UnitCell titanium(CrystalPhase p) {
        return p.laue()
                .map(g -> switch (g) {
                    case HEXAGONAL -> new UnitCell(2.95, 2.95, 4.683, 90, 90, 120);
                    case CUBIC -> new UnitCell(3.192, 3.192, 3.192, 90, 90, 90);
                    default -> UNKNOWN;
                })
                .orElse(UNKNOWN);
    }

    private static void header(EbsdMap map, String author, String name, BufferedWriter out) throws IOException {
        String step = Double.toString(map.grid().stepUm());
        line(out, "Channel Text File");
        line(out, "Prj\t" + name);
        line(out, "Author\t[" + author + "]");
        line(out, "JobMode\tGrid");
        line(out, "XCells\t" + map.grid().cols());
        line(out, "YCells\t" + map.grid().rows());
        line(out, "XStep\t" + step);
        line(out, "YStep\t" + step);
        line(out, "AcqE1\t0");
        line(out, "AcqE2\t0");
        line(out, "AcqE3\t0");
        line(
                out,
                "Euler angles refer to Sample Coordinate system (CS0)!\tMag\t0\tCoverage\t100\tDevice\t0\tKV\t0"
                        + "\tTiltAngle\t70\tTiltAxis\t0");
        int last = map.crystals().stream().mapToInt(CrystalPhase::id).max().orElse(0);
        line(out, "Phases\t" + last);
        for (int id = 1; id <= last; id++) {
            // ids must be 1, 2, ..: an id that the map does not use becomes a triclinic phase without points
            line(out, map.crystalOf(id).map(CtfWriter::described).orElse("1;1;1\t90;90;90\tunused\t1\t0") + "\t\t\t");
        }
        line(out, "Phase\tX\tY\tBands\tError\tEuler1\tEuler2\tEuler3\tMAD\tBC\tBS");
    }

    private static String described(CrystalPhase p) {
        UnitCell c = p.cell().orElse(titanium(p));
        return String.format(
                Locale.ROOT,
                "%.3f;%.3f;%.3f\t%.3f;%.3f;%.3f\t%s\t%s\t%d",
                c.a(),
                c.b(),
                c.c(),
                c.alpha(),
                c.beta(),
                c.gamma(),
                p.name(),
                p.laue().map(g -> String.valueOf(g.oxford())).orElse(""),
                p.spaceGroup());
    }

    private static void point(
            EbsdMap map, int i, double[] euler, float deviationDeg, boolean measured, BufferedWriter out)
            throws IOException {
        int id = map.phase()[i];
        double x = map.originXUm() + i % map.grid().cols() * map.grid().stepUm();
        double y =
                map.originYUm() + (double) (i / map.grid().cols()) * map.grid().stepUm();
        String angles = id == 0
                ? "0\t3\t0.0000\t0.0000\t0.0000\t0.0000"
                : String.format(
                        Locale.ROOT,
                        "%d\t0\t%.4f\t%.4f\t%.4f\t%.4f",
                        measured ? 1 : 0,
                        Math.toDegrees(euler[0]),
                        Math.toDegrees(euler[1]),
                        Math.toDegrees(euler[2]),
                        deviationDeg);
        int contrast = Math.round(255 * map.quality()[i]);
        line(out, String.format(Locale.ROOT, "%d\t%.4f\t%.4f\t%s\t%d\t0", id, x, y, angles, contrast));
    }

    private static void line(BufferedWriter out, String text) throws IOException {
        out.write(text);
        out.write("\r\n");
    }
}
