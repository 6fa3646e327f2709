package sunstone.agent.export;

import java.util.Locale;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.connectors.instrument.Measurement;
import sunstone.models.crystallography.EulerAngles;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.Grains;
import sunstone.models.map.ScanGrid;

/**
 * Tables of exported layers: comments with # that name scan, revision and conventions, a line of names, then a line a
 * pixel, a boundary or a point. The table of measured points is one that {@code sunstone reconstruct --ebsd} reads.
 */
final class ExportTable {
    private ExportTable() {}

    static String of(MapExport export, ExportLayer layer) {
        StringBuilder out = new StringBuilder();
        out.append("# ").append(export.title().replaceAll("\\R", " ")).append('\n');
        out.append("# row, col from 0; x_um, y_um from the centre of the first pixel; angles passive Bunge, sample to")
                .append(" crystal, degrees; crystal axes X||a\n");
        switch (layer) {
            case ORIENTATION -> orientation(export, out);
            case UNCERTAINTY -> uncertainty(export, out);
            case BOUNDARIES -> boundaries(export, out);
            case MEASURED -> measured(export, out);
        }
        return out.toString();
    }

    private static void orientation(MapExport export, StringBuilder out) {
        EbsdMap map = export.whole();
        boolean[] measured = export.measured();
        out.append("row,col,x_um,y_um,phase,phi1,Phi,phi2,uncertainty_deg,measured\n");
        for (int i = 0; i < map.grid().size(); i++) {
            place(map.grid(), i, out);
            out.append(',').append(map.phase()[i]).append(',');
            angles(map.quaternions(), 4 * i, map.phase()[i] != 0, out);
            out.append(',').append(written(export.uncertaintyDeg()[i])).append(measured[i] ? ",1\n" : ",0\n");
        }
    }

    private static void uncertainty(MapExport export, StringBuilder out) {
        out.append("row,col,x_um,y_um,uncertainty_deg\n");
        for (int i = 0; i < export.uncertaintyDeg().length; i++) {
            if (export.map().valid()[i]) {
                place(export.map().grid(), i, out);
                out.append(',').append(written(export.uncertaintyDeg()[i])).append('\n');
            }
        }
    }

    private static void boundaries(MapExport export, StringBuilder out) {
        ScanGrid grid = export.map().grid();
        int[] label = Grains.of(export.map()).labels();
        out.append("row,col,neighbour_row,neighbour_col,disorientation_deg\n");
        for (int i = 0; i < label.length; i++) {
            if ((i + 1) % grid.cols() != 0) {
                step(export, label, i, i + 1, out);
            }
            if (i + grid.cols() < label.length) {
                step(export, label, i, i + grid.cols(), out);
            }
        }
    }

    private static void step(MapExport export, int[] label, int a, int b, StringBuilder out) {
        if (label[a] < 0 || label[b] < 0 || label[a] == label[b]) {
            return; // a hole in the map is no grain
        }
        int cols = export.map().grid().cols();
        LaueGroup laue = export.map().laue();
        double[] q = export.map().quaternions();
        out.append(String.format(
                Locale.ROOT,
                "%d,%d,%d,%d,%.3f\n",
                a / cols,
                a % cols,
                b / cols,
                b % cols,
                Math.toDegrees(laue.disorientation(q, 4 * a, q, 4 * b))));
    }

    private static void measured(MapExport export, StringBuilder out) {
        ScanGrid grid = export.map().grid();
        out.append("row,col,x_um,y_um,phase,phi1,Phi,phi2,confidence\n");
        for (Measurement p : export.points()) {
            place(grid, grid.index(p.row(), p.col()), out);
            out.append(',').append(p.phase()).append(',');
            angles(new double[] {p.w(), p.x(), p.y(), p.z()}, 0, p.indexed(), out);
            out.append(String.format(Locale.ROOT, ",%.4f\n", p.confidence()));
        }
    }

    private static void place(ScanGrid grid, int i, StringBuilder out) {
        int row = i / grid.cols(), col = i % grid.cols();
        out.append(row).append(',').append(col).append(',');
        out.append((float) (col * grid.stepUm())).append(',').append((float) (row * grid.stepUm()));
    }

    /** Angles of a pixel; zeros where there is no orientation, which phase 0 says. */
    private static void angles(double[] q, int at, boolean indexed, StringBuilder out) {
        double[] angles = new double[3];
        if (indexed) {
            EulerAngles.fromQuaternion(q, at, angles, 0);
        }
        out.append(String.format(
                Locale.ROOT, "%.5f,%.5f,%.5f", degrees(angles[0]), degrees(angles[1]), degrees(angles[2])));
    }

    /** Degrees without a negative zero. */
    private static double degrees(double angle) {
        return Math.rint(Math.toDegrees(angle) * 1e5) / 1e5 + 0.0;
    }

    private static String written(float value) {
        return value >= 0 ? String.format(Locale.ROOT, "%.3f", value) : "";
    }
}
