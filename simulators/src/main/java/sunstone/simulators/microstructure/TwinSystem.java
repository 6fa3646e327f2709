package sunstone.simulators.microstructure;

import sunstone.models.crystallography.Quaternions;

/**
 * The two common twins of hexagonal metals, as type I twins: a half turn about the normal of the twin plane K1, which
 * crystal symmetry turns into a rotation about the direction in which K1 meets the basal plane.
 *
 * <p>Both rotations follow from the axial ratio alone: K1 of {10-12} lies at atan(c / (sqrt(3) a)) from the basal
 * plane, that of {11-21} at atan(2 c / a). Titanium: 85.0 and 35.0 degrees, magnesium: 86.3 and 34.2.
 */
enum TwinSystem {
    /** {10-12}, about an a axis <11-20>. */
    TENSION_1012(0),
    /** {11-21}, about a prism normal <10-10>. */
    TENSION_1121(30);

    /** Variants: three axes, two senses. */
    static final int VARIANTS = 6;

    private final double firstAxisDeg;

    TwinSystem(double firstAxisDeg) {
        this.firstAxisDeg = firstAxisDeg;
    }

    /** Angle between K1 and the basal plane, radians. */
    double inclination(double axialRatio) {
        return this == TENSION_1012 ? Math.atan(axialRatio / Math.sqrt(3)) : Math.atan(2 * axialRatio);
    }

    /** Smallest rotation that takes the parent to the twin, radians. */
    double angle(double axialRatio) {
        double twice = 2 * inclination(axialRatio);
        return Math.min(twice, Math.PI - twice);
    }

    /** Orientation of a variant's twin, the parent turned by 180 degrees about the normal of K1. */
    void twin(int variant, double axialRatio, double[] parent, int ip, double[] out, int io) {
        double[] n = new double[3];
        planeNormal(variant, axialRatio, n);
        Quaternions.multiply(new double[] {0, n[0], n[1], n[2]}, 0, parent, ip, out, io);
    }

    /** Normal of K1 of a variant in the crystal frame, written to {@code out[0..2]}. */
    void planeNormal(int variant, double axialRatio, double[] out) {
        // c turned by t about the axis
        double a = axis(variant), t = sense(variant) * inclination(axialRatio);
        out[0] = Math.sin(a) * Math.sin(t);
        out[1] = -Math.cos(a) * Math.sin(t);
        out[2] = Math.cos(t);
    }

    private double axis(int variant) {
        return Math.toRadians(firstAxisDeg + 60 * (variant % 3));
    }

    private static double sense(int variant) {
        return variant < 3 ? 1 : -1;
    }
}
