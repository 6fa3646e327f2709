package sunstone.models.map;

/**
 * Quality of an EBSD detector: errors of one measurement.
 *
 * @param noiseDeg root mean square of the orientation error, degrees, at least 0; each of the three axes has this over
 *     the square root of 3
 * @param wrongRate share of points with an orientation that has nothing to do with the crystal, 0 to 1
 */
public record Detector(double noiseDeg, double wrongRate) {
    /**
     * Half a degree and 1% wrong solutions: the accuracy of Hough indexing, and the conditions under which everything
     * here was trained and measured (agent/doc/architecture.md, "Contract: command line").
     */
    public static final Detector USUAL = new Detector(0.5, 0.01);

    /** Of the scale of one axis, the radius that holds 90% of Maxwell's distribution. */
    private static final double MAXWELL_90 = 2.5003;

    public Detector {
        if (!(noiseDeg >= 0 && noiseDeg <= 180 && wrongRate >= 0 && wrongRate <= 1)) {
            throw new IllegalArgumentException(
                    "detector noise must be 0 to 180 degrees, its rate of wrong solutions 0 to 1: " + noiseDeg
                            + " degrees, " + wrongRate);
        }
    }

    /** Error that 90% of the right solutions stay within, degrees. */
    public double noise90Deg() {
        return MAXWELL_90 * noiseDeg / Math.sqrt(3);
    }

    /** Mean squared orientation error of a right solution, square degrees. */
    public double variance() {
        return noiseDeg * noiseDeg;
    }

    /** Scale of the orientation error about one axis, radians. */
    public double axisNoiseRad() {
        return Math.toRadians(noiseDeg) / Math.sqrt(3);
    }
}
