package sunstone.models.posterior.boundary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.Grains;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;

/**
 * Grains of an ensemble, each member a map of its own: figures with error bars. A grain is a 4-connected region at 5
 * degrees ({@link Grains}) of {@value #SMALLEST_PX} pixels and more; those at the border of the map count whole.
 *
 * @param number of grains
 * @param meanAreaUm2 mean area, square micrometres
 * @param diameterUm mean diameter of the circles of equal area, micrometres
 * @param aspectRatio mean of long over short axis of the ellipses of equal second moments
 * @param astm ASTM grain size number G of the mean area (E2627: -3.3223 log10(area in mm^2) - 2.955)
 */
public record GrainStatistics(Figure number, Figure meanAreaUm2, Figure diameterUm, Figure aspectRatio, Figure astm) {
    /** Smallest grain that counts, pixels. */
    public static final int SMALLEST_PX = 10;

    /**
     * A figure over the members.
     *
     * @param mean over the members
     * @param sd its standard deviation over the members, 0 for one
     */
    public record Figure(double mean, double sd) {
        static Figure of(List<Double> values) {
            double mean = values.stream().mapToDouble(v -> v).average().orElse(Double.NaN);
            double square =
                    values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
            return new Figure(mean, values.size() < 2 ? 0 : Math.sqrt(square / (values.size() - 1)));
        }
    }

    /**
     * Of an ensemble.
     *
     * @param members unit quaternions, shape [rows * cols, 4] each, at least one
     * @param region which pixels are wanted, shape [rows * cols], or null for all
     */
    public static GrainStatistics of(
            ScanGrid grid, LaueGroup laue, List<float[]> members, boolean @Nullable [] region) {
        boolean[] valid = region == null ? new boolean[grid.size()] : region;
        if (region == null) {
            Arrays.fill(valid, true);
        }
        List<double[]> rows = new ArrayList<>();
        for (float[] member : members) {
            double[] q = new double[member.length];
            for (int i = 0; i < q.length; i++) {
                q[i] = member[i];
            }
            rows.add(figures(Grains.of(new OrientationMap(grid, laue, q, valid))));
        }
        return new GrainStatistics(column(rows, 0), column(rows, 1), column(rows, 2), column(rows, 3), column(rows, 4));
    }

    private static Figure column(List<double[]> rows, int k) {
        return Figure.of(
                rows.stream().map(r -> r[k]).filter(v -> !Double.isNaN(v)).toList());
    }

    /** Number, mean area, mean diameter, mean aspect ratio and ASTM number; NaN behind a number of 0. */
    static double[] figures(Grains grains) {
        ScanGrid grid = grains.grid();
        double[][] moments = new double[grains.count()][5];
        for (int i = 0; i < grid.size(); i++) {
            if (grains.labels()[i] >= 0) {
                double[] m = moments[grains.labels()[i]];
                int row = grid.row(i), col = grid.col(i);
                m[0] += row;
                m[1] += col;
                m[2] += (double) row * row;
                m[3] += (double) col * col;
                m[4] += (double) row * col;
            }
        }
        double pixel = grid.stepUm() * grid.stepUm();
        double number = 0, area = 0, diameter = 0, aspect = 0;
        for (int g = 0; g < moments.length; g++) {
            int size = grains.sizes()[g];
            if (size >= SMALLEST_PX) {
                number++;
                area += size * pixel;
                diameter += 2 * Math.sqrt(size * pixel / Math.PI);
                aspect += aspectRatio(moments[g], size);
            }
        }
        double mean = area / number; // NaN without grains
        return new double[] {number, mean, diameter / number, aspect / number, -3.3223 * Math.log10(mean * 1e-6) - 2.955
        };
    }

    /** Square root of the ratio of the principal second moments, each pixel a unit square. */
    private static double aspectRatio(double[] m, int size) {
        double row = m[0] / size, col = m[1] / size;
        double rr = m[2] / size - row * row + 1 / 12.0;
        double cc = m[3] / size - col * col + 1 / 12.0;
        double rc = m[4] / size - row * col;
        double half = (rr + cc) / 2;
        double root = Math.sqrt((rr - cc) * (rr - cc) / 4 + rc * rc);
        return Math.sqrt((half + root) / (half - root));
    }
}
