package sunstone.models.polarizedlight;

import sunstone.models.map.ScanGrid;

/**
 * What is known of a registration before any point. Of images on the raster of the points, half have been brought onto it before and
 * are off by a fraction of a pixel; the other half, and all images of another raster, are as a laboratory's instruments leave them. Both
 * are normal, parameters independent.
 *
 * @param ready standard deviations if the image was brought onto the raster: shift (EBSD pixels, twice), rotation (degrees), logarithm
 *     of the scale
 * @param laboratory the same if not
 * @param sameRaster whether the image has the raster of the points
 * @param warpPx of the warp's longest waves along either axis, EBSD pixels; shorter ones have less
 */
record RegistrationPrior(double[] ready, double[] laboratory, boolean sameRaster, double warpPx) {
    private static final double[] READY = {0.5, 0.5, 0.2, 0.002};

    /** Of a raster: in a laboratory a twenty-fifth of the map, 1.5 degrees, two per cent. */
    static RegistrationPrior of(ScanGrid ebsd, ScanGrid light) {
        boolean same = ebsd.rows() == light.rows() && ebsd.cols() == light.cols();
        double shift = Math.max(2, 0.04 * Math.max(ebsd.rows(), ebsd.cols()));
        return new RegistrationPrior(READY, new double[] {shift, shift, 1.5, 0.02}, same, 1);
    }

    /** Standard deviation of each parameter of the warp, shape [2 WARP_TERMS]. */
    double[] warpDeviations() {
        double[] out = new double[2 * Registration.WARP_TERMS];
        for (int k = 0; k < out.length; k++) {
            out[k] = warpPx / Registration.frequency(k % Registration.WARP_TERMS);
        }
        return out;
    }

    /** Negative logarithm of the density, but for a constant. */
    double penalty(double[] parameters) {
        double near = 0;
        double far = 0;
        double wider = 0;
        for (int k = 0; k < Registration.RIGID; k++) {
            near += square(parameters[k] / ready[k]) / 2;
            far += square(parameters[k] / laboratory[k]) / 2;
            wider += Math.log(laboratory[k] / ready[k]);
        }
        far += wider;
        double least = Math.min(near, far);
        double rigid = !sameRaster ? far : least - Math.log(Math.exp(least - near) + Math.exp(least - far));
        double warp = 0;
        for (int k = Registration.RIGID; k < parameters.length; k++) {
            warp += square(parameters[k]
                            * Registration.frequency((k - Registration.RIGID) % Registration.WARP_TERMS)
                            / warpPx)
                    / 2;
        }
        return rigid + warp;
    }

    private static double square(double x) {
        return x * x;
    }
}
