package sunstone.connectors.format;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.models.crystallography.EulerAngles;
import sunstone.models.map.Phase;

/** Writes maps as channel text files (.ctf), as Oxford Instruments lays them out, angles to 1e-4 degrees. */
public final class CtfWriter {
    private static final String HCP = "2.950;2.950;4.683\t90.000;90.000;120.000";
    private static final String CUBIC = "3.192;3.192;3.192\t90.000;90.000;90.000";

    private CtfWriter() {}

    /**
     * Writes a map; an existing file is replaced. The lattice constants are those of titanium, since a map carries none.
     *
     * @param map crystal axes X parallel to a, turned here to the X parallel to a* of the format
     * @param author what the file says of its origin
     */
    public static void write(EbsdMap map, String author, Path file) throws IOException {
        float[] half = new float[map.grid().size()];
        Arrays.fill(half, 0.5f);
        write(map, half, author, file);
    }

    /**
     * As {@link #write(EbsdMap, String, Path)}.
     *
     * @param deviationDeg column MAD, degrees, shape [rows * cols]
     */
    public static void write(EbsdMap map, float[] deviationDeg, String author, Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.ISO_8859_1)) {
            header(map, author, String.valueOf(file.getFileName()), out);
            double[] euler = new double[3];
            double[] q = new double[4];
            for (int i = 0; i < map.grid().size(); i++) {
                System.arraycopy(map.quaternions(), 4 * i, q, 0, 4);
                int id = map.phase()[i];
                map.phaseOf(id).ifPresent(p -> CrystalAxes.X_PARALLEL_A_STAR.fromA(p.laue(), q, 0));
                EulerAngles.fromQuaternion(q, 0, euler, 0);
                point(map, i, id, euler, deviationDeg[i], out);
            }
        }
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
        int last = map.phases().stream().mapToInt(Phase::id).max().orElse(0);
        line(out, "Phases\t" + last);
        for (int id = 1; id <= last; id++) {
            // ids must be 1, 2, ..: an id that the map does not use becomes a triclinic phase without points
            String text = map.phaseOf(id)
                    .map(p -> (p.laue().system().hexagonalAxes() ? HCP : CUBIC) + "\t" + p.name() + "\t"
                            + p.laue().oxfordCode())
                    .orElse("1;1;1\t90;90;90\tunused\t1");
            line(out, text + "\t0\t\t\t");
        }
        line(out, "Phase\tX\tY\tBands\tError\tEuler1\tEuler2\tEuler3\tMAD\tBC\tBS");
    }

    private static void point(EbsdMap map, int i, int id, double[] euler, float deviationDeg, BufferedWriter out)
            throws IOException {
        double x = i % map.grid().cols() * map.grid().stepUm();
        double y = (double) (i / map.grid().cols()) * map.grid().stepUm();
        String angles = id == 0
                ? "0\t3\t0.0000\t0.0000\t0.0000\t0.0000"
                : String.format(
                        Locale.ROOT,
                        "8\t0\t%.4f\t%.4f\t%.4f\t%.4f",
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
