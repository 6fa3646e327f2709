package sunstone.models.crystallography;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Laue group of a phase, through its proper rotations (models/doc/physics.md section 3). Equivalents of an orientation
 * q are {@code s q}. Crystal frames have X along a and Z along c (c* in oblique cells); the axis of order 2 of 2/m is
 * b, those of -3m lie along a. A group is one line here: everything else in the program follows from it.
 */
public enum LaueGroup {
    /** Identity only. */
    TRICLINIC("-1", CrystalSystem.TRICLINIC, 1, "1", 180, axial(1, false), IpfSector.hemisphere()),
    /** 2, about b. */
    MONOCLINIC("2/m", CrystalSystem.MONOCLINIC, 2, "20", 180, aboutB(), IpfSector.quarter()),
    /** 222. */
    ORTHORHOMBIC(
            "mmm",
            CrystalSystem.ORTHORHOMBIC,
            3,
            "22",
            120,
            axial(2, true),
            IpfSector.mirrors(90, "[001]", "[100]", "[010]")),
    /** 4. */
    TETRAGONAL_LOW(
            "4/m",
            CrystalSystem.TETRAGONAL,
            4,
            "4",
            180,
            axial(4, false),
            IpfSector.rotations(4, false, 0, "[001]", "[100]", "[010]")),
    /** 422. */
    TETRAGONAL(
            "4/mmm",
            CrystalSystem.TETRAGONAL,
            5,
            "42",
            98.42105811814942,
            axial(4, true),
            IpfSector.mirrors(45, "[001]", "[100]", "[110]")),
    /** 3. */
    TRIGONAL_LOW(
            "-3",
            CrystalSystem.TRIGONAL,
            6,
            "3",
            180,
            axial(3, false),
            IpfSector.rotations(3, false, 0, "[0001]", "[2-1-10]", "[-12-10]")),
    /** 32, axes of order 2 along a. */
    TRIGONAL(
            "-3m",
            CrystalSystem.TRIGONAL,
            7,
            "32",
            104.47751218592992,
            axial(3, true),
            IpfSector.rotations(3, true, -30, "[0001]", "[1-100]", "[10-10]")),
    /** 6. */
    HEXAGONAL_LOW(
            "6/m",
            CrystalSystem.HEXAGONAL,
            8,
            "6",
            180,
            axial(6, false),
            IpfSector.rotations(6, false, 0, "[0001]", "[2-1-10]", "[11-20]")),
    /** 6/mmm with the 12 rotations of 622. */
    HEXAGONAL(
            "6/mmm",
            CrystalSystem.HEXAGONAL,
            9,
            "62",
            93.84096571625814,
            axial(6, true),
            IpfSector.mirrors(30, "[0001]", "[2-1-10]", "[10-10]")),
    /** 23. */
    CUBIC_LOW("m-3", CrystalSystem.CUBIC, 10, "23", 90, cubicLow(), IpfSector.cubicLow()),
    /** m-3m with the 24 rotations of 432. */
    CUBIC("m-3m", CrystalSystem.CUBIC, 11, "43", 62.799429619838094, cubic(), IpfSector.cubic());

    private final String symbol;
    private final CrystalSystem system;
    private final int oxfordCode;
    private final String edaxCode;
    private final double maxDisorientationDeg;
    private final double[] operators;
    private final IpfSector sector;

    LaueGroup(
            String symbol,
            CrystalSystem system,
            int oxfordCode,
            String edaxCode,
            double maxDisorientationDeg,
            double[] operators,
            IpfSector sector) {
        this.symbol = symbol;
        this.system = system;
        this.oxfordCode = oxfordCode;
        this.edaxCode = edaxCode;
        this.maxDisorientationDeg = maxDisorientationDeg;
        this.operators = operators;
        this.sector = sector;
    }

    /**
     * The group of a symbol.
     *
     * @throws IllegalArgumentException naming the symbols that are known
     */
    public static LaueGroup of(String symbol) {
        return find(g -> g.symbol.equals(symbol))
                .orElseThrow(() -> new IllegalArgumentException(
                        "Laue group must be one of " + symbols() + ": \"" + symbol + "\""));
    }

    /** Symbols of all groups, comma-separated. */
    public static String symbols() {
        return Arrays.stream(values()).map(LaueGroup::symbol).collect(Collectors.joining(", "));
    }

    /** The group of a code of Oxford Instruments (.ctf, .cpr), 1 to 11; empty for any other number. */
    public static Optional<LaueGroup> ofOxford(int code) {
        return find(g -> g.oxfordCode == code);
    }

    /** The group of a Symmetry of EDAX (.ang); empty if none has it. */
    public static Optional<LaueGroup> ofEdax(String code) {
        return find(g -> g.edaxCode.equals(code));
    }

    private static Optional<LaueGroup> find(Predicate<LaueGroup> which) {
        return Arrays.stream(values()).filter(which).findFirst();
    }

    /** Hermann-Mauguin symbol. */
    public String symbol() {
        return symbol;
    }

    /** Crystal system. */
    public CrystalSystem system() {
        return system;
    }

    /** Code of Oxford Instruments, 1 to 11. */
    public int oxfordCode() {
        return oxfordCode;
    }

    /** Code of EDAX. */
    public String edaxCode() {
        return edaxCode;
    }

    /** Sector of the inverse pole figure. */
    public IpfSector sector() {
        return sector;
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

    /** Rotations about c of order n and, of a dihedral group, the half turns across it, the first about a. */
    private static double[] axial(int n, boolean dihedral) {
        double[] s = new double[dihedral ? 8 * n : 4 * n];
        for (int k = 0; k < n; k++) {
            double cos = cos(180 / n * k), sin = cos(180 / n * k - 90);
            s[4 * k] = cos;
            s[4 * k + 3] = sin;
            if (dihedral) {
                s[4 * (n + k) + 1] = cos;
                s[4 * (n + k) + 2] = sin;
            }
        }
        return s;
    }

    /** Cosine of -90 to 180 degrees in steps of 30 or 45, to the last digit. */
    private static double cos(int degrees) {
        return switch (Math.abs(degrees)) {
            case 0 -> 1;
            case 30 -> Math.sqrt(0.75);
            case 45 -> Math.sqrt(0.5);
            case 60 -> 0.5;
            case 90 -> 0;
            default -> -cos(180 - Math.abs(degrees));
        };
    }

    private static double[] aboutB() {
        return new double[] {1, 0, 0, 0, 0, 0, 1, 0};
    }

    private static double[] cubicLow() {
        double[] all = cubic();
        double[] s = Arrays.copyOf(all, 48); // identity and half turns about <100>, then the third turns
        System.arraycopy(all, 64, s, 16, 32);
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
