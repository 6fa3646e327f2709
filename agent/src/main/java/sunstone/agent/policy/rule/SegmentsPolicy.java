package sunstone.agent.policy.rule;

import java.util.List;
import sunstone.agent.policy.AcquisitionPolicy;
import sunstone.agent.policy.Batch;
import sunstone.agent.policy.Candidate;
import sunstone.agent.policy.PolicyInput;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlRegions;
import sunstone.models.posterior.PosteriorSampler;
import sunstone.models.posterior.RegionFill;

/**
 * One point in the middle of each region of the light, the largest first: painting by numbers.
 *
 * <p>A region whose point gave no orientation is tried again, as far from there as it goes, but each failure halves its
 * size in the ranking, or a pore would swallow the budget. When every region has its point, and without light, the rest
 * comes from {@code pl-k-center}.
 */
final class SegmentsPolicy implements AcquisitionPolicy {
    private final PlRegions.Memo regions = new PlRegions.Memo();
    private final double lambda;
    private final PlKCenterPolicy fallback;

    SegmentsPolicy(double lambda) {
        this.lambda = lambda;
        this.fallback = new PlKCenterPolicy(lambda);
    }

    @Override
    public String name() {
        return "segments";
    }

    @Override
    public String description() {
        return "the middle of each region of the light, the largest first";
    }

    @Override
    public boolean adaptive() {
        return false;
    }

    @Override
    public PosteriorSampler fill() {
        return new RegionFill(lambda);
    }

    @Override
    public List<Candidate> suggest(PolicyInput in, int count) {
        Batch batch = new Batch(in, count);
        PlImage pl = in.snapshot().pl();
        if (pl != null) {
            for (OpenRegion r : OpenRegion.of(in, regions.of(pl))) {
                if (batch.full()) {
                    break;
                }
                batch.take(
                        r.pixel(),
                        r.failures() == 0
                                ? "middle of the largest region of the light without a point, %d pixels"
                                : "region of the light of %d pixels, tried without a result before",
                        r.size());
            }
        }
        fallback.fill(in, batch);
        return batch.candidates();
    }
}
