package sunstone.models.prior.training;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import sunstone.models.prior.Conditioning;
import sunstone.models.prior.Prior;
import sunstone.models.prior.network.Network;

/** Some examples at times of the diffusion, noised, as flat arrays. */
public final class TrainingBatch implements PriorTraining.Source {
    private static final double EARLIEST = 0.005;
    private static final double LATEST = 0.999;
    private static final double DECIDING = 0.75;

    private final int count;
    private final int size;
    private final float[] clean;
    private final float[] noisy;
    private final float[] times;
    private final float[] observed;
    private final float[] mask;

    /** An empty batch of square images. */
    TrainingBatch(int count, int size) {
        int n = size * size;
        this.count = count;
        this.size = size;
        this.clean = new float[count * Network.CHANNELS * n];
        this.noisy = new float[clean.length];
        this.times = new float[count];
        java.util.Arrays.fill(times, 0.5f);
        this.observed = new float[count * Conditioning.OBSERVED * n];
        this.mask = new float[count * Conditioning.MASK * n];
    }

    /**
     * Examples at times of their own.
     *
     * @param examples encoded examples, all of the same size
     * @param size their height and width, pixels
     * @param time time of the schedule, NaN for random ones
     */
    public static TrainingBatch of(List<EncodedExample> examples, int size, RandomGenerator random, double time) {
        TrainingBatch batch = unnoised(examples, size);
        for (int b = 0; b < batch.count; b++) {
            float[] x = examples.get(b).clean();
            double t = Double.isNaN(time) ? drawTime(random) : time;
            batch.times[b] = (float) t;
            float a = (float) Math.cos(Math.PI / 2 * t);
            float s = (float) Math.sin(Math.PI / 2 * t);
            for (int i = 0; i < x.length; i++) {
                batch.noisy[b * x.length + i] = a * x[i] + s * (float) random.nextGaussian();
            }
        }
        return batch;
    }

    /** Examples without noise: the noisy sample is 0. */
    static TrainingBatch unnoised(List<EncodedExample> examples, int size) {
        TrainingBatch batch = new TrainingBatch(examples.size(), size);
        int n = size * size;
        for (int b = 0; b < batch.count; b++) {
            float[] x = examples.get(b).clean();
            Conditioning seen = examples.get(b).seen();
            if (x.length != Network.CHANNELS * n) {
                throw new IllegalArgumentException("training examples must be " + size + " x " + size + " pixels");
            }
            System.arraycopy(x, 0, batch.clean, b * x.length, x.length);
            System.arraycopy(seen.observed(), 0, batch.observed, b * Conditioning.OBSERVED * n, seen.observed().length);
            System.arraycopy(seen.mask(), 0, batch.mask, b * Conditioning.MASK * n, seen.mask().length);
        }
        return batch;
    }

    /**
     * Uniform, but a third of them where a sample decides what a whole grain is that holds no point: its mean shows it,
     * no pixel does.
     */
    static double drawTime(RandomGenerator random) {
        double from = random.nextDouble() < 1.0 / 3 ? DECIDING : EARLIEST;
        return from + (LATEST - from) * random.nextDouble();
    }

    /** Number of examples. */
    public int count() {
        return count;
    }

    /** Root of the mean square error of an estimate over the orientation channels. */
    public double orientationError(float[] estimate) {
        int n = size * size;
        double sum = 0;
        for (int b = 0; b < count; b++) {
            for (int i = 0; i < 3 * n; i++) {
                double d = estimate[b * Network.CHANNELS * n + i] - clean[b * Network.CHANNELS * n + i];
                sum += d * d;
            }
        }
        return Math.sqrt(sum / (3.0 * n * count));
    }

    /**
     * The same for the estimates of a prior.
     *
     * @param time what the prior is told, perhaps not the truth
     */
    public double orientationError(Prior prior, double time) {
        int n = size * size;
        int channels = prior.card().channels().size();
        if (channels != Network.CHANNELS) {
            throw new IllegalArgumentException(
                    "examples have " + Network.CHANNELS + " channels, the prior has " + channels);
        }
        float[] estimate = new float[clean.length];
        for (int b = 0; b < count; b++) {
            float[] x = Arrays.copyOfRange(noisy, b * channels * n, (b + 1) * channels * n);
            int o = Conditioning.OBSERVED * n;
            int m = Conditioning.MASK * n;
            Conditioning seen = new Conditioning(
                    Arrays.copyOfRange(observed, b * o, (b + 1) * o), Arrays.copyOfRange(mask, b * m, (b + 1) * m));
            System.arraycopy(
                    prior.denoise(new float[][] {x}, time, seen, size, size)[0], 0, estimate, b * x.length, x.length);
        }
        return orientationError(estimate);
    }

    public float[] noisy() {
        return noisy;
    }

    public float[] times() {
        return times;
    }

    public float[] observed() {
        return observed;
    }

    public float[] mask() {
        return mask;
    }

    @Override
    public TrainingTensors on(NDManager m) {
        return new TrainingTensors(
                m.create(clean, new Shape(count, Network.CHANNELS, size, size)),
                m.create(noisy, new Shape(count, Network.CHANNELS, size, size)),
                m.create(times, new Shape(count)),
                m.create(observed, new Shape(count, Conditioning.OBSERVED, size, size)),
                m.create(mask, new Shape(count, Conditioning.MASK, size, size)),
                TrainingTensors.lossWeight(m, times));
    }
}
