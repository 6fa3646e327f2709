package sunstone.models.crystallography;

/**
 * Colours of crystal directions (inverse pole figure), crystal frame X parallel to a. Start at {@link #classic} or
 * {@link #smooth}. Not safe for use by several threads at once: a key holds working space.
 */
public interface IpfKey {
    /**
     * The TSL colours: red, green and blue corners ([0001], [2-1-10], [10-10], or [001], [101], [111]) mixed by angle,
     * the brightest part 1.
     */
    static IpfKey classic(LaueGroup laue) {
        return new ClassicIpfKey(laue);
    }

    /** The colours of MTEX and orix: hue around the sector's centre, which is white [N16]. */
    static IpfKey smooth(LaueGroup laue) {
        return new SmoothIpfKey(laue);
    }

    /** Laue group whose sector is coloured. */
    LaueGroup laue();

    /**
     * Colour of a direction of the sector.
     *
     * @param h unit direction in the sector at {@code h[ih]}, as {@link IpfSector#fold} makes it
     * @param rgb receives red, green, blue, each 0 to 1, at {@code io}
     */
    void sectorColour(double[] h, int ih, double[] rgb, int io);

    /**
     * Colours of many orientations as packed opaque 0xAARRGGBB, rounded to 8 bits.
     *
     * @param q unit quaternions, shape [n, 4]
     * @param argb receives the colours, shape [n]
     */
    default void colours(double[] q, SampleAxis axis, int[] argb) {
        double[] h = new double[3];
        double[] rgb = new double[3];
        for (int i = 0; i < argb.length; i++) {
            axis.inCrystal(q, 4 * i, h, 0);
            laue().sector().fold(h, 0, h, 0);
            sectorColour(h, 0, rgb, 0);
            argb[i] = 0xFF000000
                    | (int) Math.round(255 * rgb[0]) << 16
                    | (int) Math.round(255 * rgb[1]) << 8
                    | (int) Math.round(255 * rgb[2]);
        }
    }
}
