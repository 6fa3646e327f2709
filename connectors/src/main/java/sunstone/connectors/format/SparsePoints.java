package sunstone.connectors.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.connectors.format.map.FilePoints;
import sunstone.connectors.format.map.MalformedFile;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.models.crystallography.EulerAngles;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.Phase;
import sunstone.models.map.ScanGrid;

/**
 * Measured points from a file: an EBSD map whose other pixels are not measured, or a table.
 *
 * @param map everything that the file holds, its notes with it
 * @param phase the mapped one
 * @param points the indexed ones of that phase
 */
public record SparsePoints(EbsdMap map, Phase phase, List<EbsdPoint> points) {
    /** Candidates are compared pair by pair. */
    private static final int MOST = 10_000;

    /** Part of a step by which a point in micrometres may miss its pixel. */
    private static final double SLACK = 0.3;

    public SparsePoints {
        points = List.copyOf(points);
        if (points.size() > MOST) {
            throw new IllegalArgumentException(
                    "has " + points.size() + " indexed points, at most " + MOST + " are taken: is it a whole map?");
        }
        if (points.isEmpty()) {
            throw new IllegalArgumentException("has no indexed point of phase " + phase.id());
        }
    }

    /** Raster of the points. */
    public ScanGrid grid() {
        return map.grid();
    }

    /**
     * Where the phase is to be mapped: pixels of it and pixels that nobody measured, not those of other phases nor those that
     * were measured in vain; shape [rows * cols].
     */
    public boolean[] open() {
        boolean[] open = new boolean[grid().size()];
        for (int i = 0; i < open.length; i++) {
            open[i] = map.phase()[i] == phase.id() || !map.measured(i);
        }
        return open;
    }

    /**
     * The same field on a finer raster, whose other pixels were not measured. Where the rasters differ by a whole factor, as those of
     * a map and of every n-th of its rows and columns do, first pixels lie on first pixels; else the fields' edges lie on each other.
     *
     * @param rows height of the finer raster
     * @param cols its width
     * @throws IllegalArgumentException if it is coarser either way
     */
    public SparsePoints onto(int rows, int cols) {
        ScanGrid coarse = grid();
        if (rows < coarse.rows() || cols < coarse.cols()) {
            throw new IllegalArgumentException("a map of " + coarse.rows() + " x " + coarse.cols()
                    + " pixels cannot be brought onto the coarser raster of " + rows + " x " + cols);
        }
        int factor = (rows + coarse.rows() - 1) / coarse.rows();
        boolean whole = (rows + factor - 1) / factor == coarse.rows() && (cols + factor - 1) / factor == coarse.cols();
        double stepUm = whole ? coarse.stepUm() / factor : coarse.stepUm() * coarse.rows() / rows;
        ScanGrid fine = new ScanGrid(rows, cols, stepUm);
        byte[] phases = new byte[fine.size()];
        float[] quality = new float[fine.size()];
        double[] orientations = new double[4 * fine.size()];
        for (int i = 0; i < fine.size(); i++) {
            orientations[4 * i] = 1;
        }
        for (int i = 0; i < coarse.size(); i++) {
            int at = fine.index(
                    whole ? factor * coarse.row(i) : (int) ((coarse.row(i) + 0.5) * rows / coarse.rows()),
                    whole ? factor * coarse.col(i) : (int) ((coarse.col(i) + 0.5) * cols / coarse.cols()));
            phases[at] = map.phase()[i];
            quality[at] = map.quality()[i];
            System.arraycopy(map.quaternions(), 4 * i, orientations, 4 * at, 4);
        }
        EbsdMap spread = new EbsdMap(
                fine,
                map.phases(),
                phases,
                orientations,
                quality,
                map.notes(),
                map.crystals(),
                map.originXUm(),
                map.originYUm());
        return of(spread, phase);
    }

    /**
     * Reads points.
     *
     * @param file a map of any format of {@link EbsdMaps}, which brings its raster, or a .csv of {@link PointTable} with columns
     *     row, col (from 0) or x, y (um from the centre of the first pixel), phi1, Phi, phi2 (Bunge, degrees) and, if there are any,
     *     phase (0: not indexed) and confidence (0 to 1)
     * @param rows height of a table's raster
     * @param cols its width
     * @param stepUm its step, micrometres; 0 if unknown, which a table in micrometres does not allow
     * @param wanted phase, or null for the hexagonal one with the most pixels; of a table, for 1 if it has that, else the one
     *     with the most rows
     * @param starAxes whether a table's crystals have X parallel to a*, not a
     * @throws IllegalArgumentException with one line that names file, value and limit
     */
    public static SparsePoints read(
            Path file, int rows, int cols, double stepUm, @Nullable Integer wanted, boolean starAxes) {
        try {
            return file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(csv|txt|tsv)")
                    ? table(PointTable.read(file), rows, cols, stepUm, wanted, starAxes)
                    : map(file, wanted);
        } catch (IllegalArgumentException | MalformedFile e) {
            throw new IllegalArgumentException(file.getFileName() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e, e);
        }
    }

