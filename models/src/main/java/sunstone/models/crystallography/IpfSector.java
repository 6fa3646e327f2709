package sunstone.models.crystallography;

import java.util.List;

/**
 * The standard sector of crystal directions of a Laue group, to which inversion, mirrors and rotations fold all others.
 * Every sector lies in the upper hemisphere; the sectors are those of MTEX and orix. 6/mmm: azimuth 0 to 30 degrees;
 * m-3m: 0 <= y <= x <= z.
 */
public final class IpfSector {
    private static final double R3 = Math.sqrt(3);
    private static final double SIN_60 = R3 / 2;

    /** A corner of the sector, or another direction worth a name: a unit vector. */
    public record Corner(String name, double x, double y, double z) {
        private static Corner of(String name, double x, double y, double z) {
            double n = Math.sqrt(x * x + y * y + z * z);
            return new Corner(name, x / n, y / n, z / n);
        }
    }

    private interface Fold {
        void fold(double x, double y, double z, double[] out, int io);
    }

    private final List<Corner> names;
    private final double[][] normals;
    private final double[] centre;
    private final int corners;
    private final double start;
    private final double width;
    private final boolean cubic;
    private final Fold fold;

    private IpfSector(
            List<Corner> names,
            int corners,
            double[] centre,
            double[][] normals,
            double startDeg,
            double widthDeg,
            boolean cubic,
            Fold fold) {
        this.names = names;
        this.corners = corners;
        this.centre = centre;
        this.normals = normals;
        this.start = Math.toRadians(startDeg);
        this.width = Math.PI / (180 / widthDeg);
        this.cubic = cubic;
        this.fold = fold;
    }

    /** Upper hemisphere, for -1. */
    static IpfSector hemisphere() {
        return new IpfSector(
                List.of(Corner.of("c*", 0, 0, 1), Corner.of("a", 1, 0, 0)),
                0,
                new double[] {0, 0, 1},
                new double[][] {{0, 0, 1}},
                0,
                360,
                false,
                (x, y, z, out, io) -> {
                    double up = z < 0 ? -1 : 1;
                    put(up * x, up * y, up * z, out, io);
                });
    }

    /** Quarter of the sphere, y and z at least 0: for 2/m with b the axis of order 2. */
    static IpfSector quarter() {
        return new IpfSector(
                List.of(Corner.of("c*", 0, 0, 1), Corner.of("a", 1, 0, 0), Corner.of("-a", -1, 0, 0)),
                2,
                unit(0, 1, 1),
                new double[][] {{0, 0, 1}, {0, 1, 0}},
                0,
                180,
                false,
                (x, y, z, out, io) -> put(z < 0 ? -x : x, Math.abs(y), Math.abs(z), out, io));
    }

    /**
     * Azimuths from 0 to {@code widthDeg}, with mirrors on both sides: for mmm, 4/mmm and 6/mmm.
     *
     * @param names of the pole, the direction at azimuth 0 and that at the end
     */
    static IpfSector mirrors(int widthDeg, String... names) {
        double tan = widthDeg == 90 ? Double.POSITIVE_INFINITY : widthDeg == 45 ? 1 : 1 / R3;
        double cos = widthDeg == 90 ? -1 : widthDeg == 45 ? 0 : 0.5; // of twice the width
        double sin = widthDeg == 90 ? 0 : widthDeg == 45 ? 1 : SIN_60;
        return wedge(0, widthDeg, names, (hx, hy, hz, out, io) -> {
            double x = Math.abs(hx), y = Math.abs(hy);
            if (y > tan * x) { // mirror at the width, then at 0
                put(cos * x + sin * y, Math.abs(sin * x - cos * y), Math.abs(hz), out, io);
            } else {
                put(x, y, Math.abs(hz), out, io);
            }
        });
    }

    /**
     * Azimuths of one turn of an axis of order {@code n}: for -3, 4/m and 6/m, and with mirrors on both sides of half a
     * turn, for -3m.
     */
    static IpfSector rotations(int n, boolean mirrored, int startDeg, String... names) {
        double period = 2 * Math.PI / n;
        double from = Math.toRadians(startDeg);
        double width = mirrored ? period / 2 : period;
        return wedge(startDeg, mirrored ? 180 / n : 360 / n, names, (hx, hy, hz, out, io) -> {
            double up = hz < 0 ? -1 : 1;
            double x = up * hx, y = up * hy;
            double turns = Math.floor((Math.atan2(y, x) - from) / period);
            double c = Math.cos(turns * period), s = Math.sin(turns * period);
            double fx = c * x + s * y, fy = c * y - s * x;
            if (mirrored && Math.atan2(fy, fx) - from > width) {
                double m = 2 * (from + width), cm = Math.cos(m), sm = Math.sin(m);
                put(cm * fx + sm * fy, sm * fx - cm * fy, up * hz, out, io);
            } else {
                put(fx, fy, up * hz, out, io);
            }
        });
    }

