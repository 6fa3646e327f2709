package sunstone.simulators.polarizedlight;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.instrument.Instrument;
import sunstone.models.map.OrientationMap;
import sunstone.models.polarizedlight.PlScaling;

/**
 * Takes the frames of a section under a {@link PlCondition}, at equal steps of the stage angle over a full turn.
 *
 * <p>Outside {@code lab} ({@link LabExposure}) everything but the noise of a frame is linear in the intensity and the
 * same in each frame up to the stage angle, so it is applied once, to the five harmonics of each pixel: shift
 * (bilinear), illumination, scratches, channel noise. A frame is their sum at its stage angle plus its own shot and
 * read noise. Shot noise is Gaussian of the Poisson's variance: the darkest crystal still gives 180 electrons, under
 * the read noise of 200.
 *
 * <p>Pixels without orientation (not indexed, other phases) and cubic crystals give the constant floor.
 */
public final class PlCamera implements Instrument.Camera {
    private static final int CHANNELS = MuellerChain.HARMONICS;

    private final int frames;
    private final PlCondition condition;
    private final long seed;
    private final Exposure exposure;
    private final @Nullable LabLight lab;

    private PlCamera(int frames, PlCondition condition, long seed, Exposure exposure, @Nullable LabLight lab) {
        this.frames = frames;
        this.condition = condition;
        this.seed = seed;
        this.exposure = exposure;
        this.lab = lab;
    }

    /**
     * A camera in front of a section.
     *
     * @param truth what is there
     * @param chain how a crystal shines; under {@code lab}, from which metal its specimens deviate
     * @param condition what disturbs it
     * @param scaling scale of the channels to which {@link PlCondition#channelNoise()} refers
     * @param frames number of frames in a full turn, at least 1
     * @param seed of the noise
     */
    public static PlCamera of(
            OrientationMap truth, MuellerChain chain, PlCondition condition, PlScaling scaling, int frames, long seed) {
        if (frames < 1) {
            throw new IllegalArgumentException("a PL stack needs at least 1 frame, not " + frames);
        }
        if (condition.lab() > 0) {
            return laboratory(
                    truth,
                    condition,
                    LabLight.draw(chain.metal(), truth.grid(), condition.lab(), frames, seed),
                    frames,
                    seed);
        }
        float[] scene = PlScene.of(truth, chain, condition, scaling, new SplittableRandom(seed));
        return new PlCamera(frames, condition, seed, (j, stageRad) -> Exposure.turned(scene, stageRad), null);
    }

    /**
     * A camera that takes one section of a specimen after the other: the laboratory stays, what belongs to a section is
     * drawn anew.
     *
     * @param instrument seed of what stays under {@code lab} ({@link LabLight#ofSection})
     * @param seed of the section: of its noise, dirt and illumination
     */
    public static PlCamera ofSection(
            OrientationMap truth,
            MuellerChain chain,
            PlCondition condition,
            PlScaling scaling,
            int frames,
            long instrument,
            long seed) {
        if (condition.lab() <= 0) {
            return of(truth, chain, condition, scaling, frames, seed);
        }
        LabLight kept = LabLight.draw(chain.metal(), truth.grid(), condition.lab(), frames, instrument);
        LabLight own = LabLight.draw(chain.metal(), truth.grid(), condition.lab(), frames, seed);
        return laboratory(truth, condition, kept.ofSection(own), frames, seed);
    }

    private static PlCamera laboratory(
            OrientationMap truth, PlCondition condition, LabLight lab, int frames, long seed) {
        return new PlCamera(frames, condition, seed, new LabExposure(truth, lab), lab);
    }

