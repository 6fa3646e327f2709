package sunstone.models.posterior.ensemble;

import java.util.Arrays;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.prior.Conditioning;
import sunstone.models.prior.ModelCard;

/**
 * Brings the observations into a plain joint prior, which knows of none: after each pass the estimate is drawn towards
 * what was seen, {@code x <- x + K (y - x)} with {@code K = r^2 / (r^2 + R)} and r^2 the variance of a pixel given its
 * noisy value (FIX of Wang et al., 2212.00490, and Zhu et al., 2305.08995).
 *
 * <p>One measured pixel would be outvoted by its grain (that is why such rules fail with sparse points), so what draws
 * is a whole candidate fill: R is small at the point and where the light matches, and grows as the match and the
 * distance get worse. PL channels are drawn to the light with the variance of its noise.
 */
final class FillGuidance {
    private static final float VARIANCE = 0.33f;
    /** Least variance of a copied orientation, scaled channels: about 2 degrees. */
    private static final double COPY = 1e-3;
    /** Of the light beyond its noise. */
    private static final double LIGHT = 1e-3;
    /** The candidate that looks at the light most. */
    private static final int FILL = 2;

    private final float[] seen;
    private final float[] variance;

    private FillGuidance(float[] seen, float[] variance) {
        this.seen = seen;
        this.variance = variance;
    }

    /**
     * What draws, for one observation.
     *
     * @param card of the prior: its channels and scalings
     * @param observation as {@link Conditioning} encodes it, with the card's scaling of orientations
     * @param n pixels
     */
    static FillGuidance of(ModelCard card, Conditioning observation, int n) {
        int channels = card.channels().size();
        float[] seen = new float[channels * n];
        float[] variance = new float[channels * n];
        float[] o = observation.observed();
        float[] harmonics = Arrays.copyOfRange(o, Conditioning.LIGHT * n, (Conditioning.LIGHT + PlImage.CHANNELS) * n);
        float[] features = card.pl().channels(harmonics, card.plScaling());
        System.arraycopy(features, 0, seen, 3 * n, features.length);
        for (int i = 0; i < n; i++) {
            boolean points = observation.mask()[n + i] > 0;
            boolean pl = observation.mask()[2 * n + i] > 0;
            double match = pl ? o[(Conditioning.CONFIDENCES + 2 * FILL) * n + i] : 1;
            double near = o[(Conditioning.CONFIDENCES + 2 * FILL + 1) * n + i];
            double doubt = COPY / (Math.pow(match, 4) * Math.sqrt(near) + 1e-6);
            for (int c = 0; c < 3; c++) {
                seen[c * n + i] = o[(3 * FILL + c) * n + i];
                variance[c * n + i] = points ? (float) doubt : Float.POSITIVE_INFINITY;
            }
            double noise = (1 - o[(Conditioning.OBSERVED - 1) * n + i]) / 4;
            for (int c = 3; c < channels; c++) {
                variance[c * n + i] = pl ? (float) (LIGHT + noise * noise) : Float.POSITIVE_INFINITY;
            }
        }
        return new FillGuidance(seen, variance);
    }

    /** Draws an estimate at a time of the cosine schedule, in place. */
    void draw(float[] estimate, double time) {
        double noise = Math.pow(Math.tan(Math.PI / 2 * time), 2);
        float r2 = (float) (noise * VARIANCE / (noise + VARIANCE));
        for (int i = 0; i < estimate.length; i++) {
            estimate[i] += r2 / (r2 + variance[i]) * (seen[i] - estimate[i]);
        }
    }
}
