package sunstone.agent.evaluation.metrics;

import java.util.Arrays;
import sunstone.models.map.ScanGrid;

/**
 * Exact Euclidean distance of every pixel to the nearest marked one (P. Felzenszwalb, D. Huttenlocher, Distance
 * transforms of sampled functions, Theory of Computing 8 (2012) 415): lower envelope of parabolas along columns, then
 * along rows.
 */
final class DistanceTransform {
    private static final double FAR = 1e12;

    private DistanceTransform() {}

    /** Distances in pixels, shape [rows * cols]; the diagonal of the raster everywhere if no pixel is marked. */
    static double[] of(ScanGrid grid, boolean[] marked) {
        int rows = grid.rows(), cols = grid.cols();
        double[] d = new double[grid.size()];
        boolean any = false;
        for (int i = 0; i < d.length; i++) {
            d[i] = marked[i] ? 0 : FAR;
            any |= marked[i];
        }
        if (!any) {
            Arrays.fill(d, Math.hypot(rows, cols));
            return d;
        }
        double[] line = new double[Math.max(rows, cols)];
        double[] out = new double[line.length];
        for (int c = 0; c < cols; c++) {
            for (int r = 0; r < rows; r++) {
                line[r] = d[r * cols + c];
            }
            envelope(line, rows, out);
            for (int r = 0; r < rows; r++) {
                d[r * cols + c] = out[r];
            }
        }
        for (int r = 0; r < rows; r++) {
            System.arraycopy(d, r * cols, line, 0, cols);
            envelope(line, cols, out);
            for (int c = 0; c < cols; c++) {
                d[r * cols + c] = Math.sqrt(out[c]);
            }
        }
        return d;
    }

    private static void envelope(double[] f, int n, double[] out) {
        int[] vertex = new int[n];
        double[] from = new double[n + 1];
        int k = 0;
        from[0] = Double.NEGATIVE_INFINITY;
        from[1] = Double.POSITIVE_INFINITY;
        for (int q = 1; q < n; q++) {
            double s = meeting(f, vertex[k], q);
            while (s <= from[k]) {
                s = meeting(f, vertex[--k], q);
            }
            vertex[++k] = q;
            from[k] = s;
            from[k + 1] = Double.POSITIVE_INFINITY;
        }
        k = 0;
        for (int q = 0; q < n; q++) {
            while (from[k + 1] < q) {
                k++;
            }
            int d = q - vertex[k];
            out[q] = (double) d * d + f[vertex[k]];
        }
    }

    /** Where the parabolas over two places meet. */
    private static double meeting(double[] f, int p, int q) {
        return (f[q] + (double) q * q - f[p] - (double) p * p) / (2.0 * (q - p));
    }
}
