package sunstone.connectors.instrument;

/**
 * Result of the detector for one point.
 *
 * @param row row of the pixel
 * @param col column of the pixel
 * @param phase number of the mapped phase, or 0 if the pattern was not indexed
 * @param w scalar part of the unit quaternion, sample to crystal; 1 if not indexed
 * @param x first vector part
 * @param y second vector part
 * @param z third vector part
 * @param confidence 0 to 1; 0 if not indexed
 */
public record Measurement(int row, int col, int phase, double w, double x, double y, double z, double confidence) {
    /** Whether an orientation was found, right or wrong. */
    public boolean indexed() {
        return phase != 0;
    }
}
