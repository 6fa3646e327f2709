package sunstone.agent.policy.rule;

import java.util.List;
import sunstone.agent.policy.AcquisitionPolicy;
import sunstone.agent.policy.Batch;
import sunstone.agent.policy.Candidate;
import sunstone.agent.policy.PolicyInput;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;

/**
 * The pixel with the highest score, thinned by distance: argmax of {@code s_p prod (1 - exp(-d^2 / 2 l^2))} over the
 * points of the batch and those still under way (models/doc/samplers.md section 7). The length l is a third of the mean
 * distance of the points, between 1.5 and 16 px.
 *
 * <p>Where no score is above zero (or nothing is known of the uncertainty), the rest comes from {@code pl-k-center}.
 */
final class PeaksPolicy implements AcquisitionPolicy {
    /** Width of the Gaussians whose mixture is taken for the members' density, degrees. */
    private static final double SIGMA_DEG = 8;

    private final String name;
    private final String description;
    private final String why;
    private final Score score;
    private final PlKCenterPolicy fallback;

    /** Worth of a pixel; 0 for nothing. */
    private interface Score {
        double of(PolicyInput in, int pixel);
    }

    private PeaksPolicy(String name, String description, String why, Score score, double lambda) {
        this.name = name;
        this.description = description;
        this.why = why;
        this.score = score;
        this.fallback = new PlKCenterPolicy(lambda);
    }

    /** The squared uncertainty. */
    static PeaksPolicy maxVariance(double lambda) {
        return new PeaksPolicy(
                "max-variance",
                "where the ensemble is least sure, points of a batch kept apart",
                "uncertainty %.1f degrees, the most that is left apart from other points",
                (in, pixel) -> {
                    double u = in.posterior().uncertaintyDeg()[pixel];
                    return u * u;
                },
                lambda);
    }

    /** The entropy of the members' density, as in active diffusion subsampling (Nolan et al., 2406.14388). */
    static PeaksPolicy ads(double lambda) {
        return new PeaksPolicy(
                "ads",
                "where the ensemble's entropy is highest (active diffusion subsampling)",
                "entropy of the ensemble highest here, uncertainty %.1f degrees",
                PeaksPolicy::entropy,
                lambda);
    }

    /**
     * {@code -1/M sum_i ln 1/M sum_j exp(-d_ij^2 / 2 sigma^2)}; 0 where all members agree. The sign inside is minus:
     * the authors' code has plus.
     */
    private static double entropy(PolicyInput in, int pixel) {
        LaueGroup laue = in.snapshot().laue();
        List<float[]> members = in.posterior().members();
        double[] density = new double[members.size()];
        for (int i = 0; i < density.length; i++) {
            density[i]++;
            for (int j = 0; j < i; j++) {
                double d = laue.disorientationDeg(members.get(i), 4 * pixel, members.get(j), 4 * pixel);
                double kernel = Math.exp(-d * d / (2 * SIGMA_DEG * SIGMA_DEG));
                density[i] += kernel;
                density[j] += kernel;
            }
        }
        double entropy = 0;
        for (double d : density) {
            entropy -= Math.log(d / density.length) / density.length;
        }
        return entropy;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public List<Candidate> suggest(PolicyInput in, int count) {
        ScanGrid grid = in.snapshot().grid();
        Batch batch = new Batch(in, count);
        double[] worth = new double[grid.size()];
        for (int i = 0; i < worth.length; i++) {
            worth[i] = batch.open(i) ? score.of(in, i) : 0;
        }
        double length = length(in, count);
        boolean[] known = new boolean[worth.length];
        for (EbsdPoint p : in.snapshot().points()) {
            known[grid.index(p.row(), p.col())] = true;
        }
        for (int i = 0; i < worth.length; i++) {
            if (in.asked(i) && !known[i]) {
                suppress(grid, worth, i, length);
            }
        }
        while (!batch.full()) {
            int best = -1;
            for (int i = 0; i < worth.length; i++) {
                if (worth[i] > 0 && (best < 0 || worth[i] > worth[best]) && batch.open(i)) {
                    best = i;
                }
            }
            if (best < 0) {
                break;
            }
            batch.take(best, why, in.posterior().uncertaintyDeg()[best]);
            suppress(grid, worth, best, length);
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

    private static void suppress(ScanGrid grid, double[] worth, int pixel, double length) {
        int row = pixel / grid.cols();
        int col = pixel % grid.cols();
        int reach = (int) Math.ceil(4 * length); // beyond, the factor is above 0.9996
        for (int r = Math.max(0, row - reach); r <= Math.min(grid.rows() - 1, row + reach); r++) {
            for (int c = Math.max(0, col - reach); c <= Math.min(grid.cols() - 1, col + reach); c++) {
                double d2 = (double) (r - row) * (r - row) + (double) (c - col) * (c - col);
                worth[grid.index(r, c)] *= -Math.expm1(-d2 / (2 * length * length));
            }
        }
    }
}
