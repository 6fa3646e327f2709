package sunstone.agent.evaluation.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.MeanOrientation;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.Grains;
import sunstone.models.map.OrientationMap;
import sunstone.models.posterior.Posterior;

/**
 * TARP, tests of accuracy with random points (Lemos et al., 2302.03026), on the mean orientations of the truth's grains
 * of 10 pixels and more: for a random orientation r the share of members nearer to r than the truth is uniform if truth
 * and members are draws of one distribution. A grain's mean in a map is that of its pixels, modulo symmetry, about the
 * grain's first.
 *
 * @param shares of every grain, sorted
 */
public record GrainMeanTarp(double[] shares) {
    /** References drawn for each grain. */
    private static final int REFERENCES = 8;

    /** Tests a posterior; the references follow from the seed. */
    public static GrainMeanTarp of(OrientationMap truth, Grains grains, Posterior posterior, long seed) {
        List<List<Integer>> pixels = new ArrayList<>();
        for (int g = 0; g < grains.count(); g++) {
            pixels.add(new ArrayList<>());
        }
        for (int i = 0; i < truth.grid().size(); i++) {
            if (grains.labels()[i] >= 0) {
                pixels.get(grains.labels()[i]).add(i);
            }
        }
        SplittableRandom random = new SplittableRandom(seed);
        LaueGroup laue = truth.laue();
        List<Double> shares = new ArrayList<>();
        for (List<Integer> grain : pixels) {
            if (grain.size() < MapMetrics.SMALLEST_GRAIN) {
                continue;
            }
            double[] own = mean(laue, truth.quaternions(), grain);
            List<double[]> members = new ArrayList<>();
            for (float[] member : posterior.members()) {
                MeanOrientation mean = new MeanOrientation(laue);
                grain.forEach(i -> mean.add(member, 4 * i));
                double[] q = new double[4];
                mean.mean(q, 0);
                members.add(q);
            }
            for (int k = 0; k < REFERENCES; k++) {
                shares.add(share(laue, members, own, reference(random), random));
            }
        }
        double[] sorted = shares.stream().mapToDouble(s -> s).toArray();
        Arrays.sort(sorted);
        return new GrainMeanTarp(sorted);
    }

    private static double[] mean(LaueGroup laue, double[] q, List<Integer> pixels) {
        MeanOrientation mean = new MeanOrientation(laue);
        pixels.forEach(i -> mean.add(q, 4 * i));
        double[] out = new double[4];
        mean.mean(out, 0);
        return out;
    }

    /** Share of members nearer to the reference, its place among them drawn evenly, so that it is uniform on 0 to 1. */
    private static double share(
            LaueGroup laue, List<double[]> members, double[] truth, double[] reference, SplittableRandom random) {
        double limit = laue.disorientation(truth, 0, reference, 0);
        int nearer = 0;
        for (double[] m : members) {
            nearer += laue.disorientation(m, 0, reference, 0) < limit ? 1 : 0;
        }
        return (nearer + random.nextDouble()) / (members.size() + 1);
    }

    private static double[] reference(SplittableRandom random) {
        double[] q = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
        Quaternions.normalise(q, 0);
        return q;
    }

    /** Expected coverage: share of grains whose share is below a level; the level itself if calibrated. */
    public double coverage(double level) {
        int below = 0;
        for (double s : shares) {
            below += s < level ? 1 : 0;
        }
        return shares.length == 0 ? Double.NaN : (double) below / shares.length;
    }
}
