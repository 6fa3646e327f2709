package sunstone.models.posterior.ensemble;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.PlRegions;
import sunstone.models.polarizedlight.calibration.CalibratedLight;
import sunstone.models.polarizedlight.calibration.LightCalibration;
import sunstone.models.polarizedlight.registration.RegisteredPl;
import sunstone.models.posterior.PaddedGrid;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.PosteriorSampler;
import sunstone.models.posterior.Snapshot;
import sunstone.models.posterior.carry.CarriedOver;
import sunstone.models.posterior.sampler.Noise;
import sunstone.models.prior.Conditioning;
import sunstone.models.prior.OrientationScaling;
import sunstone.models.prior.Prior;
import sunstone.models.prior.Tile;

/**
 * Draws the ensemble with a prior that takes observations, or with a plain joint one ({@link FillGuidance}).
 *
 * <p>Every member starts from noise of its own and follows the deterministic reverse process (DDIM, Song et al.,
 * 2010.02502) of the cosine schedule through a few times, all under the same observation. Three passes serve as well as four:
 * the copy gate settles most pixels in the first one. A later round does the same under the new observation rather
 * than continue the old members: noised only part of the way (SDEdit, 2108.01073) they keep orientations that the new points
 * refute, and noised far enough to drop them they cost as many passes.
 *
 * <p>Every fourth member is not drawn but a candidate fill ({@link Conditioning}): a point's orientation wherever light and position speak for
 * that point. What a grain without a point is the network often leaves open, and a few draws then seldom meet the most likely answer, that it
 * is like the points that look like it; the fills always hold it. And the draws there heed light too little and the points too much: what
 * they hold there is drawn anew within what light allows ({@link UnmeasuredRegions}).
 *
 * <p>The last step returns the mean of what a pixel may be; what differs inside a grain is drawn by {@link IntragranularScatter}.
 *
 * <p>The map is extended to a multiple of the model's stride by repeating its edge, and denoised whole. A map of more than {@link
 * Tile#WHOLE_PIXELS} is drawn tile by tile, all passes in one, so that a tile is a function of its part of noise and observation:
 * where neither differs from the last round, the members stay as they were bit for bit, and cost nothing ({@link TileCache}). For
 * that the rounds of a scan must have one seed.
 *
 * <p>Members are drawn {@value #TOGETHER} at a time, whatever the size of map and ensemble: the last bits of what ONNX Runtime gives
 * depend on how many images go through the network together, and a member must be the same wherever it is drawn.
 */
public final class EnsembleSampler implements PosteriorSampler {
    private static final double FIRST_TIME = 0.998;

    /** Times of the passes from noise to a member. */
    private static final double[] TIMES = {FIRST_TIME, 0.75, 0.15};

    /** Equal steps with a plain joint prior, and the time of the last pass. */
    static final int JOINT_STEPS = 20;

    private static final double JOINT_LAST_TIME = 0.02;

    /** Members that are denoised together. */
    public static final int TOGETHER = 4;

    /** Of how many members one is a fill. */
    private static final int PER_FILL = 4;

    /** The candidates that are members, in turn: light above all, position above all, regions grown. */
    private static final int[] FILLS = {2, 1, 0};

    /** Registrations of light that members differ by at most: each is looked at anew. */
    private static final int MOST_LOOKS = 3;

    /** Draws of the grains that go on from the section below: members take turns. */
    private static final int MOST_DRAWS = 16;

    private final Prior prior;
    private final int whole;
    private final TileCache tiles = new TileCache();
    private final PlRegions.Memo lit = new PlRegions.Memo();
    private final int members;
    private final LaueGroup laue;
    private final OrientationScaling scaling;
    private volatile Work work = new Work(0, 0, 0);
    private volatile @Nullable Progress progress;

    /**
     * A sampler.
     *
     * @param prior the denoiser; one call at a time
     * @param members size of the ensemble, at least 2
     */
    public EnsembleSampler(Prior prior, int members) {
        this(prior, members, Tile.WHOLE_PIXELS);
    }

