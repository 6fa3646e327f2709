package sunstone.agent.cli.model;

import java.util.random.RandomGenerator;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.calibration.MixedPixels;

/**
 * Errors of light whose optics, illumination and registration a laboratory's points have told, drawn at random: what
 * the calibration leaves open with many points at strength 0.3, with few at 2.
 *
 * @param strength factor of every error
 * @param gain relative error of all intensities
 * @param black error of the constant intensity, the brightest possible crystal is 1
 * @param zeroRad error of the stage's zero
 * @param second relative error of the second harmonics
 * @param fourth the same of the fourth
 */
record EstimatedLight(double strength, double gain, double black, double zeroRad, double second, double fourth) {
    private static final double GAIN = 0.03;
    private static final double BLACK = 0.008;
    private static final double ZERO_RAD = Math.toRadians(1.2);
    private static final double AMPLITUDE = 0.04;
    private static final double ILLUMINATION = 0.025;
    private static final double WARP_PX = 0.35;
    private static final double DIRT_SPOTS = 1.5; // of radius 1 to 4 px, at most, on the mean
    private static final double UNMIXED = 0.7; // as the agent does with light that it has calibrated

    /** Errors of one scan. */
    static EstimatedLight draw(RandomGenerator random) {
        double k = 0.3 * Math.pow(2 / 0.3, random.nextDouble());
        return new EstimatedLight(
                k,
                k * GAIN * random.nextGaussian(),
                k * BLACK * random.nextGaussian(),
                k * ZERO_RAD * random.nextGaussian(),
                k * AMPLITUDE * random.nextGaussian(),
                k * AMPLITUDE * random.nextGaussian());
    }

    /** Light with these errors; scaled harmonics in and out, channel-major, shape [5, n]. */
    float[] of(float[] light, ScanGrid grid, PlScaling scaling, RandomGenerator random) {
        int n = grid.size();
        SmoothField rows = SmoothField.draw(grid, strength * WARP_PX, random);
        SmoothField cols = SmoothField.draw(grid, strength * WARP_PX, random);
        SmoothField illumination = SmoothField.draw(grid, strength * ILLUMINATION, random);
        float[] out = new float[light.length];
        double[] h = new double[PlImage.CHANNELS];
        for (int i = 0; i < n; i++) {
            double row = i / grid.cols() + rows.at(i);
            double col = i % grid.cols() + cols.at(i);
            for (int c = 0; c < PlImage.CHANNELS; c++) {
                h[c] = scaling.unscale(c, (float) between(light, c * n, grid, row, col));
            }
            turn(h, 1, 2 * zeroRad, 1 + second);
            turn(h, 3, 4 * zeroRad, 1 + fourth);
            h[0] += black;
            for (int c = 0; c < PlImage.CHANNELS; c++) {
                out[c * n + i] = scaling.scale(c, (1 + gain) * (1 + illumination.at(i)) * h[c]);
            }
        }
        dirt(out, grid, random);
        return random.nextDouble() < UNMIXED
                ? MixedPixels.unmixed(PlImage.of(grid, out)).harmonics()
                : out;
    }

    private static void turn(double[] h, int at, double angle, double factor) {
        double cos = h[at];
        double sin = h[at + 1];
        h[at] = factor * (Math.cos(angle) * cos - Math.sin(angle) * sin);
        h[at + 1] = factor * (Math.sin(angle) * cos + Math.cos(angle) * sin);
    }

    /** Bilinear; beyond the border the border's own. */
    private static double between(float[] light, int from, ScanGrid grid, double row, double col) {
        double r = Math.max(0, Math.min(grid.rows() - 1.0, row));
        double c = Math.max(0, Math.min(grid.cols() - 1.0, col));
        int r0 = Math.min(grid.rows() - 2, (int) r);
        int c0 = Math.min(grid.cols() - 2, (int) c);
        double v = r - r0;
        double u = c - c0;
        int i = from + r0 * grid.cols() + c0;
        int below = i + grid.cols();
        return (1 - v) * ((1 - u) * light[i] + u * light[i + 1]) + v * ((1 - u) * light[below] + u * light[below + 1]);
    }

    /** Spots in which the light is another's. */
    private void dirt(float[] light, ScanGrid grid, RandomGenerator random) {
        int n = grid.size();
        int spots = (int) (2 * DIRT_SPOTS * strength * random.nextDouble());
        for (int s = 0; s < spots; s++) {
            double row = grid.rows() * random.nextDouble();
            double col = grid.cols() * random.nextDouble();
            double radius = 1 + 3 * random.nextDouble();
            float[] colour = new float[PlImage.CHANNELS];
            for (int c = 0; c < PlImage.CHANNELS; c++) {
                colour[c] = (float) (c == 0 ? 2 * random.nextDouble() - 1 : 0.3 * random.nextGaussian());
            }
            for (int i = 0; i < n; i++) {
                if (Math.hypot(i / grid.cols() - row, i % grid.cols() - col) < radius) {
                    for (int c = 0; c < PlImage.CHANNELS; c++) {
                        light[c * n + i] = colour[c];
                    }
                }
            }
        }
    }
}
