package sunstone.simulators.microstructure;

import java.util.Arrays;

/**
 * Assigns pixels to the sphere of least power distance, |p - s|^2 - r^2, in the plane z = 0.
 *
 * <p>A square of pixels keeps only the spheres whose least possible power distance in it is below the smallest of the
 * greatest possible ones; it is split in four, with the survivors, until few are left. This is exact and takes
 * about n log n instead of pixels times spheres.
 *
 * <p>Grains elongated in a direction are round in stretched coordinates: x' = (p . e) / sqrt(a), y' = (p . f) sqrt(a).
 */
final class PowerDiagram {
    private static final int SMALL = 4; // pixels; below this side every survivor is tried

    private final double[] x, y, weight;
    private final double ax, ay, bx, by, stretch, offsetX, offsetY;
    private final int cols;
    private final Waviness waves;
    private final int[] cell;

    private PowerDiagram(SeedPacking seeds, Stretch map, int rows, int cols, Waviness waves) {
        x = seeds.x;
        y = seeds.y;
        weight = new double[seeds.count];
        for (int i = 0; i < seeds.count; i++) {
            weight[i] = seeds.radius[i] * seeds.radius[i] - seeds.z[i] * seeds.z[i];
        }
        ax = map.ax();
        ay = map.ay();
        bx = map.bx();
        by = map.by();
        stretch = map.largest();
        offsetX = map.offsetX();
        offsetY = map.offsetY();
        this.cols = cols;
        this.waves = waves;
        cell = new int[rows * cols];
    }

    /** Index of the sphere of each pixel, shape [rows * cols]. */
    static int[] cells(SeedPacking seeds, Stretch map, int rows, int cols, Waviness waves) {
        PowerDiagram d = new PowerDiagram(seeds, map, rows, cols, waves);
        int[] all = new int[seeds.count];
        Arrays.setAll(all, i -> i);
        d.assign(0, 0, rows, cols, all, seeds.count);
        return d.cell;
    }

    private void assign(int row, int col, int height, int width, int[] candidates, int count) {
        double px = col + (width - 1) / 2.0, py = row + (height - 1) / 2.0;
        double radius = stretch * (Math.hypot(width - 1, height - 1) / 2 + waves.amplitude());
        int[] kept = new int[count];
        int n = survivors(ax * px + ay * py + offsetX, bx * px + by * py + offsetY, radius, candidates, count, kept);
        if (n == 1 || height <= SMALL && width <= SMALL) {
            for (int r = row; r < row + height; r++) {
                for (int c = col; c < col + width; c++) {
                    cell[r * cols + c] = n == 1 ? kept[0] : nearest(r, c, kept, n);
                }
            }
            return;
        }
        int h = height > SMALL ? (height + 1) / 2 : height, w = width > SMALL ? (width + 1) / 2 : width;
        for (int r = row; r < row + height; r += h) {
            for (int c = col; c < col + width; c += w) {
                assign(r, c, Math.min(h, row + height - r), Math.min(w, col + width - c), kept, n);
            }
        }
    }

    private int survivors(double u, double v, double radius, int[] candidates, int count, int[] kept) {
        double bound = Double.POSITIVE_INFINITY;
        for (int k = 0; k < count; k++) {
            int i = candidates[k];
            double dx = u - x[i], dy = v - y[i], d = Math.sqrt(dx * dx + dy * dy) + radius;
            bound = Math.min(bound, d * d - weight[i]);
        }
        int n = 0;
        for (int k = 0; k < count; k++) {
            int i = candidates[k];
            double dx = u - x[i], dy = v - y[i], d = Math.max(0, Math.sqrt(dx * dx + dy * dy) - radius);
            if (d * d - weight[i] <= bound) {
                kept[n++] = i;
            }
        }
        return n;
    }

    private int nearest(int row, int col, int[] candidates, int count) {
        int p = row * cols + col;
        double px = col + waves.x(p), py = row + waves.y(p);
        double u = ax * px + ay * py + offsetX, v = bx * px + by * py + offsetY;
        int best = candidates[0];
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < count; k++) {
            int i = candidates[k];
            double dx = u - x[i], dy = v - y[i], d = dx * dx + dy * dy - weight[i];
            if (d < least) {
                least = d;
                best = i;
            }
        }
        return best;
    }
}
