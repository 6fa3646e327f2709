package sunstone.agent.evaluation.task;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sunstone.agent.evaluation.metrics.BoundaryMatch;
import sunstone.agent.evaluation.metrics.MapScore;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.boundary.BoundaryProbability;

/** Figures of a map that several tasks report. */
final class MapFigures {
    private MapFigures() {}

    /**
     * Errors of a map: mean, median, 95th percentile, at pixels within one of a boundary of the truth and elsewhere, of
     * the c axis alone, degrees, and what {@link MapScore} has beside them.
     */
    static Map<String, Double> of(TaskScene scene, Posterior posterior) {
        MapScore score = scene.metrics().score(posterior);
        OrientationMap truth = scene.truth();
        ScanGrid grid = truth.grid();
        float[] error = scene.metrics().errorDeg(posterior.map());
        boolean[] near = BoundaryProbability.dilated(
                grid, BoundaryMatch.boundary(scene.metrics().grains()));
        double atBoundary = 0, inside = 0, axis = 0;
        int n = 0, m = 0;
        for (int i = 0; i < error.length; i++) {
            if (!truth.valid()[i]) {
                continue;
            }
            axis += axisDeg(truth.quaternions(), posterior.map().quaternions(), i);
            if (near[i]) {
                atBoundary += error[i];
                n++;
            } else {
                inside += error[i];
                m++;
            }
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("meanDeg", score.meanDeg());
        figures.put("medianDeg", score.medianDeg());
        figures.put("p95Deg", score.p95Deg());
        figures.put("within5deg", score.within5deg());
        figures.put("nearBoundaryDeg", atBoundary / n);
        figures.put("insideDeg", inside / m);
        figures.put("cAxisDeg", axis / (n + m));
        figures.put("boundaryF1", score.boundaryF1());
        put(figures, "coverage90", score.coverage90());
        put(figures, "spreadSkill", score.spreadSkill());
        return figures;
    }

    private static void put(Map<String, Double> figures, String name, @Nullable Double value) {
        if (value != null) {
            figures.put(name, value);
        }
    }

    /** Angle between two c axes, which have no sense, degrees. */
    private static double axisDeg(double[] a, double[] b, int pixel) {
        double[] c = new double[6];
        Quaternions.cAxis(a, 4 * pixel, c, 0);
        Quaternions.cAxis(b, 4 * pixel, c, 3);
        double dot = Math.abs(c[0] * c[3] + c[1] * c[4] + c[2] * c[5]);
        return Math.toDegrees(Math.acos(Math.min(1, dot)));
    }
}
