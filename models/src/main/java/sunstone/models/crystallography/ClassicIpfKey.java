package sunstone.models.crystallography;

/** Classic TSL colours, models/doc/physics.md section 4 [EbsdLib]. */
record ClassicIpfKey(LaueGroup laue) implements IpfKey {
    @Override
    public void sectorColour(double[] h, int ih, double[] rgb, int io) {
        double x = h[ih], y = h[ih + 1], z = h[ih + 2];
        double chi = Math.atan2(Math.sqrt(x * x + y * y), z);
        double eta = Math.atan2(y, x);
        double chiMax = Math.PI / 2;
        double etaMax = Math.PI / 6;
        if (laue == LaueGroup.CUBIC) {
            double tan = Math.tan(eta);
            chiMax = Math.acos(1 / Math.sqrt(2 + tan * tan));
            etaMax = Math.PI / 4;
        }
        double u = clamp(chi / chiMax);
        double b = clamp(eta / etaMax);
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
