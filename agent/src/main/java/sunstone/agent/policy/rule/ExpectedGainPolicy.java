package sunstone.agent.policy.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import sunstone.agent.policy.AcquisitionPolicy;
import sunstone.agent.policy.Batch;
import sunstone.agent.policy.Candidate;
import sunstone.agent.policy.PixelSample;
import sunstone.agent.policy.PolicyInput;
import sunstone.models.map.Detector;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlRegions;

/**
 * The batch that lowers the expected error of the whole map most per second of instrument time.
 *
 * <p>With D_ij(q) the disorientation of members i and j at pixel q, the spread that is left at q after a measurement of
 * p is the mean of D_ij(q) over all pairs, weighted by {@code exp(-D_ij(p)^2 / 2 tau^2)}, tau = 8 degrees: outcomes of
 * the measurement are the members themselves, and a member survives the outcome of another as far as the two agree at
 * p. A small ensemble agrees and disagrees by chance at pixels that have nothing to do with each other, so the fall
 * counts in full only near p and fades to nothing at a few times the mean distance of the points
 * (models/doc/samplers.md section 7).
 *
 * <p>The gain of p is the fall summed over the map, so that a large undecided grain is worth much and a boundary, which
 * tells of itself only, little. Points are added greedily by gain over dwell, settling and travel to the nearest point
 * of the batch; what an earlier point of the batch, or one under way, explains is not counted again (the spread left at
 * q is the least over them). Gains only fall as the batch grows, so most need not be computed again (lazy greedy;
 * Minoux 1978). The batch is then put on a short path.
 *
 * <p>Where grains are many, a few members cannot tell how large the grain around p is. So a region of the light that
 * has no point yet ({@link PlRegions}) is worth what is in doubt in all of it, and is asked in its middle ({@link
 * RegionDoubts}); the ensemble decides everywhere else.
 *
 * <p>What a point tells of where the light lies is added to its gain ({@link RegistrationDoubts}).
 *
 * <p>Where nothing is to be gained, and without an ensemble, the rest comes from {@code pl-k-center}.
 */
final class ExpectedGainPolicy implements AcquisitionPolicy {
    private static final double TAU_DEG = 8;
    /** Radius at which a measurement is taken to say nothing any more, in mean distances of the points. */
    private static final double REACH = 2;

    private static final double LEAST_REACH_PX = 8;
    /** Spread below which a pixel is decided, degrees: the noise of a measurement. */
    private static final float DECIDED_DEG = (float) Detector.USUAL.noiseDeg();
    /** Products that a round may cost, about; sets how densely the map is sampled. */
    private static final double MOST_PRODUCTS = 5e8;
    /**
     * A batch has one point in so many, at most, that is there for what it tells of where the light lies: the map goes
     * on meanwhile.
     */
    private static final int ONE_IN = 3;
    /** Places that are asked what they tell of where the light lies, about. */
    private static final int MOST_ASKED = 12_000;

    private final PlKCenterPolicy fallback;
    private final PlRegions.Memo regions = new PlRegions.Memo();

    ExpectedGainPolicy(double lambda) {
        this.fallback = new PlKCenterPolicy(lambda);
    }

    @Override
    public String name() {
        return "expected-gain";
    }

    @Override
    public String description() {
        return "batch that lowers the expected error of the whole map most per second";
    }

    @Override
    public List<Candidate> suggest(PolicyInput in, int count) {
        Batch batch = new Batch(in, count);
        if (in.posterior().members().size() > 1) {
            PlImage pl = in.snapshot().pl();
            new Search(in, batch, pl == null ? null : regions.of(pl)).run();
        }
        fallback.fill(in, batch);
        return batch.alongShortPath();
    }

    /** A candidate and what it was worth when it was last looked at. */
    private static final class Entry {
        /** Place in the sample, or -1 for a region of the light. */
        private final int place;

        private final int pixel;
        private final int size;
        private double gain;
        /** The part of the gain that is what it tells of where the light lies. */
        private double ofRegistration;

        private int round;

        Entry(int place, int pixel, int size, double gain) {
            this.place = place;
            this.pixel = pixel;
            this.size = size;
            this.gain = gain;
        }
    }

    /**
     * The two candidates of the highest rates, degrees times pixels per millisecond, both worked out for the batch so
     * far.
     */
    private static final class Ranked {
        private @Nullable Entry best;
        private @Nullable Entry second;
        private double bestRate;
        private double secondRate;

