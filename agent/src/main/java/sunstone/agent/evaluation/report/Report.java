package sunstone.agent.evaluation.report;

import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import sunstone.agent.evaluation.metrics.Calibration;
import sunstone.agent.evaluation.metrics.MapMetrics;
import sunstone.agent.evaluation.metrics.Oracle;
import sunstone.agent.evaluation.metrics.Scene;
import sunstone.agent.evaluation.metrics.TruthMap;
import sunstone.agent.evaluation.report.EvaluationReport.Run;
import sunstone.agent.picture.Png;

/**
 * Writes what came of an evaluation or of a demo: {@code report.json} for programs, {@code report.html} (one file,
 * nothing to load) and PNG pictures for people.
 */
public final class Report {
    private Report() {}

    /**
     * Writes everything into a folder, which is made if it is absent.
     *
     * <p>Pictures are named after what they show ({@code truth.png}, {@code ipf.png}, {@code points.png}, {@code
     * error.png}, {@code uncertainty.png}, {@code pl.png}), with the scene's name in front if there are several scenes;
     * beside them {@code curve-N.png}, two per truth and condition (and first two per condition over all truths), and
     * {@code calibration.png} if there is an ensemble.
     *
     * @param out folder
     * @param report figures
     * @param scenes ends of the runs that deserve pictures, at most a dozen or so
     * @throws IOException if the folder cannot be written
     */
    public static void write(Path out, EvaluationReport report, List<Scene> scenes) throws IOException {
        List<Panel> panels = new ArrayList<>();
        Map<String, Map<String, Calibration>> calibration = new LinkedHashMap<>();
        for (Scene scene : scenes) {
            MapMetrics metrics = new MapMetrics(scene.truth());
            panels.add(new Panel(scene.name(), scene.title(), ScenePictures.draw(scene, metrics)));
            Calibration of = Calibration.of(metrics, scene.posterior());
            if (of != null) {
                String[] title = scene.title().split(", ", 2); // the truth, and what was done to it
                calibration
                        .computeIfAbsent(title[0], truth -> new LinkedHashMap<>())
                        .put(title[title.length - 1], of);
            }
        }
        writePanels(out, report, panels, Map.of(), calibration);
    }

    /**
     * As {@link #write}, with pictures that are drawn already.
     *
     * @param growth pictures of how maps grew ({@link Growth}), by heading, then by run
     * @param calibration of ensembles, by heading, then by name
     */
    public static void writePanels(
            Path out,
            EvaluationReport report,
            List<Panel> panels,
            Map<String, Map<String, byte[]>> growth,
            Map<String, Map<String, Calibration>> calibration)
            throws IOException {
        Files.createDirectories(out);
        Files.write(out.resolve("report.json"), ObjectMapper.getDefault().writeValueAsBytes(report));
        Map<String, byte[]> charts = charts(report);
        int k = 0;
        for (byte[] png : charts.values()) {
            Files.write(out.resolve("curve-" + ++k + ".png"), png);
        }
        byte[] honesty = null;
        if (!calibration.isEmpty()) {
            honesty = Png.bytes(CalibrationChart.of(calibration));
            Files.write(out.resolve("calibration.png"), honesty);
        }
        for (Panel panel : panels) {
            for (Map.Entry<String, byte[]> picture : panel.pictures().entrySet()) {
                String prefix = panels.size() > 1 ? panel.name() + "-" : "";
                Files.write(out.resolve(prefix + picture.getKey() + ".png"), picture.getValue());
            }
        }
        Files.writeString(
                out.resolve("report.html"),
                HtmlReport.of(report, charts, honesty, panels, growth),
                StandardCharsets.UTF_8);
    }

    /**
     * Per truth and condition, and before that over all truths, the error against points and against time, by heading.
     */
    private static Map<String, byte[]> charts(EvaluationReport report) {
        Map<String, byte[]> charts = new LinkedHashMap<>(TaskCharts.of(report.tasks()));
        SpecimenReport specimen = report.specimen();
        if (specimen != null) {
            charts.putAll(SpecimenCharts.of(specimen));
        }
        if (report.truths().size() > 1) {
            add(charts, report, r -> "all maps, " + r.condition(), r -> mean(report.oracles()));
        }
        if (specimen != null) {
            return charts; // two a section would hide what matters
        }
        add(charts, report, r -> TruthMap.fileName(r.truth()) + ", " + r.condition(), r -> oracle(report, r.truth()));
        return charts;
    }

    private static void add(
            Map<String, byte[]> charts,
            EvaluationReport report,
            Function<Run, String> name,
            Function<Run, Oracle> perfect) {
        Map<String, List<Run>> groups = report.runs().stream()
                .filter(r -> !r.curve().isEmpty())
                .collect(Collectors.groupingBy(name, LinkedHashMap::new, Collectors.toList()));
        groups.forEach((heading, runs) -> {
            Oracle oracle = perfect.apply(runs.get(0));
            double target = runs.get(0).targetDeg();
            charts.put(heading, Png.bytes(Charts.learning(heading, runs, oracle, target)));
            if (runs.stream().flatMap(r -> r.curve().stream()).anyMatch(p -> p.instrumentSeconds() != null)) {
                charts.put(heading + ", time", Png.bytes(Charts.beamTime(heading, runs, oracle, target)));
            }
        });
    }

    private static Oracle mean(List<Oracle> oracles) {
        return new Oracle(
                (int) Math.round(oracles.stream()
                        .mapToInt(Oracle::pointsOnePerGrain)
                        .average()
                        .orElse(0)),
                oracles.stream().mapToDouble(Oracle::meanDeg).average().orElse(0));
    }

    private static Oracle oracle(EvaluationReport report, String truth) {
        for (int k = 0; k < report.truths().size(); k++) {
            if (report.truths().get(k).file().equals(truth)) {
                return report.oracles().get(k);
            }
        }
        return report.oracle();
    }
}
