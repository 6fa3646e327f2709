package sunstone.models.polarizedlight;

/**
 * Edge-preserving smoothing of a PL image: two passes of a 5 x 5 bilateral mean over all five channels at once (Tomasi
 * and Manduchi 1998), its range set by the estimated noise. Where there is hardly any noise the image stays as it is.
 *
 * <p>Not {@link sunstone.models.polarizedlight.PlDenoiser}, which the classical rules use: this one chooses the
 * candidate fills that the network is shown ({@link sunstone.models.polarizedlight.registration.RegisteredPl
 * RegisteredPl}), so the shipped weights and all that was measured with them hold for these very numbers; and it runs
 * on every training example, where two passes over 25 neighbours cost a fraction of the 30 iterations there.
 */
public final class PlSmoothing {
    private static final int RADIUS = 2;
    private static final int CHANNELS = PlImage.CHANNELS;
    private static final double NEGLIGIBLE = 0.005;

    private PlSmoothing() {}

    /** Smoothed channels, channel-major, shape [5, n]. */
    public static float[] of(PlImage pl) {
        if (pl.meanNoise() < NEGLIGIBLE) {
            return pl.harmonics();
        }
        double variance = CHANNELS * pl.meanNoise() * pl.meanNoise();
        // two pixels of one grain differ by 2 * variance in the mean of |d|^2; the first pass halves nothing but noise
        float[] once = pass(pl.harmonics(), pl.grid().rows(), pl.grid().cols(), 2 * variance);
        return pass(once, pl.grid().rows(), pl.grid().cols(), 0.6 * variance);
    }

    private static float[] pass(float[] in, int rows, int cols, double range) {
        int n = rows * cols;
        float[] out = new float[in.length];
        float scale = (float) (-1 / range);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < cols; c++) {
                int p = r * cols + c;
                float i0 = in[p], i1 = in[n + p], i2 = in[2 * n + p], i3 = in[3 * n + p], i4 = in[4 * n + p];
                float s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, sum = 0;
                for (int rr = Math.max(0, r - RADIUS); rr <= Math.min(rows - 1, r + RADIUS); rr++) {
                    for (int cc = Math.max(0, c - RADIUS); cc <= Math.min(cols - 1, c + RADIUS); cc++) {
                        int q = rr * cols + cc;
                        float a = in[q], b = in[n + q], d = in[2 * n + q], e = in[3 * n + q], f = in[4 * n + q];
                        float x = scale
                                * ((a - i0) * (a - i0)
                                        + (b - i1) * (b - i1)
                                        + (d - i2) * (d - i2)
                                        + (e - i3) * (e - i3)
                                        + (f - i4) * (f - i4));
                        if (x < -8) {
                            continue;
                        }
                        float g = 1 / (1 - x + 0.5f * x * x - x * x * x / 6); // exp(x) to a few per cent, x <= 0
                        s0 += g * a;
                        s1 += g * b;
                        s2 += g * d;
                        s3 += g * e;
                        s4 += g * f;
                        sum += g;
                    }
                }
                out[p] = s0 / sum;
                out[n + p] = s1 / sum;
                out[2 * n + p] = s2 / sum;
                out[3 * n + p] = s3 / sum;
                out[4 * n + p] = s4 / sum;
            }
        }
        return out;
    }
}
