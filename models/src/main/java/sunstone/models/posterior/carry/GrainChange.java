package sunstone.models.posterior.carry;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import sunstone.models.map.Grains;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;

/**
 * Probability that a pixel's grain goes on in the section below it: from geometry, then from the light of both
 * sections.
 *
 * <p><b>Geometry.</b> A boundary whose normal makes the angle t with the section's moves by {@code depth cot t} in the
 * plane. Where boundaries lie at random, those met in a section have t distributed as {@code (4 / pi) sin^2 t}
 * (Underwood, Quantitative Stereology, 1970), so that one passes a pixel at the distance d with the probability {@code
 * F / 2, F = (2 / pi) (a - sin a cos a), a = atan(depth / d)}: half of them move away.
 *
 * <p><b>Light.</b> Pixels are judged by how far their light differs between the sections. The law of the difference
 * where grains differ is that of pixels at unrelated places; how many pixels follow it shows in the largest
 * differences, and the share of it among the pixels of like difference is the local false discovery rate (Efron, J. Am.
 * Stat. Assoc. 99, 2004, 96), here the probability that the grain is another.
 */
final class GrainChange {
    private static final int BINS = 40;
    private static final double MOST = 2.5; // largest difference that is told apart, units of a channel's half range
    private static final double NEW_GRAIN = 0.01; // grains that begin without a boundary near

    private final float[] probability;
    private final double likeBelow;

    private GrainChange(float[] probability, double likeBelow) {
        this.probability = probability;
        this.likeBelow = likeBelow;
    }

    /** Probability that a pixel goes on, shape [rows * cols] of the old raster. */
    float[] continues() {
        return probability;
    }

    /** Share of the pixels whose light is that of the same grain; 1 without light. */
    double likeBelow() {
        return likeBelow;
    }

    /**
     * Judges every pixel of the old raster.
     *
     * @param grains of the old map
     * @param depthPx between the sections, pixels
     * @param before light of the old section, smoothed, channel-major, or null
     * @param now light of the new one on the same raster, or null
     * @param seen which pixels both show, shape [rows * cols]
     */
    static GrainChange of(
            Grains grains, double depthPx, float @Nullable [] before, float @Nullable [] now, boolean[] seen) {
        ScanGrid grid = grains.grid();
        float[] distance = distance(grains);
        float[] prior = new float[grid.size()];
        for (int i = 0; i < prior.length; i++) {
            double a = Math.atan2(depthPx, distance[i]);
            double passed = (a - Math.sin(a) * Math.cos(a)) / Math.PI;
            prior[i] = (float) ((1 - NEW_GRAIN) * (1 - passed));
        }
        if (before == null || now == null) {
            return new GrainChange(prior, 1);
        }
        double[] difference = difference(grid, before, now, 0, seen);
        double[] other = new double[BINS];
        double[] observed = histogram(difference);
        SplittableRandom random = new SplittableRandom(grid.size());
        for (int k = 0; k < 8; k++) {
            double[] h = histogram(difference(grid, before, now, random.nextInt(1, grid.size()), seen));
            for (int b = 0; b < BINS; b++) {
                other[b] += h[b] / 8;
            }
        }
        double changed = tail(observed, other);
        double[] same = same(observed, other, changed);
        for (int i = 0; i < prior.length; i++) {
            if (Double.isNaN(difference[i])) {
                continue;
            }
            double p = clamp(at(same, difference[i]));
            // what light says beyond the share of all pixels, on the odds of this place
            double ratio = p / (1 - p) / (clamp(1 - changed) / (1 - clamp(1 - changed)));
            double o = clamp(prior[i]) / (1 - clamp(prior[i])) * ratio;
            prior[i] = (float) (o / (1 + o));
        }
        return new GrainChange(prior, 1 - changed);
    }

    private static double clamp(double p) {
        return Math.max(0.003, Math.min(0.997, p));
    }

    private static double at(double[] bins, double difference) {
        return bins[bin(difference)];
    }

    private static int bin(double difference) {
        return (int) Math.min(BINS - 1, difference / MOST * BINS);
    }

    private static double[] difference(ScanGrid grid, float[] before, float[] now, int offset, boolean[] seen) {
        int n = grid.size();
        double[] out = new double[n];
        for (int i = 0; i < n; i++) {
            int j = (i + offset) % n;
            double sum = 0;
            for (int c = 0; c < PlImage.CHANNELS; c++) {
                double d = before[c * n + j] - now[c * n + i];
                sum += d * d;
            }
            out[i] = seen[i] && seen[j] ? Math.sqrt(sum) : Double.NaN;
        }
        return out;
    }

    private static double[] histogram(double[] values) {
        double[] out = new double[BINS];
        int count = 0;
        for (double v : values) {
            if (!Double.isNaN(v)) {
                out[bin(v)]++;
                count++;
            }
        }
        for (int b = 0; b < BINS; b++) {
            out[b] /= Math.max(1, count);
        }
        return out;
    }

    /** Share of the pixels that follow the law of unrelated places: as the upper half of that law has it. */
    private static double tail(double[] observed, double[] other) {
        double below = 0;
        int b = 0;
        while (b < BINS - 1 && below < 0.5) {
            below += other[b++];
        }
        double seen = 0;
        double unrelated = 0;
        for (; b < BINS; b++) {
            seen += observed[b];
            unrelated += other[b];
        }
        return unrelated < 0.05 ? 1 : Math.min(1, seen / unrelated);
    }

    /** Probability of the same grain by bin, falling with the difference. */
    private static double[] same(double[] observed, double[] other, double changed) {
        double[] out = new double[BINS];
        double least = 1;
        for (int b = 0; b < BINS; b++) {
            if (observed[b] > 0) {
                least = Math.min(least, Math.max(0, 1 - changed * other[b] / observed[b]));
            } else if (other[b] > 0) {
                least = 0;
            }
            out[b] = least;
        }
        return out;
    }

    /** Steps to the nearest pixel of another grain less a half, at least a half; the raster's border is none. */
    static float[] distance(Grains grains) {
        ScanGrid grid = grains.grid();
        int[] label = grains.labels();
        float[] out = new float[grid.size()];
        Arrays.fill(out, Float.POSITIVE_INFINITY);
        ArrayDeque<Integer> queue = new ArrayDeque<>();
        for (int i = 0; i < out.length; i++) {
            int col = i % grid.cols();
            boolean edge = col > 0 && label[i - 1] != label[i]
                    || col + 1 < grid.cols() && label[i + 1] != label[i]
                    || i >= grid.cols() && label[i - grid.cols()] != label[i]
                    || i + grid.cols() < out.length && label[i + grid.cols()] != label[i];
            if (edge) {
                out[i] = 0.5f;
                queue.add(i);
            }
        }
        while (!queue.isEmpty()) {
            int i = queue.remove();
            int row = i / grid.cols();
            int col = i % grid.cols();
            for (int dr = -1; dr <= 1; dr++) {
                for (int dc = -1; dc <= 1; dc++) {
                    if (grid.contains(row + dr, col + dc)) {
                        int j = grid.index(row + dr, col + dc);
                        float next = out[i] + (dr != 0 && dc != 0 ? 1.4142135f : 1);
                        if (next < out[j] - 1e-4f) {
                            out[j] = next;
                            queue.add(j);
                        }
                    }
                }
            }
        }
        return out;
    }
}
