package sunstone.simulators.microscope;

import static java.util.Objects.requireNonNull;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.instrument.Instrument;
import sunstone.connectors.instrument.Measurement;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;

/**
 * Measures points of a known section the way an EBSD detector does: with orientation noise, wrong solutions and
 * patterns that are not indexed.
 *
 * <p>The n-th visit to a pixel gives the same result under the same seed, whatever was measured in between: two
 * policies that ask for the same point get the same answer. Every visit draws its own noise, so to measure again helps.
 *
 * <p>Confidence separates right from wrong only in part, as with real detectors: normal with mean 0.8 and standard
 * deviation 0.1 for right solutions (0.65 beside boundaries, where two patterns overlap), 0.45 and 0.15 for wrong ones.
 *
 * <p>Not thread-safe: one thread owns it (it counts the visits).
 */
public final class VirtualMicroscope implements Instrument {
    private static final double BOUNDARY = Math.toRadians(5); // as a grain is defined everywhere in Sunstone

    private final OrientationMap truth;
    private final int phase;
    private final MicroscopeOptions options;
    private final long seed;
    private final int[] visits;
    private final boolean[] boundary;
    private final double lostInside, lostAtBoundary;

    /**
     * @param truth what is there; a pixel that is not valid is never indexed
     * @param phase number that the scan gives the mapped phase, at least 1
     * @param options speed and quality
     * @param seed of all noise
     */
    public VirtualMicroscope(OrientationMap truth, int phase, MicroscopeOptions options, long seed) {
        if (phase < 1) {
            throw new IllegalArgumentException("phase must be at least 1: " + phase);
        }
        this.truth = requireNonNull(truth, "truth");
        this.phase = phase;
        this.options = requireNonNull(options, "options");
        this.seed = seed;
        visits = new int[truth.grid().size()];
        boundary = boundaries(truth);
        int valid = 0, edge = 0;
        for (int p = 0; p < boundary.length; p++) {
            valid += truth.valid()[p] ? 1 : 0;
            edge += truth.valid()[p] && boundary[p] ? 1 : 0;
        }
        double share = valid == 0 ? 0 : (double) edge / valid, f = options.boundaryFactor();
        double inside = options.notIndexedFraction() / (1 + (f - 1) * share); // keeps the mean
        if (f * inside > 1) { // boundaries are lost altogether, the rest falls on the inside
            inside = share < 1 ? (options.notIndexedFraction() - share) / (1 - share) : 1;
            f = 1 / inside;
        }
        lostInside = inside;
        lostAtBoundary = f * inside;
    }

    /** A microscope that calls the mapped phase 1. */
    public VirtualMicroscope(OrientationMap truth, MicroscopeOptions options, long seed) {
        this(truth, 1, options, seed);
    }

    /** Raster of the specimen. */
    @Override
    public ScanGrid grid() {
        return truth.grid();
    }

    /** Number that the scan gives the mapped phase. */
    @Override
    public int phase() {
        return phase;
    }

    @Override
    public LaueGroup laue() {
        return truth.laue();
    }

    /** The pixels that hold the mapped phase, or null if all do. */
    @Override
    public boolean @Nullable [] region() {
        return truth.validCount() == truth.grid().size() ? null : truth.valid();
    }

    @Override
    public double frameMillis() {
        return options.frameMs();
    }

    /** What is there, for those who judge the result; the instrument never sends it. */
    public OrientationMap truth() {
        return truth;
    }

    /** Speed and quality. */
    public MicroscopeOptions options() {
        return options;
    }

    /**
     * Measures a pixel once more.
     *
     * @throws IllegalArgumentException if the pixel lies outside the grid
     */
    @Override
    public Measurement measure(int row, int col) {
        if (!grid().contains(row, col)) {
            throw new IllegalArgumentException("pixel (" + row + ", " + col + ") lies outside " + grid().rows() + " x "
                    + grid().cols() + " pixels");
        }
        return measure(row, col, visits[grid().index(row, col)]++);
    }

    @Override
    public void countVisit(int row, int col) {
        visits[grid().index(row, col)]++;
    }

    /** The result of the {@code visit}-th visit to a pixel, counted from 0, without counting this one. */
    Measurement measure(int row, int col, int visit) {
        int p = grid().index(row, col);
        // odd multipliers of the 64-bit mixing of SplittableRandom keep the streams of pixels and visits apart
        RandomGenerator r =
                new SplittableRandom(seed ^ (p + 1) * 0x9E3779B97F4A7C15L ^ (visit + 1) * 0xBF58476D1CE4E5B9L);
        double lost = boundary[p] ? lostAtBoundary : lostInside;
        if (!truth.valid()[p] || r.nextDouble() < lost) {
            return new Measurement(row, col, 0, 1, 0, 0, 0, 0);
        }
        double[] q = new double[4];
        boolean wrong = r.nextDouble() < options.wrongFraction();
        if (wrong) {
            for (int k = 0; k < 4; k++) {
                q[k] = r.nextGaussian();
            }
            Quaternions.normalise(q, 0);
        } else {
            double sigma = Math.toRadians(options.orientationNoiseDeg()) / Math.sqrt(3) / 2;
            for (int k = 1; k < 4; k++) {
                q[k] = sigma * r.nextGaussian();
            }
            q[0] = 1; // tan of half the angle: equal to the angle over 2 to third order
            Quaternions.normalise(q, 0);
            Quaternions.multiply(q, 0, truth.quaternions(), 4 * p, q, 0);
        }
        truth.laue().reduce(q, 0, q, 0);
        double mean = wrong ? 0.45 : boundary[p] ? 0.65 : 0.8;
        double confidence = mean + (wrong ? 0.15 : 0.1) * r.nextGaussian();
        return new Measurement(row, col, phase, q[0], q[1], q[2], q[3], Math.max(0.01, Math.min(1, confidence)));
    }

    /**
     * Time to go to a pixel and measure it, milliseconds.
     *
     * @param fromPixel row-major index of where the beam is, or negative if it has not measured yet (travel is then 0)
     * @param toPixel row-major index of the pixel
     */
    @Override
    public double visitMillis(int fromPixel, int toPixel) {
        if (fromPixel == toPixel) {
            return options.dwellMs();
        }
        return travelMillis(fromPixel, toPixel) + options.settleMs() + options.dwellMs();
    }

    /** The travel alone, milliseconds. */
    public double travelMillis(int fromPixel, int toPixel) {
        if (fromPixel < 0) {
            return 0;
        }
        return grid().distance(fromPixel, toPixel) * grid().stepUm() * options.msPerUm();
    }

    /** Pixels beside another grain or a hole. */
    private static boolean[] boundaries(OrientationMap truth) {
        int cols = truth.grid().cols(), n = truth.grid().size();
        boolean[] edge = new boolean[n];
        for (int p = 0; p < n; p++) {
            if (p % cols > 0) {
                mark(truth, p, p - 1, edge);
            }
            if (p >= cols) {
                mark(truth, p, p - cols, edge);
            }
        }
        return edge;
    }

    private static void mark(OrientationMap truth, int a, int b, boolean[] edge) {
        LaueGroup laue = truth.laue();
        boolean va = truth.valid()[a], vb = truth.valid()[b];
        double[] q = truth.quaternions();
        if (va != vb || va && laue.disorientation(q, 4 * a, q, 4 * b) > BOUNDARY) {
            edge[a] = true;
            edge[b] = true;
        }
    }
}
