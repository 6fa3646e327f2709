package sunstone.models.polarizedlight;

/**
 * Scale of the harmonic coefficients of polarized light: channel by channel [lo, hi] over all crystal orientations
 * goes to [-1, 1]. Intensities are scaled so that the brightest possible crystal is 1.
 *
 * @param lo smallest coefficient of each of the 5 channels (1, cos 2w, sin 2w, cos 4w, sin 4w)
 * @param hi largest coefficient of each channel
 */
public record PlScaling(float[] lo, float[] hi) {
    public PlScaling {
        if (lo.length != PlImage.CHANNELS || hi.length != PlImage.CHANNELS) {
            throw new IllegalArgumentException("a PL scaling needs 5 limits, not " + lo.length + " and " + hi.length);
        }
        for (int c = 0; c < lo.length; c++) {
            if (!(hi[c] > lo[c])) {
                throw new IllegalArgumentException("PL channel " + c + " has no range: " + lo[c] + " to " + hi[c]);
            }
        }
    }

    /**
     * Scale of {@link UniaxialOptics#canonical canonical optics}: the exact extremes of the closed form,
     * models/doc/physics.md section 6.
     */
    public static PlScaling canonical() {
        return new PlScaling(
                new float[] {0.04398441f, -0.29173164f, -0.29173164f, -0.32969669f, -0.32969669f},
                new float[] {0.37857168f, 0.29173164f, 0.29173164f, 0.32969669f, 0.32969669f});
    }

    /** Scaled value of a coefficient. */
    public float scale(int channel, double coefficient) {
        return (float) (2 * (coefficient - lo[channel]) / (hi[channel] - lo[channel]) - 1);
    }

    /** Coefficient of a scaled value. */
    public double unscale(int channel, double scaled) {
        return lo[channel] + (scaled + 1) / 2 * (hi[channel] - lo[channel]);
    }
}
