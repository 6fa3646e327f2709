package sunstone.models.prior.training;

import sunstone.models.prior.Conditioning;
import sunstone.models.prior.OrientationScaling;

/**
 * A training example as the network sees it.
 *
 * @param clean the clean sample x_0, shape [8, n]
 * @param seen the observation
 */
public record EncodedExample(float[] clean, Conditioning seen) {
    /** Encodes an example. */
    public static EncodedExample of(TrainingExample example, OrientationScaling scaling) {
        Conditioning seen = example.observation(scaling);
        return new EncodedExample(example.cleanSample(seen, scaling), seen);
    }
}
