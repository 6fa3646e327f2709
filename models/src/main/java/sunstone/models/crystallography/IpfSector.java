package sunstone.models.crystallography;

/**
 * The standard sector of crystal directions, to which the mirrors of the Laue group fold all others. 6/mmm: azimuth 0
 * to 30 degrees, z at least 0. m-3m: 0 <= y <= x <= z.
 */
public final class IpfSector {
    private static final double COS_30 = Math.sqrt(3) / 2;
    private static final double TAN_30 = 1 / Math.sqrt(3);

    private IpfSector() {}

    /**
     * The equivalent in the sector of the direction at {@code h[ih]}, written to {@code out} at {@code io}, which may be
     * the same place. The length is kept.
     */
    public static void fold(LaueGroup laue, double[] h, int ih, double[] out, int io) {
        double x = Math.abs(h[ih]), y = Math.abs(h[ih + 1]), z = Math.abs(h[ih + 2]);
        switch (laue) {
            case HEXAGONAL -> {
                if (y > TAN_30 * x) { // mirror at 30 degrees, then at 0
                    double turned = x / 2 + COS_30 * y;
                    y = Math.abs(COS_30 * x - y / 2);
                    x = turned;
                }
                out[io] = x;
                out[io + 1] = y;
                out[io + 2] = z;
            }
            case CUBIC -> {
                double largest = Math.max(x, Math.max(y, z)), smallest = Math.min(x, Math.min(y, z));
                out[io] = Math.max(Math.min(x, y), Math.min(Math.max(x, y), z));
                out[io + 1] = smallest;
                out[io + 2] = largest;
            }
        }
    }
}
