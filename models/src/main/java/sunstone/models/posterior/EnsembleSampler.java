package sunstone.models.posterior;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.ScanGrid;
import sunstone.models.prior.Observation;
import sunstone.models.prior.OrientationScaling;
import sunstone.models.prior.Prior;
import sunstone.models.prior.TiledPrior;

/**
 * Draws the ensemble with a prior that takes observations, or with a plain joint one ({@link FillPull}).
 *
 * <p>Every member starts from noise of its own and follows the deterministic reverse process (DDIM, Song et al.,
 * 2010.02502) in {@link #STEPS} steps of the cosine schedule, all under the same observation. Three steps serve nearly as well as
 * four or sixteen: the copy gate settles most pixels in the first one. A later round does the same under the new observation rather
 * than continue the old members: noised only part of the way (SDEdit, 2108.01073) they keep orientations that the new points
 * refute, and noised far enough to drop them they cost as many steps.
 *
 * <p>The last step returns the mean of what a pixel may be; what differs inside a grain is drawn by {@link GrainScatter}.
 *
 * <p>The map is extended to a multiple of the model's stride by repeating its edge, and denoised whole, or in tiles if it is large
 * ({@link TiledPrior}).
 *
 * <p>Members are drawn {@value #TOGETHER} at a time, whatever the size of map and ensemble: the last bits of what ONNX Runtime gives
 * depend on how many images go through the network together, and a member must be the same wherever it is drawn.
 */
public final class EnsembleSampler implements PosteriorSampler {
    /** Steps from noise to a member. */
    public static final int STEPS = 3;

    /** Steps with a plain joint prior. */
    static final int JOINT_STEPS = 20;

    /** Members that are denoised together. */
    public static final int TOGETHER = 4;

    private static final double FIRST_TIME = 0.998;
    private static final double LAST_TIME = 0.02;
    /** Steps are short where noise is strong: there a sample decides what the grains without a point are. */
    private static final double EARLY = 1.7;

    private final Prior prior;
    private final int members;
    private final LaueGroup laue;
    private final OrientationScaling scaling;

    /**
     * A sampler.
     *
     * @param prior the denoiser; one call at a time
     * @param members size of the ensemble, at least 2
     */
    public EnsembleSampler(Prior prior, int members) {
        if (members < 2 || members > 1024) {
            throw new IllegalArgumentException("an ensemble has 2 to 1024 members, not " + members);
        }
        this.prior = new TiledPrior(prior);
        this.members = members;
        this.laue = LaueGroup.of(prior.card().laue());
        this.scaling = prior.card().orientationScaling();
    }

