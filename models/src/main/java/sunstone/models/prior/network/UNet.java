package sunstone.models.prior.network;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A UNet on 2 x 2 patches: two residual blocks a level on the way down and three on the way up, the time as a scale and
 * shift of every block, attention at the coarsest level.
 *
 * @param input channels of the input
 * @param output channels of the output
 * @param widths channels at strides 2, 4 and 8, multiples of 8
 */
record UNet(int input, int output, int[] widths) {
    /** Height and width must be multiples of this. */
    static final int STRIDE = 8;

    private static final int PATCH = 2;
    private static final int TIME = 192;
    private static final int GROUPS = 8;

    /** Output, shape [N, output, H, W], of x, shape [N, input, H, W], at a time of the schedule, shape [N]. */
    <T> T run(NetworkOps<T> o, T x, T time) {
        T t = o.linear(o.timeFeatures(time, 32), "time1", 64, TIME);
        t = o.silu(o.linear(o.silu(t), "time2", TIME, TIME));
        T h = o.conv(o.spaceToDepth(x, input, PATCH), "in", input * PATCH * PATCH, widths[0], 3, 1);
        Deque<T> skips = new ArrayDeque<>();
        Deque<Integer> skipWidths = new ArrayDeque<>();
        skips.push(h);
        skipWidths.push(widths[0]);
        int width = widths[0];
        for (int level = 0; level < widths.length; level++) {
            for (int b = 0; b < 2; b++) {
                h = block(o, h, t, "down" + level + b, width, widths[level]);
                width = widths[level];
                skips.push(h);
                skipWidths.push(width);
            }
            if (level < widths.length - 1) {
                h = o.conv(
                        o.groupNorm(h, "shrink" + level + ".norm", width, GROUPS),
                        "shrink" + level,
                        width,
                        width,
                        3,
                        2);
                skips.push(h);
                skipWidths.push(width);
            }
        }
        h = block(o, h, t, "middle0", width, width);
        T qkv = o.conv(o.groupNorm(h, "attention.norm", width, GROUPS), "attention.qkv", width, 3 * width, 1, 1);
        h = halved(o, o.add(h, o.conv(o.attention(qkv, width, 4), "attention.out", width, width, 1, 1)));
        h = block(o, h, t, "middle1", width, width);
        for (int level = widths.length - 1; level >= 0; level--) {
            for (int b = 0; b < 3; b++) {
                int joined = width + skipWidths.pop();
                h = block(o, o.concat(List.of(h, skips.pop())), t, "up" + level + b, joined, widths[level]);
                width = widths[level];
            }
            if (level > 0) {
                h = o.groupNorm(h, "grow" + level + ".norm", width, GROUPS);
                h = o.conv(o.upsample(h), "grow" + level, width, width, 3, 1);
            }
        }
        h = o.conv(o.silu(o.groupNorm(h, "out.norm", width, GROUPS)), "out", width, output * PATCH * PATCH, 3, 1);
        return o.depthToSpace(h, output, PATCH);
    }

    /** A sum of two alike parts brought back to the variance of one, so that the stream does not grow with depth. */
    private static <T> T halved(NetworkOps<T> o, T sum) {
        return o.mul(sum, o.constant((float) Math.sqrt(0.5)));
    }

    private static <T> T block(NetworkOps<T> o, T x, T time, String name, int in, int out) {
        T h = o.conv(o.silu(o.groupNorm(x, name + ".norm1", in, GROUPS)), name + ".conv1", in, out, 3, 1);
        T scale = o.perChannel(o.linear(time, name + ".scale", TIME, out));
        T shift = o.perChannel(o.linear(time, name + ".shift", TIME, out));
        h = o.groupNorm(h, name + ".norm2", out, GROUPS);
        h = o.add(o.add(h, o.mul(h, scale)), shift);
        h = o.conv(o.silu(h), name + ".conv2", out, out, 3, 1);
        return halved(o, o.add(h, in == out ? x : o.conv(x, name + ".skip", in, out, 1, 1)));
    }
}
