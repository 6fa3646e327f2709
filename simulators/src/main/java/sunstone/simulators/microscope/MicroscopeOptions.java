package sunstone.simulators.microscope;

import sunstone.models.map.Detector;

/**
 * Speed and errors of the virtual microscope.
 *
 * @param dwellMs exposure of one pattern, milliseconds
 * @param settleMs wait after a move, milliseconds
 * @param msPerUm time per distance of the beam or stage, milliseconds per micrometre, at least 0
 * @param frameMs exposure and stage turn of one polarized-light frame, milliseconds
 * @param orientationNoiseDeg length of the standard deviation of the orientation error, degrees (each of the three axes
 *     has this over the square root of 3)
 * @param wrongFraction part of the points that get a random orientation, 0 to 1
 * @param notIndexedFraction part of the points that get none, 0 to 1, mean over the specimen
 * @param boundaryFactor how much more often that happens on a pixel beside a boundary, at least 1
 */
public record MicroscopeOptions(
        double dwellMs,
        double settleMs,
        double msPerUm,
        double frameMs,
        double orientationNoiseDeg,
        double wrongFraction,
        double notIndexedFraction,
        double boundaryFactor) {
    public MicroscopeOptions {
        require("dwell (ms)", dwellMs, 0, 1e7);
        require("settle (ms)", settleMs, 0, 1e7);
        require("travel (ms/um)", msPerUm, 0, 60_000);
        require("frame (ms)", frameMs, 0, 1e7);
        require("orientation noise (deg)", orientationNoiseDeg, 0, 180);
        require("wrong fraction", wrongFraction, 0, 1);
        require("not indexed fraction", notIndexedFraction, 0, 1);
        require("boundary factor", boundaryFactor, 1, 1e6);
    }

    /**
     * 50 ms a pattern, 20 ms to settle, 1 ms per um, 200 ms a frame; 0.5 degrees of noise, 1% wrong, 1% not indexed,
     * the latter five times as often on boundaries.
     */
    public static MicroscopeOptions defaults() {
        return new MicroscopeOptions(50, 20, 1, 200, Detector.USUAL.noiseDeg(), Detector.USUAL.wrongRate(), 0.01, 5);
    }

    /** As {@link #defaults()}, but every point is indexed exactly. */
    public static MicroscopeOptions perfect() {
        return new MicroscopeOptions(50, 20, 1, 200, 0, 0, 0, 1);
    }

    private static void require(String what, double value, double low, double high) {
        if (!(value >= low && value <= high)) { // this form also rejects NaN
            throw new IllegalArgumentException(what + " must be within " + low + " and " + high + ": " + value);
        }
    }
}