    /** Size of the ensemble. */
    public int members() {
        return members;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the scan has another Laue group than the prior
     * @throws Prior.InferenceException if the runtime fails
     */
    @Override
    public Posterior sample(Snapshot snapshot, long seed, @Nullable Posterior previous) {
        Drawing drawing = drawing(snapshot, seed);
        List<float[]> ensemble = new ArrayList<>();
        for (int from = 0; from < members; from += TOGETHER) {
            ensemble.addAll(drawing.members(from, Math.min(members, from + TOGETHER)));
        }
        return drawing.posterior(ensemble);
    }

    /**
     * How this machine computes: a digest of four members of an empty map of 32 x 32 pixels. Where it is another, because
     * of the processor, the runtime or the model, members differ; where it is the same they do not, as far as so small a
     * sample shows.
     */
    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    public String arithmetic() {
        Snapshot empty = new Snapshot(new ScanGrid(32, 32, 1), laue, null, List.of(), null);
        CRC32C digest = new CRC32C();
        for (float[] member : drawing(empty, 1).members(0, TOGETHER)) {
            ByteBuffer bytes = ByteBuffer.allocate(4 * member.length);
            bytes.asFloatBuffer().put(member);
            digest.update(bytes);
        }
        return String.format(Locale.ROOT, "%08x", digest.getValue());
    }

    /**
     * Prepares the drawing of one ensemble.
     *
     * @param seed of every random draw
     * @throws IllegalArgumentException if the scan has another Laue group than the prior
     */
    public Drawing drawing(Snapshot snapshot, long seed) {
        if (snapshot.laue() != laue) {
            throw new IllegalArgumentException("prior " + prior.card().name() + " is for Laue group " + laue.symbol()
                    + ", the scan is " + snapshot.laue().symbol());
        }
        return new Drawing(snapshot, seed);
    }

    /** An ensemble in the making, a few members after the other in any order, here or elsewhere. Not thread-safe, as the prior is not. */
    public final class Drawing {
        private final Snapshot snapshot;
        private final long seed;
        private final Canvas canvas;
        private final Observation seen;
        private final @Nullable FillPull pull;
        private final int steps;

        private Drawing(Snapshot snapshot, long seed) {
            this.snapshot = snapshot;
            this.seed = seed;
            this.canvas = Canvas.of(snapshot.grid(), prior.card().stride());
            this.seen = canvas.extend(Observation.of(snapshot.grid(), laue, snapshot.pl(), snapshot.points(), scaling));
            this.pull = prior.takesObservations() ? null : FillPull.of(prior.card(), seen, canvas.size());
            this.steps = pull == null ? STEPS : JOINT_STEPS;
        }

        /**
         * Some members, denoised together: the same bit for bit for the same snapshot, seed, model and {@link #arithmetic}.
         *
         * @param from first, a multiple of {@link #TOGETHER}
         * @param to behind the last
         * @return unit quaternions in the fundamental zone, shape [rows * cols, 4] each
         * @throws Prior.InferenceException if the runtime fails
         */
        public List<float[]> members(int from, int to) {
            float[][] x = noise(from, to, canvas, seed);
            List<float[]> drawn = new ArrayList<>();
            for (float[] estimate : denoise(x, steps, canvas, seen, pull)) {
                drawn.add(canvas.decode(estimate, scaling, laue));
            }
            return drawn;
        }

        /** The posterior of all members, in their order. */
        public Posterior posterior(List<float[]> ensemble) {
            Consensus consensus = Consensus.of(snapshot, ensemble);
            GrainScatter scatter = new GrainScatter(snapshot.grid(), consensus.hidden());
            List<float[]> scattered = new ArrayList<>();
            for (float[] member : ensemble) {
                scattered.add(scatter.turn(member, laue, seed * 0x9E3779B97F4A7C15L - 1 - scattered.size()));
            }
            return consensus.posterior(scattered, steps + 1);
        }
    }

    /** What some members start from, shape [to - from, channels * pixels]. */
    private float[][] noise(int from, int to, Canvas canvas, long seed) {
        float[][] x = new float[to - from][prior.card().channels().size() * canvas.size()];
        IntStream.range(from, to).parallel().forEach(m -> {
            RandomGenerator random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + m);
            for (int i = 0; i < x[m - from].length; i++) {
                x[m - from][i] = (float) random.nextGaussian();
            }
        });
        return x;
    }

    /** The clean members, from noise that is used up. */
    private float[][] denoise(float[][] x, int steps, Canvas canvas, Observation seen, @Nullable FillPull pull) {
        float[][] estimate = x;
        for (int k = 0; k <= steps; k++) {
            double t = time(k, steps, pull == null ? EARLY : 1);
            estimate = prior.denoise(
                    x, t, seen, canvas.raster().rows(), canvas.raster().cols());
            for (int m = 0; pull != null && m < x.length; m++) {
                pull.draw(estimate[m], t);
            }
            if (k < steps) {
                step(x, estimate, t, time(k + 1, steps, pull == null ? EARLY : 1));
            }
        }
        return estimate;
    }

    /** Time of a step: equal steps at power 1. */
    private static double time(int step, int steps, double power) {
        return FIRST_TIME + (LAST_TIME - FIRST_TIME) * Math.pow((double) step / steps, power);
    }

    /** DDIM: x at the next time from the estimate of x_0 at this one. */
    private static void step(float[][] x, float[][] estimate, double t, double next) {
        float a = (float) Math.cos(Math.PI / 2 * t);
        float s = (float) Math.sin(Math.PI / 2 * t);
        float b = (float) Math.cos(Math.PI / 2 * next);
        float r = (float) Math.sin(Math.PI / 2 * next) / s;
        for (int m = 0; m < x.length; m++) {
            float[] xm = x[m];
            float[] em = estimate[m];
            for (int i = 0; i < xm.length; i++) {
                xm[i] = b * em[i] + r * (xm[i] - a * em[i]);
            }
        }
    }
}
