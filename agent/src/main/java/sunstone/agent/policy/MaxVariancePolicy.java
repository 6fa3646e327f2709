package sunstone.agent.policy;

import java.util.List;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;

/**
 * The most uncertain pixel, thinned by distance: argmax of {@code v_p prod (1 - exp(-d^2 / 2 l^2))} over the points of
 * the batch and those still under way (SAMPLERS.md section 7). The variance v is the squared uncertainty; the length l
 * is a third of the mean distance of the points, between 1.5 and 16 px.
 *
 * <p>Where nothing is uncertain any more (or nothing is known of the uncertainty), the rest comes from {@code
 * pl-k-center}.
 */
final class MaxVariancePolicy implements AcquisitionPolicy {
    private final PlKCenterPolicy fallback;

    MaxVariancePolicy(double lambda) {
        this.fallback = new PlKCenterPolicy(lambda);
    }

    @Override
    public String name() {
        return "max-variance";
    }

    @Override
    public String description() {
        return "where the ensemble disagrees most, points of a batch kept apart";
    }

    @Override
    public List<Candidate> suggest(PolicyInput in, int count) {
        ScanGrid grid = in.snapshot().grid();
        Batch batch = new Batch(in, count);
        float[] uncertainty = in.posterior().uncertaintyDeg();
        double[] score = new double[uncertainty.length];
        for (int i = 0; i < score.length; i++) {
            score[i] = (double) uncertainty[i] * uncertainty[i];
        }
        double length = length(in, count);
        boolean[] known = new boolean[score.length];
        for (EbsdPoint p : in.snapshot().points()) {
            known[grid.index(p.row(), p.col())] = true;
        }
        for (int i = 0; i < score.length; i++) {
            if (in.visited()[i] && !known[i]) {
                suppress(grid, score, i, length);
            }
        }
        while (!batch.full()) {
            int best = -1;
            for (int i = 0; i < score.length; i++) {
                if (score[i] > 0 && (best < 0 || score[i] > score[best]) && batch.open(i)) {
                    best = i;
                }
            }
            if (best < 0) {
                break;
            }
            batch.take(
                    best, "uncertainty %.1f degrees, the most that is left apart from other points", uncertainty[best]);
            suppress(grid, score, best, length);
        }
        fallback.fill(in, batch);
        return batch.candidates();
    }

    private static double length(PolicyInput in, int count) {
        int wanted = 0;
        for (int i = 0; i < in.visited().length; i++) {
            wanted += in.snapshot().wanted(i) ? 1 : 0;
        }
        double spacing =
                Math.sqrt((double) wanted / Math.max(1, in.snapshot().points().size() + count));
        return Math.min(16, Math.max(1.5, spacing / 3));
    }

    private static void suppress(ScanGrid grid, double[] score, int pixel, double length) {
        int row = pixel / grid.cols();
        int col = pixel % grid.cols();
        int reach = (int) Math.ceil(4 * length); // beyond, the factor is above 0.9996
        for (int r = Math.max(0, row - reach); r <= Math.min(grid.rows() - 1, row + reach); r++) {
            for (int c = Math.max(0, col - reach); c <= Math.min(grid.cols() - 1, col + reach); c++) {
                double d2 = (double) (r - row) * (r - row) + (double) (c - col) * (c - col);
                score[grid.index(r, c)] *= -Math.expm1(-d2 / (2 * length * length));
            }
        }
    }
}
