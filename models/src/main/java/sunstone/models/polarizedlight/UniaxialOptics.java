package sunstone.models.polarizedlight;

/**
 * Intensity of a uniaxial crystal between nearly crossed polarizers at normal incidence, as a function of its c axis.
 *
 * <p>Source: closed form of the Mueller chain of EMsoft [L92, L12], models/doc/physics.md section 6. With r_o,
 * r_e(theta) the amplitude reflectivities, S = (r_e + r_o) / 2, D = (r_e - r_o) / 2, gamma the azimuth of c, theta its
 * tilt from Z, and delta the analyser's offset from crossed,
 *
 * <pre>I(w) = 1/2 |S sin(delta) + D sin(2 (gamma + w) + delta)|^2</pre>
 *
 * and therefore, with B = Re(S D*) sin(delta), A = |D|^2 / 4 and f = 2 gamma + delta,
 *
 * <pre>I(w) = |S|^2 sin^2(delta) / 2 + A + B sin f cos 2w + B cos f sin 2w - A cos 2f cos 4w + A sin 2f sin 4w.</pre>
 *
 * <p>Departure from the textbook form: D is computed as s K with s = sin^2(theta) and K finite, which neither cancels
 * at small tilts nor needs the azimuth of an upright c (s sin 2 gamma = 2 c_x c_y, s cos 2 gamma = c_x^2 - c_y^2).
 *
 * <p>Thread-safe: all scratch is on the stack.
 */
public final class UniaxialOptics {
    /** Number of coefficients: 1, cos 2w, sin 2w, cos 4w, sin 4w of the stage angle w. */
    public static final int HARMONICS = 5;

    private static final int SCAN = 2000;
    private static final UniaxialOptics CANONICAL = titanium(Math.toRadians(1));

    private final double ordinaryRe, ordinaryIm, axialRe, axialIm, delta, sinDelta, cosDelta;
    private final double nRe, nIm, rRe, rIm;
    private final double brightest;
    private final double[] lowest = new double[HARMONICS], highest = new double[HARMONICS];

    /**
     * @param ordinaryRe real part of the dielectric function in the basal plane
     * @param ordinaryIm imaginary part, at least 0
     * @param axialRe real part along c
     * @param axialIm imaginary part along c, at least 0
     * @param deltaRad offset of the analyser from crossed, radians
     * @throws IllegalArgumentException if a parameter is not finite or an imaginary part is negative
     */
    public UniaxialOptics(double ordinaryRe, double ordinaryIm, double axialRe, double axialIm, double deltaRad) {
        if (!Double.isFinite(ordinaryRe + ordinaryIm + axialRe + axialIm + deltaRad) || ordinaryIm < 0 || axialIm < 0) {
            throw new IllegalArgumentException(
                    "dielectric constants and offset must be finite, imaginary parts at least"
                            + " 0: " + ordinaryRe + " + " + ordinaryIm + "i, " + axialRe + " + " + axialIm + "i, "
                            + deltaRad
                            + " rad");
        }
        this.ordinaryRe = ordinaryRe;
        this.ordinaryIm = ordinaryIm;
        this.axialRe = axialRe;
        this.axialIm = axialIm;
        delta = deltaRad;
        sinDelta = Math.sin(deltaRad);
        cosDelta = Math.cos(deltaRad);
        nRe = sqrtRe(ordinaryRe, ordinaryIm);
        nIm = sqrtIm(ordinaryRe, ordinaryIm);
        double m = (nRe + 1) * (nRe + 1) + nIm * nIm; // r = (n - 1) / (n + 1)
        rRe = (nRe * nRe - 1 + nIm * nIm) / m;
        rIm = 2 * nIm / m;
        brightest = scanExtremes();
    }

    /**
     * The optics that prior and fills know, into which an instrument's light is brought whatever its material ({@link
     * LightCalibration}): alpha titanium at 750 nm (constants of the EMsoftOO template), analyser 1 degree off crossed.
     */
    public static UniaxialOptics canonical() {
        return CANONICAL;
    }

