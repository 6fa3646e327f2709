package sunstone.models.prior.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Runs a network with DJL. Results live in the manager of the input; constants in one that outlives the step.
 *
 * <p>Numbers enter only as constant tensors and SiLU is written out, because {@code mul(Number)} and
 * {@code Activation.swish} on tensors that carry gradients can corrupt those gradients silently: the engine wraps the
 * number in a buffer that may be collected before the backward pass (seen with DJL 0.35.1; a test compares gradients
 * under forced collection).
 */
public final class DjlOps implements NetworkOps<NDArray> {
    private final NDManager constants;
    private final BiFunction<String, Shape, NDArray> weights;
    private final Map<Float, NDArray> numbers = new HashMap<>();
    private final Map<Integer, NDArray> frequencies = new HashMap<>();

    /**
     * Operations over given weights.
     *
     * @param constants holds constants; must stay open as long as gradients are wanted
     * @param weights the weights of a name and shape
     */
    public DjlOps(NDManager constants, BiFunction<String, Shape, NDArray> weights) {
        this.constants = constants;
        this.weights = weights;
    }

    @Override
    public NDArray conv(NDArray x, String name, int in, int out, int kernel, int stride) {
        NDArray w = weights.apply(name + ".w", new Shape(out, in, kernel, kernel));
        NDArray b = weights.apply(name + ".b", new Shape(out));
        int p = kernel / 2;
        return x.getNDArrayInternal()
                .convolution(x, w, b, new Shape(stride, stride), new Shape(p, p), new Shape(1, 1), 1)
                .singletonOrThrow();
    }

    @Override
    public NDArray linear(NDArray x, String name, int in, int out) {
        return Linear.linear(
                        x, weights.apply(name + ".w", new Shape(out, in)), weights.apply(name + ".b", new Shape(out)))
                .singletonOrThrow();
    }

    @Override
    public NDArray groupNorm(NDArray x, String name, int channels, int groups) {
        // DJL has no group norm: batch norm in training mode over one "image" whose channels are the groups is the same
        Shape s = x.getShape();
        long rows = s.get(0) * groups;
        NDManager m = x.getManager();
        NDArray one = m.ones(new Shape(rows));
        NDArray zero = m.zeros(new Shape(rows));
        NDArray y = x.getNDArrayInternal()
                .batchNorm(
                        x.reshape(1, rows, s.size() / rows, 1),
                        m.zeros(new Shape(rows)),
                        m.ones(new Shape(rows)),
                        one,
                        zero,
                        1,
                        0.1f,
                        1e-5f,
                        true)
                .singletonOrThrow();
        return y.reshape(s)
                .mul(weights.apply(name + ".w", new Shape(1, channels, 1, 1)))
                .add(weights.apply(name + ".b", new Shape(1, channels, 1, 1)));
    }

    @Override
    public NDArray silu(NDArray x) {
        return x.mul(Activation.sigmoid(x));
    }

    @Override
    public NDArray add(NDArray a, NDArray b) {
        return inStep(a, b).add(other(a, b));
    }

    @Override
    public NDArray sub(NDArray a, NDArray b) {
        return isConstant(a) ? b.neg().add(a) : a.sub(b);
    }

    @Override
    public NDArray mul(NDArray a, NDArray b) {
        return inStep(a, b).mul(other(a, b));
    }

    @Override
    public NDArray div(NDArray a, NDArray b) {
        return a.div(b);
    }

    @Override
    public NDArray each(Elementwise function, NDArray x) {
        return switch (function) {
            case SQRT -> x.sqrt();
            case TANH -> x.tanh();
            case LOG -> x.log();
            case EXP -> x.exp();
            case COS -> x.cos();
            case SIN -> x.sin();
        };
    }

    @Override
    public NDArray clamp(NDArray x, float limit) {
        return x.clip(-limit, limit);
    }

