package sunstone.simulators.polarizedlight;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;

/**
 * Marks on a specimen: they lie on it and turn with it.
 *
 * @param dirtPer1000Px dark specks per 1000 pixels
 * @param pitsPer1000Px bright pits per 1000 pixels
 * @param scratchesPer100Px scratches per 100 pixels of the longer side
 * @param slipDepth part of the light that the middle of a slip line takes, 0 to 1
 * @param slipPeriodPx distance of neighbouring slip lines, px
 * @param seed of their places
 */
public record LabSurface(
        double dirtPer1000Px,
        double pitsPer1000Px,
        double scratchesPer100Px,
        double slipDepth,
        double slipPeriodPx,
        long seed) {
    private static final double SLIP_SIGMA = 0.5; // px across
    private static final double SLIP_SCHMID = 0.45; // of at most 0.5: only grains that are well oriented slip
    private static final double SLIP_TILT =
            0.1; // least sin^2 of the tilt: basal planes must meet the surface at a line

    /** Marks a scene: coefficients, channel-major, shape [5, rows * cols], units of the brightest possible crystal. */
    void mark(float[] h, OrientationMap truth) {
        ScanGrid grid = truth.grid();
        SplittableRandom r = new SplittableRandom(seed);
        slip(h, truth, r.split());
        PlScene.scratch(h, grid, scratchesPer100Px, r.split());
        pits(h, grid, r.split());
        dirt(h, grid, r.split());
    }

    /** Traces of the basal planes in grains with a high Schmid factor for basal slip under a load in any direction. */
    private void slip(float[] h, OrientationMap truth, RandomGenerator r) {
        double z = 2 * r.nextDouble() - 1, way = 2 * Math.PI * r.nextDouble(), flat = Math.sqrt(1 - z * z);
        int n = truth.grid().size(), cols = truth.grid().cols();
        double[] c = new double[3];
        for (int p = 0; p < n && slipDepth > 0; p++) {
            Quaternions.cAxis(truth.quaternions(), 4 * p, c, 0);
            double along = flat * (Math.cos(way) * c[0] + Math.sin(way) * c[1]) + z * c[2];
            double tilt = c[0] * c[0] + c[1] * c[1];
            if (!truth.valid()[p]
                    || tilt < SLIP_TILT
                    || Math.abs(along) * Math.sqrt(Math.max(0, 1 - along * along)) < SLIP_SCHMID) {
                continue;
            }
            double across = (p % cols * c[0] + (double) (p / cols) * c[1]) / Math.sqrt(tilt) / slipPeriodPx;
            double d = (across - Math.rint(across)) * slipPeriodPx / SLIP_SIGMA;
            dim(h, n, p, slipDepth * Math.exp(-d * d / 2));
        }
    }

    /** Small holes that scatter unpolarized light. */
    private void pits(float[] h, ScanGrid grid, RandomGenerator r) {
        spots(grid, pitsPer1000Px, 0.4, 0.9, r, (p, amount) -> h[p] += (float) (0.35 * amount));
    }

    /** Specks that hide what lies below. */
    private void dirt(float[] h, ScanGrid grid, RandomGenerator r) {
        spots(grid, dirtPer1000Px, 0.6, 2.5, r, (p, amount) -> dim(h, grid.size(), p, 0.95 * amount));
    }

    private static void dim(float[] h, int n, int p, double part) {
        for (int k = 0; k < MuellerChain.HARMONICS; k++) {
            h[k * n + p] *= (float) (1 - part);
        }
    }

    private interface Mark {
        /** Acts on a pixel by an amount of 0 to 1. */
        void at(int pixel, double amount);
    }

    /** Bells of random places, amounts and widths (standard deviations, px). */
    private static void spots(
            ScanGrid grid, double per1000Px, double least, double most, RandomGenerator r, Mark mark) {
        long count = Math.round(per1000Px * grid.size() / 1000);
        for (long k = 0; k < count; k++) {
            double y = r.nextDouble(grid.rows()), x = r.nextDouble(grid.cols());
            double sigma = r.nextDouble(least, most), amount = r.nextDouble(0.3, 1);
            int reach = (int) Math.ceil(3 * sigma);
            for (int row = (int) y - reach; row <= y + reach; row++) {
                for (int col = (int) x - reach; col <= x + reach; col++) {
                    if (grid.contains(row, col)) {
                        double d2 = ((row - y) * (row - y) + (col - x) * (col - x)) / (sigma * sigma);
                        mark.at(grid.index(row, col), amount * Math.exp(-d2 / 2));
                    }
                }
            }
        }
    }
}
