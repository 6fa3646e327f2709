package sunstone.connectors.format.text;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import sunstone.connectors.format.map.CrystalPhase;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.connectors.format.map.LaueClass;
import sunstone.connectors.format.map.TextLines;
import sunstone.connectors.format.map.UnitCell;
import sunstone.models.crystallography.EulerAngles;

/**
 * Writes maps as EDAX writes them (.ang): radians to 1e-6, crystals with X parallel to a. Column CI is the quality, SEM
 * is 1 at measured pixels and 0 at others, Fit is the deviation in degrees. Not indexed is phase 0 with angles of 4 pi
 * and CI -1; its IQ is 0 where nothing was measured.
 */
public final class AngWriter {
    private AngWriter() {}

    /**
     * Writes a map; an existing file is replaced.
     *
     * @param deviationDeg column Fit, degrees, shape [rows * cols]
     * @param measured column SEM, shape [rows * cols]
     * @param author what the file says of its origin
     */
    public static void write(EbsdMap map, float[] deviationDeg, boolean[] measured, String author, Path file)
            throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, TextLines.charsetOf(map, author))) {
            header(map, author, out);
            double[] euler = new double[3];
            for (int i = 0; i < map.grid().size(); i++) {
                double x = map.originXUm() + i % map.grid().cols() * map.grid().stepUm();
                double y = map.originYUm()
                        + (double) (i / map.grid().cols()) * map.grid().stepUm();
                int id = map.phase()[i];
                float quality = map.quality()[i];
                EulerAngles.fromQuaternion(map.quaternions(), 4 * i, euler, 0);
                if (id == 0) {
                    euler[0] = euler[1] = euler[2] = 4 * Math.PI;
                }
                out.write(String.format(
                        Locale.ROOT,
                        "%10.6f%10.6f%10.6f %12.5f %12.5f %6.1f %6.3f %2d %6d %7.3f\n",
                        euler[0],
                        euler[1],
                        euler[2],
                        x,
                        y,
                        255 * quality,
                        id == 0 ? -1 : quality,
                        id,
                        measured[i] ? 1 : 0,
                        id == 0 ? 180 : deviationDeg[i]));
            }
        }
    }

    private static void header(EbsdMap map, String author, BufferedWriter out) throws IOException {
        line(out, "# TEM_PIXperUM          1.000000");
        line(out, "# x-star                0.500000");
        line(out, "# y-star                0.500000");
        line(out, "# z-star                0.500000");
        line(out, "# WorkingDistance       0.000000");
        line(out, "#");
        for (CrystalPhase p : map.crystals()) {
            UnitCell c = p.cell().orElse(CtfWriter.titanium(p));
            line(out, "# Phase " + p.id());
            line(out, "# MaterialName  \t" + p.name());
            line(out, "# Formula     \t");
            line(out, "# Info \t\t");
            line(out, "# Symmetry              " + p.laue().map(LaueClass::edax).orElse(""));
            if (p.spaceGroup() > 0) {
                line(out, "# SpaceGroup            " + p.spaceGroup());
            }
            line(
                    out,
                    String.format(
                            Locale.ROOT,
                            "# LatticeConstants      %.3f %.3f %.3f %7.3f %7.3f %7.3f",
                            c.a(),
                            c.b(),
                            c.c(),
                            c.alpha(),
                            c.beta(),
                            c.gamma()));
            line(out, "# NumberFamilies        0");
            line(out, "#");
        }
        line(out, "# GRID: SqrGrid");
        line(out, "# XSTEP: " + map.grid().stepUm());
        line(out, "# YSTEP: " + map.grid().stepUm());
        line(out, "# NCOLS_ODD: " + map.grid().cols());
        line(out, "# NCOLS_EVEN: " + map.grid().cols());
        line(out, "# NROWS: " + map.grid().rows());
        line(out, "#");
        line(out, "# OPERATOR: \t" + author);
        line(out, "#");
        line(out, "# SAMPLEID: \t");
        line(out, "#");
        line(out, "# SCANID: \t");
        line(out, "#");
    }

    private static void line(BufferedWriter out, String text) throws IOException {
        out.write(text);
        out.write("\n");
    }
}
