package sunstone.simulators.polarizedlight;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import sunstone.connectors.instrument.Instrument;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.UniaxialOptics;

/**
 * Takes the frames of a section under a {@link PlCondition}, at equal steps of the stage angle over a full turn.
 *
 * <p>Everything but the noise of a frame is linear in the intensity and the same in each frame up to the stage angle, so
 * it is applied once, to the five harmonics of each pixel: shift (bilinear), illumination, scratches, channel noise. A
 * frame is their sum at its stage angle plus its own shot and read noise. Shot noise is Gaussian of the Poisson's
 * variance: the darkest crystal still gives 180 electrons, under the read noise of 200.
 *
 * <p>Pixels without orientation (not indexed, other phases) and cubic crystals give the constant floor.
 */
public final class PlCamera implements Instrument.Camera {
    private static final int CHANNELS = UniaxialOptics.HARMONICS;

    private final int frames;
    private final PlCondition condition;
    private final long seed;
    private final float[] scene; // coefficients, channel-major, [5, n]

    private PlCamera(int frames, PlCondition condition, long seed, float[] scene) {
        this.frames = frames;
        this.condition = condition;
        this.seed = seed;
        this.scene = scene;
    }

    /**
     * A camera in front of a section.
     *
     * @param truth what is there
     * @param model how a crystal shines
     * @param condition what disturbs it
     * @param scaling scale of the channels to which {@link PlCondition#channelNoise()} refers
     * @param frames number of frames in a full turn, at least 1
     * @param seed of the noise
     */
    public static PlCamera of(
            OrientationMap truth,
            UniaxialOptics model,
            PlCondition condition,
            PlScaling scaling,
            int frames,
            long seed) {
        if (frames < 1) {
            throw new IllegalArgumentException("a PL stack needs at least 1 frame, not " + frames);
        }
        float[] scene = scene(truth, model, condition, scaling, new SplittableRandom(seed));
        return new PlCamera(frames, condition, seed, scene);
    }

    /** All frames, shape [frames][rows * cols]; parameters as in {@link #of}. */
    public static float[][] frames(
            OrientationMap truth,
            UniaxialOptics model,
            PlCondition condition,
            PlScaling scaling,
            int frames,
            long seed) {
        PlCamera camera = of(truth, model, condition, scaling, frames, seed);
        float[][] all = new float[frames][];
        for (int j = 0; j < frames; j++) {
            all[j] = camera.frame(j);
        }
        return all;
    }

    /** Frames in a full turn. */
    @Override
    public int frames() {
        return frames;
    }

    /** Stage angle of a frame, degrees. */
    @Override
    public double stageDeg(int frame) {
        return 360.0 * frame / frames;
    }

