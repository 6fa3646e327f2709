package sunstone.models.posterior.ensemble;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import sunstone.models.map.ScanGrid;
import sunstone.models.posterior.PaddedGrid;
import sunstone.models.prior.Conditioning;
import sunstone.models.prior.ModelCard;
import sunstone.models.prior.Prior;
import sunstone.models.prior.Tile;

/**
 * The reverse process from noise to members: the deterministic one (DDIM, Song et al., 2010.02502) of the cosine
 * schedule, through a few times under one observation. Three passes serve as well as four: the copy gate settles most
 * pixels in the first one.
 *
 * <p>A map of more than {@link Tile#WHOLE_PIXELS} is drawn tile by tile, all passes in one, so that a tile is a
 * function of its part of noise and observation: where neither differs from the last time, the members stay as they
 * were bit for bit, and cost nothing ({@link TileCache}). For that the rounds of a scan must have one seed.
 */
final class MemberDenoiser {
    private static final double FIRST_TIME = 0.998;

    /** Times of the passes from noise to a member. */
    private static final double[] TIMES = {FIRST_TIME, 0.75, 0.15};

    /** Equal steps with a plain joint prior, and the time of the last pass. */
    static final int JOINT_STEPS = 20;

    private static final double JOINT_LAST_TIME = 0.02;

    private final Prior prior;
    private final int whole;
    private final double[] times;
    private final TileCache tiles = new TileCache();
    private NetworkWork work = new NetworkWork(0, 0, 0); // guarded by this

    /**
     * A denoiser.
     *
     * @param prior the network; where ensembles are drawn beside each other, it has to stand that
     * @param whole largest map that is drawn whole, pixels
     */
    MemberDenoiser(Prior prior, int whole) {
        this.prior = prior;
        this.whole = whole;
        this.times = prior.takesObservations() ? TIMES : jointTimes();
    }

    /** Card of the prior. */
    ModelCard card() {
        return prior.card();
    }

    /** Passes through the network for a member. */
    int passes() {
        return times.length;
    }

    /** Work so far; any thread. */
    synchronized NetworkWork work() {
        return work;
    }

    private synchronized void drew(long pixels) {
        work = work.andDrawn(pixels);
    }

    private synchronized void kept() {
        work = work.andKept();
    }

    /**
     * Some members, denoised together: the same bit for bit for the same look, seed, model and arithmetic of the
     * machine.
     *
     * @param canvas raster of the network
     * @param from first, to behind the last
     * @return scaled orientations, shape [to - from, 3 * pixels of the canvas]
     * @throws Prior.InferenceException if the runtime fails
     */
    float[][] draw(Look look, PaddedGrid canvas, long seed, int from, int to) {
        return canvas.size() <= whole ? whole(look, canvas, seed, from, to) : inTiles(look, canvas, seed, from, to);
    }

    private float[][] whole(Look look, PaddedGrid canvas, long seed, int from, int to) {
        ScanGrid raster = canvas.raster();
        return denoise(noise(from, to, canvas, seed), look.seen(), raster.rows(), raster.cols());
    }

    /** Every tile for itself, from its part of the noise; those that see what they saw before are as they were. */
    private float[][] inTiles(Look look, PaddedGrid canvas, long seed, int from, int to) {
        ScanGrid raster = canvas.raster();
        float[][] image = new float[to - from][3 * canvas.size()];
        float[][] x = null;
        List<Tile> cover = cover(canvas);
        List<TileCache.Key> seen = look.digests(cover);
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
                cores = Arrays.stream(denoise(own, part, tile.height(), tile.width()))
                        .map(clean -> tile.core(clean, 3))
                        .toArray(float[][]::new);
                tiles.put(key, cores);
            } else {
                kept();
            }
            for (int m = 0; m < image.length; m++) {
                tile.put(cores[m], image[m], 3);
            }
        }
        return image;
    }

    private List<Tile> cover(PaddedGrid canvas) {
        int stride = prior.card().stride();
        int side = (Tile.SIDE + stride - 1) / stride * stride;
        return Tile.cover(canvas.raster().rows(), canvas.raster().cols(), side, Tile.OVERLAP);
    }

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
    private float[][] denoise(float[][] x, Conditioning seen, int rows, int cols) {
        FillGuidance pull = prior.takesObservations() ? null : FillGuidance.of(prior.card(), seen, rows * cols);
        long pixels = (long) times.length * x.length * rows * cols;
        drew(pixels);
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
