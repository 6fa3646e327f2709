package sunstone.models.prior.network;

import java.util.List;

/**
 * The operations that a network is made of. {@link Network} is written once over this interface; {@link DjlOps} runs it
 * for training, {@link OnnxOps} writes it as an ONNX graph, so the two cannot drift apart.
 *
 * <p>Images have shape [N, C, H, W]; a {@code name} names the weights of a layer.
 *
 * @param <T> handle of a tensor
 */
interface NetworkOps<T> {
    /** Convolution with bias, odd kernel, zero padding that keeps the size (divided by the stride). */
    T conv(T x, String name, int in, int out, int kernel, int stride);

    /** Fully connected layer on [N, in]. */
    T linear(T x, String name, int in, int out);

    /** Group normalisation with learned scale and shift per channel. */
    T groupNorm(T x, String name, int channels, int groups);

    /** x sigmoid(x). */
    T silu(T x);

    /** Element by element; shapes as they are or broadcast. */
    T add(T a, T b);

    /** As {@link #add}. */
    T sub(T a, T b);

    /** As {@link #add}. */
    T mul(T a, T b);

    /** As {@link #add}. */
    T div(T a, T b);

    /** A function of each number by itself. */
    T each(Elementwise function, T x);

    /** Functions of {@link #each}. */
    enum Elementwise {
        SQRT,
        TANH,
        LOG,
        EXP,
        COS,
        SIN
    }

    /** Square root. */
    default T sqrt(T x) {
        return each(Elementwise.SQRT, x);
    }

    /** Hyperbolic tangent. */
    default T tanh(T x) {
        return each(Elementwise.TANH, x);
    }

    /** Natural logarithm. */
    default T log(T x) {
        return each(Elementwise.LOG, x);
    }

    /** Exponential. */
    default T exp(T x) {
        return each(Elementwise.EXP, x);
    }

    /** Cosine. */
    default T cos(T x) {
        return each(Elementwise.COS, x);
    }

    /** Sine. */
    default T sin(T x) {
        return each(Elementwise.SIN, x);
    }

    /** Clamped to [-limit, limit]. */
    T clamp(T x, float limit);

    /** A number as a tensor of shape [1]. */
    T constant(float value);

    /** Channels from (inclusive) to (exclusive). */
    T channels(T x, int from, int to);

    /** Concatenated along the channels. */
    T concat(List<T> parts);

    /** Sum over the channels: [N, 1, H, W]. */
    T sum(T x);

    /**
     * Each pixel's neighbour at a distance along an axis, 2 for rows or 3 for columns; itself where that would be
     * beyond the border.
     */
    T shift(T x, int axis, int distance);

    /** Soft maximum over the channels. */
    T softmax(T x);

    /** Nearest-neighbour upsampling by 2. */
    T upsample(T x);

    /** [N, C, H, W] to [N, p*p*C, H/p, W/p], block position before channel. */
    T spaceToDepth(T x, int channels, int p);

    /** Inverse of {@link #spaceToDepth}; {@code channels} are those of the result. */
    T depthToSpace(T x, int channels, int p);

    /** Self-attention over all pixels: qkv of shape [N, 3C, H, W] to [N, C, H, W]. */
    T attention(T qkv, int channels, int heads);

    /** [N] to [N, 1, 1, 1]. */
    T perImage(T t);

    /** [N, C] to [N, C, 1, 1]. */
    T perChannel(T x);

    /** Sines and cosines of [N] at geometric frequencies from 1 to 1000: [N, 2 * half]. */
    T timeFeatures(T t, int half);

    /** Frequencies of {@link #timeFeatures}. */
    static float[] frequencies(int half) {
        float[] f = new float[half];
        for (int i = 0; i < half; i++) {
            f[i] = (float) Math.exp(Math.log(1000) * i / (half - 1));
        }
        return f;
    }
}
