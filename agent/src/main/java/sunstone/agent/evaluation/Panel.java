package sunstone.agent.evaluation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of one run's end, ready to be written.
 *
 * @param name stem of the picture files, unique in a report
 * @param title heading for people
 * @param pictures PNG files by what they show, in the order of display
 * @param calibration of the ensemble, or null
 */
record Panel(
        String name,
        String title,
        Map<String, byte[]> pictures,
        @Nullable Calibration calibration) {
    /** Draws a scene. */
    static Panel of(Scene scene) {
        MapMetrics metrics = new MapMetrics(scene.truth());
        return new Panel(
                scene.name(),
                scene.title(),
                ScenePictures.draw(scene, metrics),
                Calibration.of(metrics, scene.posterior()));
    }

    Panel {
        pictures = new LinkedHashMap<>(pictures);
    }
}
