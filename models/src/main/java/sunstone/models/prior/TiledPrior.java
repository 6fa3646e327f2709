package sunstone.models.prior;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Denoises large images tile by tile and blends the estimates where tiles overlap (MultiDiffusion, Bar-Tal et al., 2302.08113, but of
 * the estimates: averaged steps would lose variance).
 *
 * <p>What a network of this kind needs grows faster than the image: attention over all places at once takes memory with the square of
 * the pixels (4 GB a member at 1000 x 1000). Noise is drawn, and steps are taken, over the whole image by the caller, so a member
 * is the same whatever the tiles, but for what the network makes of seeing less at a time.
 */
public final class TiledPrior extends ForwardingPrior {
    /** Images of at most this many pixels are denoised whole. */
    public static final int WHOLE_PIXELS = 320 * 320;

    private static final int TILE = 128;
    private static final int OVERLAP = 32;

    private final int whole;
    private final int tile;
    private final int overlap;

    /** Tiles of 128 px with an overlap of 32 px above {@link #WHOLE_PIXELS}. */
    public TiledPrior(Prior prior) {
        this(prior, WHOLE_PIXELS, TILE, OVERLAP);
    }

    /**
     * Tiles of a size.
     *
     * @param whole largest image that is denoised whole, pixels
     * @param tile height and width of a tile, pixels; rounded up to a multiple of the model's stride
     * @param overlap of neighbours, pixels, at most half a tile
     */
    public TiledPrior(Prior prior, int whole, int tile, int overlap) {
        super(prior);
        int stride = prior.card().stride();
        this.whole = whole;
        this.tile = (tile + stride - 1) / stride * stride;
        this.overlap = overlap / stride * stride;
        if (overlap < 0 || 2 * this.overlap > this.tile) {
            throw new IllegalArgumentException(
                    "tiles of " + tile + " px overlap by 0 to " + tile / 2 + " px, not " + overlap);
        }
    }

    @Override
    public float[][] denoise(float[][] samples, double time, Conditioning seen, int rows, int cols) {
        if ((long) rows * cols <= whole) {
            return super.denoise(samples, time, seen, rows, cols);
        }
        int n = rows * cols;
        int channels = card().channels().size();
        float[][] out = new float[samples.length][channels * n];
        float[] sum = new float[n];
        for (int top : starts(rows)) {
            for (int left : starts(cols)) {
                Window w = new Window(top, left, Math.min(tile, rows), Math.min(tile, cols), rows, cols);
                float[] weight = w.weight(overlap);
                w.add(weight, null, sum, 1);
                Conditioning part = new Conditioning(
                        w.crop(seen.observed(), Conditioning.OBSERVED), w.crop(seen.mask(), Conditioning.MASK));
                float[][] crops =
                        Arrays.stream(samples).map(s -> w.crop(s, channels)).toArray(float[][]::new);
                float[][] clean = super.denoise(crops, time, part, w.height, w.width);
                for (int m = 0; m < out.length; m++) {
                    w.add(weight, clean[m], out[m], channels);
                }
            }
        }
        for (float[] o : out) {
            for (int i = 0; i < o.length; i++) {
                o[i] /= sum[i % n];
            }
        }
        return out;
    }

    /** First rows (or columns) of the tiles along a side. */
    private int[] starts(int size) {
        if (size <= tile) {
            return new int[] {0};
        }
        int step = tile - overlap;
        int count = 1 + (size - tile + step - 1) / step;
        int[] starts = new int[count];
        for (int k = 0; k < count; k++) {
            starts[k] = Math.min(k * step, size - tile); // the last one lies against the edge
        }
        return starts;
    }

    /** A tile of an image. */
    private record Window(int top, int left, int height, int width, int rows, int cols) {
        float[] crop(float[] image, int channels) {
            float[] out = new float[channels * height * width];
            for (int c = 0; c < channels; c++) {
                for (int r = 0; r < height; r++) {
                    int from = (c * rows + top + r) * cols + left;
                    System.arraycopy(image, from, out, (c * height + r) * width, width);
                }
            }
            return out;
        }

        /** Falls linearly to the tile's edges, but not to those of the image. */
        float[] weight(int overlap) {
            float[] w = new float[height * width];
            for (int i = 0; i < w.length; i++) {
                w[i] = ramp(i / width, top, height, rows, overlap) * ramp(i % width, left, width, cols, overlap);
            }
            return w;
        }

        private static float ramp(int at, int start, int length, int size, int overlap) {
            int before = start == 0 ? overlap : at;
            int after = start + length == size ? overlap : length - 1 - at;
            return Math.min(1, (Math.min(before, after) + 0.5f) / Math.max(1, overlap));
        }

        /** Adds weighted values (or the weights alone) to the image. */
        void add(float[] weight, float @Nullable [] values, float[] image, int channels) {
            for (int c = 0; c < channels; c++) {
                for (int i = 0; i < weight.length; i++) {
                    int to = (c * rows + top + i / width) * cols + left + i % width;
                    image[to] += weight[i] * (values == null ? 1 : values[c * weight.length + i]);
                }
            }
        }
    }
}
