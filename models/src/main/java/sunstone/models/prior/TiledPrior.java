package sunstone.models.prior;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Denoises large images tile by tile and blends the estimates where tiles overlap (MultiDiffusion, Bar-Tal et al.,
 * 2302.08113, but of the estimates: averaged steps would lose variance).
 *
 * <p>What a network of this kind needs grows faster than the image: attention over all places at once takes memory with
 * the square of the pixels (4 GB a member at 1000 x 1000). Noise is drawn, and steps are taken, over the whole image by
 * the caller, so a member is the same whatever the tiles, but for what the network makes of seeing less at a time.
 */
public final class TiledPrior extends ForwardingPrior {
    private final int whole;
    private final int tile;
    private final int overlap;

    /** Tiles of 128 px with an overlap of 32 px above {@link Tile#WHOLE_PIXELS}. */
    public TiledPrior(Prior prior) {
        this(prior, Tile.WHOLE_PIXELS, Tile.SIDE, Tile.OVERLAP);
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
        for (Tile w : Tile.cover(rows, cols, tile, overlap)) {
            float[] weight = weight(w);
            add(w, weight, null, sum, 1);
            float[][] crops =
                    Arrays.stream(samples).map(s -> w.crop(s, channels)).toArray(float[][]::new);
            float[][] clean = super.denoise(crops, time, w.crop(seen), w.height(), w.width());
            for (int m = 0; m < out.length; m++) {
                add(w, weight, clean[m], out[m], channels);
            }
        }
        for (float[] o : out) {
            for (int i = 0; i < o.length; i++) {
                o[i] /= sum[i % n];
            }
        }
        return out;
    }

    /** Falls linearly to the tile's edges, but not to those of the image. */
    private float[] weight(Tile t) {
        float[] w = new float[t.height() * t.width()];
        for (int i = 0; i < w.length; i++) {
            w[i] = ramp(i / t.width(), t.top(), t.height(), t.rows())
                    * ramp(i % t.width(), t.left(), t.width(), t.cols());
        }
        return w;
    }

    private float ramp(int at, int start, int length, int size) {
        int before = start == 0 ? overlap : at;
        int after = start + length == size ? overlap : length - 1 - at;
        return Math.min(1, (Math.min(before, after) + 0.5f) / Math.max(1, overlap));
    }

    /** Adds weighted values (or the weights alone) to the image. */
    private static void add(Tile t, float[] weight, float @Nullable [] values, float[] image, int channels) {
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < weight.length; i++) {
                int to = (c * t.rows() + t.top() + i / t.width()) * t.cols() + t.left() + i % t.width();
                image[to] += weight[i] * (values == null ? 1 : values[c * weight.length + i]);
            }
        }
    }
}
