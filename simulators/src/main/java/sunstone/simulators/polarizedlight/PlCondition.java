package sunstone.simulators.polarizedlight;

/**
 * Disturbances between a section and its frames. Intensities are scaled so that the brightest possible crystal is 1.
 *
 * @param name as it is written on the command line
 * @param channelNoise standard deviation of Gaussian noise on every harmonic channel scaled to [-1, 1]; 0 for none
 * @param fullWell electrons at intensity 1, for the shot noise of each frame; 0 for no shot noise
 * @param readNoise standard deviation of the read noise of each frame, in units of intensity 1
 * @param scratchesPer100Px scratches per 100 pixels of the longer side
 * @param illuminationGradient change of the illumination across the section, as a fraction of its mean
 * @param shiftX how far to the left the PL image lies of the EBSD map, pixels (columns)
 * @param shiftY how far up the PL image lies of the EBSD map, pixels (rows)
 * @param lab strength of the deviations of a laboratory ({@link LabLight}), 1 the usual one; 0 for none
 */
public record PlCondition(
        String name,
        double channelNoise,
        double fullWell,
        double readNoise,
        double scratchesPer100Px,
        double illuminationGradient,
        double shiftX,
        double shiftY,
        double lab) {
    /** Names that {@link #parse} takes and a user may want, for help texts. */
    public static final String NAMES = "clean, noise-X, camera, harsh, lab, lab-X (X a number; lab-1 is lab)";

    private static final String NOISE = "noise-", LAB = "lab";
    private static final double LIMIT = 10; // of the number in a name
    private static final double WELL = 20_000, READ = 0.01;

    public PlCondition {
        double[] all = {channelNoise, fullWell, readNoise, scratchesPer100Px, illuminationGradient, lab};
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
        return new PlCondition("clean", 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Gaussian noise on the scaled channels. */
    public static PlCondition noise(double standardDeviation) {
        return new PlCondition(NOISE + standardDeviation, standardDeviation, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Shot noise of a 20,000-electron full well and 1% read noise in every frame. */
    public static PlCondition camera() {
        return new PlCondition("camera", 0, WELL, READ, 0, 0, 0, 0, 0);
    }

    /** The camera with five times the read noise, scratches, uneven light, and EBSD shifted against PL. */
    public static PlCondition harsh() {
        return new PlCondition("harsh", 0, WELL, 5 * READ, 3, 0.1, 0.7, 0.4, 0);
    }

    /** The same condition with the PL image lying elsewhere against the EBSD map, pixels. */
    public PlCondition shifted(double x, double y) {
        return new PlCondition(
                name, channelNoise, fullWell, readNoise, scratchesPer100Px, illuminationGradient, x, y, lab);
    }

    /** As {@link #harsh()}, with PL and EBSD registered: what published baselines were measured under. */
    public static PlCondition harshAligned() {
        return new PlCondition("harsh-aligned", 0, WELL, 5 * READ, 3, 0.1, 0, 0, 0);
    }

    /**
     * The camera in front of a microscope that nobody has calibrated: {@link LabLight} says what is drawn.
     *
     * @param strength of all deviations, 1 the usual one; with 0 it is {@link #camera()}
     */
    public static PlCondition lab(double strength) {
        return new PlCondition(strength == 1 ? LAB : LAB + "-" + strength, 0, WELL, READ, 0, 0, 0, 0, strength);
    }

    /**
     * The condition of a name: {@code clean}, {@code noise-X} with X a number such as 0.2, {@code camera}, {@code
     * harsh}, {@code harsh-aligned}, {@code lab} or {@code lab-X} with X the strength of its deviations.
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
            case LAB:
                return lab(1);
            default:
                double noise = number(name, NOISE), strength = number(name, LAB + "-");
                if (!Double.isNaN(noise)) {
                    return new PlCondition(name, noise, 0, 0, 0, 0, 0, 0, 0);
                } else if (!Double.isNaN(strength)) {
                    return new PlCondition(name, 0, WELL, READ, 0, 0, 0, 0, strength);
                }
                throw new IllegalArgumentException(
                        "PL condition must be clean, noise-X (X from 0 to 10), harsh-aligned, lab, lab-X (X from 0 to"
                                + " 10), camera or harsh: \"" + name + "\"");
        }
    }

    /** The number behind a prefix, from 0 to {@link #LIMIT}; NaN if there is none. */
    private static double number(String name, String prefix) {
        if (!name.startsWith(prefix)) {
            return Double.NaN;
        }
        try {
            double x = Double.parseDouble(name.substring(prefix.length()));
            return x >= 0 && x <= LIMIT ? x : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** Whether frames carry noise of their own, beyond what their harmonics hold. */
    boolean noisyFrames() {
        return fullWell > 0 || readNoise > 0;
    }
}
