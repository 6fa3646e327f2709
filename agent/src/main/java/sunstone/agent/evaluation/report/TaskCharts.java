package sunstone.agent.evaluation.report;

import java.awt.Color;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;
import sunstone.agent.picture.Png;

/** Charts of tasks, means over truths and seeds: inference scaling against members, boundaries against points. */
final class TaskCharts {
    private TaskCharts() {}

    /** PNG files by heading. */
    static Map<String, byte[]> of(List<TaskResult> results) {
        Map<String, byte[]> charts = new LinkedHashMap<>();
        byTask(results, "scaling").forEach((condition, rows) -> {
            for (String figure : List.of("meanDeg", "chamfer", "energyDeg")) {
                String heading = "scaling, " + condition + ", " + figure;
                Map<String, SortedMap<Double, Double>> lines = lines(
                        rows,
                        figure,
                        r -> String.format(Locale.ROOT, "%.2f%% of the pixels", 100 * r.fraction()),
                        r -> r.metrics().getOrDefault("members", Double.NaN));
                add(charts, heading, "members", figure, lines);
            }
        });
        byTask(results, "boundaries").forEach((condition, rows) -> {
            Map<String, SortedMap<Double, Double>> lines =
                    lines(rows, "chamfer", TaskResult::method, r -> 100 * r.fraction());
            add(charts, "boundaries, " + condition, "points, % of the pixels", "Chamfer distance, px", lines);
        });
        return charts;
    }

    private static Map<String, List<TaskResult>> byTask(List<TaskResult> results, String task) {
        return results.stream()
                .filter(r -> r.task().equals(task))
                .collect(Collectors.groupingBy(TaskResult::condition, LinkedHashMap::new, Collectors.toList()));
    }

    private static Map<String, SortedMap<Double, Double>> lines(
            List<TaskResult> rows, String figure, Function<TaskResult, String> name, Function<TaskResult, Double> x) {
        return rows.stream()
                .filter(r -> r.metrics().containsKey(figure))
                .collect(Collectors.groupingBy(
                        name,
                        LinkedHashMap::new,
                        Collectors.groupingBy(x, TreeMap::new, Collectors.averagingDouble(r -> r.metrics()
                                .getOrDefault(figure, Double.NaN)))));
    }

    private static void add(
            Map<String, byte[]> charts,
            String heading,
            String x,
            String y,
            Map<String, SortedMap<Double, Double>> lines) {
        if (lines.isEmpty()) {
            return;
        }
        XYChart chart = Charts.chart(heading, x, y, 760, 420 + Charts.LEGEND_LINE * lines.size());
        int k = 0;
        for (Map.Entry<String, SortedMap<Double, Double>> line : lines.entrySet()) {
            Color colour = Charts.COLOURS[k++ % Charts.COLOURS.length];
            Charts.dress(
                    chart.addSeries(
                            line.getKey(),
                            Charts.doubles(line.getValue().keySet()),
                            Charts.doubles(line.getValue().values())),
                    colour,
                    SeriesLines.SOLID,
                    SeriesMarkers.CIRCLE);
        }
        charts.put(heading, Png.bytes(BitmapEncoder.getBufferedImage(chart)));
    }
}