    @Override
    public NDArray constant(float value) {
        return numbers.computeIfAbsent(value, v -> constants.create(new float[] {v}));
    }

    @Override
    public NDArray channels(NDArray x, int from, int to) {
        return x.get(new NDIndex(":, {}:{}", from, to));
    }

    @Override
    public NDArray concat(List<NDArray> parts) {
        return NDArrays.concat(new NDList(parts), 1);
    }

    @Override
    public NDArray sum(NDArray x) {
        return x.sum(new int[] {1}, true);
    }

    @Override
    public NDArray shift(NDArray x, int axis, int distance) {
        String rows = axis == 2 ? ":, :, {}:{}" : ":, :, :, {}:{}";
        long size = x.getShape().get(axis);
        int d = Math.abs(distance);
        return distance > 0
                ? x.get(new NDIndex(rows, d, size)).concat(x.get(new NDIndex(rows, size - d, size)), axis)
                : x.get(new NDIndex(rows, 0, d)).concat(x.get(new NDIndex(rows, 0, size - d)), axis);
    }

    @Override
    public NDArray softmax(NDArray x) {
        return x.softmax(1);
    }

    @Override
    public NDArray upsample(NDArray x) {
        Shape s = x.getShape();
        return x.getNDArrayInternal().interpolation(new long[] {s.get(2) * 2, s.get(3) * 2}, 0, false);
    }

    @Override
    public NDArray spaceToDepth(NDArray x, int channels, int p) {
        Shape s = x.getShape();
        long n = s.get(0);
        long h = s.get(2) / p;
        long w = s.get(3) / p;
        return x.reshape(n, channels, h, p, w, p).transpose(0, 3, 5, 1, 2, 4).reshape(n, (long) p * p * channels, h, w);
    }

    @Override
    public NDArray depthToSpace(NDArray x, int channels, int p) {
        Shape s = x.getShape();
        long n = s.get(0);
        long h = s.get(2);
        long w = s.get(3);
        return x.reshape(n, p, p, channels, h, w).transpose(0, 3, 4, 1, 5, 2).reshape(n, channels, h * p, w * p);
    }

    @Override
    public NDArray attention(NDArray qkv, int channels, int heads) {
        Shape s = qkv.getShape();
        long n = s.get(0);
        long depth = channels / heads;
        NDArray r = qkv.reshape(n, 3L * heads, depth, s.get(2) * s.get(3));
        NDArray q = r.get(new NDIndex(":, {}:{}", 0, heads)).transpose(0, 1, 3, 2);
        NDArray k = r.get(new NDIndex(":, {}:{}", heads, 2 * heads));
        NDArray v = r.get(new NDIndex(":, {}:{}", 2 * heads, 3 * heads));
        NDArray a = q.mul(constant((float) (1 / Math.sqrt(depth)))).matMul(k).softmax(-1);
        return v.matMul(a.transpose(0, 1, 3, 2)).reshape(n, channels, s.get(2), s.get(3));
    }

    @Override
    public NDArray perImage(NDArray t) {
        return t.reshape(-1, 1, 1, 1);
    }

    @Override
    public NDArray perChannel(NDArray x) {
        return x.reshape(x.getShape().get(0), x.getShape().get(1), 1, 1);
    }

    @Override
    public NDArray timeFeatures(NDArray t, int half) {
        NDArray f =
                frequencies.computeIfAbsent(half, h -> constants.create(NetworkOps.frequencies(h), new Shape(1, h)));
        NDArray a = t.reshape(-1, 1).mul(f);
        return a.sin().concat(a.cos(), 1);
    }

    private boolean isConstant(NDArray a) {
        return a.getManager() == constants;
    }

    /** The operand whose manager is the step's: the result is to be freed with the step. */
    private NDArray inStep(NDArray a, NDArray b) {
        return isConstant(a) ? b : a;
    }

    private NDArray other(NDArray a, NDArray b) {
        return isConstant(a) ? a : b;
    }
}
