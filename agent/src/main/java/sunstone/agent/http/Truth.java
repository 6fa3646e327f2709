package sunstone.agent.http;

import org.jspecify.annotations.Nullable;
import sunstone.agent.scan.Scan;
import sunstone.models.map.OrientationMap;

/** The known map of a simulated scan and what a published map misses it by. Any thread may ask. */
record Truth(@Nullable OrientationMap map) {
    /** The truth of a scan, or null without one of the same raster. */
    @Nullable
    OrientationMap of(Scan scan) {
        return map != null && map.grid().equals(scan.grid()) ? map : null;
    }

    /** Error per pixel, degrees, NaN where the truth is not known; null without a truth. */
    float @Nullable [] errorDeg(Scan scan, OrientationMap published) {
        OrientationMap truth = of(scan);
        if (truth == null) {
            return null;
        }
        float[] error = new float[truth.grid().size()];
        for (int i = 0; i < error.length; i++) {
            error[i] = (float) errorDeg(truth, published, i);
        }
        return error;
    }

    /** Error of one pixel, degrees; NaN where the truth is not known. */
    double errorDeg(Scan scan, OrientationMap published, int pixel) {
        OrientationMap truth = of(scan);
        return truth == null ? Double.NaN : errorDeg(truth, published, pixel);
    }

    private static double errorDeg(OrientationMap truth, OrientationMap published, int i) {
        return truth.valid()[i]
                ? Math.toDegrees(
                        truth.laue().disorientation(truth.quaternions(), 4 * i, published.quaternions(), 4 * i))
                : Double.NaN;
    }

    /** Mean error over the pixels that are known, degrees; null without a truth. */
    @Nullable
    Double meanErrorDeg(Scan scan, OrientationMap published) {
        float[] error = errorDeg(scan, published);
        if (error == null) {
            return null;
        }
        double sum = 0;
        int n = 0;
        for (float e : error) {
            if (!Float.isNaN(e)) {
                sum += e;
                n++;
            }
        }
        return n == 0 ? null : sum / n;
    }
}
