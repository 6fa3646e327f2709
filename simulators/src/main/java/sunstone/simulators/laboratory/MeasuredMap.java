package sunstone.simulators.laboratory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sunstone.connectors.format.EbsdMaps;
import sunstone.connectors.format.map.CrystalPhase;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.connectors.format.map.LaueClass;
import sunstone.connectors.instrument.Measurement;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.models.crystallography.EulerAngles;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.Phase;
import sunstone.models.map.ScanGrid;

/**
 * Results of a few pixels as files of vendors' software hold them: a map whose other pixels were not measured, or a
 * table.
 */
final class MeasuredMap {
    /** Contrast of a pattern that gave no orientation. */
    private static final float IN_VAIN = 0.1f;

    private final ScanGrid grid;
    private final double originXUm;
    private final double originYUm;
    private final CrystalPhase phase;
    private final LaueGroup laue;

    MeasuredMap(ScanGrid grid, double originXUm, double originYUm, int phase, String name, LaueGroup laue) {
        this.grid = grid;
        this.originXUm = originXUm;
        this.originYUm = originYUm;
        this.laue = laue;
        this.phase = new CrystalPhase(phase, name, Optional.of(LaueClass.valueOf(laue.name())), Optional.empty(), 0);
    }

    /**
     * Writes a file of the format that its ending tells, .csv for a table with crystal axes X parallel to a*.
     *
     * @param results pixels of this raster
     */
    void write(List<Measurement> results, Path file) throws IOException {
        if (file.toString().endsWith(".csv")) {
            Files.writeString(file, table(results));
            return;
        }
        int n = grid.size();
        byte[] phases = new byte[n];
        double[] q = new double[4 * n];
        float[] quality = new float[n];
        boolean[] measured = new boolean[n];
        for (int i = 0; i < n; i++) {
            q[4 * i] = 1;
        }
        for (Measurement m : results) {
            int i = grid.index(m.row(), m.col());
            measured[i] = true;
            quality[i] = m.indexed() ? (float) m.confidence() : IN_VAIN;
            if (m.indexed()) {
                phases[i] = (byte) phase.id();
                double[] own = {m.w(), m.x(), m.y(), m.z()};
                System.arraycopy(own, 0, q, 4 * i, 4);
            }
        }
        EbsdMap map = new EbsdMap(
                grid,
                List.of(new Phase(phase.id(), phase.name(), laue)),
                phases,
                q,
                quality,
                List.of(),
                List.of(phase),
                originXUm,
                originYUm);
        EbsdMaps.write(map, new float[n], measured, "a station", file);
    }

    private String table(List<Measurement> results) {
        List<String> lines = new ArrayList<>(List.of("row,col,phase,phi1,Phi,phi2,confidence"));
        for (Measurement m : results) {
            double[] q = {m.w(), m.x(), m.y(), m.z()}, a = new double[3];
            CrystalAxes.X_PARALLEL_A_STAR.fromA(laue.system().hexagonalAxes(), q, 0);
            EulerAngles.fromQuaternion(q, 0, a, 0);
            lines.add(String.format(
                    Locale.ROOT,
                    "%d,%d,%d,%.5f,%.5f,%.5f,%.4f",
                    m.row(),
                    m.col(),
                    m.phase(),
                    Math.toDegrees(a[0]),
                    Math.toDegrees(a[1]),
                    Math.toDegrees(a[2]),
                    m.confidence()));
        }
        return String.join("\r\n", lines) + "\r\n";
    }
}