    /** With the largest map that is drawn whole, pixels. */
    EnsembleSampler(Prior prior, int members, int whole) {
        if (members < 2 || members > 1024) {
            throw new IllegalArgumentException("an ensemble has 2 to 1024 members, not " + members);
        }
        this.prior = prior;
        this.whole = whole;
        this.members = members;
        this.laue = LaueGroup.of(prior.card().laue());
        this.scaling = prior.card().orientationScaling();
    }

    /**
     * Work that was done since this sampler was made: what rounds cost, whatever else the machine has to do.
     *
     * @param tilesDrawn parts of maps that went through the network, of some members together; a map that is drawn whole is one
     * @param tilesKept parts that were as before
     * @param pixels that went through the network, once a pass and member
     */
    public record Work(long tilesDrawn, long tilesKept, long pixels) {
        /** What was done since an earlier look. */
        public Work since(Work before) {
            return new Work(tilesDrawn - before.tilesDrawn, tilesKept - before.tilesKept, pixels - before.pixels);
        }
    }

    /** Work so far; any thread. */
    public Work work() {
        return work;
    }

    /** How many members of the ensemble of a snapshot the network draws: without points or carried grains all. */
    public int drawn(Snapshot snapshot) {
        return snapshot.sources() == 0 ? members : members - (members + PER_FILL - 1) / PER_FILL;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the scan has another Laue group than the prior
     * @throws Prior.InferenceException if the runtime fails
     */
    @Override
    public Posterior sample(Snapshot snapshot, long seed) {
        Drawing drawing = drawing(snapshot, seed);
        int count = drawn(snapshot);
        List<float[]> drawn = new ArrayList<>();
        try {
            for (int from = 0; from < count; from += TOGETHER) {
                progress = new Progress(from, count);
                drawn.addAll(drawing.members(from, Math.min(count, from + TOGETHER)));
            }
            progress = new Progress(count, count);
            return drawing.posterior(drawn);
        } finally {
            progress = null;
        }
    }

    @Override
    public Optional<Progress> progress() {
        return Optional.ofNullable(progress);
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
        private final PaddedGrid canvas;
        private final @Nullable CalibratedLight light;
        private final List<PlImage> images;
        private final @Nullable Look[] looks;
        private final double[] times;
        private final Map<Integer, List<TileCache.Key>> digests = new HashMap<>();

        private Drawing(Snapshot snapshot, long seed) {
            this.snapshot = snapshot;
            this.seed = seed;
            this.canvas = PaddedGrid.of(snapshot.grid(), prior.card().stride());
            this.light = snapshot.calibratedLight();
            // whatever the ensemble's size: a worker draws members of ensembles of another one
            this.images = light == null ? List.of() : light.images(MOST_LOOKS);
            this.looks = new Look[snapshot.carried() == null ? Math.max(1, images.size()) : MOST_DRAWS];
            this.times = prior.takesObservations() ? TIMES : jointTimes();
        }

        /** The look of a number, made when it is wanted first. */
        private Look look(int k) {
            Look made = looks[k];
            if (made == null) {
                List<EbsdPoint> points = points(k);
                RegisteredPl view = light == null || images.isEmpty() ? null : view(light, images, k, points);
                made = new Look(
                        view,
                        points,
                        canvas.extend(Conditioning.through(view, snapshot.grid(), laue, points, scaling)));
                looks[k] = made;
            }
            return made;
        }

        /** What a look is told: the points, behind its own draw of those that stand for carried grains. */
        private List<EbsdPoint> points(int look) {
            CarriedOver carried = snapshot.carried();
            if (carried == null) {
                return snapshot.points();
            }
            List<EbsdPoint> points = new ArrayList<>(carried.draw(snapshot.points(), seed, look));
            points.addAll(snapshot.points());
            return points;
        }

        private RegisteredPl view(CalibratedLight light, List<PlImage> images, int look, List<EbsdPoint> points) {
            int k = look % images.size();
            PlImage image = images.get(k);
            if (light.calibration().verdict() != LightCalibration.Verdict.ESTIMATED) {
                return RegisteredPl.of(image, points);
            }
            // further images are placed already
            return k == 0 ? RegisteredPl.estimated(image, points) : RegisteredPl.placed(image, points);
        }

        /**
         * What a member sees: batches take turns where light may lie in several ways, members where each draws the grains that go
         * on from the section below.
         */
        private int lookOf(int member) {
            return (snapshot.carried() == null ? member / TOGETHER : member) % looks.length;
        }

        /**
         * Some of the members that the network draws, denoised together: the same bit for bit for the same snapshot, seed,
         * model and {@link #arithmetic}.
         *
         * @param from first, a multiple of {@link #TOGETHER}
         * @param to behind the last
         * @return unit quaternions in the fundamental zone, shape [rows * cols, 4] each
         * @throws Prior.InferenceException if the runtime fails
         */
        public List<float[]> members(int from, int to) {
            int together = snapshot.carried() == null ? to - from : 1;
            List<float[]> drawn = new ArrayList<>();
            for (int at = from; at < to; at += together) {
                Look look = look(lookOf(at));
                int behind = at + together;
                for (float[] estimate : canvas.size() <= whole ? whole(look, at, behind) : inTiles(look, at, behind)) {
                    drawn.add(canvas.decode(estimate, scaling, laue));
                }
            }
            return drawn;
        }

        private float[][] whole(Look look, int from, int to) {
            ScanGrid raster = canvas.raster();
            return denoise(noise(from, to, canvas, seed), times, look.seen(), raster.rows(), raster.cols());
        }

        /** Every tile for itself, from its part of the noise; those that see what they saw before are as they were. */
        private float[][] inTiles(Look look, int from, int to) {
            ScanGrid raster = canvas.raster();
            float[][] image = new float[to - from][3 * canvas.size()];
            float[][] x = null;
            List<Tile> cover = cover();
            List<TileCache.Key> seen = digests.computeIfAbsent(lookOf(from), number -> digests(look));
            for (int k = 0; k < cover.size(); k++) {
                Tile tile = cover.get(k);
                TileCache.Key key = TileCache.key(tile, seen.get(k), seed, from, to);
                float[][] cores = tiles.get(key);
                if (cores == null) {
                    x = x == null ? noise(from, to, canvas, seed) : x;
                    float[][] own = Arrays.stream(x)
                            .map(all -> tile.crop(all, prior.card().channels().size()))
                            .toArray(float[][]::new);
                    Conditioning part = tile.crop(look.seen());
                    cores = Arrays.stream(denoise(own, times, part, tile.height(), tile.width()))
                            .map(clean -> tile.core(clean, 3))
                            .toArray(float[][]::new);
                    tiles.put(key, cores);
                } else {
                    work = new Work(work.tilesDrawn, work.tilesKept + 1, work.pixels);
                }
                for (int m = 0; m < image.length; m++) {
                    tile.put(cores[m], image[m], 3);
                }
            }
            return image;
        }

        /** What each tile sees, once for all members. */
        private List<TileCache.Key> digests(Look look) {
            return cover().parallelStream()
                    .map(tile -> TileCache.seen(tile.crop(look.seen())))
                    .toList();
        }

        private List<Tile> cover() {
            int stride = prior.card().stride();
            int side = (Tile.SIDE + stride - 1) / stride * stride;
            return Tile.cover(canvas.raster().rows(), canvas.raster().cols(), side, Tile.OVERLAP);
        }

        /**
         * The posterior.
         *
         * @param drawn all members that the network draws ({@link EnsembleSampler#drawn}), in their order
         */
        public Posterior posterior(List<float[]> drawn) {
            List<float[]> ensemble = ensemble(drawn);
            ModalMap consensus = ModalMap.of(snapshot, ensemble);
            IntragranularScatter scatter =
                    new IntragranularScatter(snapshot.grid(), consensus.hidden(), consensus.noisy());
            List<float[]> scattered = new ArrayList<>();
            for (float[] member : consensus.centred()) {
                scattered.add(scatter.turn(member, laue, seed * 0x9E3779B97F4A7C15L - 1 - scattered.size()));
            }
            return consensus.posterior(scattered, times.length);
        }

        /**
         * What the network drew, turned where light contradicts it, among the fills. They come first and then after every few members,
         * so that they have their share in the first few members too. Without points there are none, and whether light is what the
         * optics say is not known: then the ensemble is what was drawn.
         */
        private List<float[]> ensemble(List<float[]> drawn) {
            if (snapshot.sources() == 0) {
                return drawn;
            }
            PlRegions regions = regions();
            Noise noise = new Noise(seed);
            Map<Integer, Optional<UnmeasuredRegions>> unmeasured = new HashMap<>();
            List<float[]> all = new ArrayList<>();
            for (int m = 0; m < drawn.size(); m++) {
                UnmeasuredRegions open = unmeasured(unmeasured, lookOf(m), regions);
                all.add(open == null ? drawn.get(m) : open.redraw(drawn.get(m), noise, m));
            }
            for (int m = 0; m < members; m += PER_FILL) {
                int fill = m / PER_FILL;
                int look = fill % looks.length;
                UnmeasuredRegions open = unmeasured(unmeasured, look, regions);
                float[] copied = candidate(look(look), FILLS[fill % FILLS.length]);
                all.add(m, open == null ? copied : open.turn(copied));
            }
            return all;
        }

        /** What light leaves open where no point is, under a look; made when it is wanted first. */
        private @Nullable UnmeasuredRegions unmeasured(
                Map<Integer, Optional<UnmeasuredRegions>> made, int number, @Nullable PlRegions regions) {
            return made.computeIfAbsent(number, n -> {
                        Look look = look(n);
                        RegisteredPl view = look.view();
                        return view == null || regions == null || !view.optics()
                                ? Optional.empty()
                                : Optional.of(
                                        new UnmeasuredRegions(snapshot.grid(), laue, view, regions, look.points()));
                    })
                    .orElse(null);
        }

        /** Regions of the light where the first look has it. */
        private @Nullable PlRegions regions() {
            PlImage pl = snapshot.pl();
            RegisteredPl view = look(0).view();
            if (pl == null || view == null) {
                return null;
            }
            return view.moved() ? PlRegions.ofNoisy(new PlImage(pl.grid(), view.raw(), pl.noise())) : lit.of(pl);
        }

        private float[] candidate(Look look, int k) {
            int length = 3 * canvas.size();
            float[] observed = look.seen().observed();
            return canvas.decode(Arrays.copyOfRange(observed, k * length, (k + 1) * length), scaling, laue);
        }
    }

    /**
     * One way in which light may lie, and what the prior is told then.
     *
     * @param view light on the raster, or null without any
     * @param points what was measured, behind what stands for carried grains
     * @param seen observation of the prior
     */
    private record Look(@Nullable RegisteredPl view, List<EbsdPoint> points, Conditioning seen) {}

    /** What some members start from, shape [to - from, channels * pixels]. */
    private float[][] noise(int from, int to, PaddedGrid canvas, long seed) {
        float[][] x = new float[to - from][prior.card().channels().size() * canvas.size()];
        IntStream.range(from, to).parallel().forEach(m -> {
            RandomGenerator random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + m);
            for (int i = 0; i < x[m - from].length; i++) {
                x[m - from][i] = (float) random.nextGaussian();
            }
        });
        return x;
    }

    /** The clean members of a map or a part of it, from noise that is used up. */
    private float[][] denoise(float[][] x, double[] times, Conditioning seen, int rows, int cols) {
        FillGuidance pull = prior.takesObservations() ? null : FillGuidance.of(prior.card(), seen, rows * cols);
        long pixels = (long) times.length * x.length * rows * cols;
        work = new Work(work.tilesDrawn + 1, work.tilesKept, work.pixels + pixels);
        float[][] estimate = x;
        for (int k = 0; k < times.length; k++) {
            estimate = prior.denoise(x, times[k], seen, rows, cols);
            for (int m = 0; pull != null && m < x.length; m++) {
                pull.draw(estimate[m], times[k]);
            }
            if (k + 1 < times.length) {
                step(x, estimate, times[k], times[k + 1]);
            }
        }
        return estimate;
    }

    private static double[] jointTimes() {
        return IntStream.rangeClosed(0, JOINT_STEPS)
                .mapToDouble(k -> FIRST_TIME + (JOINT_LAST_TIME - FIRST_TIME) * ((double) k / JOINT_STEPS))
                .toArray();
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
