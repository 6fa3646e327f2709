package sunstone.models.posterior;

import java.util.ArrayList;
import java.util.List;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.PixelMetric;
import sunstone.models.polarizedlight.PlDenoiser;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlRegions;
import sunstone.models.prior.CandidateFills;

/**
 * Painting by numbers: every region of the light ({@link PlRegions}) takes the orientation of its point; where it has
 * several, each pixel that of the nearest of them. Regions without a point take what {@link NearestFill} gives them, as
 * does the whole map where there is no light. One member, no randomness, and the same rule of thumb for the
 * uncertainty.
 */
public final class RegionFill implements PosteriorSampler {
    private final PlRegions.Memo regions = new PlRegions.Memo();
    private final PlDenoiser.Memo denoiser = new PlDenoiser.Memo();
    private final double lambda;

    /**
     * The fill.
     *
     * @param lambda weight of the squared difference of light in regions without a point, at least 0
     */
    public RegionFill(double lambda) {
        this.lambda = lambda;
    }

    @Override
    public Posterior sample(Snapshot snapshot, long seed) {
        PlImage pl = snapshot.pl();
        List<EbsdPoint> points = snapshot.known();
        if (pl == null || points.isEmpty()) {
            return new NearestFill(lambda).sample(snapshot, seed);
        }
        float[] channels = denoiser.apply(pl).harmonics();
        int[] source = CandidateFills.nearest(snapshot.grid(), channels, points, lambda);
        PlRegions light = regions.of(pl);
        List<List<Integer>> own = new ArrayList<>();
        for (int r = 0; r < light.count(); r++) {
            own.add(new ArrayList<>());
        }
        for (int j = 0; j < points.size(); j++) {
            EbsdPoint p = points.get(j);
            own.get(light.at(snapshot.grid().index(p.row(), p.col()))).add(j);
        }
        for (int i = 0; i < source.length; i++) {
            List<Integer> inside = own.get(light.at(i));
            if (!inside.isEmpty()) {
                source[i] = nearest(i, snapshot.grid().cols(), points, inside);
            }
        }
        return NearestFill.copied(snapshot, points, channels, source, new PixelMetric(lambda));
    }

    private static int nearest(int pixel, int cols, List<EbsdPoint> points, List<Integer> some) {
        int best = -1;
        long least = Long.MAX_VALUE;
        for (int j : some) {
            long rows = pixel / cols - points.get(j).row();
            long across = pixel % cols - points.get(j).col();
            long d = rows * rows + across * across;
            if (d < least) {
                best = j;
                least = d;
            }
        }
        return best;
    }
}
