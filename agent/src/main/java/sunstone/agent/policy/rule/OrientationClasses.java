package sunstone.agent.policy.rule;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.Grains;
import sunstone.models.map.ScanGrid;

/**
 * Classes of measured points, grains as far as they are known, and how likely each pixel belongs to which: the points
 * joined with their nearest ones of like orientation, and a Gaussian process over position that classifies by least
 * squares on their labels (Rasmussen and Williams, Gaussian Processes for Machine Learning, 2006, section 6.5).
 */
final class OrientationClasses {
    /** Points that each is compared with: about what a triangulation joins. */
    private static final int NEIGHBOURS = 6;

    private static final double SAME = Math.toRadians(Grains.THRESHOLD_DEG);
    private static final double[] RANGES_PX = {3, 6, 12, 24, 48};

    /** Variance of a label over that of the process. */
    private static final double NUGGET = 0.05;

    private final ScanGrid grid;
    private final List<EbsdPoint> points;
    private final int[] label;
    private final int classes;
    private final double range;
    /** Weights of the points for each class, shape [points, classes]. */
    private final double[][] weight;

    /** Of at least one point. */
    OrientationClasses(ScanGrid grid, LaueGroup laue, List<EbsdPoint> points) {
        this.grid = grid;
        this.points = points;
        this.label = new int[points.size()];
        this.classes = join(laue);
        double best = RANGES_PX[0];
        double least = Double.POSITIVE_INFINITY;
        double[][] inverse = new double[0][];
        for (double r : RANGES_PX) {
            double[][] candidate = inverse(r);
            double error = leftOut(candidate);
            if (error < least) {
                least = error;
                best = r;
                inverse = candidate;
            }
        }
        this.range = best;
        this.weight = new double[points.size()][classes];
        for (int i = 0; i < weight.length; i++) {
            for (int j = 0; j < weight.length; j++) {
                weight[i][label[j]] += inverse[i][j];
            }
            for (int c = 0; c < classes; c++) { // labels less their prior mean
                weight[i][c] -= sum(inverse[i]) / classes;
            }
        }
    }

    /** Number of classes. */
    int count() {
        return classes;
    }

    /** Class of a point. */
    int of(int point) {
        return label[point];
    }

    /** Numbers connected points of like orientation; returns how many classes there are. */
    private int join(LaueGroup laue) {
        int n = points.size();
        int[] root = new int[n];
        Arrays.setAll(root, i -> i);
        for (int i = 0; i < n; i++) {
            int own = i;
            int[] near = IntStream.range(0, n)
                    .filter(j -> j != own)
                    .boxed()
                    .sorted(Comparator.comparingDouble(j -> squared(points.get(own), points.get(j))))
                    .limit(NEIGHBOURS)
                    .mapToInt(j -> j)
                    .toArray();
            for (int j : near) {
                if (laue.disorientation(
                                points.get(i).quaternion(), 0, points.get(j).quaternion(), 0)
                        <= SAME) {
                    int a = find(root, i), b = find(root, j);
                    root[Math.max(a, b)] = Math.min(a, b);
                }
            }
        }
        int count = 0;
        for (int i = 0; i < n; i++) {
            int r = find(root, i);
            label[i] = r == i ? count++ : label[r];
        }
        return count;
    }

    private static int find(int[] root, int i) {
        int k = i;
        while (root[k] != k) {
            k = root[k];
        }
        return k;
    }

    private static double squared(EbsdPoint a, EbsdPoint b) {
        double row = a.row() - b.row(), col = a.col() - b.col();
        return row * row + col * col;
    }

    /** Inverse of the covariance of the points, by Gauss and Jordan: it is positive definite, so without pivoting. */
    private double[][] inverse(double r) {
        int n = points.size();
        double[][] a = new double[n][2 * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                a[i][j] = Math.exp(-squared(points.get(i), points.get(j)) / (2 * r * r)) + (i == j ? NUGGET : 0);
            }
            a[i][n + i] = 1;
        }
        for (int k = 0; k < n; k++) {
            double pivot = a[k][k];
            for (int j = 0; j < 2 * n; j++) {
                a[k][j] /= pivot;
            }
            for (int i = 0; i < n; i++) {
                double f = a[i][k];
                for (int j = k; i != k && f != 0 && j < 2 * n; j++) {
                    a[i][j] -= f * a[k][j];
                }
            }
        }
        double[][] inverse = new double[n][];
        for (int i = 0; i < n; i++) {
            inverse[i] = Arrays.copyOfRange(a[i], n, 2 * n);
        }
        return inverse;
    }

    /** Squared error of the labels, each predicted by the others (the same book, section 5.4.2). */
    private double leftOut(double[][] inverse) {
        double error = 0;
        for (int i = 0; i < inverse.length; i++) {
            double[] row = new double[classes];
            for (int j = 0; j < inverse.length; j++) {
                row[label[j]] += inverse[i][j];
            }
            double all = sum(inverse[i]) / classes;
            for (int c = 0; c < classes; c++) {
                double off = (row[c] - all) / inverse[i][i];
                error += off * off;
            }
        }
        return error;
    }

    private static double sum(double[] v) {
        double sum = 0;
        for (double x : v) {
            sum += x;
        }
        return sum;
    }

    /** Similarity of a pixel and a place, 1 at it. */
    double kernel(int pixel, int row, int col) {
        double down = grid.row(pixel) - row, across = grid.col(pixel) - col;
        return Math.exp(-(down * down + across * across) / (2 * range * range));
    }

    /**
     * Probability of each class at a pixel: the regression's values, below 0 cut off, scaled to a sum of 1; shape
     * [classes].
     */
    double[] probability(int pixel) {
        double[] p = new double[classes];
        Arrays.fill(p, 1.0 / classes);
        for (int i = 0; i < points.size(); i++) {
            double k = kernel(pixel, points.get(i).row(), points.get(i).col());
            for (int c = 0; k > 1e-6 && c < classes; c++) {
                p[c] += k * weight[i][c];
            }
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            p[c] = Math.max(p[c], 0);
            sum += p[c];
        }
        for (int c = 0; c < classes; c++) {
            p[c] = sum > 0 ? p[c] / sum : 1.0 / classes;
        }
        return p;
    }

    /** The likeliest class at a pixel. */
    int likeliest(int pixel) {
        double[] p = probability(pixel);
        int best = 0;
        for (int c = 1; c < p.length; c++) {
            best = p[c] > p[best] ? c : best;
        }
        return best;
    }
}
