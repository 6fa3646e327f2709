package sunstone.agent;

/**
 * One EBSD measurement as the instrument reports it, not checked against a scan yet.
 *
 * @param row row, from 0
 * @param col column, from 0
 * @param phase phase number, 0 if not indexed (then the orientation means nothing)
 * @param w scalar part of the quaternion, sample to crystal (passive), crystal axes X parallel to a
 * @param x first vector part
 * @param y second vector part
 * @param z third vector part
 * @param confidence detector's confidence, 0 to 1
 */
public record Reading(int row, int col, int phase, double w, double x, double y, double z, double confidence) {
    /** A measurement that gave no orientation. */
    public static Reading notIndexed(int row, int col) {
        return new Reading(row, col, 0, 1, 0, 0, 0, 0);
    }
}
