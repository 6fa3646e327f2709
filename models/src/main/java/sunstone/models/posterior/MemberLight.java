package sunstone.models.posterior;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.UniaxialOptics;

/**
 * Light of the members of an ensemble: what their orientations look like in canonical optics, scaled coefficients,
 * channel-major, shape [5, rows * cols].
 *
 * @param mean over the members
 * @param variance over the members, 0 for one
 */
public record MemberLight(float[] mean, float[] variance) {
    private static final int CHANNELS = PlImage.CHANNELS;

    /** Standard deviation of a channel that the members do not show: gradients inside grains, the detector's noise. */
    private static final double HIDDEN = 0.02;

    /** Standard deviations from the mean from which what was seen is a scratch or dirt. */
    private static final double DIRT = 4;

    /** Of an ensemble of at least one member, unit quaternions, shape [rows * cols, 4] each. */
    public static MemberLight of(List<float[]> members) {
        int length = CHANNELS * members.get(0).length / 4;
        float[] mean = new float[length];
        float[] variance = new float[length];
        int m = 0;
        for (float[] member : members) {
            float[] light = of(member);
            m++;
            for (int i = 0; i < length; i++) {
                float before = light[i] - mean[i];
                mean[i] += before / m;
                variance[i] += before * (light[i] - mean[i]);
            }
        }
        for (int i = 0; i < length; i++) {
            variance[i] = m < 2 ? 0 : variance[i] / (m - 1);
        }
        return new MemberLight(mean, variance);
    }

    /** Light of one map, unit quaternions, shape [rows * cols, 4]. */
    public static float[] of(float[] member) {
        UniaxialOptics optics = UniaxialOptics.canonical();
        PlScaling scaling = PlScaling.canonical();
        int n = member.length / 4;
        float[] out = new float[CHANNELS * n];
        IntStream.range(0, 64).parallel().forEach(part -> {
            double[] q = new double[4];
            double[] h = new double[CHANNELS];
            for (int i = (int) ((long) n * part / 64); i < (long) n * (part + 1) / 64; i++) {
                for (int c = 0; c < 4; c++) {
                    q[c] = member[4 * i + c];
                }
                optics.harmonics(q, 0, h, 0);
                for (int c = 0; c < CHANNELS; c++) {
                    out[c * n + i] = scaling.scale(c, h[c]);
                }
            }
        });
        return out;
    }

    /**
     * The light without noise, scratches and dirt: what the members look like and what was seen, each with the weight
     * of its precision; where the two contradict each other by more than {@value #DIRT} standard deviations of both,
     * what was seen is dirt and left out.
     *
     * @param seen canonical light on the raster of the members, or null for the members alone
     * @return scaled coefficients, channel-major, shape [5, rows * cols]
     */
    public float[] denoised(@Nullable PlImage seen) {
        float[] out = mean.clone();
        int n = out.length / CHANNELS;
        for (int i = 0; seen != null && i < n; i++) {
            if (!seen.covers(i) || dirty(seen, i)) {
                continue;
            }
            for (int c = 0; c < CHANNELS; c++) {
                int at = c * n + i;
                double noise = seen.noise()[c] * seen.noise()[c];
                double own = variance[at] + HIDDEN * HIDDEN;
                out[at] += (float) (own / (own + noise) * (seen.harmonics()[at] - mean[at]));
            }
        }
        return out;
    }

    private boolean dirty(PlImage seen, int pixel) {
        int n = mean.length / CHANNELS;
        for (int c = 0; c < CHANNELS; c++) {
            int at = c * n + pixel;
            double off = seen.harmonics()[at] - mean[at];
            double expected = seen.noise()[c] * seen.noise()[c] + variance[at] + HIDDEN * HIDDEN;
            if (off * off > DIRT * DIRT * expected) {
                return true;
            }
        }
        return false;
    }

    /**
     * A frame of the stack, clipped to 0 to 1; the brightest possible crystal is 1.
     *
     * @param channels scaled coefficients, shape [5, n]
     * @param stageDeg stage angle, degrees
     * @return shape [n]
     */
    public static float[] frame(float[] channels, double stageDeg) {
        int n = channels.length / CHANNELS;
        double w = Math.toRadians(stageDeg);
        double[] basis = {1, Math.cos(2 * w), Math.sin(2 * w), Math.cos(4 * w), Math.sin(4 * w)};
        PlScaling scaling = PlScaling.canonical();
        double[] frame = new double[n];
        for (int c = 0; c < CHANNELS; c++) {
            for (int i = 0; i < n; i++) {
                frame[i] += basis[c] * scaling.unscale(c, channels[c * n + i]);
            }
        }
        float[] out = new float[n];
        Arrays.setAll(frame, i -> Math.max(0, Math.min(1, frame[i])));
        for (int i = 0; i < n; i++) {
            out[i] = (float) frame[i];
        }
        return out;
    }
}