    /** One frame, the same at every call: intensities, the brightest possible crystal is 1, shape [rows * cols]. */
    @Override
    public float[] frame(int j) {
        int n = scene.length / CHANNELS;
        double w = Math.toRadians(stageDeg(j));
        float c2 = (float) Math.cos(2 * w), s2 = (float) Math.sin(2 * w);
        float c4 = (float) Math.cos(4 * w), s4 = (float) Math.sin(4 * w);
        float[] out = new float[n];
        for (int p = 0; p < n; p++) {
            out[p] = scene[p]
                    + c2 * scene[n + p]
                    + s2 * scene[2 * n + p]
                    + c4 * scene[3 * n + p]
                    + s4 * scene[4 * n + p];
        }
        if (condition.noisyFrames()) {
            RandomGenerator r = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + j + 1);
            for (int p = 0; p < n; p++) {
                out[p] += (float) (Math.sqrt(variance(out[p])) * r.nextGaussian());
            }
        }
        return out;
    }

    /**
     * What a least-squares fit of the frames gives, without making them: for training. Same law as {@link #frames}, not
     * the same draws.
     *
     * @param frames number of frames in a full turn, even and at least 10, so that the fit is a plain projection
     * @param r source of randomness
     * @return scaled coefficients, channel-major, shape [5, rows * cols]
     */
    public static float[] harmonics(
            OrientationMap truth,
            UniaxialOptics model,
            PlCondition condition,
            PlScaling scaling,
            int frames,
            RandomGenerator r) {
        if (frames < 10 || frames % 2 != 0) {
            throw new IllegalArgumentException("frames must be even and at least 10: " + frames);
        }
        float[] h = scene(truth, model, condition, scaling, r);
        if (condition.noisyFrames()) {
            new PlCamera(frames, condition, 0, h).addFittedNoise(r);
        }
        int n = truth.grid().size();
        for (int c = 0; c < CHANNELS; c++) {
            float slope = 2 / (scaling.hi()[c] - scaling.lo()[c]), lo = scaling.lo()[c];
            for (int p = c * n; p < (c + 1) * n; p++) {
                h[p] = slope * (h[p] - lo) - 1;
            }
        }
        return h;
    }

    /** Adds to the scene the projection of one frame's noise per distinct angle; frames j and j + half are alike. */
    private void addFittedNoise(RandomGenerator r) {
        int n = scene.length / CHANNELS, half = frames / 2;
        double[] basis = new double[CHANNELS * half];
        for (int j = 0; j < half; j++) {
            double w = Math.toRadians(stageDeg(j));
            basis[CHANNELS * j] = 1;
            basis[CHANNELS * j + 1] = Math.cos(2 * w);
            basis[CHANNELS * j + 2] = Math.sin(2 * w);
            basis[CHANNELS * j + 3] = Math.cos(4 * w);
            basis[CHANNELS * j + 4] = Math.sin(4 * w);
        }
        for (int p = 0; p < n; p++) {
            double a = scene[p], b = scene[n + p], c = scene[2 * n + p], d = scene[3 * n + p], e = scene[4 * n + p];
            double na = 0, nb = 0, nc = 0, nd = 0, ne = 0;
            for (int j = 0, i = 0; j < half; j++, i += CHANNELS) {
                double fb = basis[i + 1], fc = basis[i + 2], fd = basis[i + 3], fe = basis[i + 4];
                double intensity = a + b * fb + c * fc + d * fd + e * fe;
                double noise = Math.sqrt(variance(intensity) / 2) * r.nextGaussian(); // mean of two frames
                na += noise;
                nb += noise * fb;
                nc += noise * fc;
                nd += noise * fd;
                ne += noise * fe;
            }
            scene[p] = (float) (a + na / half);
            scene[n + p] = (float) (b + 2 * nb / half);
            scene[2 * n + p] = (float) (c + 2 * nc / half);
            scene[3 * n + p] = (float) (d + 2 * nd / half);
            scene[4 * n + p] = (float) (e + 2 * ne / half);
        }
    }

    /** Variance of one frame's noise at an intensity. */
    private double variance(double intensity) {
        double shot = condition.fullWell() > 0 ? Math.max(0, intensity) / condition.fullWell() : 0;
        return shot + condition.readNoise() * condition.readNoise();
    }

    private static float[] scene(
            OrientationMap truth, UniaxialOptics model, PlCondition c, PlScaling scaling, RandomGenerator r) {
        ScanGrid grid = truth.grid();
        float[] h = PlScene.render(truth, model);
        if (c.shiftX() != 0 || c.shiftY() != 0) {
            h = PlScene.shift(h, grid, c.shiftX(), c.shiftY());
        }
        if (c.illuminationGradient() > 0) {
            PlScene.illuminate(h, grid, c.illuminationGradient(), r);
        }
        if (c.scratchesPer100Px() > 0) {
            PlScene.scratch(h, grid, c.scratchesPer100Px(), r);
        }
        int n = grid.size();
        for (int k = 0; k < CHANNELS && c.channelNoise() > 0; k++) {
            double sigma = c.channelNoise() * (scaling.hi()[k] - scaling.lo()[k]) / 2;
            for (int p = k * n; p < (k + 1) * n; p++) {
                h[p] += (float) (sigma * r.nextGaussian());
            }
        }
        return h;
    }
}
