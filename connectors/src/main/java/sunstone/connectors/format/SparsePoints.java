package sunstone.connectors.format;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.models.crystallography.EulerAngles;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.Phase;
import sunstone.models.map.ScanGrid;

/**
 * Measured points from a file: an EBSD map whose other pixels are not indexed, or a table.
 *
 * @param grid raster
 * @param phase the mapped one
 * @param points the indexed ones of that phase
 */
public record SparsePoints(ScanGrid grid, Phase phase, List<EbsdPoint> points) {
    /** Candidates are compared pair by pair. */
    private static final int MOST = 5000;

    private static final Set<String> COLUMNS = Set.of("row", "col", "phi1", "Phi", "phi2");

    public SparsePoints {
        points = List.copyOf(points);
        if (points.size() > MOST) {
            throw new IllegalArgumentException(
                    "has " + points.size() + " indexed points, at most " + MOST + " are taken: is it a whole map?");
        }
    }

    /**
     * Reads points.
     *
     * @param file .ctf, .ang, .cpr, or .csv with columns row, col (from 0), phi1, Phi, phi2 (Bunge, degrees) and, if there are any,
     *     phase (0: not indexed) and confidence (0 to 1)
     * @param rows height of the light, pixels
     * @param cols its width
     * @param wanted phase, or null for the hexagonal one with the most pixels; of a table, for 1
     * @param starAxes whether a table's crystals have X parallel to a*, not a
     * @throws IllegalArgumentException with one line that names file, value and limit
     */
    public static SparsePoints read(Path file, int rows, int cols, @Nullable Integer wanted, boolean starAxes) {
        try {
            return file.toString().toLowerCase(Locale.ROOT).endsWith(".csv")
                    ? table(file, new ScanGrid(rows, cols, 1), wanted == null ? 1 : wanted, starAxes)
                    : map(file, rows, cols, wanted);
        } catch (IllegalArgumentException | CsvParseException e) {
            throw new IllegalArgumentException(file.getFileName() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e, e);
        }
    }

    private static SparsePoints map(Path file, int rows, int cols, @Nullable Integer wanted) {
        EbsdMap map = EbsdMaps.read(file).fold(m -> m, refused -> {
            throw new IllegalArgumentException(refused.reason());
        });
        ScanGrid grid = map.grid();
        if (grid.rows() != rows || grid.cols() != cols) {
            throw new IllegalArgumentException("has " + grid.rows() + " x " + grid.cols() + " pixels, the light has "
                    + rows + " x " + cols + ": both must be on one raster");
        }
        Phase phase = (wanted == null ? map.mapped() : map.phaseOf(wanted))
                .orElseThrow(() -> new IllegalArgumentException(
                        wanted == null ? "no pixel of any known phase" : "no phase " + wanted + ": " + map.phases()));
        List<EbsdPoint> points = new ArrayList<>();
        for (int i = 0; i < grid.size(); i++) {
            if (map.phase()[i] == phase.id()) {
                double confidence = Math.max(0, Math.min(1, map.quality()[i]));
                points.add(EbsdPoint.of(i / cols, i % cols, phase.id(), map.quaternions(), 4 * i, confidence));
            }
        }
        return new SparsePoints(grid, phase, points);
    }

    private static SparsePoints table(Path file, ScanGrid grid, int phase, boolean starAxes) throws IOException {
        List<EbsdPoint> points = new ArrayList<>();
        CrystalAxes axes = starAxes ? CrystalAxes.X_PARALLEL_A_STAR : CrystalAxes.X_PARALLEL_A;
        double[] q = new double[4];
        try (CsvReader<NamedCsvRecord> table = CsvReader.builder().ofNamedCsvRecord(file)) {
            for (NamedCsvRecord r : table) {
                if (!r.getHeader().containsAll(COLUMNS)) {
                    throw new IllegalArgumentException(
                            "needs columns row, col, phi1, Phi, phi2; it has " + String.join(", ", r.getHeader()));
                }
                double its = r.findField("phase").map(x -> number(r, "phase")).orElse((double) phase);
                if (its != phase) {
                    continue;
                }
                double row = number(r, "row");
                double col = number(r, "col");
                if (row != Math.rint(row) || col != Math.rint(col) || !grid.contains((int) row, (int) col)) {
                    throw new IllegalArgumentException("line " + r.getStartingLineNumber() + ": point at row " + row
                            + ", col " + col + " of a raster of " + grid.rows() + " x " + grid.cols());
                }
                EulerAngles.toQuaternionDeg(number(r, "phi1"), number(r, "Phi"), number(r, "phi2"), q, 0);
                axes.toA(LaueGroup.HEXAGONAL, q, 0);
                double confidence = r.findField("confidence")
                        .map(x -> number(r, "confidence"))
                        .orElse(1.0);
                points.add(EbsdPoint.of((int) row, (int) col, phase, q, 0, confidence));
            }
        }
        return new SparsePoints(grid, new Phase(phase, "phase " + phase, LaueGroup.HEXAGONAL), points);
    }

    private static double number(NamedCsvRecord r, String column) {
        String text = r.getField(column).strip();
        try {
            double v = Double.parseDouble(text);
            if (Double.isFinite(v)) {
                return v;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "line " + r.getStartingLineNumber() + ": " + column + " is not a finite number: \"" + text + "\"");
    }
}
