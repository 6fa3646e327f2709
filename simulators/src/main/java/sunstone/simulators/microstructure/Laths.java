package sunstone.simulators.microstructure;

import java.util.random.RandomGenerator;
import sunstone.models.crystallography.Quaternions;

/**
 * Fills a former beta grain with alpha laths: a few of the twelve Burgers variants, each lath long in the direction in
 * which its broad face, here a prism plane {10-10}, meets the section.
 */
final class Laths {
    private static final int MOST = 400; // laths per grain

    private Laths() {}

    /** Replaces a grain, whose entry in {@code d.q} is the beta orientation, by laths. */
    static void fill(Domains d, Pieces pieces, int grain, MicrostructureRecipe recipe, RandomGenerator r) {
        double width = recipe.lathWidthPx() * (0.8 + 0.4 * r.nextDouble()), ratio = 3 + 7 * r.nextDouble();
        int variants = 2 + r.nextInt(BurgersRelation.VARIANTS - 1);
        int[] domain = new int[variants];
        double[] nx = new double[variants], ny = new double[variants], shape = new double[variants];
        int[] order = shuffled(r);
        for (int k = 0; k < variants; k++) {
            domain[k] = d.add();
            BurgersRelation.alpha(order[k], d.q, 4 * grain, d.q, 4 * domain[k]);
            face(d.q, 4 * domain[k], r, k, nx, ny, shape);
        }
        int top = pieces.minRow[grain], left = pieces.minCol[grain];
        int height = pieces.maxRow[grain] - top + 1, across = pieces.maxCol[grain] - left + 1;
        int n = (int) Math.max(2, Math.min(MOST, height * across / (width * width * ratio)));
        double[] x = new double[n], y = new double[n];
        int[] kind = new int[n];
        for (int i = 0; i < n; i++) {
            x[i] = left + across * r.nextDouble();
            y[i] = top + height * r.nextDouble();
            kind[i] = r.nextInt(variants);
        }
        for (int row = top; row < top + height; row++) {
            for (int col = left; col < left + across; col++) {
                if (d.label[row * d.cols + col] == grain) {
                    int best = 0;
                    double least = Double.POSITIVE_INFINITY;
                    for (int i = 0; i < n; i++) {
                        int k = kind[i];
                        double dx = col - x[i], dy = row - y[i], u = nx[k] * dx + ny[k] * dy;
                        double v = ny[k] * dx - nx[k] * dy, m = 1 + (ratio - 1) * shape[k];
                        double dist = u * u * m + v * v / m;
                        if (dist < least) {
                            least = dist;
                            best = k;
                        }
                    }
                    d.label[row * d.cols + col] = domain[best];
                }
            }
        }
    }

    /** In-section normal of the broad face of variant k, and how edge-on it is: 0 (lies in the section) to 1. */
    private static void face(double[] q, int i, RandomGenerator r, int k, double[] nx, double[] ny, double[] shape) {
        double a = Math.toRadians(30 + 60 * r.nextInt(3));
        double[] s = new double[3], back = {q[i], -q[i + 1], -q[i + 2], -q[i + 3]};
        Quaternions.rotate(back, 0, Math.cos(a), Math.sin(a), 0, s, 0);
        double flat = Math.hypot(s[0], s[1]);
        nx[k] = flat < 1e-6 ? 1 : s[0] / flat;
        ny[k] = flat < 1e-6 ? 0 : s[1] / flat;
        shape[k] = flat * flat;
    }

    private static int[] shuffled(RandomGenerator r) {
        int[] order = new int[BurgersRelation.VARIANTS];
        for (int i = 0; i < order.length; i++) {
            int j = r.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