    /** All frames, shape [frames][rows * cols]; parameters as in {@link #of}. */
    public static float[][] frames(
            OrientationMap truth, MuellerChain chain, PlCondition condition, PlScaling scaling, int frames, long seed) {
        PlCamera camera = of(truth, chain, condition, scaling, frames, seed);
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

    /** What was drawn for this scan under {@code lab}; for tests and reports, not for what infers. */
    public Optional<LabLight> lab() {
        return Optional.ofNullable(lab);
    }

    /** One frame, the same at every call: intensities, the brightest possible crystal is 1, shape [rows * cols]. */
    @Override
    public float[] frame(int j) {
        float[] out = exposure.frame(j, Math.toRadians(stageDeg(j)));
        if (condition.noisyFrames()) {
            RandomGenerator r = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + j + 1);
            for (int p = 0; p < out.length; p++) {
                out[p] += (float) (Math.sqrt(variance(condition, out[p])) * r.nextGaussian());
            }
        }
        for (int p = 0; p < out.length && lab != null; p++) {
            out[p] = Math.max(0, Math.min(1, out[p])); // a laboratory's camera has ends
        }
        return out;
    }

    /**
     * What a least-squares fit of the frames gives, for training; without making them, but under {@code lab}. Same law
     * as {@link #frames}, not the same draws.
     *
     * @param frames number of frames in a full turn, even and at least 10, so that the fit is a plain projection
     * @param r source of randomness
     * @return scaled coefficients, channel-major, shape [5, rows * cols]
     */
    public static float[] harmonics(
            OrientationMap truth,
            MuellerChain chain,
            PlCondition condition,
            PlScaling scaling,
            int frames,
            RandomGenerator r) {
        if (frames < 10 || frames % 2 != 0) {
            throw new IllegalArgumentException("frames must be even and at least 10: " + frames);
        }
        float[] h;
        if (condition.lab() > 0) {
            h = of(truth, chain, condition, scaling, frames, r.nextLong()).fitted();
        } else {
            h = PlScene.of(truth, chain, condition, scaling, r);
            if (condition.noisyFrames()) {
                addFittedNoise(h, condition, frames, r);
            }
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

    /** Projection of all frames on the harmonics: coefficients, channel-major, shape [5, n]. */
    private float[] fitted() {
        float[] first = frame(0), sum = new float[CHANNELS * first.length];
        for (int j = 0; j < frames; j++) {
            float[] image = j == 0 ? first : frame(j);
            double[] basis = basis(stageDeg(j));
            for (int c = 0; c < CHANNELS; c++) {
                float weight = (float) (basis[c] * (c == 0 ? 1 : 2) / frames);
                for (int p = 0; p < image.length; p++) {
                    sum[c * image.length + p] += weight * image[p];
                }
            }
        }
        return sum;
    }

    /** Adds to a scene the projection of one frame's noise per distinct angle; frames j and j + half are alike. */
    private static void addFittedNoise(float[] scene, PlCondition condition, int frames, RandomGenerator r) {
        int n = scene.length / CHANNELS, half = frames / 2;
        double[] basis = new double[CHANNELS * half];
        for (int j = 0; j < half; j++) {
            System.arraycopy(basis(360.0 * j / frames), 0, basis, CHANNELS * j, CHANNELS);
        }
        for (int p = 0; p < n; p++) {
            double a = scene[p], b = scene[n + p], c = scene[2 * n + p], d = scene[3 * n + p], e = scene[4 * n + p];
            double na = 0, nb = 0, nc = 0, nd = 0, ne = 0;
            for (int j = 0, i = 0; j < half; j++, i += CHANNELS) {
                double fb = basis[i + 1], fc = basis[i + 2], fd = basis[i + 3], fe = basis[i + 4];
                double intensity = a + b * fb + c * fc + d * fd + e * fe;
                double noise = Math.sqrt(variance(condition, intensity) / 2) * r.nextGaussian(); // mean of two frames
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

    private static double[] basis(double stageDeg) {
        double w = Math.toRadians(stageDeg);
        return new double[] {1, Math.cos(2 * w), Math.sin(2 * w), Math.cos(4 * w), Math.sin(4 * w)};
    }

    /** Variance of one frame's noise at an intensity. */
    private static double variance(PlCondition condition, double intensity) {
        double shot = condition.fullWell() > 0 ? Math.max(0, intensity) / condition.fullWell() : 0;
        return shot + condition.readNoise() * condition.readNoise();
    }
}
