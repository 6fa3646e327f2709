package sunstone.simulators.polarizedlight;

import java.util.Arrays;

/**
 * Intensity of a uniaxial crystal in a polarising microscope at normal incidence, by multiplication of the Mueller
 * matrices of what the light passes: unpolarized source, polarizer along X, mirror, sample, mirror, analyser at 90
 * degrees + delta.
 *
 * <p>Source: EMsoft [L92, L12], models/doc/physics.md section 6. It shares no code with what inverts the light, so that
 * an error there does not cancel here. The stage turns the sample by w about Z, counter-clockwise; a Mueller matrix of
 * a turned element holds cos and sin of twice and four times the angle and nothing else, so five angles give all of
 * them.
 *
 * <p>Thread-safe: all scratch is on the stack.
 */
public final class MuellerChain {
    /** Number of coefficients: 1, cos 2w, sin 2w, cos 4w, sin 4w of the stage angle w. */
    public static final int HARMONICS = 5;

    private static final double HALF_TURN = Math.PI;
    private static final int TILTS = 500; // between which the brightest is sought
    private static final double[] COS = new double[HARMONICS], SIN = new double[HARMONICS]; // of the five angles
    private static final double[] PROJECTION = new double[HARMONICS * HARMONICS]; // [coefficient, angle]

    static {
        for (int k = 0; k < HARMONICS; k++) {
            double w = HALF_TURN * k / HARMONICS;
            COS[k] = Math.cos(w);
            SIN[k] = Math.sin(w);
            double[] basis = {0.5, Math.cos(2 * w), Math.sin(2 * w), Math.cos(4 * w), Math.sin(4 * w)};
            for (int i = 0; i < HARMONICS; i++) {
                PROJECTION[HARMONICS * i + k] = 2 * basis[i] / HARMONICS;
            }
        }
    }

    private final UniaxialMetal metal;
    private final double deltaRad;
    private final Complex ordinary;
    private final double[] incident = new double[Mueller.SIZE]; // Stokes vector on the sample
    private final double[] analysed = new double[Mueller.SIZE]; // intensity behind the analyser, per Stokes parameter
    private final double brightest;

    /**
     * @param metal what reflects
     * @param deltaRad offset of the analyser from crossed, radians, of either sign
     * @throws IllegalArgumentException if the offset is not finite
     */
    public MuellerChain(UniaxialMetal metal, double deltaRad) {
        if (!Double.isFinite(deltaRad)) {
            throw new IllegalArgumentException("analyser offset must be finite: " + deltaRad + " rad");
        }
        this.metal = metal;
        this.deltaRad = deltaRad;
        ordinary = metal.ordinaryReflectivity();
        double[] source = {1, 0, 0, 0};
        Mueller.apply(Mueller.product(Mueller.mirror(), Mueller.polarizer()), source, incident);
        double[] analyser = Mueller.turned(Mueller.polarizer(), Math.PI / 2 + deltaRad);
        System.arraycopy(Mueller.product(analyser, Mueller.mirror()), 0, analysed, 0, Mueller.SIZE);
        brightest = scan();
    }

    /** Alpha titanium at 750 nm, analyser 1 degree off crossed. */
    public static MuellerChain titanium() {
        return new MuellerChain(UniaxialMetal.titanium(), Math.toRadians(1));
    }

    /** What reflects. */
    public UniaxialMetal metal() {
        return metal;
    }

    /** Offset of the analyser from crossed, radians. */
    public double deltaRad() {
        return deltaRad;
    }

    /** Intensity of the brightest crystal at its brightest stage angle, as a fraction of the unpolarized source. */
    public double brightest() {
        return brightest;
    }

    /**
     * Intensity as a fraction of the unpolarized source.
     *
     * @param cx c axis in the sample frame, unit vector of either hemisphere, x
     * @param cy y
     * @param cz z
     * @param stageRad stage angle, radians
     */
    public double intensity(double cx, double cy, double cz, double stageRad) {
        double s = Math.hypot(cx, cy), x = s == 0 ? 1 : cx / s, y = s == 0 ? 0 : cy / s;
        double c = Math.cos(stageRad), d = Math.sin(stageRad);
        Complex extraordinary = metal.extraordinaryReflectivity(cz * cz);
        return turned(extraordinary, x * c - y * d, y * c + x * d, new double[Mueller.SIZE * Mueller.SIZE]);
    }

    /**
     * Coefficients of a c axis; the brightest crystal at its brightest stage angle has intensity 1.
     *
     * @param cx c axis in the sample frame, unit vector of either hemisphere, x
     * @param cy y
     * @param cz z
     * @param out receives the coefficients of 1, cos 2w, sin 2w, cos 4w, sin 4w
     */
    public void harmonics(double cx, double cy, double cz, double[] out) {
        double s = Math.hypot(cx, cy);
        project(cz * cz, s == 0 ? 1 : cx / s, s == 0 ? 0 : cy / s, out);
        for (int h = 0; h < HARMONICS; h++) {
            out[h] /= brightest;
        }
    }

    /** Coefficients of what has no contrast (cubic phases, holes): those of a crystal seen along c. */
    public void floorHarmonics(double[] out) {
        harmonics(0, 0, 1, out);
        Arrays.fill(out, 1, HARMONICS, 0); // but for rounding they are 0
    }

    /** Intensity with c at azimuth g from the polarizer, given by its cosine and sine. */
    private double turned(Complex extraordinary, double cosG, double sinG, double[] sample) {
        double c2 = cosG * cosG, s2 = sinG * sinG;
        Complex ss = extraordinary.times(-s2).minus(ordinary.times(c2));
        Complex sp = ordinary.minus(extraordinary).times(sinG * cosG);
        Complex pp = ordinary.times(s2).plus(extraordinary.times(c2));
        Mueller.ofJones(pp, sp, sp.times(-1), ss, sample);
        double sum = 0;
        for (int i = 0; i < Mueller.SIZE; i++) {
            double reflected = 0;
            for (int j = 0; j < Mueller.SIZE; j++) {
                reflected += sample[Mueller.SIZE * i + j] * incident[j];
            }
            sum += analysed[i] * reflected;
        }
        return sum;
    }

    /**
     * Writes the coefficients of a squared cosine of the tilt and a direction of c in the plane, in units of the
     * source.
     */
    private void project(double cos2, double x, double y, double[] out) {
        Complex extraordinary = metal.extraordinaryReflectivity(cos2);
        double[] sample = new double[Mueller.SIZE * Mueller.SIZE];
        Arrays.fill(out, 0, HARMONICS, 0);
        for (int k = 0; k < HARMONICS; k++) {
            double i = turned(extraordinary, x * COS[k] - y * SIN[k], y * COS[k] + x * SIN[k], sample);
            for (int h = 0; h < HARMONICS; h++) {
                out[h] += PROJECTION[HARMONICS * h + k] * i;
            }
        }
    }

    /** Largest intensity over tilts and stage angles; twice and four times the angle peak at one stage angle. */
    private double scan() {
        double max = 0;
        double[] h = new double[HARMONICS];
        for (int t = 0; t <= TILTS; t++) {
            double c = Math.cos(Math.PI / 2 * t / TILTS);
            project(c * c, 1, 0, h);
            max = Math.max(max, h[0] + Math.hypot(h[1], h[2]) + Math.hypot(h[3], h[4]));
        }
        return max;
    }
}
