package sunstone.agent.policy.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import sunstone.agent.policy.PolicyInput;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlRegions;

/**
 * A region of the light without a point, and none on the way.
 *
 * @param region its number
 * @param size wanted pixels
 * @param failures measurements in it that gave no orientation
 * @param pixel where to measure it: open, in its middle or as far from the failures as it goes
 */
record OpenRegion(int region, int size, int failures, int pixel) {
    /** Those of a map, the largest first; a failure halves a size. */
    static List<OpenRegion> of(PolicyInput in, PlRegions regions) {
        List<OpenRegion> open = new ArrayList<>();
        for (int r = 0; r < regions.count(); r++) {
            int[] visited = regions.pixels(r).filter(in::asked).toArray();
            int[] free = regions.pixels(r).filter(in::open).toArray();
            boolean failedOnly = IntStream.of(visited).allMatch(p -> in.failed()[p]);
            if (free.length > 0 && failedOnly) {
                int size = free.length + visited.length;
                open.add(new OpenRegion(
                        r, size, visited.length, place(regions.grid(), free, visited, regions.middle(r))));
            }
        }
        open.sort(Comparator.comparingDouble(OpenRegion::rank).reversed().thenComparingInt(OpenRegion::region));
        return open;
    }

    private double rank() {
        return Math.scalb((double) size, -failures);
    }

    private static int place(ScanGrid grid, int[] free, int[] failed, int middle) {
        int best = free[0];
        double most = Double.NEGATIVE_INFINITY;
        for (int p : free) {
            double far = -square(grid, p, middle);
            for (int k = 0; k < failed.length; k++) {
                double d = square(grid, p, failed[k]);
                far = k == 0 ? d : Math.min(far, d);
            }
            if (far > most) {
                best = p;
                most = far;
            }
        }
        return best;
    }

    private static double square(ScanGrid grid, int a, int b) {
        double rows = a / grid.cols() - b / grid.cols();
        double cols = a % grid.cols() - b % grid.cols();
        return rows * rows + cols * cols;
    }
}
