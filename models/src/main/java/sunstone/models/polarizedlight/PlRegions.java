package sunstone.models.polarizedlight;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import sunstone.models.map.ScanGrid;

/**
 * Regions of one colour: 4-connected neighbours that lie closer than {@value #STEP} of the half range in the five
 * scaled channels, joined (single linkage). Light that is noisy is denoised first ({@link PlDenoiser}), or every pixel
 * is a region of its own.
 *
 * <p>A region is a guess at a grain, from light alone: two neighbouring grains whose c axes look alike are one region,
 * and a boundary that is blurred leaves slivers.
 */
public final class PlRegions {
    /**
     * Difference of neighbours up to which they are of one region, Euclidean over the five channels scaled to [-1, 1].
     */
    public static final double STEP = 0.08;

    private final ScanGrid grid;
    private final int[] region;
    private final int[][] pixels;
    private final int[] middle;

    private PlRegions(ScanGrid grid, int[] region, int[][] pixels, int[] middle) {
        this.grid = grid;
        this.region = region;
        this.pixels = pixels;
        this.middle = middle;
    }

    /**
     * Takes light apart.
     *
     * @param image light on the EBSD raster, denoised where it needs it
     */
    public static PlRegions of(PlImage image) {
        ScanGrid grid = image.grid();
        int n = grid.size();
        int[] root = IntStream.range(0, n).toArray();
        for (int i = 0; i < n; i++) {
            if ((i + 1) % grid.cols() != 0 && alike(image, i, i + 1)) {
                join(root, i, i + 1);
            }
            if (i + grid.cols() < n && alike(image, i, i + grid.cols())) {
                join(root, i, i + grid.cols());
            }
        }
        int[] size = new int[n];
        for (int i = 0; i < n; i++) {
            size[find(root, i)]++;
        }
        int[] ordered = IntStream.range(0, n)
                .filter(i -> size[i] > 0)
                .boxed()
                .sorted((a, b) -> size[a] == size[b] ? a - b : size[b] - size[a])
                .mapToInt(i -> i)
                .toArray();
        int[] number = new int[n];
        int[][] pixels = new int[ordered.length][];
        for (int r = 0; r < ordered.length; r++) {
            number[ordered[r]] = r;
            pixels[r] = new int[size[ordered[r]]];
        }
        int[] region = new int[n];
        int[] filled = new int[ordered.length];
        for (int i = 0; i < n; i++) {
            int r = number[find(root, i)];
            region[i] = r;
            pixels[r][filled[r]++] = i;
        }
        int[] depth = depth(grid, region);
        int[] middle =
                Arrays.stream(pixels).mapToInt(p -> deepest(grid, p, depth)).toArray();
        return new PlRegions(grid, region, pixels, middle);
    }

    /** Takes light apart as it was taken, denoised first. */
    public static PlRegions ofNoisy(PlImage image) {
        return of(new PlDenoiser.Memo().apply(image));
    }

    private static boolean alike(PlImage image, int a, int b) {
        if (image.covers(a) != image.covers(b)) {
            return false;
        }
        double d = 0;
        for (int c = 0, at = 0; c < PlImage.CHANNELS; c++, at += image.grid().size()) {
            double e = image.harmonics()[at + a] - image.harmonics()[at + b];
            d += e * e;
        }
        return d < STEP * STEP;
    }

    /** Union by the lower pixel, so that a region's root is its first pixel. */
    private static void join(int[] root, int a, int b) {
        int x = find(root, a);
        int y = find(root, b);
        root[Math.max(x, y)] = Math.min(x, y);
    }

    private static int find(int[] root, int i) {
        int at = i;
        while (root[at] != at) {
            root[at] = root[root[at]];
            at = root[at];
        }
        return at;
    }

    /**
     * How deep each pixel lies in its region: distance to the next pixel of another one by the chamfer of Borgefors
     * (1986), a step along an axis counts 3, a diagonal one 4. The edge of the map is no border.
     */
    private static int[] depth(ScanGrid grid, int[] region) {
        int n = grid.size();
        int[] depth = new int[n];
        Arrays.fill(depth, Integer.MAX_VALUE / 2);
        for (int i = 0; i < n; i++) {
            lower(grid, region, depth, i, -1, false);
            lower(grid, region, depth, i, 1, false);
        }
        for (int i = 0; i < n; i++) {
            lower(grid, region, depth, i, -1, true);
        }
        for (int i = n - 1; i >= 0; i--) {
            lower(grid, region, depth, i, 1, true);
        }
        return depth;
    }

    /**
     * Lowers a pixel's depth by the neighbours on one side, those above and to the left (-1) or below and to the right
     * (1): by those of its own region or by those of others.
     */
    private static void lower(ScanGrid grid, int[] region, int[] depth, int i, int side, boolean own) {
        for (int k = -1; k <= 2; k++) {
            int row = i / grid.cols() + (k == 2 ? 0 : side);
            int col = i % grid.cols() + (k == 2 ? side : k);
            if (grid.contains(row, col)) {
                int j = grid.index(row, col);
                if (own == (region[i] == region[j])) {
                    int step = k == -1 || k == 1 ? 4 : 3;
                    depth[i] = Math.min(depth[i], own ? depth[j] + step : step);
                }
            }
        }
    }

    /** The pixel that lies deepest, of equals the one nearest to the region's centre of mass, then the first. */
    private static int deepest(ScanGrid grid, int[] pixels, int[] depth) {
        double row = Arrays.stream(pixels)
                .mapToDouble(p -> p / grid.cols())
                .average()
                .orElse(0);
        double col = Arrays.stream(pixels)
                .mapToDouble(p -> p % grid.cols())
                .average()
                .orElse(0);
        int best = pixels[0];
        double off = Double.POSITIVE_INFINITY;
        for (int p : pixels) {
            double d = Math.hypot(p / grid.cols() - row, p % grid.cols() - col);
            if (depth[p] > depth[best] || depth[p] == depth[best] && d < off) {
                best = p;
                off = d;
            }
        }
        return best;
    }

    /** Raster of the regions. */
    public ScanGrid grid() {
        return grid;
    }

    /** Number of regions. */
    public int count() {
        return pixels.length;
    }

    /** Region of a pixel; 0 is the largest, of equals the one that begins first. */
    public int at(int pixel) {
        return region[pixel];
    }

    /** Number of pixels of a region. */
    public int size(int region) {
        return pixels[region].length;
    }

    /** Pixels of a region, ascending. */
    public IntStream pixels(int region) {
        return Arrays.stream(pixels[region]);
    }

    /** The pixel in the middle of a region: the one that lies farthest from its border. */
    public int middle(int region) {
        return middle[region];
    }

    /**
     * The regions of light that is denoised first, remembered for the last image by identity. Safe for several threads.
     */
    public static final class Memo {
        private final PlDenoiser.Memo denoiser = new PlDenoiser.Memo();
        private volatile @Nullable Pair last;

        private record Pair(PlImage from, PlRegions to) {}

        /** The regions of an image as it was taken. */
        public PlRegions of(PlImage image) {
            Pair pair = last;
            if (pair == null || pair.from != image) {
                pair = new Pair(image, PlRegions.of(denoiser.apply(image)));
                last = pair;
            }
            return pair.to;
        }
    }
}
