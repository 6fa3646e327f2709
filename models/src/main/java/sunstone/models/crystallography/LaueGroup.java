package sunstone.models.crystallography;

import java.util.Arrays;

/**
 * Laue group of a phase, through its proper rotations (models/doc/physics.md section 3). Equivalents of an orientation
 * q are {@code s q}.
 */
public enum LaueGroup {
    /** 6/mmm with the 12 rotations of 622. */
    HEXAGONAL("6/mmm", 93.84096571625814, hexagonal()),
    /** m-3m with the 24 rotations of 432. */
    CUBIC("m-3m", 62.799429619838094, cubic());

    private final String symbol;
    private final double maxDisorientationDeg;
    private final double[] operators;

    LaueGroup(String symbol, double maxDisorientationDeg, double[] operators) {
        this.symbol = symbol;
        this.maxDisorientationDeg = maxDisorientationDeg;
        this.operators = operators;
    }

    /**
     * The group of a symbol.
     *
     * @throws IllegalArgumentException naming the symbols that are known
     */
    public static LaueGroup of(String symbol) {
        return Arrays.stream(values())
                .filter(g -> g.symbol.equals(symbol))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("Laue group must be 6/mmm or m-3m: \"" + symbol + "\""));
    }

    /** Hermann-Mauguin symbol. */
    public String symbol() {
        return symbol;
    }

    /** Largest possible disorientation, degrees. */
    public double maxDisorientationDeg() {
        return maxDisorientationDeg;
    }

    /** Number of proper rotations. */
    public int order() {
        return operators.length / 4;
    }

    /** Operator {@code k} as a new array (w, x, y, z). */
    public double[] operator(int k) {
        return Arrays.copyOfRange(operators, 4 * k, 4 * k + 4);
    }

    /**
     * Index of the operator s with the largest |scalar part| of {@code s d}; the lowest index wins a tie.
     *
     * @param d quaternion at {@code d[i]}
     */
    public int nearestIdentity(double[] d, int i) {
        double best = -1;
        int index = 0;
        for (int k = 0; k < operators.length; k += 4) {
            double w = Math.abs(operators[k] * d[i]
                    - operators[k + 1] * d[i + 1]
                    - operators[k + 2] * d[i + 2]
                    - operators[k + 3] * d[i + 3]);
            if (w > best) {
                best = w;
                index = k / 4;
            }
        }
        return index;
    }

    /**
     * The equivalent in the fundamental zone: largest |w|, sign w at least 0.
     *
     * @return index of the operator that was applied on the left
     */
    public int reduce(double[] q, int iq, double[] out, int io) {
        int k = nearestIdentity(q, iq);
        Quaternions.multiply(operators, 4 * k, q, iq, out, io);
        if (out[io] < 0) {
            negate(out, io);
        }
        return k;
    }

    /**
     * Whether a rotation by less than {@code angle} can take a reduced orientation out of the fundamental zone.
     *
     * @param q unit quaternion in the zone
     * @param angle radians
     */
    public boolean nearFace(double[] q, int iq, double angle) {
        double reach = Math.sin(angle / 2) * 2; // |w| of any equivalent changes by less
        for (int k = 4; k < operators.length; k += 4) {
            double w = Math.abs(operators[k] * q[iq]
                    - operators[k + 1] * q[iq + 1]
                    - operators[k + 2] * q[iq + 2]
                    - operators[k + 3] * q[iq + 3]);
            if (w > q[iq] - reach) {
                return true;
            }
        }
        return false;
    }

    /** The equivalent of q nearest to {@code ref}, with the sign that makes their dot product positive. */
    public void align(double[] ref, int ir, double[] q, int iq, double[] out, int io) {
        double w = q[iq], x = q[iq + 1], y = q[iq + 2], z = q[iq + 3];
        double rw = ref[ir], rx = ref[ir + 1], ry = ref[ir + 2], rz = ref[ir + 3];
        double dw = w * rw + x * rx + y * ry + z * rz; // d = q ref*
        double dx = -w * rx + x * rw - y * rz + z * ry;
        double dy = -w * ry + x * rz + y * rw - z * rx;
        double dz = -w * rz - x * ry + y * rx + z * rw;
        double best = 0;
        int index = 0;
        for (int k = 0; k < operators.length; k += 4) {
            double s = operators[k] * dw - operators[k + 1] * dx - operators[k + 2] * dy - operators[k + 3] * dz;
            if (Math.abs(s) > Math.abs(best)) {
                best = s;
                index = k;
            }
        }
        Quaternions.multiply(operators, index, q, iq, out, io);
        if (best < 0) {
            negate(out, io);
        }
    }

    /**
     * Smallest rotation angle between two crystals of this group, radians (exact near 0: atan2, never acos).
     *
     * @param a unit quaternion at {@code a[ia]}
     * @param b unit quaternion at {@code b[ib]}
     */
    public double disorientation(double[] a, int ia, double[] b, int ib) {
        return disorientation(a[ia], a[ia + 1], a[ia + 2], a[ia + 3], b[ib], b[ib + 1], b[ib + 2], b[ib + 3]);
    }

    /** As {@link #disorientation(double[], int, double[], int)}, on single precision (an ensemble), in degrees. */
    public double disorientationDeg(float[] a, int ia, float[] b, int ib) {
        return Math.toDegrees(
                disorientation(a[ia], a[ia + 1], a[ia + 2], a[ia + 3], b[ib], b[ib + 1], b[ib + 2], b[ib + 3]));
    }

    private double disorientation(double w, double x, double y, double z, double bw, double bx, double by, double bz) {
        double dw = w * bw + x * bx + y * by + z * bz; // d = a b*
        double dx = -w * bx + x * bw - y * bz + z * by;
        double dy = -w * by + x * bz + y * bw - z * bx;
        double dz = -w * bz - x * by + y * bx + z * bw;
        double best = -1;
        int i = 0;
        for (int k = 0; k < operators.length; k += 4) {
            double s =
                    Math.abs(operators[k] * dw - operators[k + 1] * dx - operators[k + 2] * dy - operators[k + 3] * dz);
            if (s > best) {
                best = s;
                i = k;
            }
        }
        double ow = operators[i], ox = operators[i + 1], oy = operators[i + 2], oz = operators[i + 3];
        double vx = ow * dx + ox * dw + oy * dz - oz * dy;
        double vy = ow * dy - ox * dz + oy * dw + oz * dx;
        double vz = ow * dz + ox * dy - oy * dx + oz * dw;
        return 2 * Math.atan2(Math.sqrt(vx * vx + vy * vy + vz * vz), best);
    }

    private static void negate(double[] q, int i) {
        q[i] = -q[i];
        q[i + 1] = -q[i + 1];
        q[i + 2] = -q[i + 2];
        q[i + 3] = -q[i + 3];
    }

    private static double[] hexagonal() {
        double[] s = new double[48];
        double[] cos = {1, Math.sqrt(0.75), 0.5, 0, -0.5, -Math.sqrt(0.75)};
        double[] sin = {0, 0.5, Math.sqrt(0.75), 1, Math.sqrt(0.75), 0.5};
        for (int k = 0; k < 6; k++) {
            s[4 * k] = cos[k];
            s[4 * k + 3] = sin[k];
            s[24 + 4 * k + 1] = cos[k];
            s[24 + 4 * k + 2] = sin[k];
        }
        return s;
    }

    private static double[] cubic() {
        double r = Math.sqrt(0.5);
        double h = 0.5;
        return new double[] {
            1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, // identity, half turns about <100>
            r, r, 0, 0, r, -r, 0, 0, r, 0, r, 0, r, 0, -r, 0, r, 0, 0, r, r, 0, 0, -r, // quarter turns
            0, r, r, 0, 0, -r, r, 0, 0, r, 0, r, 0, -r, 0, r, 0, 0, r, r, 0, 0, -r, r, // half turns about <110>
            h, h, h, h, h, h, h, -h, h, h, -h, h, h, h, -h, -h, // third turns about <111>
            h, -h, h, h, h, -h, h, -h, h, -h, -h, h, h, -h, -h, -h
        };
    }
}
