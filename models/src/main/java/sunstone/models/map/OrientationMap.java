package sunstone.models.map;

import sunstone.models.crystallography.LaueGroup;

/**
 * A full orientation map of one phase of interest: a measured truth, a member of the ensemble, or what the agent
 * publishes.
 *
 * <p>The arrays are shared, not copied (a map of 1000 x 1000 pixels holds 32 MB): whoever makes a map gives its arrays
 * away and nobody writes to them afterwards.
 *
 * @param grid raster
 * @param laue Laue group of the mapped phase
 * @param quaternions unit quaternions, sample to crystal (passive), scalar first, shape [rows * cols, 4]
 * @param valid which pixels hold an orientation of the mapped phase, shape [rows * cols]
 */
public record OrientationMap(ScanGrid grid, LaueGroup laue, double[] quaternions, boolean[] valid) {
    public OrientationMap {
        if (quaternions.length != 4 * grid.size() || valid.length != grid.size()) {
            throw new IllegalArgumentException("a map of " + grid.rows() + " x " + grid.cols() + " needs "
                    + 4 * grid.size() + " quaternion parts and " + grid.size() + " flags, not " + quaternions.length
                    + " and " + valid.length);
        }
    }

    /** A map whose every pixel is valid. */
    public static OrientationMap full(ScanGrid grid, LaueGroup laue, double[] quaternions) {
        boolean[] valid = new boolean[grid.size()];
        java.util.Arrays.fill(valid, true);
        return new OrientationMap(grid, laue, quaternions, valid);
    }

    /** Number of valid pixels. */
    public int validCount() {
        int n = 0;
        for (boolean v : valid) {
            n += v ? 1 : 0;
        }
        return n;
    }
}
