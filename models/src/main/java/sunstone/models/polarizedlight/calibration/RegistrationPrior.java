package sunstone.models.polarizedlight.calibration;

import java.util.Arrays;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.registration.Registration;

/**
 * Knowledge of a registration before any point. Some images on the raster of the points have been brought onto it before and are
 * off by a fraction of a pixel; others, and all images of another raster, are as a laboratory's instruments leave them. Both are normal,
 * parameters independent. Densities are normalised but for the powers of 2 pi, which Laplace's approximation of the evidence cancels.
 *
 * @param centre mean of light as it comes, parameters as those of a registration without a warp
 * @param laboratory standard deviations of light as it comes: shift (EBSD pixels, twice), rotation (degrees), logarithm of the scale
 * @param sameRaster whether the image has the raster of the points
 * @param warpPx of the warp's longest waves along either axis, EBSD pixels; shorter ones have less
 */
record RegistrationPrior(double[] centre, double[] laboratory, boolean sameRaster, double warpPx) {
    /** Standard deviations of light that was brought onto the raster. */
    static final double[] READY = {0.5, 0.5, 0.2, 0.002};
    /** Standard deviations of light that an operator has aligned by marks: what a hand that points at them leaves. */
    private static final double[] ALIGNED = {3, 3, 1, 0.01};
    /** Probability of that where the rasters are the same. */
    private static final double ALREADY = 0.05;

    /** Of a raster: in a laboratory a twenty-fifth of the map, 1.5 degrees, two per cent. */
    static RegistrationPrior of(ScanGrid ebsd, ScanGrid light) {
        boolean same = ebsd.rows() == light.rows() && ebsd.cols() == light.cols();
        double shift = Math.max(2, 0.04 * Math.max(ebsd.rows(), ebsd.cols()));
        return new RegistrationPrior(new double[Registration.RIGID], new double[] {shift, shift, 1.5, 0.02}, same, 1);
    }

    /** About a rough alignment. */
    static RegistrationPrior about(Registration aligned) {
        return new RegistrationPrior(Arrays.copyOf(aligned.parameters(), Registration.RIGID), ALIGNED, false, 1);
    }

    /** Standard deviation of each parameter of the warp, shape [2 WARP_TERMS]. */
    double[] warpDeviations() {
        double[] out = new double[2 * Registration.WARP_TERMS];
        for (int k = 0; k < out.length; k++) {
            out[k] = deviation(k);
        }
        return out;
    }

    /** Negative logarithm of the density, but for a constant. */
    double penalty(double[] parameters) {
        double far = laboratory(parameters);
        if (!sameRaster) {
            return far;
        }
        double near = ready(parameters);
        double least = Math.min(near, far);
        return least - Math.log(Math.exp(least - near) + Math.exp(least - far));
    }

    /** As {@link #penalty}, of light that somebody has brought onto the raster before. */
    double ready(double[] parameters) {
        return rigid(parameters, new double[Registration.RIGID], READY) - Math.log(ALREADY) + warp(parameters);
    }

    /** As {@link #penalty}, of light as it comes. */
    double laboratory(double[] parameters) {
        return rigid(parameters, centre, laboratory) - Math.log(sameRaster ? 1 - ALREADY : 1) + warp(parameters);
    }

    private static double rigid(double[] parameters, double[] centre, double[] deviation) {
        double sum = 0;
        for (int k = 0; k < Registration.RIGID; k++) {
            sum += square((parameters[k] - centre[k]) / deviation[k]) / 2 + Math.log(deviation[k]);
        }
        return sum;
    }

    private double warp(double[] parameters) {
        double sum = 0;
        for (int k = Registration.RIGID; k < parameters.length; k++) {
            double deviation = deviation(k - Registration.RIGID);
            sum += square(parameters[k] / deviation) / 2 + Math.log(deviation);
        }
        return sum;
    }

    private double deviation(int warpTerm) {
        return warpPx / Registration.frequency(warpTerm % Registration.WARP_TERMS);
    }

    private static double square(double x) {
        return x * x;
    }
}
