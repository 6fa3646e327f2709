package sunstone.models.prior;

import java.util.ArrayList;
import java.util.List;

/**
 * A rectangle of an image. Tiles overlap; of what two or more see, the core of exactly one.
 *
 * @param top first row
 * @param left first column
 * @param height rows
 * @param width columns
 * @param core rows and columns that are nobody else's, as offsets within the tile: half of each overlap
 * @param rows of the image
 * @param cols of the image
 */
public record Tile(int top, int left, int height, int width, Core core, int rows, int cols) {
    /** Images of at most this many pixels need no tiles. */
    public static final int WHOLE_PIXELS = 320 * 320;

    /** Side of a tile, pixels. */
    public static final int SIDE = 128;

    /** Overlap of neighbours, pixels. */
    public static final int OVERLAP = 32;

    /**
     * Rows {@code top} to {@code bottom} and columns {@code left} to {@code right} of a tile, the latter not included.
     */
    public record Core(int top, int left, int bottom, int right) {
        /** Number of pixels. */
        public int size() {
            return (bottom - top) * (right - left);
        }
    }

    /**
     * Tiles that cover an image, row by row; the last ones lie against its edge.
     *
     * @param side height and width of a tile, at most the image's
     * @param overlap of neighbours at least, at most half a side
     */
    public static List<Tile> cover(int rows, int cols, int side, int overlap) {
        int[] tops = starts(rows, side, overlap);
        int[] lefts = starts(cols, side, overlap);
        List<Tile> tiles = new ArrayList<>();
        for (int r = 0; r < tops.length; r++) {
            for (int c = 0; c < lefts.length; c++) {
                Core core = new Core(
                        cut(tops, r, rows, side) - tops[r],
                        cut(lefts, c, cols, side) - lefts[c],
                        cut(tops, r + 1, rows, side) - tops[r],
                        cut(lefts, c + 1, cols, side) - lefts[c]);
                tiles.add(new Tile(tops[r], lefts[c], Math.min(side, rows), Math.min(side, cols), core, rows, cols));
            }
        }
        return tiles;
    }

    /** First rows (or columns) of the tiles along a side. */
    private static int[] starts(int size, int side, int overlap) {
        if (size <= side) {
            return new int[] {0};
        }
        int step = side - overlap;
        int count = 1 + (size - side + step - 1) / step;
        int[] starts = new int[count];
        for (int k = 0; k < count; k++) {
            starts[k] = Math.min(k * step, size - side);
        }
        return starts;
    }

    /** Where the core of tile k begins: in the middle of what it shares with the one before. */
    private static int cut(int[] starts, int k, int size, int side) {
        if (k == 0) {
            return 0;
        }
        return k == starts.length ? size : (starts[k] + starts[k - 1] + side) / 2;
    }

    /** The part of an image, shape [channels, rows, cols], that lies in this tile. */
    public float[] crop(float[] image, int channels) {
        float[] out = new float[channels * height * width];
        for (int c = 0; c < channels; c++) {
            for (int r = 0; r < height; r++) {
                int from = (c * rows + top + r) * cols + left;
                System.arraycopy(image, from, out, (c * height + r) * width, width);
            }
        }
        return out;
    }

    /** The part of an observation that lies in this tile. */
    public Conditioning crop(Conditioning seen) {
        return new Conditioning(crop(seen.observed(), Conditioning.OBSERVED), crop(seen.mask(), Conditioning.MASK));
    }

    /** The core of what was computed for this tile, shape [channels, height, width]. */
    public float[] core(float[] values, int channels) {
        int across = core.right - core.left;
        float[] out = new float[channels * core.size()];
        for (int c = 0, to = 0; c < channels; c++) {
            for (int r = core.top; r < core.bottom; r++, to += across) {
                System.arraycopy(values, (c * height + r) * width + core.left, out, to, across);
            }
        }
        return out;
    }

    /** Puts a core, shape [channels, core], where it belongs in an image. */
    public void put(float[] values, float[] image, int channels) {
        int across = core.right - core.left;
        for (int c = 0, from = 0; c < channels; c++) {
            for (int r = core.top; r < core.bottom; r++, from += across) {
                System.arraycopy(values, from, image, (c * rows + top + r) * cols + left + core.left, across);
            }
        }
    }
}
