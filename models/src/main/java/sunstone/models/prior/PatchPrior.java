package sunstone.models.prior;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A prior of patches: an image of any size is cut at a random place into patches that do not overlap, at every call
 * another, and each is denoised by itself (Hu et al., Learning Image Priors through Patch-based Diffusion Models,
 * PaDIS, 2406.02462). The mean over the cuts is the score of a product of experts, one for each patch.
 *
 * <p>A patch is always denoised at full size: near the image's edge it sees pixels that belong to its neighbours. Where
 * the cut lies follows from the time and the first number of the first sample, so that equal calls give equal
 * estimates.
 */
public final class PatchPrior extends ForwardingPrior {
    private final int side;

    /**
     * Patches of a size.
     *
     * @param side height and width, pixels; rounded up to a multiple of the model's stride
     */
    public PatchPrior(Prior prior, int side) {
        super(prior);
        int stride = prior.card().stride();
        this.side = Math.max(1, (side + stride - 1) / stride) * stride;
    }

    @Override
    public float[][] denoise(float[][] samples, double time, Conditioning seen, int rows, int cols) {
        if (samples.length == 0) {
            return new float[0][];
        }
        int channels = card().channels().size();
        float[][] out = new float[samples.length][channels * rows * cols];
        int stride = card().stride();
        long bits = (Double.doubleToLongBits(time) * 31 + Float.floatToIntBits(samples[0][0])) * 0x9E3779B97F4A7C15L;
        for (Tile patch : patches(
                rows,
                cols,
                (int) ((bits >>> 40) % (side / stride)) * stride,
                (int) ((bits >>> 20 & 0xFFFFF) % (side / stride)) * stride)) {
            float[][] crops =
                    Arrays.stream(samples).map(s -> patch.crop(s, channels)).toArray(float[][]::new);
            float[][] clean = super.denoise(crops, time, patch.crop(seen), patch.height(), patch.width());
            for (int m = 0; m < out.length; m++) {
                patch.put(patch.core(clean[m], channels), out[m], channels);
            }
        }
        return out;
    }

    /**
     * Patches whose cores tile the image, cut at rows and columns that are {@code down} and {@code right} beyond
     * multiples of the side.
     */
    private List<Tile> patches(int rows, int cols, int down, int right) {
        List<Tile> patches = new ArrayList<>();
        for (int top = down - side; top < rows; top += side) {
            for (int left = right - side; left < cols; left += side) {
                int fromRow = Math.max(0, top);
                int fromCol = Math.max(0, left);
                int toRow = Math.min(rows, top + side);
                int toCol = Math.min(cols, left + side);
                if (toRow <= fromRow || toCol <= fromCol) {
                    continue;
                }
                int height = Math.min(side, rows);
                int width = Math.min(side, cols);
                int row = Math.min(fromRow, rows - height);
                int col = Math.min(fromCol, cols - width);
                row = toRow - row > height ? toRow - height : row;
                col = toCol - col > width ? toCol - width : col;
                patches.add(new Tile(
                        row,
                        col,
                        height,
                        width,
                        new Tile.Core(fromRow - row, fromCol - col, toRow - row, toCol - col),
                        rows,
                        cols));
            }
        }
        return patches;
    }
}
