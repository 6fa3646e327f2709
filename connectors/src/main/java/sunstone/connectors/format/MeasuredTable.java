package sunstone.connectors.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sunstone.connectors.format.map.MalformedFile;
import sunstone.models.map.ScanGrid;

/**
 * Points of any phase from a table as {@link SparsePoints} reads them: places as row, col or x, y in micrometres, Bunge
 * angles in degrees.
 *
 * @param points in the order of the file
 */
public record MeasuredTable(List<Point> points) {
    public MeasuredTable {
        points = List.copyOf(points);
    }

    /**
     * A point.
     *
     * @param phase number in the table, 0 or below if not indexed
     * @param phi1 first Bunge angle, degrees
     * @param capitalPhi second, degrees
     * @param phi2 third, degrees
     * @param confidence 0 to 1
     */
    public record Point(int row, int col, int phase, double phi1, double capitalPhi, double phi2, double confidence) {}

    /**
     * Reads a table.
     *
     * @param grid raster on which every point must lie
     * @param phase of points whose table has no phases
     * @throws IOException with one line that names file, value and limit
     */
    public static MeasuredTable read(Path file, ScanGrid grid, int phase) throws IOException {
        try {
            PointTable table = PointTable.read(file);
            List<Point> points = new ArrayList<>();
            for (PointTable.Row r : table.rows()) {
                int pixel = SparsePoints.pixel(r, grid, table.micrometres());
                Integer its = r.phase();
                points.add(new Point(
                        pixel / grid.cols(),
                        pixel % grid.cols(),
                        its == null ? phase : its,
                        r.phi1(),
                        r.capitalPhi(),
                        r.phi2(),
                        r.confidence()));
            }
            return new MeasuredTable(points);
        } catch (MalformedFile | IllegalArgumentException e) {
            throw new IOException(file.getFileName() + ": " + e.getMessage(), e);
        }
    }
}
