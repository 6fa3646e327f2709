package sunstone.agent.policy.rule;

import java.util.List;
import java.util.stream.LongStream;
import sunstone.agent.policy.AcquisitionPolicy;
import sunstone.agent.policy.Batch;
import sunstone.agent.policy.Candidate;
import sunstone.agent.policy.Hash;
import sunstone.agent.policy.PolicyInput;
import sunstone.models.map.ScanGrid;

/**
 * The Halton sequence in bases 2 and 3, shifted by the seed (Cranley and Patterson 1976, modulo 1); visited and
 * unwanted pixels are passed over.
 */
final class HaltonPolicy implements AcquisitionPolicy {
    /** Terms tried per pixel of the map before the rest is taken at random: small islands may never be hit. */
    private static final int TERMS_PER_PIXEL = 8;

    @Override
    public String name() {
        return "halton";
    }

    @Override
    public String description() {
        return "quasi-random (Halton) pixels: even at every number of points";
    }

    @Override
    public boolean adaptive() {
        return false;
    }

    @Override
    public List<Candidate> suggest(PolicyInput in, int count) {
        ScanGrid grid = in.snapshot().grid();
        Batch batch = new Batch(in, count);
        double rowShift = Hash.unit(in.seed(), 0);
        double colShift = Hash.unit(in.seed(), 1);
        long terms = (long) TERMS_PER_PIXEL * grid.size();
        batch.takeOpen(
                LongStream.rangeClosed(1, terms).mapToInt(k -> {
                    int row = (int) (grid.rows() * ((radicalInverse(2, k) + rowShift) % 1));
                    int col = (int) (grid.cols() * ((radicalInverse(3, k) + colShift) % 1));
                    return grid.index(row, col);
                }),
                "next of the Halton sequence");
        if (!batch.full()) {
            RandomPolicy.fill(in, batch, "one of the last %d pixels, which the Halton sequence misses");
        }
        return batch.candidates();
    }

    /** The digits of k in a base, mirrored at the point. */
    static double radicalInverse(int base, long k) {
        double inverse = 0;
        double digit = 1;
        for (long rest = k; rest > 0; rest /= base) {
            digit /= base;
            inverse += digit * (rest % base);
        }
        return inverse;
    }
}
