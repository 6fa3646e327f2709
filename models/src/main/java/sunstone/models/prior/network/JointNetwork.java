package sunstone.models.prior.network;

import java.util.List;
import sunstone.models.polarizedlight.PlImage;

/**
 * The plain denoiser of orientation and light together, which takes no observations: what the samplers of the
 * literature are made for.
 *
 * <p>Input is x_t = a x_0 + s z with a = cos(pi t/2), s = sin(pi t/2); output the estimate of x_0: the Gaussian
 * posterior mean of each number by itself plus its standard deviation times what the {@link UNet} says.
 */
final class JointNetwork {
    private static final int CHANNELS = 3 + PlImage.CHANNELS;
    private static final int[] WIDTHS = {48, 96, 144};
    private static final UNet UNET = new UNet(2 * CHANNELS, CHANNELS, WIDTHS);
    /** Variance of a scaled channel over all orientations. */
    private static final float VARIANCE = 0.33f;

    private JointNetwork() {}

    /** Estimate of x_0, shape [N, 8, H, W]. */
    static <T> T predict(NetworkOps<T> o, T sample, T time) {
        T angle = o.perImage(o.mul(time, o.constant((float) (Math.PI / 2))));
        T a = o.cos(angle);
        T s = o.sin(angle);
        T denominator = o.add(o.div(o.mul(s, s), o.constant(VARIANCE)), o.mul(a, a));
        T mean = o.div(o.mul(sample, a), denominator);
        T scale = o.div(s, o.sqrt(denominator));
        return o.add(mean, o.mul(UNET.run(o, o.concat(List.of(mean, sample)), time), scale));
    }
}
