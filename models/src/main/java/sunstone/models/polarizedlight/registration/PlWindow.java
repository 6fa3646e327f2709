package sunstone.models.polarizedlight.registration;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;

/**
 * A part of an image of polarized light with its points: the shift of a {@link PlRegistration} is the same everywhere,
 * and a few hundred points find it.
 *
 * @param pl the part
 * @param points those in it, on its raster
 * @param expected scaled channels that each point's orientation should have, shape [points, 5]
 */
record PlWindow(PlImage pl, List<EbsdPoint> points, float[] expected) {
    /** Pixels and points that are enough. */
    private static final int PIXELS = 1 << 16;

    private static final int POINTS = 400;

    /** The smallest part around the points' median that has enough of both. */
    static PlWindow of(PlImage pl, List<EbsdPoint> points, float[] expected) {
        ScanGrid grid = pl.grid();
        int row = median(points.stream().mapToInt(EbsdPoint::row));
        int col = median(points.stream().mapToInt(EbsdPoint::col));
        PlWindow window = new PlWindow(pl, points, expected);
        for (double share = 0.8; window.pl.grid().size() > PIXELS; share *= 0.8) {
            PlWindow smaller =
                    part(pl, points, expected, row, col, (int) (share * grid.rows()), (int) (share * grid.cols()));
            if (smaller.points.size() < POINTS) {
                break;
            }
            window = smaller;
        }
        return window;
    }

    private static int median(IntStream values) {
        int[] sorted = values.sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static PlWindow part(
            PlImage pl, List<EbsdPoint> points, float[] expected, int row, int col, int rows, int cols) {
        ScanGrid grid = pl.grid();
        int top = Math.max(0, Math.min(grid.rows() - rows, row - rows / 2));
        int left = Math.max(0, Math.min(grid.cols() - cols, col - cols / 2));
        ScanGrid its = new ScanGrid(rows, cols, grid.stepUm());
        float[] channels = new float[PlImage.CHANNELS * its.size()];
        for (int i = 0; i < PlImage.CHANNELS * rows; i++) {
            int from = i / rows * grid.size() + (top + i % rows) * grid.cols() + left;
            System.arraycopy(pl.harmonics(), from, channels, i * cols, cols);
        }
        List<EbsdPoint> inside = new ArrayList<>();
        float[] theirs = new float[expected.length];
        for (int j = 0; j < points.size(); j++) {
            EbsdPoint p = points.get(j);
            if (p.row() >= top && p.row() < top + rows && p.col() >= left && p.col() < left + cols) {
                System.arraycopy(
                        expected, PlImage.CHANNELS * j, theirs, PlImage.CHANNELS * inside.size(), PlImage.CHANNELS);
                inside.add(EbsdPoint.of(p.row() - top, p.col() - left, p.phase(), p.quaternion(), 0, 1));
            }
        }
        return new PlWindow(new PlImage(its, channels, pl.noise()), inside, theirs);
    }
}
