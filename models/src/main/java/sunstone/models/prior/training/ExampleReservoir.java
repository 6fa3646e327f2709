package sunstone.models.prior.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.random.RandomGenerator;
import sunstone.models.prior.Conditioning;
import sunstone.models.prior.network.Network;

/**
 * Encoded examples on the device, the newest so many: each is handed out a few times, at another time and noise of the
 * diffusion, because making and encoding one costs as much as training on it.
 *
 * <p>Noise is drawn on the device, by the engine's generator.
 */
public final class ExampleReservoir {
    private final PriorTraining training;
    private final int capacity;
    private final int size;
    private final NDArray clean;
    private final NDArray observed;
    private final NDArray mask;
    private long added;

    /**
     * An empty reservoir.
     *
     * @param capacity number of examples
     * @param size their height and width, pixels
     */
    public ExampleReservoir(PriorTraining training, int capacity, int size) {
        NDManager manager = training.manager();
        this.training = training;
        this.capacity = capacity;
        this.size = size;
        boolean observes = training.architecture().observes();
        clean = manager.zeros(new Shape(capacity, Network.CHANNELS, size, size));
        observed = manager.zeros(new Shape(observes ? capacity : 1, Conditioning.OBSERVED, size, size));
        mask = manager.zeros(new Shape(observes ? capacity : 1, Conditioning.MASK, size, size));
    }

    /** Examples that {@link #draw} can hand out. */
    public int filled() {
        return (int) Math.min(added, capacity);
    }

    /**
     * Adds examples in the place of the oldest.
     *
     * @param examples some whose number divides the capacity
     */
    public void add(List<EncodedExample> examples) {
        int count = examples.size();
        if (capacity % count != 0) {
            throw new IllegalArgumentException(count + " examples at a time do not divide a capacity of " + capacity);
        }
        NDIndex place = new NDIndex("{}:{}", added % capacity, added % capacity + count);
        TrainingBatch flat = TrainingBatch.unnoised(examples, size);
        try (NDManager sub = training.manager().newSubManager()) {
            TrainingTensors tensors = flat.on(sub);
            clean.set(place, tensors.clean());
            if (training.architecture().observes()) {
                observed.set(place, tensors.observed());
                mask.set(place, tensors.mask());
            }
        }
        added += count;
    }

    /** A batch of kept examples at random times. */
    public PriorTraining.Source draw(int count, RandomGenerator random) {
        long[] which = random.longs(count, 0, filled()).toArray();
        float[] times = new float[count];
        float[] signal = new float[count];
        float[] noise = new float[count];
        for (int b = 0; b < count; b++) {
            times[b] = (float) TrainingBatch.drawTime(random);
            signal[b] = (float) Math.cos(Math.PI / 2 * times[b]);
            noise[b] = (float) Math.sin(Math.PI / 2 * times[b]);
        }
        return m -> {
            NDArray at = m.create(which);
            NDArray x = clean.get(m, new NDIndex("{}", at));
            NDArray z = m.randomNormal(0, 1, x.getShape(), DataType.FLOAT32);
            Shape each = new Shape(count, 1, 1, 1);
            NDArray noisy = x.mul(m.create(signal, each)).add(z.mul(m.create(noise, each)));
            boolean observes = training.architecture().observes();
            return new TrainingTensors(
                    x,
                    noisy,
                    m.create(times),
                    observes ? observed.get(m, new NDIndex("{}", at)) : observed,
                    observes ? mask.get(m, new NDIndex("{}", at)) : mask,
                    TrainingTensors.lossWeight(m, times));
        };
    }
}
