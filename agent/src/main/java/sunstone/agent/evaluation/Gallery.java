package sunstone.agent.evaluation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sunstone.agent.evaluation.FinishedRuns.Kept;
import sunstone.agent.evaluation.metrics.TruthMap;
import sunstone.agent.evaluation.report.Growth;
import sunstone.agent.evaluation.report.Panel;
import sunstone.agent.evaluation.report.ScenePictures;
import sunstone.agent.evaluation.report.Summary;

/** The pictures of an evaluation that its report shows, from those that its runs have left. */
final class Gallery {
    private final FinishedRuns runs;
    private final List<Kept> drawn;

    /**
     * A gallery.
     *
     * @param drawn the runs that have pictures
     */
    Gallery(FinishedRuns runs, List<Kept> drawn) {
        this.runs = runs;
        this.drawn = drawn;
    }

    /** Per truth, condition and sampler the run with the least error at its end. */
    List<Panel> panels() throws IOException {
        Map<String, Kept> best = new LinkedHashMap<>();
        for (Kept k : drawn) {
            if (!k.run().curve().isEmpty()) {
                String key = String.join(
                        "\0", k.run().truth(), k.run().condition(), k.run().sampler());
                best.merge(key, k, (a, b) -> end(b) < end(a) ? b : a);
            }
        }
        List<Panel> panels = new ArrayList<>();
        for (Kept k : best.values()) {
            Map<String, byte[]> pictures = runs.pictures(k.settings(), ScenePictures.NAMES);
            String title = String.join(
                    ", ",
                    TruthMap.fileName(k.run().truth()),
                    k.run().condition(),
                    k.run().policy(),
                    k.run().sampler());
            panels.add(new Panel(k.settings().stem(), title, pictures));
        }
        return panels;
    }

    /** How the maps grew ({@link Growth}), by heading of truth and condition, then by policy and sampler. */
    Map<String, Map<String, byte[]>> growth() throws IOException {
        Map<String, Map<String, byte[]>> growth = new LinkedHashMap<>();
        for (Kept k : drawn) {
            byte[] png = runs.pictures(k.settings(), List.of(Growth.NAME)).get(Growth.NAME);
            if (png != null) {
                growth.computeIfAbsent(
                                TruthMap.fileName(k.run().truth()) + ", "
                                        + k.run().condition(),
                                heading -> new LinkedHashMap<>())
                        .put(Summary.name(k.run()), png);
            }
        }
        return growth;
    }

    private static double end(Kept kept) {
        return kept.run().curve().get(kept.run().curve().size() - 1).meanDeg();
    }
}
