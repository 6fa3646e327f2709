package sunstone.agent.policy;

import sunstone.models.map.ScanGrid;

/**
 * What a move of the beam costs.
 *
 * @param settleMs time to settle after a move, milliseconds, at least 0
 * @param msPerUm time per distance, milliseconds per micrometre, at least 0
 */
public record Travel(double settleMs, double msPerUm) {
    /** Beam scan of a common field-emission microscope: 5 ms to settle, no mechanical stage in the way. */
    public static final Travel DEFAULT = new Travel(5, 0.02);

    public Travel {
        if (!(settleMs >= 0 && msPerUm >= 0 && settleMs + msPerUm < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "settle time and travel must be at least 0 and finite: " + settleMs + " ms, " + msPerUm + " ms/um");
        }
    }

    /** Time from one pixel to another, milliseconds; 0 on the spot. */
    public double ms(ScanGrid grid, int from, int to) {
        if (from == to) {
            return 0;
        }
        double rows = from / grid.cols() - to / grid.cols();
        double cols = from % grid.cols() - to % grid.cols();
        return settleMs + msPerUm * grid.stepUm() * Math.hypot(rows, cols);
    }
}
