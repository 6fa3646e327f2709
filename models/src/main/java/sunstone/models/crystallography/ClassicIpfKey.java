package sunstone.models.crystallography;

/** Classic TSL colours, models/doc/physics.md section 4 [EbsdLib]. */
record ClassicIpfKey(LaueGroup laue) implements IpfKey {
    /** Rounding by which a direction may lie before the first edge of its sector, radians. */
    private static final double ROUNDING = 1e-9;

    @Override
    public void sectorColour(double[] h, int ih, double[] rgb, int io) {
        IpfSector sector = laue.sector();
        double x = h[ih], y = h[ih + 1], z = h[ih + 2];
        double chi = Math.atan2(Math.sqrt(x * x + y * y), z);
        double eta = Math.atan2(y, x);
        if (eta < sector.start() - ROUNDING) {
            eta += 2 * Math.PI;
        }
        double u = clamp(chi / sector.reach(eta));
        double b = clamp((eta - sector.start()) / sector.width());
        double red = Math.sqrt(1 - u), green = Math.sqrt((1 - b) * u), blue = Math.sqrt(b * u);
        double largest = Math.max(red, Math.max(green, blue));
        rgb[io] = red / largest;
        rgb[io + 1] = green / largest;
        rgb[io + 2] = blue / largest;
    }

    private static double clamp(double v) {
        return Math.max(0, Math.min(1, v));
    }
}
