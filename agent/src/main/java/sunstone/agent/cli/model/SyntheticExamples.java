package sunstone.agent.cli.model;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.Detector;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.PixelMetric;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.PlScratches;
import sunstone.models.prior.training.TrainingExample;
import sunstone.simulators.microstructure.MicrostructureGenerator;
import sunstone.simulators.microstructure.MicrostructureRecipe;
import sunstone.simulators.polarizedlight.MuellerChain;
import sunstone.simulators.polarizedlight.PlCamera;
import sunstone.simulators.polarizedlight.PlCondition;

/**
 * Training examples: generated sections under every PL condition, measured at few or many points that are placed at
 * random, on a grid or farthest from each other, with orientation noise and wrong solutions. Some have no PL, some no
 * points, a few neither: there the prior learns what sections look like.
 */
final class SyntheticExamples implements TrainingExample.Source {
    private static final int FRAMES = 36;
    private static final double MAX_FRACTION = 0.08;
    /**
     * Share of examples without light, of those with light that have no points, and of those without that have none
     * either.
     */
    private static final double NO_LIGHT = 0.08;

    private static final double NO_POINTS = 0.15;
    /** Share of examples with light whose optics and registration were estimated, that is with error. */
    private static final double ESTIMATED = 0.5;

    private static final double NOTHING = 0.5;
    /** Of PL against EBSD under the harsh condition, pixels along each axis. */
    private static final double MAX_SHIFT = 1;

    /** Wrong solutions of a bad detector, in three of ten examples up to this share; chosen by hand. */
    private static final double MOST_WRONG = 0.04;

    private final int size;
    private final Detector detector = Detector.USUAL;
    private final MuellerChain chain = MuellerChain.titanium();
    private final PlScaling scaling = PlScaling.canonical();

    /** Square sections of that many pixels a side. */
    SyntheticExamples(int size) {
        this.size = size;
    }

    /** The same sections with nothing observed, for a prior that takes no observations. */
    static TrainingExample.Source unobserved(int size) {
        SyntheticExamples examples = new SyntheticExamples(size);
        return random -> {
            OrientationMap truth = examples.section(random);
            return new TrainingExample(truth, examples.clean(truth), null, List.of());
        };
    }

    private OrientationMap section(RandomGenerator random) {
        return MicrostructureGenerator.generate(
                        new ScanGrid(size, size, 1), MicrostructureRecipe.random(random), random)
                .map();
    }

    /**
     * Clean and noisy PL of the same scene differ in the condition only: the prior's own PL channels are the clean
     * ones.
     */
    private float[] clean(OrientationMap truth) {
        return PlCamera.harmonics(truth, chain, PlCondition.clean(), scaling, FRAMES, new SplittableRandom(0));
    }

    @Override
    public TrainingExample next(RandomGenerator random) {
        OrientationMap truth = section(random);
        float[] clean = clean(truth);
        PlImage pl = null;
        if (random.nextDouble() >= NO_LIGHT) {
            float[] seen = PlCamera.harmonics(truth, chain, condition(random), scaling, FRAMES, random);
            if (random.nextDouble() < ESTIMATED) {
                seen = EstimatedLight.draw(random).of(seen, truth.grid(), scaling, random);
            }
            pl = PlScratches.remove(PlImage.of(truth.grid(), seen));
        }
        return new TrainingExample(truth, clean, pl, points(truth, pl, random));
    }

    private static PlCondition condition(RandomGenerator random) {
        double u = random.nextDouble();
        if (u < 0.1) {
            return PlCondition.clean();
        } else if (u < 0.25) {
            return PlCondition.camera();
        } else if (u < 0.45) {
            // any shift, so that the prior does not learn one by heart
            return PlCondition.harsh()
                    .shifted(MAX_SHIFT * (2 * random.nextDouble() - 1), MAX_SHIFT * (2 * random.nextDouble() - 1));
        }
        return PlCondition.noise(0.01 * Math.pow(30, random.nextDouble()));
    }

    private List<EbsdPoint> points(OrientationMap truth, @Nullable PlImage pl, RandomGenerator random) {
        int n = truth.grid().size();
        double none = random.nextDouble();
        int count = none < (pl == null ? NOTHING : NO_POINTS)
                ? 0
                : (int) Math.round(Math.pow(MAX_FRACTION * n, random.nextDouble()));
        double placing = random.nextDouble();
        int[] pixels = placing < 0.4 || pl == null
                ? random.ints(count, 0, n).toArray()
                : placing < 0.85 ? farthest(pl, count, random) : lattice(count, random);
        double wrong = random.nextDouble() < 0.7 ? detector.wrongRate() : MOST_WRONG * random.nextDouble();
        List<EbsdPoint> points = new ArrayList<>();
        double[] q = new double[4];
        double[] noise = new double[4];
        for (int p : pixels) {
            if (random.nextDouble() < wrong) {
                for (int k = 0; k < 4; k++) {
                    q[k] = random.nextGaussian();
                }
                Quaternions.normalise(q, 0);
            } else {
                double s = detector.axisNoiseRad() / 2;
                noise[0] = 1;
                for (int k = 1; k < 4; k++) {
                    noise[k] = s * random.nextGaussian();
                }
                Quaternions.normalise(noise, 0);
                Quaternions.multiply(noise, 0, truth.quaternions(), 4 * p, q, 0);
            }
            points.add(EbsdPoint.of(p / size, p % size, 1, q, 0, 1));
        }
        return points;
    }

    /** Each next pixel the farthest, in PL and position, from those before: what a live policy tends to. */
    private int[] farthest(PlImage pl, int count, RandomGenerator random) {
        int n = size * size;
        double lambda = 0.1 * Math.pow(30, random.nextDouble());
        float[] distance = new float[n];
        java.util.Arrays.fill(distance, Float.POSITIVE_INFINITY);
        int[] pixels = new int[count];
        int at = random.nextInt(n);
        for (int k = 0; k < count; k++) {
            pixels[k] = at;
            int next = at;
            for (int i = 0; i < n; i++) {
                float dr = (float) (i / size - at / size) / PixelMetric.LENGTH_PX;
                float dc = (float) (i % size - at % size) / PixelMetric.LENGTH_PX;
                float d = dr * dr + dc * dc;
                for (int c = 0; c < PlImage.CHANNELS; c++) {
                    float e = pl.harmonics()[c * n + i] - pl.harmonics()[c * n + at];
                    d += (float) lambda * e * e;
                }
                distance[i] = Math.min(distance[i], d);
                next = distance[i] > distance[next] ? i : next;
            }
            at = next;
        }
        return pixels;
    }

    private int[] lattice(int count, RandomGenerator random) {
        int side = Math.max(1, (int) Math.round(Math.sqrt(count)));
        int[] pixels = new int[side * side];
        for (int k = 0; k < pixels.length; k++) {
            double row = (k / side + 0.25 + 0.5 * random.nextDouble()) * size / side;
            double col = (k % side + 0.25 + 0.5 * random.nextDouble()) * size / side;
            pixels[k] = (int) Math.min(size - 1, row) * size + (int) Math.min(size - 1, col);
        }
        return pixels;
    }
}