    /** 0 <= y <= x <= z, for m-3m. */
    static IpfSector cubic() {
        List<Corner> corners =
                List.of(Corner.of("[001]", 0, 0, 1), Corner.of("[101]", 1, 0, 1), Corner.of("[111]", 1, 1, 1));
        double[][] normals = {{0, 1, 0}, unit(1, -1, 0), unit(-1, 0, 1)};
        return new IpfSector(corners, 3, mean(corners), normals, 0, 45, true, (hx, hy, hz, out, io) -> {
            double x = Math.abs(hx), y = Math.abs(hy), z = Math.abs(hz);
            put(
                    Math.max(Math.min(x, y), Math.min(Math.max(x, y), z)),
                    Math.min(x, Math.min(y, z)),
                    Math.max(x, Math.max(y, z)),
                    out,
                    io);
        });
    }

    /** 0 <= x, y <= z, for m-3. */
    static IpfSector cubicLow() {
        List<Corner> corners = List.of(
                Corner.of("[001]", 0, 0, 1),
                Corner.of("[101]", 1, 0, 1),
                Corner.of("[111]", 1, 1, 1),
                Corner.of("[011]", 0, 1, 1));
        double[][] normals = {{1, 0, 0}, unit(0, -1, 1), unit(-1, 0, 1), {0, 1, 0}, {0, 0, 1}};
        // the mean direction of the sector as MTEX and orix have it
        double[] centre = unit(0.349928, 0.348069, 0.869711);
        return new IpfSector(corners, 4, centre, normals, 0, 90, true, (hx, hy, hz, out, io) -> {
            double x = Math.abs(hx), y = Math.abs(hy), z = Math.abs(hz);
            if (z >= x && z >= y) {
                put(x, y, z, out, io);
            } else if (x >= y) {
                put(y, z, x, out, io);
            } else {
                put(z, x, y, out, io);
            }
        });
    }

    private static IpfSector wedge(int startDeg, int widthDeg, String[] names, Fold fold) {
        double[] from = atAzimuth(startDeg), to = atAzimuth(startDeg + widthDeg);
        List<Corner> corners = List.of(
                new Corner(names[0], 0, 0, 1),
                new Corner(names[1], from[0], from[1], 0),
                new Corner(names[2], to[0], to[1], 0));
        double[][] normals = {{0, 0, 1}, {0 - from[1], from[0], 0}, {to[1], 0 - to[0], 0}};
        return new IpfSector(corners, 3, mean(corners), normals, startDeg, widthDeg, false, fold);
    }

    /** Names of directions, the pole first, then counter-clockwise. */
    public List<Corner> names() {
        return names;
    }

    /** Number of corners: none, two, three or four. */
    int corners() {
        return corners;
    }

    /** Unit centre. */
    double[] centre() {
        return centre.clone();
    }

    /** Inward unit normals of the edges. */
    double[][] normals() {
        return normals;
    }

    /** Azimuth of the first edge, radians. */
    double start() {
        return start;
    }

    /** Range of azimuths, radians. */
    double width() {
        return width;
    }

    /** Largest angle from the pole at an azimuth of the sector, radians. */
    double reach(double azimuth) {
        if (!cubic) {
            return Math.PI / 2;
        }
        double tan = Math.tan(azimuth > Math.PI / 4 ? Math.PI / 2 - azimuth : azimuth);
        return Math.acos(1 / Math.sqrt(2 + tan * tan));
    }

    /** True if a unit direction lies in the sector or on its edge. */
    public boolean contains(double x, double y, double z) {
        for (double[] n : normals) {
            if (n[0] * x + n[1] * y + n[2] * z < -1e-12) { // rounding
                return false;
            }
        }
        return true;
    }

    /**
     * The equivalent in the sector of the direction at {@code h[ih]}, written to {@code out} at {@code io}, which may
     * be the same place. The length is kept.
     */
    public void fold(double[] h, int ih, double[] out, int io) {
        fold.fold(h[ih], h[ih + 1], h[ih + 2], out, io);
    }

    private static void put(double x, double y, double z, double[] out, int io) {
        out[io] = x;
        out[io + 1] = y;
        out[io + 2] = z;
    }

    private static double[] atAzimuth(int degrees) {
        return switch (degrees) { // exact where it can be
            case -30 -> new double[] {SIN_60, -0.5};
            case 0 -> new double[] {1, 0};
            case 30 -> new double[] {SIN_60, 0.5};
            case 45 -> new double[] {Math.sqrt(0.5), Math.sqrt(0.5)};
            case 60 -> new double[] {0.5, SIN_60};
            case 90 -> new double[] {0, 1};
            case 120 -> new double[] {-0.5, SIN_60};
            default -> throw new IllegalArgumentException("no sector has an edge at " + degrees + " degrees");
        };
    }

    private static double[] mean(List<Corner> c) {
        return unit(
                c.get(0).x + c.get(1).x + c.get(2).x,
                c.get(0).y + c.get(1).y + c.get(2).y,
                c.get(0).z + c.get(1).z + c.get(2).z);
    }

    private static double[] unit(double x, double y, double z) {
        double n = Math.sqrt(x * x + y * y + z * z);
        return new double[] {x / n, y / n, z / n};
    }
}
