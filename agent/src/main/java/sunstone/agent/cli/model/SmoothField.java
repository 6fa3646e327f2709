package sunstone.agent.cli.model;

import java.util.random.RandomGenerator;
import sunstone.models.map.ScanGrid;

/**
 * A random smooth function of the place: a constant, and waves no shorter than two thirds of the map.
 *
 * @param values shape [rows * cols]
 */
record SmoothField(double[] values) {
    private static final int WAVES = 3;
    private static final double MOST_WAVES = 1.5; // over the map

    /**
     * One such function.
     *
     * @param deviation root mean square over many of them
     */
    static SmoothField draw(ScanGrid grid, double deviation, RandomGenerator random) {
        double[] values = new double[grid.size()];
        double each = deviation / Math.sqrt(2);
        java.util.Arrays.fill(values, each * random.nextGaussian());
        for (int w = 0; w < WAVES; w++) {
            double down = 2 * Math.PI * MOST_WAVES * (2 * random.nextDouble() - 1) / grid.rows();
            double right = 2 * Math.PI * MOST_WAVES * (2 * random.nextDouble() - 1) / grid.cols();
            double phase = 2 * Math.PI * random.nextDouble();
            double height = each * Math.sqrt(2.0 / WAVES) * random.nextGaussian();
            for (int i = 0; i < values.length; i++) {
                values[i] += height * Math.cos(down * (i / grid.cols()) + right * (i % grid.cols()) + phase);
            }
        }
        return new SmoothField(values);
    }

    /** Value at a pixel. */
    double at(int pixel) {
        return values[pixel];
    }
}