        void rank(Entry e, double rate) {
            if (rate > bestRate) {
                second = best;
                secondRate = bestRate;
                best = e;
                bestRate = rate;
            } else if (rate > secondRate) {
                second = e;
                secondRate = rate;
            }
        }
    }

    /** One call. */
    private static final class Search {
        private final PolicyInput in;
        private final ScanGrid grid;
        private final Batch batch;
        private final PixelSample sample;
        private final MemberPairs pairs;
        private final double reach;
        /** Spread that is left, degrees, shape [sample]. */
        private final float[] left;

        private final float[] weights;
        private final @Nullable RegionDoubts doubts;
        private final @Nullable RegistrationDoubts registration;
        private final PriorityQueue<Entry> queue = new PriorityQueue<>(
                Comparator.<Entry>comparingDouble(e -> -e.gain).thenComparingInt(e -> e.pixel));
        private int round;
        private int ofRegistration;

        Search(PolicyInput in, Batch batch, @Nullable PlRegions light) {
            this.in = in;
            this.grid = in.snapshot().grid();
            this.batch = batch;
            double points = in.snapshot().sources() + 1.0;
            this.reach = Math.max(LEAST_REACH_PX, REACH * Math.sqrt(batch.wanted() / points));
            this.sample = PixelSample.of(in, squares(), in.snapshot()::wanted);
            this.pairs = MemberPairs.of(in, sample);
            this.left = pairs.spread().clone();
            this.weights = new float[pairs.pairs()];
            this.doubts = light == null ? null : RegionDoubts.of(in, light, sample, pairs);
            this.registration = RegistrationDoubts.of(in, sample, batch.wanted());
        }

        /** Number of squares to sample, so that every candidate can be weighed against all pixels within its reach. */
        private int squares() {
            double n = grid.size();
            int m = Math.min(in.posterior().members().size(), MemberPairs.MOST);
            double share = Math.min(1, Math.PI * reach * reach / n);
            return (int) Math.max(64, Math.min(n, Math.sqrt(MOST_PRODUCTS / (share * m * m / 2))));
        }

        void run() {
            RegionDoubts regions = doubts;
            if (regions != null) {
                for (int k = 0; k < sample.size(); k++) {
                    left[k] = regions.open(sample.pixels()[k]) ? 0 : left[k];
                }
                for (RegionDoubts.Doubt d : regions.all()) {
                    queue.add(new Entry(-1, d.region().pixel(), d.region().size(), d.gain()));
                }
            }
            underWay();
            int every = 1 + sample.size() / MOST_ASKED;
            for (int k = 0; k < sample.size(); k++) {
                int pixel = sample.pixels()[k];
                if (!batch.open(pixel)) {
                    continue;
                }
                double tells = k % every == 0 ? tells(pixel) : 0;
                boolean undecided = pairs.spread()[k] > DECIDED_DEG && (regions == null || !regions.open(pixel));
                if (undecided || tells > 0) {
                    Entry e = new Entry(k, pixel, 0, gain(k, null) + tells);
                    e.ofRegistration = tells;
                    queue.add(e);
                }
            }
            while (!batch.full()) {
                Ranked ranked = next();
                Entry best = ranked.best;
                if (best == null || best.gain <= 0) {
                    return;
                }
                batch.takeFor(
                        best.pixel,
                        best.gain / batch.wanted(),
                        "%s degrees of the map's mean error per second of the instrument: %s in %s s (%s)%s",
                        Figure.of(1000 * ranked.bestRate / batch.wanted()),
                        Figure.of(best.gain / batch.wanted()),
                        Figure.of(best.gain / ranked.bestRate / 1000),
                        reason(best),
                        ranked.second == null ? "" : runnerUp(ranked.second, ranked.secondRate));
                if (best.place >= 0) {
                    gain(best.place, left);
                }
                if (registration != null) {
                    ofRegistration += mostly(best) ? 1 : 0;
                    registration.take(best.pixel);
                }
                round++;
            }
        }

        /** Whether a point is there for what it tells of where the light lies. */
        private static boolean mostly(Entry e) {
            return e.ofRegistration > e.gain / 2;
        }

        /** What a pixel tells of where the light lies, as long as not too many of the batch are there for that. */
        private double tells(int pixel) {
            return registration == null
                            || ofRegistration >= Math.max(1, (batch.pixels().count() + batch.missing()) / ONE_IN)
                    ? 0
                    : registration.gain(pixel);
        }

