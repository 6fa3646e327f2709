package sunstone.simulators.polarizedlight;

/**
 * What goes wrong between a section and its frames. Intensities are scaled so that the brightest possible crystal is 1.
 *
 * @param name as it is written on the command line
 * @param channelNoise standard deviation of Gaussian noise on every harmonic channel scaled to [-1, 1]; 0 for none
 * @param fullWell electrons at intensity 1, for the shot noise of each frame; 0 for no shot noise
 * @param readNoise standard deviation of the read noise of each frame, in units of intensity 1
 * @param scratchesPer100Px scratches per 100 pixels of the longer side
 * @param illuminationGradient change of the illumination across the section, as a fraction of its mean
 * @param shiftX how far to the left the PL image lies of the EBSD map, pixels (columns)
 * @param shiftY how far up the PL image lies of the EBSD map, pixels (rows)
 */
public record PlCondition(
        String name,
        double channelNoise,
        double fullWell,
        double readNoise,
        double scratchesPer100Px,
        double illuminationGradient,
        double shiftX,
        double shiftY) {
    private static final String NOISE = "noise-";
    private static final double WELL = 20_000, READ = 0.01;

    public PlCondition {
        double[] all = {channelNoise, fullWell, readNoise, scratchesPer100Px, illuminationGradient};
        for (double v : all) {
            if (!(v >= 0 && v < Double.POSITIVE_INFINITY)) { // this form also rejects NaN
                throw new IllegalArgumentException("PL condition " + name + " has a negative or infinite amount: " + v);
            }
        }
        if (!(Math.abs(shiftX) < 1e6 && Math.abs(shiftY) < 1e6)) {
            throw new IllegalArgumentException("PL condition " + name + " shifts by " + shiftX + ", " + shiftY + " px");
        }
    }

    /** No noise at all. */
    public static PlCondition clean() {
        return new PlCondition("clean", 0, 0, 0, 0, 0, 0, 0);
    }

    /** Gaussian noise on the scaled channels. */
    public static PlCondition noise(double standardDeviation) {
        return new PlCondition(NOISE + standardDeviation, standardDeviation, 0, 0, 0, 0, 0, 0);
    }

    /** Shot noise of a 20,000-electron full well and 1% read noise in every frame. */
    public static PlCondition camera() {
        return new PlCondition("camera", 0, WELL, READ, 0, 0, 0, 0);
    }

    /** The camera with five times the read noise, scratches, uneven light, and EBSD shifted against PL. */
    public static PlCondition harsh() {
        return new PlCondition("harsh", 0, WELL, 5 * READ, 3, 0.1, 0.7, 0.4);
    }

    /** The same condition with the PL image lying elsewhere against the EBSD map, pixels. */
    public PlCondition shifted(double x, double y) {
        return new PlCondition(name, channelNoise, fullWell, readNoise, scratchesPer100Px, illuminationGradient, x, y);
    }

    /** As {@link #harsh()}, with PL and EBSD registered: what published baselines were measured under. */
    public static PlCondition harshAligned() {
        return new PlCondition("harsh-aligned", 0, WELL, 5 * READ, 3, 0.1, 0, 0);
    }

    /**
     * The condition of a name: {@code clean}, {@code noise-X} with X a number such as 0.2, {@code camera}, {@code harsh}
     * or {@code harsh-aligned}.
     *
     * @throws IllegalArgumentException naming these, for anything else
     */
    public static PlCondition parse(String name) {
        switch (name) {
            case "clean":
                return clean();
            case "camera":
                return camera();
            case "harsh":
                return harsh();
            case "harsh-aligned":
                return harshAligned();
            default:
                if (name.startsWith(NOISE)) {
                    try {
                        double x = Double.parseDouble(name.substring(NOISE.length()));
                        if (x >= 0 && x <= 10) {
                            return new PlCondition(name, x, 0, 0, 0, 0, 0, 0);
                        }
                    } catch (NumberFormatException e) {
                        // said below, as for a number out of range
                    }
                }
                throw new IllegalArgumentException(
                        "PL condition must be clean, noise-X (X from 0 to 10), harsh-aligned, camera or harsh: \""
                                + name + "\"");
        }
    }

    /** Whether frames carry noise of their own, beyond what their harmonics hold. */
    boolean noisyFrames() {
        return fullWell > 0 || readNoise > 0;
    }
}
