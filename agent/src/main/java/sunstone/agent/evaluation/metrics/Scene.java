package sunstone.agent.evaluation.metrics;

import sunstone.models.map.OrientationMap;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;

/**
 * The end of one run, for its pictures.
 *
 * @param name stem of the picture files: letters, digits, dot, hyphen; unique in a report
 * @param title heading for people
 * @param truth what was measured
 * @param snapshot points and polarized light at the end
 * @param posterior what was published at the end
 */
public record Scene(String name, String title, OrientationMap truth, Snapshot snapshot, Posterior posterior) {
    public Scene {
        if (!name.matches("[A-Za-z0-9.-]+")) {
            throw new IllegalArgumentException(
                    "name of a scene must be letters, digits, dots and hyphens: \"" + name + "\"");
        }
    }
}
