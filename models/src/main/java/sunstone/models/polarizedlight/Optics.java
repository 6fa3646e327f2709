package sunstone.models.polarizedlight;

/**
 * Optics of an instrument, against those that inference works in (the canonical ones: analyser {@value
 * #CANONICAL_DELTA_DEG} degree off crossed, stage zero along x, counter-clockwise, the brightest crystal 1, no black
 * level).
 *
 * <p>Given the sense of rotation they are linear in two complex numbers. With z4 = cos 4w - i sin 4w coefficient and z2
 * alike, as {@code models/doc/physics.md} section 6 has them, light of other optics is {@code z4 = four * Z4, z2 = two
 * * Z2}, where Z are the canonical ones, conjugated if the sense is -1. An image that is mirrored and a stage that
 * turns the other way are both sense -1.
 *
 * @param fourRe real part of the factor of the 4 omega amplitude
 * @param fourIm imaginary part
 * @param twoRe real part of the factor of the 2 omega amplitude
 * @param twoIm imaginary part
 * @param sense 1 or -1
 * @param black intensity without light (black level, stray light), in units of full scale
 */
public record Optics(double fourRe, double fourIm, double twoRe, double twoIm, int sense, double black) {
    /** Analyser's offset of the canonical optics, degrees. */
    public static final double CANONICAL_DELTA_DEG = 1;

    /** The optics that inference works in. */
    public static final Optics CANONICAL = new Optics(1, 0, 1, 0, 1, 0);

    public Optics {
        if (sense != 1 && sense != -1) {
            throw new IllegalArgumentException("sense must be 1 or -1: " + sense);
        }
    }

    /** These with another black level. */
    public Optics withBlack(double level) {
        return new Optics(fourRe, fourIm, twoRe, twoIm, sense, level);
    }

    /**
     * Optics by what they are called: the opposite of the accessors.
     *
     * @param gain exposure, above 0
     * @param black intensity without light
     * @param zeroDeg stage angle that is added, degrees
     * @param sense 1 or -1
     * @param deltaDeg offset of the analyser from crossed, degrees, above 0
     */
    public static Optics of(double gain, double black, double zeroDeg, int sense, double deltaDeg) {
        double ratio = Math.sin(Math.toRadians(deltaDeg)) / Math.sin(Math.toRadians(CANONICAL_DELTA_DEG));
        double amplitude = gain / brightest(ratio);
        double phase = 2 * sense * zeroDeg + deltaDeg - sense * CANONICAL_DELTA_DEG;
        double four = Math.toRadians(2 * phase);
        double two = Math.toRadians(sense == 1 ? phase : phase + 180); // conjugation turns -i B e^(i f) round
        return new Optics(
                amplitude * Math.cos(four),
                amplitude * Math.sin(four),
                ratio * amplitude * Math.cos(two),
                ratio * amplitude * Math.sin(two),
                sense,
                black);
    }

    /**
     * Optics of an instrument whose light, once brought from these optics into the canonical ones, still has others.
     */
    public Optics then(Optics others) {
        int s = sense;
        return new Optics(
                fourRe * others.fourRe - s * fourIm * others.fourIm,
                fourIm * others.fourRe + s * fourRe * others.fourIm,
                twoRe * others.twoRe - s * twoIm * others.twoIm,
                twoIm * others.twoRe + s * twoRe * others.twoIm,
                sense * others.sense,
                black + amplitude() * others.black);
    }

    /**
     * What the camera reads of a crystal.
     *
     * @param canonical its coefficients in canonical optics, unscaled, shape [5]
     * @return its coefficients here, shape [5]
     */
    public double[] reading(double[] canonical) {
        double four = Math.hypot(canonical[3], canonical[4]);
        double ratio = offsetRatio();
        double twoRe = canonical[1];
        double twoIm = -sense * canonical[2];
        double re = canonical[3];
        double im = -sense * canonical[4];
        return new double[] {
            black + amplitude() * (four + ratio * ratio * (canonical[0] - four)),
            this.twoRe * twoRe - this.twoIm * twoIm,
            -(this.twoRe * twoIm + this.twoIm * twoRe),
            fourRe * re - fourIm * im,
            -(fourRe * im + fourIm * re)
        };
    }

    /** Factor of the 4 omega amplitude: exposure in units in which that amplitude is canonical. */
    public double amplitude() {
        return Math.hypot(fourRe, fourIm);
    }

    /**
     * Sine of the analyser's offset over that of the canonical one: by how much the 2 omega amplitude outgrows the
     * other.
     */
    public double offsetRatio() {
        return Math.hypot(twoRe, twoIm) / amplitude();
    }

    /**
     * Exposure: intensity of the brightest crystal above the black level, in units of full scale.
     */
    public double gain() {
        return amplitude() * brightest(offsetRatio());
    }

    /** Intensity of the brightest crystal at an amplitude of 1. */
    private static double brightest(double ratio) {
        double[] h = UniaxialOptics.canonical().highest(); // all at a tilt of 90 degrees
        return 2 * h[3] + ratio * h[1] + ratio * ratio * (h[0] - h[3]);
    }

    /**
     * Offset of the analyser from crossed, degrees, positive. Its sign cannot be told: a negative one looks like a
     * positive one with the stage zero a quarter turn away.
     */
    public double deltaDeg() {
        return Math.toDegrees(Math.asin(Math.min(1, offsetRatio() * Math.sin(Math.toRadians(CANONICAL_DELTA_DEG)))));
    }

    /**
     * Stage angle that is added before light sees the section, degrees, in (-90, 90]: phases are 2 sense (azimuth +
     * zero) + delta.
     */
    public double zeroDeg() {
        double phase = sense == 1
                ? Math.toDegrees(Math.atan2(twoIm, twoRe)) + CANONICAL_DELTA_DEG
                : Math.toDegrees(Math.atan2(-twoIm, -twoRe)) - CANONICAL_DELTA_DEG;
        double zero = (phase - deltaDeg()) / (2 * sense);
        double wrapped = zero - 180 * Math.floor((zero + 90) / 180);
        return wrapped == -90 ? 90 : wrapped;
    }

    /** Whether these are the canonical optics themselves, so that nothing need be done. */
    public boolean canonical() {
        return equals(CANONICAL);
    }
}
