package sunstone.models.prior.network;

import java.util.ArrayList;
import java.util.List;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.prior.Conditioning;

/**
 * The denoiser that takes observations: a small {@link UNet} conditioned on them, with a copy gate.
 *
 * <p>Input {@code sample} holds 3 orientation and 5 PL channels of the noisy sample x_t = a x_0 + s z with a = cos(pi
 * t/2), s = sin(pi t/2); {@code observed} and {@code mask} are those of {@link Conditioning}. Output is the estimate of
 * x_0. A sparse measurement says "either exactly this orientation or another one", which no Gaussian blend can express:
 * so the network gives per pixel a free estimate (preconditioned: the Gaussian posterior mean of x_0 plus its standard
 * deviation times what the UNet says) and a soft maximum over {candidate fills, free}; the orientation channels are
 * that mixture. The gate starts from the exact posterior of a single pixel under "x_0 is this fill" against "x_0 is
 * anything", and the UNet adds what the neighbourhood knows.
 *
 * <p>A grain that holds no point has nothing to copy: there the free estimate starts, as far as the UNet says so, from
 * the mean of the noisy sample over what looks alike in light ({@link LightGuidedMean}), so that a sample decides for
 * whole grains.
 *
 * <p>The UNet has widths {@link #WIDTHS}.
 */
public final class Network {
    /** Channels of the sample. */
    public static final int CHANNELS = 3 + PlImage.CHANNELS;
    /** Height and width must be multiples of this. */
    public static final int STRIDE = UNet.STRIDE;

    private static final int[] WIDTHS = {32, 64, 96};
    private static final int K = Conditioning.CANDIDATES;
    private static final int INPUT = CHANNELS
            + 3
            + 3 * K
            + Conditioning.OBSERVED
            + Conditioning.MASK
            + 4 * LightGuidedMean.LEVELS
            + PlImage.CHANNELS;
    private static final int OUTPUT = CHANNELS + K + 2;
    /** Variance of a scaled channel over all orientations, for the preconditioning. */
    private static final float VARIANCE = 0.33f;
    /** Bound of what the UNet may add to a gate's log odds. */
    private static final float LOGIT = 12;
    /** Variance of a scaled orientation channel about the measured orientation of its grain: 1 to 2 degrees. */
    private static final float FILL_VARIANCE = 1e-3f;

    /** The share of the wide mean in the free estimate starts at 5%. */
    private static final float ALIKE = 1.5f;

    private Network() {}

    /** Estimate of x_0, shape [N, 8, H, W]. */
    public static <T> T predict(NetworkOps<T> o, T sample, T time, T observed, T mask) {
        T one = o.constant(1);
        T angle = o.perImage(o.mul(time, o.constant((float) (Math.PI / 2))));
        T a = o.cos(angle);
        T s = o.sin(angle);
        T s2 = o.mul(s, s);
        T a2 = o.mul(a, a);

        // Gaussian posterior of x_0: orientations given x_t; PL channels given x_t and, where there is PL, its noise
        T variance = o.constant(VARIANCE);
        T orientation = o.channels(sample, 0, 3);
        T denominator = o.add(o.div(s2, variance), a2);
        T meanOrientation = o.div(o.mul(orientation, a), denominator);
        T scaleOrientation = o.div(s, o.sqrt(denominator));
        T hasPl = o.channels(mask, 2, 3);
        T noise = o.div(
                o.sub(one, o.channels(observed, Conditioning.OBSERVED - 1, Conditioning.OBSERVED)), o.constant(4));
        T plVariance =
                o.add(o.mul(hasPl, o.add(o.mul(noise, noise), o.constant(1e-3f))), o.mul(o.sub(one, hasPl), variance));
        T pl = o.channels(observed, Conditioning.LIGHT, Conditioning.LIGHT + PlImage.CHANNELS);
        T plDenominator = o.add(o.div(s2, plVariance), a2);
        T meanPl = o.div(
                o.add(o.div(o.mul(pl, s2), plVariance), o.mul(o.channels(sample, 3, CHANNELS), a)), plDenominator);
        T scalePl = o.div(s, o.sqrt(plDenominator));

        // how far x_t is from each candidate, in standard deviations of its noise
        T hasPoints = o.channels(mask, 1, 2);
        List<T> input = new ArrayList<>(List.of(meanOrientation, meanPl, orientation));
        List<T> fills = new ArrayList<>();
        List<T> evidence = new ArrayList<>();
        for (int k = 0; k < K; k++) {
            T fill = o.channels(observed, 3 * k, 3 * k + 3);
            fills.add(fill);
            T difference = o.sub(orientation, o.mul(fill, a));
            input.add(o.mul(o.mul(o.clamp(o.div(difference, s), 4), o.constant(0.5f)), hasPoints));
            evidence.add(logLikelihood(o, difference, o.add(s2, o.mul(a2, o.constant(FILL_VARIANCE)))));
        }
        input.add(observed);
        input.add(mask);

        // the same means over what looks alike: where no point is, they tell what the sample has decided
        List<LightGuidedMean<T>> means = LightGuidedMean.of(o, orientation, pl, noise);
        T wideOrientation = meanOrientation;
        for (LightGuidedMean<T> mean : means) {
            wideOrientation =
                    o.div(o.mul(mean.orientation(), a), o.add(o.div(o.mul(s2, mean.variance()), variance), a2));
            input.add(wideOrientation);
            input.add(o.sqrt(mean.variance()));
        }
        input.add(means.get(LightGuidedMean.LEVELS - 1).light());

        T out = new UNet(INPUT, OUTPUT, WIDTHS).run(o, o.concat(input), time);
        T alike = o.add(
                o.mul(o.tanh(o.sub(o.channels(out, CHANNELS + K + 1, OUTPUT), o.constant(ALIKE))), o.constant(0.5f)),
                o.constant(0.5f));
        T base = o.add(meanOrientation, o.mul(o.sub(wideOrientation, meanOrientation), alike));
        T freeOrientation = o.add(base, o.mul(o.channels(out, 0, 3), scaleOrientation));
        T freePl = o.add(meanPl, o.mul(o.channels(out, 3, CHANNELS), scalePl));

        // without points there is nothing to copy
        T closed = o.mul(o.sub(hasPoints, one), o.constant(30));
        // bounded, so that no gate is ever shut for good
        T learnt =
                o.mul(o.tanh(o.div(o.channels(out, CHANNELS, CHANNELS + K + 1), o.constant(LOGIT))), o.constant(LOGIT));
        T copy = o.add(o.add(o.channels(learnt, 0, K), o.concat(evidence)), closed);
        T free = o.add(
                o.channels(learnt, K, K + 1),
                logLikelihood(o, orientation, o.add(s2, o.mul(a2, o.constant(VARIANCE)))));
        T gate = o.softmax(o.concat(List.of(copy, free)));
        T estimate = o.mul(freeOrientation, o.channels(gate, K, K + 1));
        for (int k = 0; k < K; k++) {
            estimate = o.add(estimate, o.mul(fills.get(k), o.channels(gate, k, k + 1)));
        }
        return o.concat(List.of(estimate, freePl));
    }

    /** Log likelihood of three differences of one variance, up to a constant: shape [N, 1, H, W]. */
    private static <T> T logLikelihood(NetworkOps<T> o, T difference, T variance) {
        T square = o.mul(difference, difference);
        T sum = o.add(o.add(o.channels(square, 0, 1), o.channels(square, 1, 2)), o.channels(square, 2, 3));
        return o.sub(o.mul(o.div(sum, variance), o.constant(-0.5f)), o.mul(o.log(variance), o.constant(1.5f)));
    }
}
