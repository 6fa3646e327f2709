package sunstone.agent.policy.rule;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import sunstone.agent.policy.AcquisitionPolicy;
import sunstone.agent.policy.Batch;
import sunstone.agent.policy.Candidate;
import sunstone.agent.policy.PolicyInput;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.PosteriorSampler;
import sunstone.models.posterior.Snapshot;

/**
 * The rule of NIST's hermes (usnistgov/hermes, its EBSD example): measured points are clustered by orientation modulo
 * symmetry, a Gaussian process over position classifies the pixels, and the pixel with the largest total variance of
 * the classes comes next, the others of a batch where that less the likeness to those before is largest. It begins with
 * ten random points and sees no light. As {@code hermes:stop} it proposes nothing more when its map of classes has an
 * adjusted Rand index above 0.85 with each of the three before.
 *
 * <p>Departures from its code: neighbours are the six nearest points instead of a triangulation, parted at 5 degrees
 * instead of by a graph cut with a scale of 0.9 degrees (which the noise of a detector exceeds); classification is by
 * least squares instead of a variational fit, its range by leaving points out instead of by the fit. A map is made of
 * the nearest point of each pixel's class.
 */
final class HermesPolicy implements AcquisitionPolicy {
    private static final int FIRST = 10;

    /** Points that it takes at a time, by which its maps of classes are compared. */
    private static final int TOGETHER = 5;

    private static final int COMPARED = 3;
    private static final double SETTLED = 0.85;
    private static final int MOST_PIXELS = 4000;

    private final boolean stops;
    private final RandomPolicy first = new RandomPolicy();

    /** The rule, with its own end or without. */
    HermesPolicy(boolean stops) {
        this.stops = stops;
    }

    @Override
    public String name() {
        return stops ? "hermes:stop" : "hermes";
    }

    @Override
    public String description() {
        return "the rule of NIST's hermes: largest variance of a Gaussian process that classifies clusters, without light";
    }

    @Override
    public boolean adaptive() {
        return false;
    }

    @Override
    public PosteriorSampler fill() {
        return (snapshot, seed) -> map(snapshot);
    }

    @Override
    public List<Candidate> suggest(PolicyInput in, int count) {
        Snapshot snapshot = in.snapshot();
        if (snapshot.points().size() < FIRST) {
            return first.suggest(in, count);
        }
        Batch batch = new Batch(in, count);
        if (stops && settled(snapshot)) {
            return batch.candidates();
        }
        ScanGrid grid = snapshot.grid();
        OrientationClasses classes = new OrientationClasses(grid, snapshot.laue(), snapshot.points());
        double[] variance = new double[grid.size()];
        IntStream.range(0, variance.length).parallel().filter(in::open).forEach(i -> {
            for (double p : classes.probability(i)) {
                variance[i] += p * (1 - p);
            }
        });
        double[] alike = new double[grid.size()];
        double most = 0;
        while (!batch.full()) {
            int best = -1;
            double value = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < variance.length; i++) {
                double v = variance[i] - (most > 0 ? alike[i] / most : 0);
                if (v > value && batch.open(i)) {
                    value = v;
                    best = i;
                }
            }
            if (best < 0) {
                break;
            }
            batch.take(best, "variance %.3f of %d classes of orientation", variance[best], classes.count());
            most = 0;
            for (int i = 0; i < alike.length; i++) {
                alike[i] += classes.kernel(i, grid.row(best), grid.col(best));
                most = batch.open(i) ? Math.max(most, alike[i]) : most;
            }
        }
        return batch.candidates();
    }

    /** Whether the map of classes is as it was before each of the last three batches. */
    private static boolean settled(Snapshot snapshot) {
        List<EbsdPoint> points = snapshot.points();
        if (points.size() < FIRST + (COMPARED + 1) * TOGETHER) {
            return false;
        }
        int[] now = labels(snapshot, points.size());
        return IntStream.rangeClosed(1, COMPARED)
                .allMatch(k -> adjustedRand(now, labels(snapshot, points.size() - k * TOGETHER)) > SETTLED);
    }

    /** Classes of evenly spread pixels by the first points. */
    private static int[] labels(Snapshot snapshot, int count) {
        ScanGrid grid = snapshot.grid();
        OrientationClasses classes =
                new OrientationClasses(grid, snapshot.laue(), snapshot.points().subList(0, count));
        int every = Math.max(1, grid.size() / MOST_PIXELS);
        return IntStream.range(0, grid.size() / every)
                .parallel()
                .map(k -> classes.likeliest(k * every))
                .toArray();
    }

    /** Agreement of two partitions, 0 by chance, 1 if equal (L. Hubert, P. Arabie, J. Classification 2 (1985) 193). */
    static double adjustedRand(int[] a, int[] b) {
        int rows = Arrays.stream(a).max().orElse(0) + 1,
                cols = Arrays.stream(b).max().orElse(0) + 1;
        long[][] table = new long[rows][cols];
        long[] ofA = new long[rows], ofB = new long[cols];
        for (int i = 0; i < a.length; i++) {
            table[a[i]][b[i]]++;
            ofA[a[i]]++;
            ofB[b[i]]++;
        }
        double together = 0;
        for (long[] row : table) {
            together += pairs(row);
        }
        double inA = pairs(ofA), inB = pairs(ofB);
        double expected = inA * inB / (0.5 * a.length * (a.length - 1.0));
        double most = (inA + inB) / 2;
        return most == expected ? 1 : (together - expected) / (most - expected);
    }

    private static double pairs(long[] counts) {
        double sum = 0;
        for (long n : counts) {
            sum += 0.5 * n * (n - 1.0);
        }
        return sum;
    }

    private static Posterior map(Snapshot snapshot) {
        ScanGrid grid = snapshot.grid();
        List<EbsdPoint> points = snapshot.points();
        double[] q = new double[4 * grid.size()];
        float[] uncertainty = new float[grid.size()];
        if (points.isEmpty()) {
            for (int i = 0; i < q.length; i += 4) {
                q[i] = 1;
            }
            Arrays.fill(uncertainty, (float) snapshot.laue().maxDisorientationDeg());
        } else {
            OrientationClasses classes = new OrientationClasses(grid, snapshot.laue(), points);
            IntStream.range(0, grid.size()).parallel().forEach(i -> {
                int nearest = nearest(grid, points, classes, i);
                snapshot.laue().reduce(points.get(nearest).quaternion(), 0, q, 4 * i);
                double[] p = classes.probability(i);
                uncertainty[i] =
                        (float) ((1 - p[classes.of(nearest)]) * snapshot.laue().maxDisorientationDeg());
            });
        }
        float[] member = new float[q.length];
        for (int i = 0; i < q.length; i++) {
            member[i] = (float) q[i];
        }
        return new Posterior(OrientationMap.full(grid, snapshot.laue(), q), uncertainty, List.of(member), 0);
    }

    /** The nearest point of the likeliest class of a pixel. */
    private static int nearest(ScanGrid grid, List<EbsdPoint> points, OrientationClasses classes, int pixel) {
        int wanted = classes.likeliest(pixel);
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int j = 0; j < points.size(); j++) {
            double d = Math.hypot(
                    grid.row(pixel) - points.get(j).row(),
                    grid.col(pixel) - points.get(j).col());
            if (classes.of(j) == wanted && d < least) {
                least = d;
                best = j;
            }
        }
        return best;
    }
}
