package sunstone.models.prior;

import static java.util.Objects.requireNonNull;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/**
 * A prior in ONNX Runtime. One session with direct buffers that are kept between calls; calls must not overlap.
 *
 * <p>The same samples in the same order give the same output, bit for bit: they travel in batches whose size depends on
 * the size of the image alone (see {@link #batchSize}), the last of them with what is left.
 */
public final class OnnxPrior implements Prior, AutoCloseable {
    /** Pixels in one forward pass at most: bounds the memory of activations. */
    private static final int BATCH_PIXELS = 16 * 64 * 64;

    private final ModelCard card;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final String device;
    private final boolean takesObservations;
    private final boolean wholeTimesteps;
    private FloatBuffer buffer = FloatBuffer.allocate(0);
    private boolean closed;

    private OnnxPrior(ModelCard card, OrtEnvironment environment, OrtSession session, String device)
            throws OrtException {
        this.card = card;
        this.environment = environment;
        this.session = session;
        this.device = device;
        Map<String, NodeInfo> inputs = session.getInputInfo();
        takesObservations = inputs.containsKey("observed");
        wholeTimesteps = requireNonNull(inputs.get("timestep")).getInfo() instanceof TensorInfo info
                && info.type == OnnxJavaType.INT64;
    }

    /**
     * Opens a model with the card that lies beside it ({@code model.json}).
     *
     * @param onnx path of the ONNX file
     * @param device {@code cpu}, {@code cuda:N} or {@code auto} (CUDA where it works, else CPU)
     * @param threads threads of one forward pass, at least 1
     * @throws IOException with one line that says what is wrong: file missing, corrupt, changed, not of the contract,
     *     or device absent
     */
    public static OnnxPrior open(Path onnx, String device, int threads) throws IOException {
        return open(onnx, device, threads, CudaOptions.DEFAULT);
    }

    /** As {@link #open(Path, String, int)}, with options for CUDA. */
    public static OnnxPrior open(Path onnx, String device, int threads, CudaOptions cuda) throws IOException {
        if (!Files.isRegularFile(onnx)) {
            throw new IOException("no model at " + onnx);
        }
        Path cardFile = onnx.resolveSibling("model.json");
        if (!Files.isRegularFile(cardFile)) {
            throw new IOException("no model card at " + cardFile);
        }
        ModelCard card = ModelCard.read(cardFile);
        String digest = sha256(onnx);
        if (!digest.equals(card.sha256())) {
            throw new IOException(onnx + " has sha256 " + digest + ", its card says " + card.sha256()
                    + ": the file is damaged or the card belongs to another model");
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        boolean wantsCuda = device.startsWith("cuda") || device.equals("auto");
        if (wantsCuda) {
            try {
                return create(card, environment, onnx, device.equals("auto") ? "cuda:0" : device, threads, cuda);
            } catch (OrtException e) {
                if (!device.equals("auto")) {
                    throw new IOException(
                            "device " + device + " is not usable: "
                                    + OnnxRuntimeNatives.explain(String.valueOf(e.getMessage())),
                            e);
                }
            }
        } else if (!device.equals("cpu")) {
            throw new IOException("device must be cpu, cuda:N or auto: \"" + device + "\"");
        }
        try {
            return create(card, environment, onnx, "cpu", threads, cuda);
        } catch (OrtException e) {
            throw new IOException(onnx + " is not a usable ONNX model: " + firstLine(e), e);
        }
    }

    private static OnnxPrior create(
            ModelCard card, OrtEnvironment environment, Path onnx, String device, int threads, CudaOptions cuda)
            throws OrtException, IOException {
        int chip;
        try {
            chip = device.startsWith("cuda:") ? Integer.parseInt(device.substring(5)) : -1;
        } catch (NumberFormatException e) {
            throw new IOException("device must be cpu, cuda:N or auto: \"" + device + "\"", e);
        }
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.addConfigEntry("session.intra_op.allow_spinning", "0"); // spinning doubles CPU cost when shared
            if (chip >= 0) {
                addCuda(options, chip, cuda);
            } else if (!device.equals("cpu")) {
                throw new IOException("device must be cpu, cuda:N or auto: \"" + device + "\"");
            }
            OrtSession session = environment.createSession(onnx.toString(), options);
            try {
                checkContract(session, card, onnx);
            } catch (IOException e) {
                session.close();
                throw e;
            }
            return new OnnxPrior(card, environment, session, device);
        }
    }

    /** Asks by options: by number alone the artifact for the CPU refuses, whatever natives it was given. */
    private static void addCuda(OrtSession.SessionOptions options, int chip, CudaOptions cuda) throws OrtException {
        try (OrtCUDAProviderOptions provider = new OrtCUDAProviderOptions(chip)) {
            provider.add("use_tf32", cuda.tf32() ? "1" : "0");
            if (cuda.memoryMiB() > 0) {
                provider.add("gpu_mem_limit", String.valueOf((long) cuda.memoryMiB() << 20));
                provider.add("arena_extend_strategy", "kSameAsRequested"); // else it doubles, past the limit
            }
            options.addCUDA(provider);
        }
    }

