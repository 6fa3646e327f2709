package sunstone.models.prior.training;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import sunstone.models.prior.network.Architecture;
import sunstone.models.prior.network.DjlOps;
import sunstone.models.prior.network.OnnxOps;

/**
 * Trains an {@link Architecture} with DJL (PyTorch engine): denoising at times of the cosine schedule that {@link
 * TrainingBatch} draws, loss on the clean sample weighted by 1 / (s^2 + 0.01), PL channels by a tenth of it; Adam,
 * gradient norm at most 1, an exponential moving average of the weights is what is exported.
 *
 * <p>Owns native memory: close it. One thread owns it.
 */
public final class PriorTraining implements AutoCloseable {
    private static final int MAGIC = 0x53554e31;
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.99f;
    /**
     * The engine clamps every gradient to [-clip, clip] unless this is negative; 0 would let only negative ones pass.
     */
    private static final float NO_CLIP = -1;

    private final Architecture architecture;
    private final NDManager manager;
    private final Map<String, NDArray> weights = new LinkedHashMap<>();
    private final Map<String, NDArray> average = new LinkedHashMap<>();
    private final Map<String, NDArray> momentum = new LinkedHashMap<>();
    private final Map<String, NDArray> variance = new LinkedHashMap<>();
    /**
     * One of each for good: constants made anew at every step and never freed would lie scattered over the native heap,
     * where no large tensor fits between them (0.5 GB a minute).
     */
    private final DjlOps trained;

    private final DjlOps averaged;
    private long step;

    /**
     * New weights, drawn from the seed.
     *
     * @param device {@code cpu} or {@code cuda:N}
     * @throws IOException if the engine has no such device
     */
    public PriorTraining(Architecture architecture, long seed, String device) throws IOException {
        this.architecture = architecture;
        manager = Engine.getEngine("PyTorch").newBaseManager(device(device));
        SplittableRandom random = new SplittableRandom(seed);
        DjlOps declare = new DjlOps(
                manager,
                (name, shape) -> weights.computeIfAbsent(name, k -> manager.create(initial(k, shape, random), shape)));
        try (NDManager once = manager.newSubManager()) {
            predict(declare, new TrainingBatch(1, 16).on(once));
        }
        weights.forEach((name, w) -> {
            w.setRequiresGradient(true);
            average.put(name, manager.create(w.toFloatArray(), w.getShape()));
            momentum.put(name, manager.zeros(w.getShape()));
            variance.put(name, manager.zeros(w.getShape()));
        });
        trained = new DjlOps(manager, (name, shape) -> weight(weights, name));
        averaged = new DjlOps(manager, (name, shape) -> weight(average, name));
    }

    private static Device device(String name) throws IOException {
        if (name.equals("cpu")) {
            return Device.cpu();
        }
        int chips = Engine.getEngine("PyTorch").getGpuCount();
        if (!name.matches("cuda:[0-9]{1,3}")) {
            throw new IOException("device must be cpu or cuda:N: \"" + name + "\"");
        }
        int chip = Integer.parseInt(name.substring("cuda:".length()));
        if (chip >= chips) {
            throw new IOException("device " + name + " is not there: the PyTorch engine sees " + chips
                    + " GPUs; it needs natives for CUDA (agent/doc/operations.md, training)");
        }
        return Device.gpu(chip);
    }

    /** What is trained. */
    public Architecture architecture() {
        return architecture;
    }

    /** Where tensors of the training live. */
    NDManager manager() {
        return manager;
    }

    /**
     * Continues from the weights of an exported model; the optimiser starts anew.
     *
     * @throws IOException if the model is of another network
     */
    public void startFrom(byte[] onnx) throws IOException {
        Map<String, float[]> given = OnnxOps.weights(onnx);
        for (Map.Entry<String, NDArray> e : weights.entrySet()) {
            float[] values = given.get(e.getKey());
            if (values == null || values.length != e.getValue().size()) {
                throw new IOException("the model to start from has "
                        + (values == null ? "no weights " : values.length + " values of ") + e.getKey()
                        + ", this network has " + e.getValue().size());
            }
            e.getValue().set(values);
            weight(average, e.getKey()).set(values);
        }
    }

    /** Steps taken so far, earlier sessions included. */
    public long steps() {
        return step;
    }

    /** Number of trained weights. */
    public long parameters() {
        return weights.values().stream().mapToLong(NDArray::size).sum();
    }

