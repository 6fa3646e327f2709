package sunstone.simulators.polarizedlight;

import java.util.List;

/**
 * Uneven and unsteady light of a scan.
 *
 * @param vignetting part of the light that is lost in the corners, 0 to 1
 * @param gradient change of the light across the camera, as a fraction of its mean; it stands still while the specimen
 *     turns
 * @param gradientDeg direction of its bright side in the image at stage angle 0, degrees from the columns' axis towards
 *     the rows' axis
 * @param lamp brightness of the lamp in each frame, 1 the mean
 * @param jitterRowPx displacement of each frame along the rows' axis, px
 * @param jitterColPx displacement of each frame along the columns' axis, px
 */
public record LabIllumination(
        double vignetting,
        double gradient,
        double gradientDeg,
        List<Double> lamp,
        List<Double> jitterRowPx,
        List<Double> jitterColPx) {
    public LabIllumination {
        lamp = List.copyOf(lamp);
        jitterRowPx = List.copyOf(jitterRowPx);
        jitterColPx = List.copyOf(jitterColPx);
    }

    /**
     * Multiplies a frame, seen from the specimen, by the light that falls on it.
     *
     * @param image shape [rows * cols]
     * @param turnRad angle by which the specimen is turned in the camera, radians from the columns' axis towards the
     *     rows'
     * @param frame index, for the lamp
     */
    void shine(float[] image, int rows, int cols, double turnRad, int frame) {
        double way = Math.toRadians(gradientDeg) - turnRad, diagonal = Math.hypot(rows, cols);
        double gx = gradient * Math.cos(way) / diagonal, gy = gradient * Math.sin(way) / diagonal;
        double fall = Math.log1p(-vignetting) / (diagonal * diagonal / 4), level = lamp.get(frame);
        double[] acrossCols = new double[cols];
        for (int col = 0; col < cols; col++) {
            double x = col - (cols - 1) / 2.0;
            acrossCols[col] = Math.exp(fall * x * x);
        }
        for (int row = 0; row < rows; row++) {
            double y = row - (rows - 1) / 2.0, lit = level * Math.exp(fall * y * y);
            for (int col = 0; col < cols; col++) {
                double x = col - (cols - 1) / 2.0;
                image[row * cols + col] *= (float) (lit * acrossCols[col] * (1 + gx * x + gy * y));
            }
        }
    }
}
