package sunstone.agent.policy;

import sunstone.models.map.ScanGrid;

/**
 * Time that a measurement costs the instrument.
 *
 * @param dwellMs exposure of one pattern, milliseconds, above 0
 * @param settleMs time to settle after a move, milliseconds, at least 0
 * @param msPerUm time per distance, milliseconds per micrometre, at least 0
 * @param jobMs time to start a list of points, however long it is, milliseconds, at least 0
 */
public record Travel(double dwellMs, double settleMs, double msPerUm, double jobMs) {
    /**
     * Beam scan of a common field-emission microscope: 50 ms a pattern, 5 ms to settle, no mechanical stage in the way.
     */
    public static final Travel DEFAULT = new Travel(50, 5, 0.02);

    /** Of an instrument that starts a list at no cost. */
    public Travel(double dwellMs, double settleMs, double msPerUm) {
        this(dwellMs, settleMs, msPerUm, 0);
    }

    public Travel {
        if (!(dwellMs > 0
                && settleMs >= 0
                && msPerUm >= 0
                && jobMs >= 0
                && dwellMs + settleMs + msPerUm + jobMs < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "dwell must be above 0, settle time, travel and start of a job at least 0, all finite: " + dwellMs
                            + " ms, " + settleMs + " ms, " + msPerUm + " ms/um, " + jobMs + " ms");
        }
    }

    /**
     * Points whose own time is that of starting their list: fewer, and the instrument is busier with starts than with
     * points.
     */
    public double pointsPerJob() {
        return jobMs / (dwellMs + settleMs);
    }

    /** Time to move from one pixel to another, settling included, milliseconds; 0 on the spot. */
    public double ms(ScanGrid grid, int from, int to) {
        if (from == to) {
            return 0;
        }
        return settleMs + msPerUm * grid.stepUm() * grid.distance(from, to);
    }
}
