package sunstone.agent.picture;

/**
 * Perceptually uniform colour maps: equal steps of the number look like equal steps of colour, in grey print too.
 *
 * <p>Source: N. J. Smith and S. van der Walt, github.com/BIDS/colormap (CC0), as shipped with matplotlib; every
 * sixteenth of the 256 published entries, linear in between, which is within 2 of 255 of the full table.
 */
public enum ColourMap {
    /** Black over purple to pale yellow; small values recede. */
    MAGMA(
            0x000004, 0x0a0822, 0x1d1147, 0x36106b, 0x51127c, 0x6a1c81, 0x832681, 0x9c2e7f, 0xb73779, 0xcf4070,
            0xe55064, 0xf4695c, 0xfb8761, 0xfea571, 0xfec287, 0xfde0a1, 0xfcfdbf),
    /** Violet over green to yellow. */
    VIRIDIS(
            0x440154, 0x48186a, 0x472d7b, 0x424086, 0x3b528b, 0x33638d, 0x2c728e, 0x26828e, 0x21918c, 0x1f9f88,
            0x27ad81, 0x3dbc74, 0x5cc863, 0x81d34d, 0xaadc32, 0xd5e21a, 0xfde725);

    private final int[] anchors;

    ColourMap(int... anchors) {
        this.anchors = anchors;
    }

    /**
     * Colour of a number.
     *
     * @param x 0 to 1; values outside and NaN are clamped to the ends (NaN to the lower)
     * @return 0xRRGGBB
     */
    public int rgb(double x) {
        double u = (x > 0 ? Math.min(x, 1) : 0) * (anchors.length - 1);
        int k = Math.min((int) u, anchors.length - 2);
        double f = u - k;
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int a = anchors[k] >> shift & 0xff;
            int b = anchors[k + 1] >> shift & 0xff;
            rgb |= (int) Math.round(a + f * (b - a)) << shift;
        }
        return rgb;
    }
}