        private String reason(Entry e) {
            if (e.place < 0) {
                return String.format("region of the light of %d pixels without a point", e.size);
            }
            return String.format(
                    mostly(e)
                            ? "tells where the light lies, beside a boundary; uncertain by %.1f degrees here"
                            : "uncertain by %.1f degrees here",
                    in.posterior().uncertaintyDeg()[e.pixel]);
        }

        private String runnerUp(Entry e, double rate) {
            return String.format(
                    "; next best row %d, col %d with %s per second",
                    e.pixel / grid.cols(), e.pixel % grid.cols(), Figure.of(1000 * rate / batch.wanted()));
        }

        /** What points under way will explain: those asked for that are neither measured nor failed. */
        private void underWay() {
            boolean[] known = in.failed().clone();
            in.snapshot().points().forEach(p -> known[grid.index(p.row(), p.col())] = true);
            for (int i = 0; i < known.length; i++) {
                int place = in.asked(i) && !known[i] ? sample.near(i) : -1;
                if (place >= 0) {
                    gain(place, left);
                }
                if (registration != null && in.asked(i) && !known[i]) {
                    registration.take(i);
                }
            }
        }

        /** Takes the candidate of the highest rate off the queue, and names the one that comes next to it. */
        private Ranked next() {
            List<Entry> seen = new ArrayList<>();
            Ranked ranked = new Ranked();
            double leastMs = in.travel().dwellMs() + in.travel().settleMs();
            while (!queue.isEmpty() && queue.peek().gain / leastMs > ranked.secondRate) {
                Entry e = queue.poll();
                if (e.place >= 0 && e.round < round) {
                    e.ofRegistration = e.ofRegistration == 0 ? 0 : tells(e.pixel);
                    e.gain = gain(e.place, null) + e.ofRegistration;
                    e.round = round;
                }
                seen.add(e);
                ranked.rank(e, e.gain / (in.travel().dwellMs() + travelMs(e.pixel)));
            }
            for (Entry e : seen) {
                if (e != ranked.best) {
                    queue.add(e);
                }
            }
            return ranked;
        }

        private double travelMs(int pixel) {
            return Math.min(
                    in.travel().ms(grid, in.beam(), pixel),
                    batch.pixels()
                            .mapToDouble(p -> in.travel().ms(grid, p, pixel))
                            .min()
                            .orElse(Double.POSITIVE_INFINITY));
        }

        /**
         * Fall of the spread summed over the map, degrees times pixels, if a place is measured.
         *
         * @param keep where to note the spread that is left then, or null
         */
        private double gain(int place, float @Nullable [] keep) {
            pairs.survive(place, TAU_DEG, weights);
            float sumOfWeights = 0;
            for (float w : weights) {
                sumOfWeights += w;
            }
            int row = sample.row(place);
            int col = sample.col(place);
            int squares = (int) Math.ceil(reach / sample.stride());
            int r0 = Math.max(0, row / sample.stride() - squares);
            int r1 = Math.min(sample.ofSquare().length / sample.squareCols() - 1, row / sample.stride() + squares);
            int c0 = Math.max(0, col / sample.stride() - squares);
            int c1 = Math.min(sample.squareCols() - 1, col / sample.stride() + squares);
            double gain = 0;
            for (int r = r0; r <= r1; r++) {
                for (int c = c0; c <= c1; c++) {
                    int q = sample.ofSquare()[r * sample.squareCols() + c];
                    if (q < 0 || pairs.spread()[q] <= DECIDED_DEG) {
                        continue;
                    }
                    float near = near(sample.row(q) - row, sample.col(q) - col);
                    float now = pairs.spread()[q];
                    if (near <= 0 || now * (1 - near) >= left[q]) {
                        continue; // even full knowledge would leave more than is left already
                    }
                    float then = now - near * (now - pairs.spreadAfter(place, q, weights, sumOfWeights));
                    if (then < left[q]) {
                        gain += sample.stands()[q] * (left[q] - then);
                        if (keep != null) {
                            keep[q] = then;
                        }
                    }
                }
            }
            return gain;
        }

        /** 1 on the spot, 0 from the reach on: the biweight kernel. */
        private float near(int rows, int cols) {
            double d = 1 - (rows * rows + cols * cols) / (reach * reach);
            return d <= 0 ? 0 : (float) (d * d);
        }
    }
}
