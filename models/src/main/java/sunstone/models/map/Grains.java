package sunstone.models.map;

import java.util.Arrays;
import sunstone.models.crystallography.LaueGroup;

/**
 * Grains of an orientation map: 4-connected regions of valid pixels in which every step between joined neighbours is at
 * most a threshold.
 *
 * <p>Labels run from 0 in the order in which a row-major walk first meets each grain; a pixel that is not valid has
 * label -1. The arrays are shared, not copied, and nobody writes to them.
 *
 * @param grid raster
 * @param labels grain of each pixel, or -1, shape [rows * cols]
 * @param sizes number of pixels of each grain, shape [grains]
 */
public record Grains(ScanGrid grid, int[] labels, int[] sizes) {
    /** Threshold by which this project counts grains, degrees. */
    public static final double THRESHOLD_DEG = 5;

    public Grains {
        if (labels.length != grid.size()) {
            throw new IllegalArgumentException("a raster of " + grid.rows() + " x " + grid.cols() + " needs "
                    + grid.size() + " labels, not " + labels.length);
        }
    }

    /** Grains at {@link #THRESHOLD_DEG}. */
    public static Grains of(OrientationMap map) {
        return of(map, THRESHOLD_DEG);
    }

    /**
     * Grains at a threshold.
     *
     * @param thresholdDeg largest disorientation of two neighbours of one grain, degrees, at least 0
     */
    public static Grains of(OrientationMap map, double thresholdDeg) {
        if (!(thresholdDeg >= 0)) {
            throw new IllegalArgumentException("threshold must be at least 0 degrees: " + thresholdDeg);
        }
        ScanGrid grid = map.grid();
        DisjointSets sets = new DisjointSets(grid.size());
        double threshold = Math.toRadians(thresholdDeg);
        for (int row = 0; row < grid.rows(); row++) {
            for (int col = 0; col < grid.cols(); col++) {
                int i = grid.index(row, col);
                if (col + 1 < grid.cols() && near(map, i, i + 1, threshold)) {
                    sets.join(i, i + 1);
                }
                if (row + 1 < grid.rows() && near(map, i, i + grid.cols(), threshold)) {
                    sets.join(i, i + grid.cols());
                }
            }
        }
        int[] labels = new int[grid.size()];
        int[] sizes = sets.number(i -> map.valid()[i], labels);
        return new Grains(grid, labels, sizes);
    }

    /** Number of grains. */
    public int count() {
        return sizes.length;
    }

    /** Number of grains of at least so many pixels. */
    public int count(int minimumPixels) {
        return (int) Arrays.stream(sizes).filter(s -> s >= minimumPixels).count();
    }

    private static boolean near(OrientationMap map, int i, int j, double threshold) {
        LaueGroup laue = map.laue();
        return map.valid()[i]
                && map.valid()[j]
                && laue.disorientation(map.quaternions(), 4 * i, map.quaternions(), 4 * j) <= threshold;
    }
}
