package sunstone.connectors.format.light;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Dark and flat field: what the camera reads without light is taken off, and what the lamp's field gives is divided
 * out.
 */
final class FieldCorrection {
    /** Part of the mean of the flat field below which a pixel of it tells nothing. */
    private static final double LEAST = 0.05;

    private FieldCorrection() {}

    /**
     * Corrects frames in place: (frame - dark) / (flat - dark) times the mean of (flat - dark), so that the mean
     * brightness stays.
     *
     * @param dark of the size of the frames, or null
     * @param flat of the size of the frames, or null
     */
    static void apply(
            List<TiffPages.Page> frames, float @Nullable [] dark, float @Nullable [] flat, List<String> notes) {
        if (dark != null) {
            frames.forEach(f -> subtract(f.values(), dark));
            notes.add("the dark field was taken off every frame");
        }
        if (flat == null) {
            return;
        }
        float[] even = flat.clone();
        if (dark != null) {
            subtract(even, dark);
        }
        double mean = 0;
        for (float v : even) {
            mean += v / even.length;
        }
        if (!(mean > 0)) {
            notes.add("the flat field holds no light and was not used");
            return;
        }
        for (TiffPages.Page f : frames) {
            for (int i = 0; i < even.length; i++) {
                f.values()[i] *= (float) (mean / Math.max(LEAST * mean, even[i]));
            }
        }
        notes.add("every frame was divided by the flat field");
    }

    private static void subtract(float[] from, float[] dark) {
        for (int i = 0; i < from.length; i++) {
            from[i] = Math.max(0, from[i] - dark[i]);
        }
    }
}