    /** Alpha titanium at 750 nm with another analyser offset, radians. */
    public static UniaxialOptics titanium(double deltaRad) {
        return new UniaxialOptics(6.676, 34.954, -20.377, 30.405, deltaRad);
    }

    /**
     * Intensity of the brightest crystal at its brightest stage angle, as a fraction of the unpolarized source: the
     * divisor that makes {@link #harmonics} a scale of 0 to 1.
     */
    public double brightest() {
        return brightest;
    }

    /** Least value of each coefficient of {@link #harmonics} over all orientations, shape [5]. */
    public double[] lowest() {
        return lowest.clone();
    }

    /** Greatest value of each coefficient of {@link #harmonics} over all orientations, shape [5]. */
    public double[] highest() {
        return highest.clone();
    }

    /**
     * Intensity as a fraction of the unpolarized source (divide by {@link #brightest()} for the camera's scale).
     *
     * @param cx c axis in the sample frame, unit vector of either hemisphere, x
     * @param cy y
     * @param cz z
     * @param stageRad stage angle, radians
     */
    public double intensity(double cx, double cy, double cz, double stageRad) {
        double s = cx * cx + cy * cy;
        if (s == 0) {
            return floor();
        }
        double f = 2 * (Math.atan2(cy, cx) + stageRad) + delta;
        double sin = Math.sin(f);
        Amplitudes a = new Amplitudes(this, s, cz * cz); // escape analysis keeps it off the heap
        double re = (rRe + a.dRe) * sinDelta + a.dRe * sin; // S = r_o + D
        double im = (rIm + a.dIm) * sinDelta + a.dIm * sin;
        return (re * re + im * im) / 2;
    }

    /** Intensity of a crystal seen along c, or of an isotropic one, as a fraction of the source. */
    public double floor() {
        return (rRe * rRe + rIm * rIm) * sinDelta * sinDelta / 2;
    }

    /**
     * Coefficients of an orientation; the brightest crystal at its brightest stage angle has intensity 1.
     *
     * @param q unit quaternion (sample to crystal) at {@code q[iq]}
     * @param out receives the coefficients of 1, cos 2w, sin 2w, cos 4w, sin 4w at {@code io}
     */
    public void harmonics(double[] q, int iq, double[] out, int io) {
        double w = q[iq], x = q[iq + 1], y = q[iq + 2], z = q[iq + 3];
        // Quaternions.cAxis without the array
        harmonicsOfAxis(2 * (x * z - w * y), 2 * (y * z + w * x), w * w - x * x - y * y + z * z, out, io);
    }

    /** As {@link #harmonics}, of a c axis in the sample frame (unit vector of either hemisphere). */
    public void harmonicsOfAxis(double cx, double cy, double cz, double[] out, int io) {
        double s = cx * cx + cy * cy;
        Amplitudes a = new Amplitudes(this, s, cz * cz);
        double cos2 = 1, sin2 = 0;
        if (s > 0) {
            cos2 = (cx * cx - cy * cy) / s;
            sin2 = 2 * cx * cy / s;
        }
        double sinF = sin2 * cosDelta + cos2 * sinDelta, cosF = cos2 * cosDelta - sin2 * sinDelta;
        double four = a.four / brightest, two = a.two / brightest;
        out[io] = a.mean / brightest;
        out[io + 1] = two * sinF;
        out[io + 2] = two * cosF;
        out[io + 3] = -four * (cosF * cosF - sinF * sinF);
        out[io + 4] = four * 2 * sinF * cosF;
    }

    /** Coefficients of pixels without orientation contrast (cubic phases, holes): the floor and four zeros. */
    public void floorHarmonics(double[] out, int io) {
        out[io] = floor() / brightest;
        for (int k = 1; k < HARMONICS; k++) {
            out[io + k] = 0;
        }
    }

