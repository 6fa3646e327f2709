package sunstone.simulators.polarizedlight;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import sunstone.models.map.ScanGrid;

/** Draws a {@link LabLight}; the numbers here are those of strength 1. */
final class LabDraw {
    private static final long SALT = 0x4C41424C49474854L; // a stream of its own beside the noise of the same seed
    private static final double DARKEST = 0.2; // exposure
    private static final double BLACK = 0.12;
    private static final double DELTA_LEAST = 0.4, DELTA_MOST = 2.5; // degrees
    private static final double OTHER_METAL = 0.2; // of the scans
    private static final double CONSTANTS = 0.25, ANISOTROPY = 0.3; // logarithms
    private static final double SHIFT = 4, SHIFT_PART = 0.1, ROTATION = 1.5, SCALE = 0.02; // px, of the map, degrees
    private static final double WARP_LEAST = 0.2, WARP_MOST = 1; // px
    private static final double PSF_LEAST = 0.3, PSF_MOST = 0.6; // px
    private static final double VIGNETTING = 0.15, GRADIENT = 0.1, JITTER = 0.2;
    private static final double LAMP_LEAST = 0.01, LAMP_MOST = 0.02, LAMP_MEMORY = 0.7; // from frame to frame
    private static final double DIRT = 1, PITS = 1, SCRATCHES = 3, SLIP = 0.12; // at most

    private final double strength;
    private final double whole; // probability scale of what cannot be halved
    private final SplittableRandom random;

    LabDraw(double strength, long seed) {
        if (!(strength > 0 && strength < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("strength of the deviations must be above 0: " + strength);
        }
        this.strength = strength;
        whole = Math.min(1, strength);
        random = new SplittableRandom(seed ^ SALT);
    }

    LabLight light(UniaxialMetal nominal, ScanGrid grid, int frames) {
        RandomGenerator r = random.split();
        double gain = away(r.nextDouble(DARKEST, 1));
        double black = Math.min(0.5, strength * r.nextDouble(BLACK));
        double zero = whole * r.nextDouble(-90, 90);
        int sense = r.nextDouble() < whole / 2 ? -1 : 1;
        double delta = away(Math.exp(r.nextDouble(Math.log(DELTA_LEAST), Math.log(DELTA_MOST))));
        boolean otherSide = r.nextDouble() < whole / 2;
        double psf = strength * r.nextDouble(PSF_LEAST, PSF_MOST);
        return new LabLight(
                gain,
                black,
                zero,
                sense,
                otherSide ? -delta : delta,
                metal(nominal, random.split()),
                placement(grid, random.split()),
                illumination(frames, random.split()),
                surface(random.split()),
                psf);
    }

    /**
     * The specimen's constants. Its anisotropy is a power of the nominal one or drawn as such, so that a metal without
     * contrast does not occur. Another metal's indices are drawn over the range of the polycrystalline ones of Mg, Ti,
     * Zn, Zr and Be; no published anisotropic set is meant.
     */
    private UniaxialMetal metal(UniaxialMetal nominal, RandomGenerator r) {
        double n = nominal.ordinaryN() * away(Math.exp(spread(r, CONSTANTS)));
        double k = nominal.ordinaryK() * away(Math.exp(spread(r, CONSTANTS)));
        double ratioN = Math.log(nominal.axialN() / nominal.ordinaryN()) * away(Math.exp(spread(r, ANISOTROPY)));
        double ratioK = Math.log(nominal.axialK() / nominal.ordinaryK()) * away(Math.exp(spread(r, ANISOTROPY)));
        if (r.nextDouble() < OTHER_METAL * whole) {
            n = r.nextDouble(0.7, 4);
            k = r.nextDouble(3, 7);
            int sign = r.nextBoolean() ? 1 : -1;
            ratioN = -sign * r.nextDouble(0.2, 0.5);
            ratioK = sign * r.nextDouble(0.1, 0.4);
        }
        return new UniaxialMetal(n, k, n * Math.exp(ratioN), k * Math.exp(ratioK));
    }

    private RasterPlacement placement(ScanGrid grid, RandomGenerator r) {
        double row = spread(r, Math.min(strength * SHIFT, SHIFT_PART * grid.rows()));
        double col = spread(r, Math.min(strength * SHIFT, SHIFT_PART * grid.cols()));
        double rotation = strength * spread(r, ROTATION), scale = away(Math.exp(spread(r, SCALE)));
        double size = strength * r.nextDouble(WARP_LEAST, WARP_MOST);
        double[] weights = new double[2 * RasterPlacement.TERMS];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = r.nextGaussian();
        }
        double largest = largest(weights);
        List<Double> warp = new ArrayList<>();
        for (double w : weights) {
            warp.add(size * w / largest);
        }
        return new RasterPlacement(grid.rows(), grid.cols(), row, col, rotation, scale, warp);
    }

    /** Longest displacement of a warp over the raster. */
    private static double largest(double[] weights) {
        double most = 0;
        for (int i = -10; i <= 10; i++) {
            for (int j = -10; j <= 10; j++) {
                double y = 0, x = 0;
                for (int k = 0; k < RasterPlacement.TERMS; k++) {
                    double p = RasterPlacement.term(k, i / 10.0, j / 10.0);
                    y += weights[k] * p;
                    x += weights[RasterPlacement.TERMS + k] * p;
                }
                most = Math.max(most, Math.hypot(x, y));
            }
        }
        return most;
    }

    private LabIllumination illumination(int frames, RandomGenerator r) {
        double vignetting = 1 - Math.pow(1 - r.nextDouble(VIGNETTING), strength);
        double gradient = strength * r.nextDouble(GRADIENT), way = r.nextDouble(360);
        double unsteady = strength * r.nextDouble(LAMP_LEAST, LAMP_MOST);
        double drift = r.nextGaussian();
        List<Double> lamp = new ArrayList<>(), rows = new ArrayList<>(), cols = new ArrayList<>();
        for (int j = 0; j < frames; j++) {
            lamp.add(Math.exp(unsteady * drift));
            drift = LAMP_MEMORY * drift + Math.sqrt(1 - LAMP_MEMORY * LAMP_MEMORY) * r.nextGaussian();
            rows.add(strength * JITTER * r.nextGaussian());
            cols.add(strength * JITTER * r.nextGaussian());
        }
        return new LabIllumination(vignetting, gradient, way, lamp, rows, cols);
    }

    private LabSurface surface(RandomGenerator r) {
        return new LabSurface(
                strength * r.nextDouble(DIRT),
                strength * r.nextDouble(PITS),
                strength * r.nextDouble(SCRATCHES),
                Math.min(0.9, strength * r.nextDouble(SLIP)),
                r.nextDouble(4, 9),
                r.nextLong());
    }

    /** A factor as far from 1, times the strength, as one of strength 1; it and its inverse alike. */
    private double away(double factor) {
        return factor >= 1 ? 1 + strength * (factor - 1) : 1 / (1 + strength * (1 / factor - 1));
    }

    /** Uniform from -most to most. */
    private static double spread(RandomGenerator r, double most) {
        return most * (2 * r.nextDouble() - 1);
    }
}
