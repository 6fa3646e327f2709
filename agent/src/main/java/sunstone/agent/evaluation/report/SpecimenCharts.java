package sunstone.agent.evaluation.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;
import sunstone.agent.evaluation.report.SpecimenReport.Section;
import sunstone.agent.picture.Png;

/**
 * Points and first errors of a specimen by section, averaged over seeds; solid with what was carried over, dotted
 * alone.
 */
final class SpecimenCharts {
    private SpecimenCharts() {}

    /** PNG files by heading. */
    static Map<String, byte[]> of(SpecimenReport report) {
        Map<String, byte[]> charts = new LinkedHashMap<>();
        charts.put(
                "Points a grain to the target, by section",
                draw(
                        report,
                        "points a grain",
                        s -> grains(s.pointsToTarget(), s),
                        s -> s.alone() == null ? null : grains(s.alone().pointsToTarget(), s)));
        charts.put(
                "Error of the map before any point, by section",
                draw(
                        report,
                        "mean error, degrees",
                        Section::firstMapDeg,
                        s -> s.alone() == null ? null : Double.valueOf(s.alone().firstMapDeg())));
        return charts;
    }

    private static @Nullable Double grains(@Nullable Integer points, Section s) {
        return points == null || s.grains() == 0 ? null : Double.valueOf((double) points / s.grains());
    }

    private static byte[] draw(
            SpecimenReport report,
            String axis,
            Function<Section, @Nullable Double> carried,
            Function<Section, @Nullable Double> alone) {
        Map<String, List<Section>> groups = new TreeMap<>();
        for (Section s : report.sections()) {
            groups.computeIfAbsent(s.condition() + ", " + s.policy(), g -> new ArrayList<>())
                    .add(s);
        }
        XYChart chart = Charts.chart(
                axis + " by section", "section", axis, 760, 400 + Charts.LEGEND_LINE * (2 * groups.size() + 1));
        chart.getStyler().setYAxisMin(0.0);
        int k = 0;
        for (Map.Entry<String, List<Section>> group : groups.entrySet()) {
            Color colour = Charts.COLOURS[k++ % Charts.COLOURS.length];
            add(chart, group.getKey() + ", carried over", mean(group.getValue(), carried), colour, SeriesLines.SOLID);
            add(chart, group.getKey() + ", each alone", mean(group.getValue(), alone), colour, SeriesLines.DOT_DOT);
        }
        return Png.bytes(BitmapEncoder.getBufferedImage(chart));
    }

    /** Mean by section over those that have the figure. */
    private static SortedMap<Double, Double> mean(List<Section> sections, Function<Section, @Nullable Double> figure) {
        SortedMap<Double, List<Double>> at = new TreeMap<>();
        for (Section s : sections) {
            Double value = figure.apply(s);
            if (value != null) {
                at.computeIfAbsent((double) s.section(), n -> new ArrayList<>()).add(value);
            }
        }
        SortedMap<Double, Double> out = new TreeMap<>();
        at.forEach((section, values) -> out.put(
                section,
                values.stream().mapToDouble(Double::doubleValue).average().orElse(0)));
        return out;
    }

    private static void add(
            XYChart chart, String name, SortedMap<Double, Double> values, Color colour, BasicStroke stroke) {
        if (!values.isEmpty()) {
            Charts.dress(
                    chart.addSeries(name, Charts.doubles(values.keySet()), Charts.doubles(values.values())),
                    colour,
                    stroke,
                    SeriesMarkers.CIRCLE);
        }
    }
}