    /**
     * One step.
     *
     * @return the weighted loss of the orientation channels
     * @throws ArithmeticException if the loss or a gradient is not finite; the weights are then as before the step
     */
    public double step(Source batch, double learningRate) {
        float loss;
        try (NDManager sub = manager.newSubManager()) {
            TrainingTensors tensors = batch.on(sub);
            NDArray weightedOrientation;
            try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
                NDArray prediction = predict(trained, tensors);
                NDArray error = prediction.sub(tensors.clean()).square().mul(tensors.lossWeight());
                NDArray total = error.mean();
                weightedOrientation = error;
                collector.backward(total);
            }
            loss = weightedOrientation.get(":, 0:3").mean().getFloat();
            update(learningRate, loss, sub);
        }
        step++;
        return loss;
    }

    /** Source of the tensors of a step. */
    @FunctionalInterface
    public interface Source {
        /** Tensors of the next batch, freed with the manager. */
        TrainingTensors on(NDManager manager);
    }

    private void update(double learningRate, float loss, NDManager sub) {
        Map<String, NDArray> gradients = new LinkedHashMap<>();
        try {
            NDArray squares = sub.zeros(new Shape(1)); // added where they are: fetching each would wait for the device
            for (Map.Entry<String, NDArray> e : weights.entrySet()) {
                NDArray g = e.getValue().getGradient();
                gradients.put(e.getKey(), g);
                try (NDArray square = g.square();
                        NDArray sum = square.sum()) {
                    squares.addi(sum);
                }
            }
            double norm = squares.getFloat();
            norm = Math.sqrt(norm);
            if (!Double.isFinite(norm) || !Float.isFinite(loss)) {
                throw new ArithmeticException("step " + step + ": loss " + loss + ", gradient norm " + norm);
            }
            float scale = (float) Math.min(1, 1 / norm);
            double t = step + 1;
            float corrected = (float) (learningRate * Math.sqrt(1 - Math.pow(BETA2, t)) / (1 - Math.pow(BETA1, t)));
            float keep = (float) Math.min(0.999, (1 + t) / (10 + t));
            gradients.forEach((name, g) -> {
                NDArray w = weight(weights, name);
                w.getNDArrayInternal()
                        .adamUpdate(
                                new NDList(w, g, weight(momentum, name), weight(variance, name)),
                                new NDList(w),
                                (float) learningRate,
                                corrected,
                                0f,
                                scale,
                                NO_CLIP,
                                BETA1,
                                BETA2,
                                1e-8f,
                                false,
                                false);
                NDArray a = weight(average, name);
                try (NDArray fixed = w.stopGradient();
                        NDArray part = fixed.mul(1 - keep)) {
                    a.muli(keep);
                    a.addi(part);
                }
            });
        } finally {
            gradients.values().forEach(g -> {
                g.muli(0); // a gradient collector adds to what is there; arrays of this manager are not cleared for us
                g.close();
            });
        }
    }

    /** Estimate of x_0 by the averaged weights, shape [N, 8, H, W] flattened. */
    public float[] predict(TrainingBatch batch) {
        try (NDManager sub = manager.newSubManager()) {
            return predict(averaged, batch.on(sub)).toFloatArray();
        }
    }

    /** The averaged weights as an ONNX file. */
    public byte[] exportOnnx() {
        return OnnxOps.export(architecture, name -> weight(average, name).toFloatArray());
    }

    private NDArray predict(DjlOps o, TrainingTensors t) {
        return architecture.predict(o, t.noisy(), t.times(), t.observed(), t.mask());
    }

    private static NDArray weight(Map<String, NDArray> set, String name) {
        NDArray w = set.get(name);
        if (w == null) {
            throw new IllegalStateException("no weight named " + name);
        }
        return w;
    }

    /** Gain 1/sqrt(3) a layer; what ends a residual branch starts at 0, so that the network starts as the identity. */
    private static float[] initial(String name, Shape shape, SplittableRandom random) {
        float[] v = new float[Math.toIntExact(shape.size())];
        if (name.contains("norm") && name.endsWith(".w")) {
            java.util.Arrays.fill(v, 1);
        } else if (name.endsWith(".w")
                && !name.endsWith("conv2.w")
                && !name.equals("attention.out.w")
                && !name.equals("out.w")) {
            double sigma = Math.sqrt(1.0 / (3.0 * shape.size() / shape.get(0)));
            for (int i = 0; i < v.length; i++) {
                v[i] = (float) (sigma * random.nextGaussian());
            }
        }
        return v;
    }

    /** Writes weights, average and optimiser state; the file replaces an older one only when it is whole. */
    public void save(Path file) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
            out.writeInt(MAGIC);
            out.writeLong(step);
            out.writeInt(weights.size());
            for (Map.Entry<String, NDArray> e : weights.entrySet()) {
                out.writeUTF(e.getKey());
                out.writeInt(Math.toIntExact(e.getValue().size()));
                for (Map<String, NDArray> set : java.util.List.of(weights, average, momentum, variance)) {
                    for (float f : weight(set, e.getKey()).toFloatArray()) {
                        out.writeFloat(f);
                    }
                }
            }
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Continues from a file of {@link #save}.
     *
     * @throws IOException if the file cannot be read or belongs to another network
     */
    public void resume(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (in.readInt() != MAGIC) {
                throw new IOException(file + " is not a checkpoint of this trainer");
            }
            long steps = in.readLong();
            int count = in.readInt();
            if (count != weights.size()) {
                throw new IOException(file + " has " + count + " weights, this network " + weights.size());
            }
            for (int k = 0; k < count; k++) {
                String name = in.readUTF();
                int size = in.readInt();
                NDArray w = weights.get(name);
                if (w == null || w.size() != size) {
                    throw new IOException(file + " holds " + name + " with " + size + " values, unlike this network");
                }
                for (Map<String, NDArray> set : java.util.List.of(weights, average, momentum, variance)) {
                    float[] v = new float[size];
                    for (int i = 0; i < size; i++) {
                        v[i] = in.readFloat();
                    }
                    weight(set, name).set(v);
                }
            }
            step = steps;
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
