package sunstone.models.prior.training;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import sunstone.models.prior.OrientationScaling;

/**
 * Keeps some hundred encoded examples and hands each out a few times, at another time and noise of the diffusion: making and
 * encoding an example costs as much as training on it.
 */
public final class ExampleReservoir {
    private static final int CAPACITY = 256;

    private final TrainingExample.Source source;
    private final OrientationScaling scaling;
    private final RandomGenerator random;
    private final List<EncodedExample> kept = new ArrayList<>();

    /** An empty reservoir. */
    public ExampleReservoir(TrainingExample.Source source, OrientationScaling scaling, RandomGenerator random) {
        this.source = source;
        this.scaling = scaling;
        this.random = random;
    }

    /**
     * A batch at random times, a quarter of it fresh, the rest drawn from the kept ones; all fresh until there are enough.
     *
     * @param count number of examples
     * @param size their height and width, pixels
     */
    public TrainingBatch next(int count, int size) {
        List<EncodedExample> examples = new ArrayList<>();
        int fresh = kept.size() < 4 * count ? count : (count + 3) / 4;
        for (int k = 0; k < fresh; k++) {
            EncodedExample e = EncodedExample.of(source.next(random), scaling);
            examples.add(e);
            if (kept.size() < CAPACITY) {
                kept.add(e);
            } else {
                kept.set(random.nextInt(CAPACITY), e);
            }
        }
        while (examples.size() < count) {
            examples.add(kept.get(random.nextInt(kept.size())));
        }
        return TrainingBatch.of(examples, size, random, Double.NaN);
    }
}
