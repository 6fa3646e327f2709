package sunstone.models.prior.network;

import java.util.ArrayList;
import java.util.List;
import sunstone.models.polarizedlight.PlImage;

/**
 * Means of the noisy orientations over what looks alike in polarized light, part of the {@link Network}'s graph.
 *
 * <p>What a grain without a measured point is, a sample decides while the noise of one pixel still hides it: only the
 * mean over the grain shows it, and light shows where the grain ends. So the noisy sample is averaged over 3 x 3 pixels
 * at distances 1, 3 and 9 in turn (supports 3, 9 and 27 px wide that do not overlap: the noises of what is averaged
 * stay independent), rows before columns, a neighbour with weight exp(-d^2 / 2v): d the difference of light, averaged
 * alike, v the variance that light may have inside a grain (edge-avoiding a-trous filter: Dammertz et al., High
 * Performance Graphics 2010). Beyond the border a pixel is its own neighbour. Nothing here is learnt.
 *
 * @param orientation mean, shape [N, 3, H, W]
 * @param light mean, shape [N, 5, H, W]
 * @param variance of the mean's noise, as a part of that of a pixel, shape [N, 1, H, W]
 */
record LightGuidedMean<T>(T orientation, T light, T variance) {
    private static final int[] DISTANCES = {1, 3, 9};
    /** Number of means, from narrow to wide. */
    static final int LEVELS = DISTANCES.length;
    /** Variance of light inside a grain without noise: scatter of the grain, mixed pixels. */
    private static final float SCATTER = 0.0064f;
    /** Light of equal pixels differs by twice the noise's variance in each channel; the weight then is 1/e. */
    private static final float NOISE = PlImage.CHANNELS;

    /**
     * Means over wider and wider surroundings.
     *
     * @param noise of a channel of light, shape [N, 1, H, W]
     */
    static <T> List<LightGuidedMean<T>> of(NetworkOps<T> o, T orientation, T light, T noise) {
        T noiseVariance = o.mul(o.mul(noise, noise), o.constant(NOISE));
        // every pixel's own value counts once; the shape comes from the noise
        T one = o.add(o.mul(noise, o.constant(0)), o.constant(1));
        List<LightGuidedMean<T>> means = new ArrayList<>();
        LightGuidedMean<T> mean = new LightGuidedMean<>(orientation, light, one);
        for (int distance : DISTANCES) {
            mean = mean.along(o, 3, distance, noiseVariance, one);
            mean = mean.along(o, 2, distance, noiseVariance, one);
            means.add(mean);
        }
        return means;
    }

    /** The mean of each value and its two neighbours along an axis. */
    private LightGuidedMean<T> along(NetworkOps<T> o, int axis, int distance, T noiseVariance, T one) {
        T spread = o.mul(o.add(o.mul(noiseVariance, variance), o.constant(SCATTER)), o.constant(-2));
        T all = o.concat(List.of(light, orientation, variance));
        int channels = PlImage.CHANNELS + 3;
        T sum = o.channels(all, 0, channels);
        T weights = one;
        T noises = variance;
        for (int d : new int[] {-distance, distance}) {
            T next = o.shift(all, axis, d);
            T difference = o.sub(o.channels(next, 0, PlImage.CHANNELS), light);
            T weight = o.exp(o.div(o.sum(o.mul(difference, difference)), spread));
            sum = o.add(sum, o.mul(o.channels(next, 0, channels), weight));
            weights = o.add(weights, weight);
            noises = o.add(noises, o.mul(o.channels(next, channels, channels + 1), o.mul(weight, weight)));
        }
        T mean = o.div(sum, weights);
        return new LightGuidedMean<>(
                o.channels(mean, PlImage.CHANNELS, channels),
                o.channels(mean, 0, PlImage.CHANNELS),
                o.div(noises, o.mul(weights, weights)));
    }
}
