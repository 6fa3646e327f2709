package sunstone.agent.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import sunstone.agent.scan.Scan;

/** Distribution of the uncertainty of a map, for the scale of its colours. */
final class Histogram {
    private static final int BINS = 24;

    /** Upper ends of scales that are read at a glance, degrees. */
    private static final double[] SCALES = {1, 2, 3, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180};

    private Histogram() {}

    /**
     * Counts over the wanted pixels.
     *
     * @param degrees a value per pixel
     * @return {@code toDeg}, the first scale that 98% of the pixels are within, and the {@code counts} of equal bins
     *     from 0 to there; what is beyond counts in the last
     */
    static JsonObject of(Scan scan, float[] degrees) {
        int[] within = new int[SCALES.length];
        int wanted = 0;
        for (int i = 0; i < degrees.length; i++) {
            if (scan.wanted(i)) {
                wanted++;
                for (int k = SCALES.length - 1; k >= 0 && degrees[i] <= SCALES[k]; k--) {
                    within[k]++;
                }
            }
        }
        int scale = 0;
        while (scale < SCALES.length - 1 && within[scale] < 0.98 * wanted) {
            scale++;
        }
        int[] counts = new int[BINS];
        for (int i = 0; i < degrees.length; i++) {
            if (scan.wanted(i)) {
                counts[(int) Math.min(BINS - 1, Math.max(0, BINS * degrees[i] / SCALES[scale]))]++;
            }
        }
        JsonArray json = new JsonArray();
        for (int n : counts) {
            json.add(n);
        }
        return new JsonObject().put("toDeg", SCALES[scale]).put("counts", json);
    }
}
