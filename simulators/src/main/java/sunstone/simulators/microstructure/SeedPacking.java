package sunstone.simulators.microstructure;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Spheres of log-normal diameter in a box around the section, loosely packed: the seeds of a Laguerre tessellation.
 *
 * <p>Spheres are placed from the largest down. Each takes, of a few random places, the one with the largest power
 * distance to the spheres that are there, so that hardly any ends up without a cell. Their volumes add up to the
 * box's, hence a sphere's volume is about its grain's.
 *
 * <p>Source: Fan, Wu, Zhang, Li, J. Alloys Compd. 375 (2004) 233 (log-normal grains from packed spheres).
 */
final class SeedPacking {
    private static final int TRIES = 5;
    private static final double REACH = 1.25; // a sphere is found from its radius times this
    private static final int LIMIT = 1 << 20;

    final int count;
    final double[] x, y, z, radius;

    private final double side;
    private final int nx, ny, nz;
    private final int[] first;
    private int[] next = new int[1024], owner = new int[1024];
    private int links;

    /**
     * @param width extent along x from 0, pixels
     * @param height extent along y from 0
     * @param sizes log-normal law of the diameters
     * @param r source of randomness
     */
    SeedPacking(double width, double height, MicrostructureRecipe sizes, RandomGenerator r) {
        this(width, height, 0, sizes, r);
    }

    /**
     * As before, with room below for more sections.
     *
     * @param below how far sections reach below z = 0 (towards positive z), pixels
     */
    SeedPacking(double width, double height, double below, MicrostructureRecipe sizes, RandomGenerator r) {
        double s = sizes.sizeSpread(), median = sizes.diameterPx();
        double around = 2.5 * Math.min(MicrostructureRecipe.MAX_DIAMETER, median * Math.exp(1.5 * s));
        double depth = around + below;
        double[] radii = draw(width * height * depth, median, s, r);
        count = radii.length;
        radius = radii;
        x = new double[count];
        y = new double[count];
        z = new double[count];
        side = 0.8 * median;
        nx = (int) (width / side) + 1;
        ny = (int) (height / side) + 1;
        nz = (int) (depth / side) + 1;
        first = new int[nx * ny * nz];
        Arrays.fill(first, -1);
        for (int i = 0; i < count; i++) {
            double best = Double.NEGATIVE_INFINITY;
            for (int t = 0; t < TRIES && best < Double.MAX_VALUE; t++) {
                double px = r.nextDouble() * width, py = r.nextDouble() * height, pz = r.nextDouble() * depth;
                double d = powerDistance(px, py, pz);
                if (d > best) {
                    best = d;
                    x[i] = px;
                    y[i] = py;
                    z[i] = pz;
                }
            }
            register(i);
        }
        for (int i = 0; i < count; i++) {
            z[i] -= around / 2;
        }
    }

    /** Radii from the largest down whose spheres fill the volume. */
    private static double[] draw(double volume, double median, double spread, RandomGenerator r) {
        double[] d = new double[256];
        int n = 0;
        for (double filled = 0; filled < volume && n < LIMIT; n++) {
            double diameter = median * Math.exp(spread * r.nextGaussian());
            diameter =
                    Math.max(MicrostructureRecipe.MIN_DIAMETER, Math.min(MicrostructureRecipe.MAX_DIAMETER, diameter));
            if (n == d.length) {
                d = Arrays.copyOf(d, 2 * n);
            }
            d[n] = -diameter / 2; // negative, so that sorting puts the largest first
            filled += Math.PI / 6 * diameter * diameter * diameter;
        }
        d = Arrays.copyOf(d, n);
        Arrays.sort(d);
        for (int i = 0; i < n; i++) {
            d[i] = -d[i];
        }
        return d;
    }

    /** Smallest power distance to a sphere whose reach covers the point's bucket; MAX_VALUE if there is none. */
    private double powerDistance(double px, double py, double pz) {
        double best = Double.MAX_VALUE;
        for (int k = first[((int) (pz / side) * ny + (int) (py / side)) * nx + (int) (px / side)];
                k >= 0;
                k = next[k]) {
            int j = owner[k];
            double dx = px - x[j], dy = py - y[j], dz = pz - z[j];
            best = Math.min(best, dx * dx + dy * dy + dz * dz - radius[j] * radius[j]);
        }
        return best;
    }

    private void register(int i) {
        double reach = REACH * radius[i];
        int x0 = clamp(x[i] - reach, nx), x1 = clamp(x[i] + reach, nx);
        int y0 = clamp(y[i] - reach, ny), y1 = clamp(y[i] + reach, ny);
        int z0 = clamp(z[i] - reach, nz), z1 = clamp(z[i] + reach, nz);
        for (int c = z0; c <= z1; c++) {
            for (int b = y0; b <= y1; b++) {
                for (int a = x0; a <= x1; a++) {
                    if (links == next.length) {
                        next = Arrays.copyOf(next, 2 * links);
                        owner = Arrays.copyOf(owner, 2 * links);
                    }
                    int bucket = (c * ny + b) * nx + a;
                    owner[links] = i;
                    next[links] = first[bucket];
                    first[bucket] = links++;
                }
            }
        }
    }

    private int clamp(double v, int n) {
        return Math.max(0, Math.min(n - 1, (int) (v / side)));
    }
}
