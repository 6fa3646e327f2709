package sunstone.models.prior.network;

import java.util.Comparator;
import java.util.List;

/**
 * Counts the multiplications and additions of a pass: 2 for each product of a convolution, a matrix or an attention;
 * what is done element by element is left out. A handle is the height and width of a tensor.
 */
final class OperationCount implements NetworkOps<OperationCount.Size> {
    private double operations;

    /** Height and width; 1 x 1 of what has none. */
    record Size(int rows, int cols) {
        long pixels() {
            return (long) rows * cols;
        }
    }

    private OperationCount() {}

    /** Operations of one pass over one image. */
    static double of(int rows, int cols) {
        OperationCount count = new OperationCount();
        Size image = new Size(rows, cols);
        Network.predict(count, image, new Size(1, 1), image, image);
        return count.operations;
    }

    private static Size larger(Size a, Size b) {
        return a.pixels() >= b.pixels() ? a : b;
    }

    @Override
    public Size conv(Size x, String name, int in, int out, int kernel, int stride) {
        Size y = new Size(x.rows / stride, x.cols / stride);
        operations += 2.0 * in * out * kernel * kernel * y.pixels();
        return y;
    }

    @Override
    public Size linear(Size x, String name, int in, int out) {
        operations += 2.0 * in * out;
        return x;
    }

    @Override
    public Size attention(Size qkv, int channels, int heads) {
        operations += 4.0 * channels * qkv.pixels() * qkv.pixels();
        return qkv;
    }

    @Override
    public Size upsample(Size x) {
        return new Size(2 * x.rows, 2 * x.cols);
    }

    @Override
    public Size spaceToDepth(Size x, int channels, int p) {
        return new Size(x.rows / p, x.cols / p);
    }

    @Override
    public Size depthToSpace(Size x, int channels, int p) {
        return new Size(x.rows * p, x.cols * p);
    }

    @Override
    public Size concat(List<Size> parts) {
        return parts.stream().max(Comparator.comparingLong(Size::pixels)).orElseThrow();
    }

    @Override
    public Size constant(float value) {
        return new Size(1, 1);
    }

    @Override
    public Size add(Size a, Size b) {
        return larger(a, b);
    }

    @Override
    public Size sub(Size a, Size b) {
        return larger(a, b);
    }

    @Override
    public Size mul(Size a, Size b) {
        return larger(a, b);
    }

    @Override
    public Size div(Size a, Size b) {
        return larger(a, b);
    }

    @Override
    public Size groupNorm(Size x, String name, int channels, int groups) {
        return x;
    }

    @Override
    public Size silu(Size x) {
        return x;
    }

    @Override
    public Size each(Elementwise function, Size x) {
        return x;
    }

    @Override
    public Size sum(Size x) {
        return x;
    }

    @Override
    public Size shift(Size x, int axis, int distance) {
        return x;
    }

    @Override
    public Size clamp(Size x, float limit) {
        return x;
    }

    @Override
    public Size channels(Size x, int from, int to) {
        return x;
    }

    @Override
    public Size softmax(Size x) {
        return x;
    }

    @Override
    public Size perImage(Size x) {
        return x;
    }

    @Override
    public Size perChannel(Size x) {
        return x;
    }

    @Override
    public Size timeFeatures(Size x, int half) {
        return x;
    }
}
