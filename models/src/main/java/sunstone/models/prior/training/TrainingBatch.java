package sunstone.models.prior.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.prior.Conditioning;
import sunstone.models.prior.OrientationScaling;
import sunstone.models.prior.Prior;
import sunstone.models.prior.network.Network;

/** Some examples at random times of the diffusion, as flat arrays; tensors are made from them on the trainer's thread. */
public final class TrainingBatch {
    private static final double EARLIEST = 0.005;
    private static final double LATEST = 0.999;
    private static final double DECIDING = 0.75;
    private static final float PL_WEIGHT = 0.1f;

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

    /** Uniform, but a third of them where a sample decides what a whole grain is that holds no point: its mean shows it, no pixel does. */
    private static double drawTime(RandomGenerator random) {
        double from = random.nextDouble() < 1.0 / 3 ? DECIDING : EARLIEST;
        return from + (LATEST - from) * random.nextDouble();
    }

    /** Fresh examples at one time, for validation. */
    public static TrainingBatch draw(
            TrainingExample.Source source,
            int count,
            int size,
            OrientationScaling scaling,
            RandomGenerator random,
            double time) {
        List<EncodedExample> examples = new ArrayList<>();
        for (int b = 0; b < count; b++) {
            examples.add(EncodedExample.of(source.next(random), scaling));
        }
        return of(examples, size, random, time);
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
     * @param told whether it is told what was observed
     */
    public double orientationError(Prior prior, double time, boolean told) {
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
            Conditioning seen = told
                    ? new Conditioning(
                            Arrays.copyOfRange(observed, b * o, (b + 1) * o),
                            Arrays.copyOfRange(mask, b * m, (b + 1) * m))
                    : new Conditioning(new float[o], new float[m]);
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

    public NDArray noisy(NDManager m) {
        return m.create(noisy, new Shape(count, Network.CHANNELS, size, size));
    }

    NDArray clean(NDManager m) {
        return m.create(clean, new Shape(count, Network.CHANNELS, size, size));
    }

    public NDArray times(NDManager m) {
        return m.create(times, new Shape(count));
    }

    public NDArray observed(NDManager m) {
        return m.create(observed, new Shape(count, Conditioning.OBSERVED, size, size));
    }

    public NDArray mask(NDManager m) {
        return m.create(mask, new Shape(count, Conditioning.MASK, size, size));
    }

    /** 1 / (s^2 + 0.01) per example, a tenth of it on PL channels; shape [N, 8, 1, 1]. */
    NDArray lossWeight(NDManager m) {
        float[] w = new float[count * Network.CHANNELS];
        for (int b = 0; b < count; b++) {
            double s = Math.sin(Math.PI / 2 * times[b]);
            for (int c = 0; c < Network.CHANNELS; c++) {
                w[b * Network.CHANNELS + c] =
                        (float) (1 / (s * s + 0.01)) * (c < Network.CHANNELS - PlImage.CHANNELS ? 1 : PL_WEIGHT);
            }
        }
        return m.create(w, new Shape(count, Network.CHANNELS, 1, 1));
    }
}
