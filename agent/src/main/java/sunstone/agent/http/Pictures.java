package sunstone.agent.http;

import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sunstone.agent.Round;
import sunstone.agent.Scan;
import sunstone.agent.picture.ColourMap;
import sunstone.agent.picture.MapRendering;
import sunstone.agent.picture.Png;
import sunstone.models.crystallography.SampleAxis;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.PlImage;

/** Pictures of rounds, one image pixel per map pixel; the newest are kept. Any thread may ask. */
final class Pictures {
    /** What can be asked for. */
    static final List<String> NAMES = List.of("ipf", "uncertainty", "error", "pl", "truth");

    /** Upper end of the colours of uncertainty and error, degrees. */
    static final double MAX_DEG = 30;

    private static final int MOST = 32;

    private final @Nullable OrientationMap truth;
    private final Map<String, byte[]> kept = new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
            return size() > MOST;
        }
    };

    Pictures(@Nullable OrientationMap truth) {
        this.truth = truth;
    }

    /** A picture; empty if there is nothing to draw. */
    byte[] png(Scan scan, Round round, String what) {
        String key = scan.scanId() + '\0' + round.revision() + '\0' + what;
        synchronized (kept) {
            byte[] there = kept.get(key);
            if (there != null) {
                return there;
            }
        }
        BufferedImage image = draw(scan, round, what);
        byte[] png = image == null ? new byte[0] : Png.bytes(image);
        synchronized (kept) {
            kept.put(key, png);
        }
        return png;
    }

    private @Nullable BufferedImage draw(Scan scan, Round round, String what) {
        OrientationMap map = round.posterior().map();
        OrientationMap known = truthOf(scan);
        boolean[] shown = new boolean[map.grid().size()];
        for (int i = 0; i < shown.length; i++) {
            shown[i] = scan.wanted(i) && map.valid()[i];
        }
        PlImage pl = round.snapshot().pl();
        return switch (what) {
            case "ipf" ->
                MapRendering.ipf(new OrientationMap(map.grid(), map.laue(), map.quaternions(), shown), SampleAxis.Z);
            case "uncertainty" ->
                MapRendering.scalar(map.grid(), round.posterior().uncertaintyDeg(), shown, MAX_DEG, ColourMap.MAGMA);
            case "error" ->
                known == null
                        ? null
                        : MapRendering.scalar(
                                map.grid(), errorDeg(known, map), known.valid(), MAX_DEG, ColourMap.MAGMA);
            case "truth" -> known == null ? null : MapRendering.ipf(known, SampleAxis.Z);
            case "pl" -> pl == null ? null : MapRendering.polarisedLight(pl);
            default -> null;
        };
    }

    private @Nullable OrientationMap truthOf(Scan scan) {
        OrientationMap known = truth;
        return known != null && known.grid().equals(scan.grid()) ? known : null;
    }

    /** Mean error of a round's map, degrees; null without a truth of the same raster. */
    @Nullable
    Double meanErrorDeg(Scan scan, Round round) {
        OrientationMap known = truthOf(scan);
        if (known == null) {
            return null;
        }
        float[] error = errorDeg(known, round.posterior().map());
        double sum = 0;
        for (int i = 0; i < error.length; i++) {
            sum += known.valid()[i] ? error[i] : 0;
        }
        return sum / Math.max(1, known.validCount());
    }

    private static float[] errorDeg(OrientationMap truth, OrientationMap map) {
        float[] error = new float[truth.grid().size()];
        for (int i = 0; i < error.length; i++) {
            if (truth.valid()[i]) {
                error[i] = (float) Math.toDegrees(
                        truth.laue().disorientation(truth.quaternions(), 4 * i, map.quaternions(), 4 * i));
            }
        }
        return error;
    }
}
