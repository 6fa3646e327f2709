package sunstone.agent.policy.rule;

import java.util.ArrayList;
import java.util.List;
import sunstone.agent.policy.PixelSample;
import sunstone.agent.policy.PolicyInput;
import sunstone.models.map.EbsdPoint;
import sunstone.models.polarizedlight.PlRegions;

/**
 * Doubt that one point would settle in each region of the light that has none: all of the region, as far as the light
 * is right that it is one grain.
 *
 * <p>A region with a grain that most probably goes on from the section below is left to the ensemble, whose members
 * draw whether it does.
 *
 * <p>How far a region is in doubt is the mean spread of the ensemble in it. A small ensemble agrees and disagrees by
 * chance, over a whole region at once, so that its spread says little of a single region: it is shrunk towards the mean
 * of all regions without a point, which counts as much as {@value #SHRINK} members.
 */
final class RegionDoubts {
    private static final int SHRINK = 4;
    /** Smaller regions are slivers of boundaries, which the ensemble judges better. */
    private static final int LEAST_PX = 4;

    private final List<Doubt> all = new ArrayList<>();
    private final PlRegions regions;
    private final boolean[] open;

    /**
     * One region.
     *
     * @param region where to measure it
     * @param gain fall of the spread summed over it, degrees times pixels
     */
    record Doubt(OpenRegion region, double gain) {}

    private RegionDoubts(PlRegions regions) {
        this.regions = regions;
        this.open = new boolean[regions.count()];
    }

    /** Those of a map, given the spread of the ensemble at a sample of its pixels. */
    static RegionDoubts of(PolicyInput in, PlRegions regions, PixelSample sample, MemberPairs pairs) {
        RegionDoubts doubts = new RegionDoubts(regions);
        List<OpenRegion> open = new ArrayList<>();
        boolean[] goesOn = new boolean[regions.count()];
        for (EbsdPoint p : in.snapshot().carriedOn()) {
            goesOn[regions.at(in.snapshot().grid().index(p.row(), p.col()))] = true;
        }
        for (OpenRegion r : OpenRegion.of(in, regions)) {
            if (r.size() >= LEAST_PX && !goesOn[r.region()]) {
                open.add(r);
                doubts.open[r.region()] = true;
            }
        }
        double[] sum = new double[regions.count()];
        double[] weight = new double[regions.count()];
        double mean = 0;
        double total = 0;
        for (int k = 0; k < sample.size(); k++) {
            int r = regions.at(sample.pixels()[k]);
            if (doubts.open[r]) {
                sum[r] += sample.stands()[k] * pairs.spread()[k];
                weight[r] += sample.stands()[k];
                mean += sample.stands()[k] * pairs.spread()[k];
                total += sample.stands()[k];
            }
        }
        mean = total == 0 ? 0 : mean / total;
        for (OpenRegion r : open) {
            double own = weight[r.region()] == 0 ? mean : sum[r.region()] / weight[r.region()];
            double spread = (pairs.members() * own + SHRINK * mean) / (pairs.members() + SHRINK);
            doubts.all.add(new Doubt(r, Math.scalb(r.size() * spread, -r.failures())));
        }
        return doubts;
    }

    /** Regions without a point. */
    List<Doubt> all() {
        return all;
    }

    /** Whether a pixel lies in one of them. */
    boolean open(int pixel) {
        return open[regions.at(pixel)];
    }
}