    /** Fills the extremes per coefficient and returns the largest intensity over tilts and angles. */
    private double scanExtremes() {
        double max = 0, two = 0, four = 0, meanLow = Double.POSITIVE_INFINITY, meanHigh = 0;
        for (int i = 0; i <= SCAN; i++) { // smooth and monotone for metals: a scan with both ends is exact there
            double s = (double) i / SCAN;
            Amplitudes a = new Amplitudes(this, s, 1 - s);
            // convex in sin f, hence largest at sin f = 1 or -1
            max = Math.max(max, a.mean + a.four + Math.abs(a.two));
            two = Math.max(two, Math.abs(a.two));
            four = Math.max(four, a.four);
            meanLow = Math.min(meanLow, a.mean);
            meanHigh = Math.max(meanHigh, a.mean);
        }
        double[] high = {meanHigh, two, two, four, four};
        for (int k = 0; k < HARMONICS; k++) {
            highest[k] = high[k] / max;
            lowest[k] = (k == 0 ? meanLow : -high[k]) / max;
        }
        return max;
    }

    /** D and the amplitudes of the harmonics at one tilt, in units of the source. */
    private static final class Amplitudes {
        private final double dRe, dIm, mean, two, four;

        /**
         * @param s sin^2(theta)
         * @param c cos^2(theta)
         */
        Amplitudes(UniaxialOptics m, double s, double c) {
            // n_e^2 = eps_o eps_e / (eps_o s + eps_e c)
            double pRe = m.ordinaryRe * s + m.axialRe * c, pIm = m.ordinaryIm * s + m.axialIm * c;
            double p2 = pRe * pRe + pIm * pIm;
            double uRe = (m.ordinaryRe * pRe + m.ordinaryIm * pIm) / p2; // eps_o / p
            double uIm = (m.ordinaryIm * pRe - m.ordinaryRe * pIm) / p2;
            double eRe = uRe * m.axialRe - uIm * m.axialIm, eIm = uRe * m.axialIm + uIm * m.axialRe;
            double nRe = sqrtRe(eRe, eIm), nIm = sqrtIm(eRe, eIm);
            // D = (n_e^2 - n_o^2) / ((n_e + n_o)(n_e + 1)(n_o + 1)), n_e^2 - n_o^2 = eps_o (eps_e - eps_o) s / p
            double gRe = (m.axialRe - m.ordinaryRe) * s, gIm = (m.axialIm - m.ordinaryIm) * s;
            double tRe = uRe * gRe - uIm * gIm, tIm = uRe * gIm + uIm * gRe;
            double aRe = nRe + m.nRe, aIm = nIm + m.nIm;
            double bRe = aRe * (nRe + 1) - aIm * nIm, bIm = aRe * nIm + aIm * (nRe + 1);
            double vRe = bRe * (m.nRe + 1) - bIm * m.nIm, vIm = bRe * m.nIm + bIm * (m.nRe + 1);
            double v2 = vRe * vRe + vIm * vIm;
            dRe = (tRe * vRe + tIm * vIm) / v2;
            dIm = (tIm * vRe - tRe * vIm) / v2;
            double sRe = m.rRe + dRe, sIm = m.rIm + dIm;
            four = (dRe * dRe + dIm * dIm) / 4;
            two = (sRe * dRe + sIm * dIm) * m.sinDelta;
            mean = (sRe * sRe + sIm * sIm) * m.sinDelta * m.sinDelta / 2 + four;
        }
    }

    private static double sqrtRe(double re, double im) {
        return Math.sqrt((Math.sqrt(re * re + im * im) + re) / 2);
    }

    private static double sqrtIm(double re, double im) {
        double a = Math.sqrt(Math.max(0, (Math.sqrt(re * re + im * im) - re) / 2));
        return im < 0 ? -a : a;
    }
}
