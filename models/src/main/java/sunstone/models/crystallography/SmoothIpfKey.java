package sunstone.models.crystallography;

/**
 * Colours of Nolze and Hielscher, J. Appl. Cryst. 49 (2016) 1786 [N16], as MTEX and orix evaluate them
 * (models/doc/physics.md section 4): hue is the azimuth about the sector's centre, stretched so that the three arcs
 * between corners weigh the same; lightness falls from white at the centre to pure colour at the edge.
 */
final class SmoothIpfKey implements IpfKey {
    /** Azimuths of the hue table, and the scale by which corners are looked up in it; both as in the sources. */
    private static final int AZIMUTHS = 999;

    private static final int LOOK_UP = 1000;

    /** Corners closer than this to the table's start are the start. */
    private static final int FIRST_CORNER = 10;

    private final LaueGroup laue;
    private final double[] centre;
    private final double[] towardsZ;
    private final double[] across;
    private final double[][] normals;
    private final double[] hue;
    private final double[] s = new double[3];
    private final double[] t = new double[3];

    SmoothIpfKey(LaueGroup laue) {
        this.laue = laue;
        IpfSector sector = laue.sector();
        normals = sector.normals();
        centre = sector.centre();
        double z = centre[2];
        // of the hemisphere the pole itself is the centre, and hue is counted from x
        double[] from = z == 1 ? new double[] {1, 0, 0} : new double[] {0, 0, 1};
        towardsZ = z == 1 ? from : unit(-z * centre[0], -z * centre[1], 1 - z * z);
        across = new double[3];
        cross(centre, towardsZ, across);
        hue = hueTable(sector, from);
    }

    @Override
    public LaueGroup laue() {
        return laue;
    }

    @Override
    public void sectorColour(double[] h, int ih, double[] rgb, int io) {
        double dx = h[ih] - centre[0], dy = h[ih + 1] - centre[1], dz = h[ih + 2] - centre[2];
        double turn = azimuth(dx, dy, dz) / (2 * Math.PI) * AZIMUTHS;
        int k = Math.min((int) turn, AZIMUTHS - 1);
        double angle = hue[k] + (turn - k) * (hue[k + 1] - hue[k]);
        hslToRgb(angle, (1 + distanceToEdge(h, ih)) / 2, rgb, io);
    }

    private double azimuth(double dx, double dy, double dz) {
        double a = Math.atan2(
                across[0] * dx + across[1] * dy + across[2] * dz,
                towardsZ[0] * dx + towardsZ[1] * dy + towardsZ[2] * dz);
        return a < 0 ? a + 2 * Math.PI : a;
    }

    /** 1 at the centre, 0 on the edge. */
    private double distanceToEdge(double[] h, int ih) {
        double x = h[ih], y = h[ih + 1], z = h[ih + 2];
        s[0] = y * centre[2] - z * centre[1];
        s[1] = z * centre[0] - x * centre[2];
        s[2] = x * centre[1] - y * centre[0];
        double p = 1;
        for (double[] n : normals) {
            cross(s, n, t); // the edge's point on the great circle through h and the centre
            double ratio = angle(-x, -y, -z, t) / angle(-centre[0], -centre[1], -centre[2], t);
            p = ratio < p ? ratio : p; // not a number at the centre itself
        }
        return p;
    }

    /** Hue at azimuths 0, 2 pi / 999, .. 2 pi, as a fraction of a full turn. */
    private double[] hueTable(IpfSector sector, double[] from) {
        double[] start = new double[3];
        cross(new double[] {from[0] - centre[0], from[1] - centre[1], from[2] - centre[2]}, centre, start);
        start = unit(start[0], start[1], start[2]);
        double[] side = new double[3];
        cross(centre, start, side);
        double[] weight = new double[AZIMUTHS];
        for (int k = 0; k < AZIMUTHS; k++) {
            double c = Math.cos(2 * Math.PI * k / AZIMUTHS), d = Math.sin(2 * Math.PI * k / AZIMUTHS);
            double[] plane = {c * start[0] + d * side[0], c * start[1] + d * side[1], c * start[2] + d * side[2]};
            weight[k] = Double.POSITIVE_INFINITY;
            for (double[] n : normals) {
                cross(n, plane, t);
                weight[k] = Math.min(weight[k], angle(centre[0], centre[1], centre[2], t));
            }
        }
        double[] table = new double[AZIMUTHS + 1];
        int[] cuts = cuts(sector);
        for (int arc = 0; arc + 1 < cuts.length; arc++) {
            double sum = 0;
            for (int k = cuts[arc]; k < cuts[arc + 1]; k++) {
                sum += weight[k];
            }
            for (int k = cuts[arc]; k < cuts[arc + 1]; k++) {
                table[k + 1] = table[k] + weight[k] / sum / (cuts.length - 1);
            }
        }
        return table;
    }

    /** First azimuths of the arcs that weigh the same, and the end; without three corners there is one arc. */
    private int[] cuts(IpfSector sector) {
        if (sector.corners() != 3) {
            return new int[] {0, AZIMUTHS};
        }
        int[] inner = sector.names().stream()
                .mapToDouble(c -> azimuth(c.x() - centre[0], c.y() - centre[1], c.z() - centre[2]))
                .mapToInt(a -> (int) Math.rint(LOOK_UP * a / (2 * Math.PI)))
                .filter(k -> k >= FIRST_CORNER && k <= LOOK_UP - FIRST_CORNER) // full turn is no turn
                .sorted()
                .toArray();
        int[] cuts = new int[inner.length + 2];
        System.arraycopy(inner, 0, cuts, 1, inner.length);
        cuts[cuts.length - 1] = AZIMUTHS;
        return cuts;
    }

    /** Full saturation. */
    private static void hslToRgb(double turn, double lightness, double[] rgb, int io) {
        double spread = Math.min(lightness, 1 - lightness);
        for (int channel = 0; channel < 3; channel++) {
            double k = (12 * turn + (channel == 0 ? 0 : channel == 1 ? 8 : 4)) % 12;
            rgb[io + channel] = lightness - spread * Math.max(-1, Math.min(Math.min(k - 3, 9 - k), 1));
        }
    }

    private static double angle(double x, double y, double z, double[] v) {
        double cx = y * v[2] - z * v[1], cy = z * v[0] - x * v[2], cz = x * v[1] - y * v[0];
        return Math.atan2(Math.sqrt(cx * cx + cy * cy + cz * cz), x * v[0] + y * v[1] + z * v[2]);
    }

    private static void cross(double[] a, double[] b, double[] out) {
        double x = a[1] * b[2] - a[2] * b[1], y = a[2] * b[0] - a[0] * b[2], z = a[0] * b[1] - a[1] * b[0];
        out[0] = x;
        out[1] = y;
        out[2] = z;
    }

    private static double[] unit(double x, double y, double z) {
        double n = Math.sqrt(x * x + y * y + z * z);
        return new double[] {x / n, y / n, z / n};
    }
}
