package sunstone.models.prior.network;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import sunstone.models.prior.Prior;

/** Products of two matrices of 1024 x 1024 in the runtime that runs the prior: what a network can hope for. */
public final class MatrixProduct implements AutoCloseable {
    private static final int SIZE = 1024;
    /** Operations of one product. */
    public static final double OPERATIONS = 2.0 * SIZE * SIZE * SIZE;

    private final OrtSession session;
    private final OnnxTensor factor;

    /** A product on that many threads. */
    public MatrixProduct(int threads) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        FloatBuffer a = ByteBuffer.allocateDirect(4 * SIZE * SIZE)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int i = 0; i < SIZE * SIZE; i++) {
            a.put(i, (i % 7 - 3) / 7f);
        }
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            session = environment.createSession(OnnxOps.matrixProduct(), options);
            factor = OnnxTensor.createTensor(environment, a, new long[] {SIZE, SIZE});
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    /** Operations of one pass of this trainer's network over one image, element-wise ones left out. */
    public static double operations(int rows, int cols) {
        return OperationCount.of(rows, cols);
    }

    /** Makes one product. */
    public void run() {
        try {
            session.run(Map.of("a", factor, "b", factor)).close();
        } catch (OrtException e) {
            throw failed(e);
        }
    }

    private static Prior.InferenceException failed(OrtException e) {
        return new Prior.InferenceException("matrix product failed: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        factor.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw failed(e);
        }
    }
}