    private static SparsePoints map(Path file, @Nullable Integer wanted) {
        EbsdMap map = EbsdMaps.read(file).fold(m -> m, refused -> {
            throw new IllegalArgumentException(refused.reason());
        });
        Phase phase = (wanted == null ? map.mapped() : map.phaseOf(wanted))
                .orElseThrow(() -> new IllegalArgumentException(
                        wanted == null
                                ? "no pixel of a phase whose symmetry is known"
                                : "no phase " + wanted + " that can be mapped: " + map.phases()));
        return of(map, phase);
    }

    private static SparsePoints of(EbsdMap map, Phase phase) {
        List<EbsdPoint> points = new ArrayList<>();
        int cols = map.grid().cols();
        for (int i = 0; i < map.grid().size(); i++) {
            if (map.phase()[i] == phase.id()) {
                points.add(EbsdPoint.of(i / cols, i % cols, phase.id(), map.quaternions(), 4 * i, map.quality()[i]));
            }
        }
        return new SparsePoints(map, phase, points);
    }

    private static SparsePoints table(
            PointTable table, int rows, int cols, double stepUm, @Nullable Integer wanted, boolean starAxes) {
        if (table.micrometres() && !(stepUm > 0)) {
            throw new IllegalArgumentException("has its points in micrometres, which needs the step of the raster");
        }
        ScanGrid grid = new ScanGrid(rows, cols, stepUm > 0 ? stepUm : 1);
        List<String> notes = new ArrayList<>();
        int phase = phase(table, wanted, notes);
        byte[] phases = new byte[grid.size()];
        float[] quality = new float[grid.size()];
        double[] orientations = new double[4 * grid.size()];
        for (int i = 0; i < grid.size(); i++) {
            orientations[4 * i] = 1;
        }
        CrystalAxes axes = starAxes ? CrystalAxes.X_PARALLEL_A_STAR : CrystalAxes.X_PARALLEL_A;
        double[] q = new double[4];
        List<EbsdPoint> points = new ArrayList<>();
        for (PointTable.Row r : table.rows()) {
            int pixel = pixel(r, grid, table.micrometres());
            Integer its = r.phase();
            if (its != null && its != phase) {
                // another phase stays what it is; a row that is not indexed says nothing against the mapped one
                quality[pixel] = its > 0 ? (float) FilePoints.IN_VAIN : quality[pixel];
                continue;
            }
            EulerAngles.toQuaternionDeg(r.phi1(), r.capitalPhi(), r.phi2(), q, 0);
            axes.toA(true, q, 0);
            points.add(EbsdPoint.of(pixel / cols, pixel % cols, phase, q, 0, r.confidence()));
            phases[pixel] = (byte) phase;
            quality[pixel] = (float) r.confidence();
            System.arraycopy(q, 0, orientations, 4 * pixel, 4);
        }
        Phase mapped = new Phase(phase, "phase " + phase, LaueGroup.HEXAGONAL);
        EbsdMap map = new EbsdMap(grid, List.of(mapped), phases, orientations, quality, notes);
        return new SparsePoints(map.withNotes(AxesCheck.notes(map)), mapped, points);
    }

    private static int phase(PointTable table, @Nullable Integer wanted, List<String> notes) {
        Map<Integer, Integer> counts = table.phases();
        boolean none = table.rows().stream().allMatch(r -> r.phase() == null || r.phase() == 0);
        if (none && table.rows().stream().anyMatch(r -> r.phase() == null)) {
            return wanted == null ? 1 : wanted;
        }
        if (wanted != null && !counts.containsKey(wanted)) {
            throw new IllegalArgumentException("has no point of phase " + wanted + ", its points by phase: " + counts);
        }
        if (counts.isEmpty()) {
            throw new IllegalArgumentException("has no indexed point: every phase is 0 or below");
        }
        int most = counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        int phase = wanted != null ? wanted : counts.containsKey(1) ? 1 : most;
        if (wanted == null && (phase != 1 || counts.size() > 1)) {
            notes.add("no phase was named and the table has points by phase " + counts + ": phase " + phase
                    + " was taken, as a hexagonal one");
        }
        return phase;
    }

    /** Row-major place of a row of a table, which must lie on the raster. */
    static int pixel(PointTable.Row r, ScanGrid grid, boolean micrometres) {
        double unit = micrometres ? grid.stepUm() : 1;
        double row = Math.rint(r.down() / unit), col = Math.rint(r.across() / unit);
        double slack = micrometres ? SLACK : 0;
        if (Math.abs(r.down() / unit - row) > slack
                || Math.abs(r.across() / unit - col) > slack
                || !(row >= 0 && row < grid.rows() && col >= 0 && col < grid.cols())) {
            throw new IllegalArgumentException("line " + r.line() + ": point at "
                    + (micrometres
                            ? "y " + r.down() + ", x " + r.across() + " um"
                            : "row " + r.down() + ", col " + r.across())
                    + " of a raster of " + grid.rows() + " x " + grid.cols()
                    + (micrometres ? " in steps of " + grid.stepUm() + " um" : ""));
        }
        return grid.index((int) row, (int) col);
    }
}