    private static void checkContract(OrtSession session, ModelCard card, Path onnx) throws OrtException, IOException {
        Map<String, NodeInfo> inputs = session.getInputInfo();
        Map<String, NodeInfo> outputs = session.getOutputInfo();
        NodeInfo sample = inputs.get("sample");
        if (sample == null || !inputs.containsKey("timestep")) {
            throw new IOException(onnx + " needs inputs \"sample\" and \"timestep\", it has " + inputs.keySet());
        }
        if (!outputs.containsKey("prediction")) {
            throw new IOException(onnx + " has no output \"prediction\" but " + outputs.keySet());
        }
        long[] shape = ((TensorInfo) sample.getInfo()).getShape();
        if (shape.length != 4 || shape[1] != card.channels().size()) {
            throw new IOException(onnx + " takes samples of shape " + Arrays.toString(shape) + ", its card lists "
                    + card.channels().size() + " channels");
        }
        if (inputs.containsKey("observed") != inputs.containsKey("mask")) {
            throw new IOException(onnx + " takes only one of the inputs \"observed\" and \"mask\"");
        }
    }

    @Override
    public ModelCard card() {
        return card;
    }

    @Override
    public boolean takesObservations() {
        return takesObservations;
    }

    /** Device that runs the model: {@code cpu} or {@code cuda:N}. */
    public String device() {
        return device;
    }

    /** Members in one forward pass for images of that many pixels. */
    static int batchSize(int pixels) {
        return Math.max(1, BATCH_PIXELS / pixels);
    }

    @Override
    public float[][] denoise(float[][] samples, double time, Conditioning seen, int rows, int cols) {
        int n = rows * cols;
        int channels = card.channels().size();
        int batch = Math.min(samples.length, batchSize(n));
        int perMember = (2 * channels + Conditioning.OBSERVED + Conditioning.MASK) * n + 1;
        if (buffer.capacity() < batch * perMember) {
            buffer = ByteBuffer.allocateDirect(4 * batch * perMember)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        }
        float[][] out = new float[samples.length][];
        for (int from = 0; from < samples.length; from += batch) {
            int count = Math.min(batch, samples.length - from);
            run(samples, from, count, time, seen, rows, cols, out);
        }
        return out;
    }

    private void run(
            float[][] samples, int from, int count, double time, Conditioning seen, int rows, int cols, float[][] out) {
        int n = rows * cols;
        int channels = card.channels().size();
        FloatBuffer sample = slice(0, count * channels * n);
        FloatBuffer prediction = slice(sample.capacity(), count * channels * n);
        FloatBuffer observed = slice(2 * sample.capacity(), count * Conditioning.OBSERVED * n);
        FloatBuffer mask = slice(2 * sample.capacity() + observed.capacity(), count * Conditioning.MASK * n);
        FloatBuffer times = slice(2 * sample.capacity() + observed.capacity() + mask.capacity(), count);
        double timestep = card.schedule().timestep(time);
        for (int b = 0; b < count; b++) {
            sample.put(samples[from + b]);
            if (takesObservations) {
                observed.put(seen.observed());
                mask.put(seen.mask());
            }
            times.put((float) timestep);
        }
        long[] steps = new long[count];
        Arrays.fill(steps, Math.round(timestep));
        try (OnnxTensor s = tensor(sample, count, channels, rows, cols);
                OnnxTensor p = tensor(prediction, count, channels, rows, cols);
                OnnxTensor o = tensor(observed, count, Conditioning.OBSERVED, rows, cols);
                OnnxTensor m = tensor(mask, count, Conditioning.MASK, rows, cols);
                OnnxTensor t = wholeTimesteps
                        ? OnnxTensor.createTensor(environment, steps)
                        : OnnxTensor.createTensor(environment, times.rewind(), new long[] {count});
                OrtSession.Result result = session.run(
                        takesObservations
                                ? Map.of("sample", s, "timestep", t, "observed", o, "mask", m)
                                : Map.of("sample", s, "timestep", t),
                        Set.of(),
                        Map.of("prediction", p))) {
            for (int b = 0; b < count; b++) {
                out[from + b] = new float[channels * n];
                prediction.get(b * channels * n, out[from + b]);
                clean(samples[from + b], out[from + b], time);
            }
        } catch (OrtException e) {
            throw new InferenceException("inference on " + device + " failed: " + firstLine(e), e);
        }
    }

    /** Turns what the model predicts into x_0 (Ho et al., 2006.11239; Salimans and Ho, 2202.00512), in place. */
    private void clean(float[] sample, float[] prediction, double time) {
        if (card.prediction().equals("x0")) {
            return;
        }
        float a = (float) Math.cos(Math.PI / 2 * time);
        float s = (float) Math.sin(Math.PI / 2 * time);
        boolean epsilon = card.prediction().equals("epsilon");
        for (int i = 0; i < prediction.length; i++) {
            prediction[i] = epsilon ? (sample[i] - s * prediction[i]) / a : a * sample[i] - s * prediction[i];
        }
    }

    private FloatBuffer slice(int offset, int length) {
        return buffer.slice(offset, length);
    }

    private OnnxTensor tensor(FloatBuffer b, long... shape) throws OrtException {
        return OnnxTensor.createTensor(environment, b.rewind(), shape);
    }

    /** Frees the session; a second time does nothing. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("closing the session failed: " + firstLine(e), e);
        }
    }

    private static String firstLine(OrtException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no message");
    }

    /** Digest of a file, lower-case hexadecimal. */
    public static String sha256(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] block = new byte[1 << 16];
            for (int k = in.read(block); k >= 0; k = in.read(block)) {
                digest.update(block, 0, k);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
