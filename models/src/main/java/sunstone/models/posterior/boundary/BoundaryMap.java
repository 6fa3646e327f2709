package sunstone.models.posterior.boundary;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.ScanGrid;
import sunstone.models.posterior.Posterior;

/**
 * Boundaries of an ensemble as lines: where at least half of the members have one within a pixel, thinned ({@link LineThinning}); each
 * pixel of a line has the kind that most members give it.
 *
 * @param probability of a boundary
 * @param lines pixels of the lines, shape [rows * cols]
 * @param kind of each pixel of a line, null elsewhere, shape [rows * cols]
 */
public record BoundaryMap(
        BoundaryProbability probability,
        boolean[] lines,
        @Nullable BoundaryKind[] kind) {
    /** Probability from which a boundary is drawn. */
    public static final double DRAWN = 0.5;

    /**
     * Boundaries of a posterior, at the usual threshold.
     *
     * @param region which pixels are wanted, shape [rows * cols], or null for all
     */
    public static BoundaryMap of(Posterior posterior, boolean @Nullable [] region) {
        BoundaryProbability p = BoundaryProbability.of(posterior, region);
        boolean[] lines = LineThinning.of(p.grid(), likely(p.near()));
        @Nullable BoundaryKind[] kind = new @Nullable BoundaryKind[lines.length];
        for (int i = 0; i < lines.length; i++) {
            if (lines[i]) {
                kind[i] = kind(p, posterior.map().laue(), posterior.members(), region, i);
            }
        }
        return new BoundaryMap(p, lines, kind);
    }

    /** Pixels whose probability reaches {@link #DRAWN}. */
    public static boolean[] likely(float[] probability) {
        boolean[] likely = new boolean[probability.length];
        for (int i = 0; i < likely.length; i++) {
            likely[i] = probability[i] >= DRAWN;
        }
        return likely;
    }

    /** Pixels of lines of a kind. */
    public int count(BoundaryKind wanted) {
        int n = 0;
        for (BoundaryKind k : kind) {
            n += k == wanted ? 1 : 0;
        }
        return n;
    }

    /** The kind of the widest turn within a pixel, by the vote of the members. */
    private static @Nullable BoundaryKind kind(
            BoundaryProbability p, LaueGroup laue, List<float[]> members, boolean @Nullable [] region, int pixel) {
        Map<BoundaryKind, Integer> votes = new EnumMap<>(BoundaryKind.class);
        for (float[] member : members) {
            int[] pair = widest(p, laue, member, region, pixel);
            if (pair != null) {
                votes.merge(BoundaryKind.of(laue, member, 4 * pair[0], member, 4 * pair[1]), 1, Integer::sum);
            }
        }
        return votes.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    /** The pair of neighbours in the block of 3 x 3 that is turned most, or null if none is by more than the threshold. */
    private static int @Nullable [] widest(
            BoundaryProbability p, LaueGroup laue, float[] member, boolean @Nullable [] region, int pixel) {
        ScanGrid grid = p.grid();
        int row = grid.row(pixel), col = grid.col(pixel);
        int[] best = null;
        double most = p.thresholdDeg();
        for (int r = Math.max(0, row - 1); r <= Math.min(grid.rows() - 1, row + 1); r++) {
            for (int c = Math.max(0, col - 1); c <= Math.min(grid.cols() - 1, col + 1); c++) {
                int i = grid.index(r, c);
                for (int step : new int[] {c + 1 < grid.cols() ? 1 : 0, r + 1 < grid.rows() ? grid.cols() : 0}) {
                    int j = i + step;
                    if (step == 0 || region != null && !(region[i] && region[j])) {
                        continue;
                    }
                    double turn = laue.disorientationDeg(member, 4 * i, member, 4 * j);
                    if (turn > most) {
                        most = turn;
                        best = new int[] {i, j};
                    }
                }
            }
        }
        return best;
    }
}
