package sunstone.models.map;

/**
 * Squared distance of two pixels in position and polarized light, {@code d^2 / 64^2 + lambda |dPL|^2}: d in pixels, PL
 * as scaled harmonics. No unit. The classical rule, the classical fill and the candidates of the prior measure in it;
 * kernels in single precision ({@code CandidateFills}) write it out, with the constants of this class.
 *
 * @param lambda weight of the squared PL difference, at least 0 and finite
 */
public record PixelMetric(double lambda) {
    /** Distance that counts as much as a PL difference of 1 over the root of lambda, pixels; chosen by hand. */
    public static final int LENGTH_PX = 64;

    /** Weight of PL that did best on clean and camera PL of the measured maps (agent/doc/results.md). */
    public static final double DEFAULT_LAMBDA = 0.3;

    public PixelMetric {
        if (!(lambda >= 0) || Double.isInfinite(lambda)) {
            throw new IllegalArgumentException("weight of polarized light must be at least 0 and finite: " + lambda);
        }
    }

    /** Part of the position: rows and columns between the pixels. */
    public double position(int rows, int cols) {
        return ((double) rows * rows + (double) cols * cols) / (LENGTH_PX * LENGTH_PX);
    }

    /** Part of one PL channel: the difference of the pixels in it. */
    public double light(double difference) {
        return lambda * (difference * difference);
    }

    /**
     * Squared distance of two pixels.
     *
     * @param pl channel-major PL, shape [channels, rows * cols]; empty without any
     */
    public double squared(ScanGrid grid, float[] pl, int a, int b) {
        double d = position(grid.row(a) - grid.row(b), grid.col(a) - grid.col(b));
        for (int c = 0; c < pl.length; c += grid.size()) {
            d += light(pl[c + a] - pl[c + b]);
        }
        return d;
    }
}
