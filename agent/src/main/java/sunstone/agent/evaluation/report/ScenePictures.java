package sunstone.agent.evaluation.report;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sunstone.agent.evaluation.metrics.MapMetrics;
import sunstone.agent.evaluation.metrics.Scene;
import sunstone.agent.picture.ColourMap;
import sunstone.agent.picture.MapRendering;
import sunstone.agent.picture.Plate;
import sunstone.agent.picture.Png;
import sunstone.models.map.Grains;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.posterior.derived.DerivedLayer;
import sunstone.models.posterior.derived.DerivedLayers;

/** The six pictures of a scene: truth, ipf, error, uncertainty, points, pl. */
public final class ScenePictures {
    /** What is drawn, in the order of display. */
    public static final List<String> NAMES = Stream.concat(
                    Stream.of("truth", "ipf", "points", "error", "uncertainty", "pl"),
                    DerivedLayers.ALL.stream().map(DerivedLayer::name))
            .toList();

    /** Upper ends that a scale of degrees may have. */
    private static final double[] ENDS = {1, 2, 4, 8, 12, 20, 40, 60, 80, 100};

    private ScenePictures() {}

    /** PNG files by what they show. Error and uncertainty share one scale, so that they can be compared. */
    public static Map<String, byte[]> draw(Scene scene, MapMetrics metrics) {
        OrientationMap truth = scene.truth();
        ScanGrid grid = truth.grid();
        boolean[] valid = truth.valid();
        OrientationMap map =
                new OrientationMap(grid, truth.laue(), scene.posterior().map().quaternions(), valid);
        float[] error = metrics.errorDeg(map);
        float[] uncertainty = scene.posterior().uncertaintyDeg();
        double end = Math.max(end(error, valid), end(uncertainty, valid));
        int points = scene.snapshot().points().size();

        Map<String, byte[]> pictures = new LinkedHashMap<>();
        pictures.put("truth", png(Plate.ipf(truth, "Measured map (truth)").boundaries(metrics.grains())));
        pictures.put(
                "ipf",
                png(Plate.ipf(map, "Published map, " + points + " indexed points")
                        .boundaries(Grains.of(map))));
        pictures.put(
                "points",
                png(Plate.ipf(map, points + " indexed points")
                        .points(scene.snapshot().points())));
        pictures.put("error", png(Plate.degrees("Error", grid, error, valid, end)));
        pictures.put("uncertainty", png(Plate.degrees("Uncertainty", grid, uncertainty, valid, end)));
        PlImage pl = scene.snapshot().pl();
        if (pl != null) {
            pictures.put(
                    "pl",
                    png(Plate.of(MapRendering.polarizedLight(pl), grid)
                            .title("Polarized light: hue azimuth, brightness tilt of c")));
        }
        for (DerivedLayer layer : DerivedLayers.ALL) {
            layer.of(scene.posterior(), valid)
                    .ifPresent(values -> pictures.put(layer.name(), png(plate(layer, grid, values))));
        }
        return pictures;
    }

    private static Plate plate(DerivedLayer layer, ScanGrid grid, float[] values) {
        return Plate.of(MapRendering.scalar(grid, values, null, layer.most(), ColourMap.VIRIDIS), grid)
                .title(layer.title())
                .colourBar(ColourMap.VIRIDIS, layer.most(), layer.unit().equals("1") ? "" : layer.unit());
    }

    private static byte[] png(Plate plate) {
        return Png.bytes(plate.image());
    }

    /** The first scale end that 98% of the values do not exceed. */
    private static double end(float[] values, boolean[] shown) {
        double[] sorted = new double[values.length];
        int n = 0;
        for (int i = 0; i < values.length; i++) {
            if (shown[i]) {
                sorted[n++] = values[i];
            }
        }
        double[] kept = Arrays.copyOf(sorted, n);
        Arrays.sort(kept);
        double limit = MapMetrics.quantile(kept, 0.98);
        return Arrays.stream(ENDS).filter(e -> e >= limit).findFirst().orElse(ENDS[ENDS.length - 1]);
    }
}
