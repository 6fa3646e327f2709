package sunstone.agent.evaluation.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import sunstone.agent.evaluation.metrics.Oracle;
import sunstone.agent.evaluation.report.EvaluationReport.CurvePoint;
import sunstone.agent.evaluation.report.EvaluationReport.Run;

/**
 * Curves of the report. Colours: the first six of Okabe and Ito, Color Universal Design (2008), told apart by
 * colour-blind readers; grey, brown and purple follow for those who compare more.
 */
public final class Charts {
    public static final Color[] COLOURS = {
        new Color(0x0072b2),
        new Color(0xd55e00),
        new Color(0x009e73),
        new Color(0xcc79a7),
        new Color(0xe69f00),
        new Color(0x56b4e9),
        new Color(0x606060),
        new Color(0x8b5a2b),
        new Color(0x6a3d9a)
    };

    private static final ToDoubleFunction<List<Double>> MEAN =
            v -> v.stream().mapToDouble(x -> x).average().orElse(Double.NaN);
    private static final ToDoubleFunction<List<Double>> LEAST =
            v -> v.stream().mapToDouble(x -> x).min().orElse(Double.NaN);
    private static final ToDoubleFunction<List<Double>> MOST =
            v -> v.stream().mapToDouble(x -> x).max().orElse(Double.NaN);

    /** Height of a line of the legend, pixels. */
    public static final int LEGEND_LINE = 21;

    private Charts() {}

    /**
     * Mean error against points, one line per policy, averaged over seeds and maps. Solid: the published map, with one
     * map between thin lines for the best and the worst seed; dotted: the classical fill of the same points with its
     * best weight of light in hindsight; the cross is the oracle.
     *
     * @param runs runs of one condition
     */
    static BufferedImage learning(String title, List<Run> runs, Oracle oracle, double targetDeg) {
        XYChart chart = errorChart(title, "points measured", 2 * byName(runs).size() + 2);
        double last = oracle.pointsOnePerGrain();
        int k = 0;
        for (Map.Entry<String, List<Run>> group : byName(runs).entrySet()) {
            Color colour = COLOURS[k++ % COLOURS.length];
            List<Run> seeds = group.getValue();
            last = Math.max(
                    last,
                    add(chart, group.getKey(), over(seeds, CurvePoint::meanDeg, MEAN), colour, SeriesLines.SOLID));
            if (seeds.size() > 1 && seeds.stream().map(Run::truth).distinct().count() == 1) {
                thin(chart, group.getKey() + " least", over(seeds, CurvePoint::meanDeg, LEAST), colour);
                thin(chart, group.getKey() + " most", over(seeds, CurvePoint::meanDeg, MOST), colour);
            }
            add(
                    chart,
                    group.getKey() + ": best classical fill",
                    over(seeds, CurvePoint::classicalDeg, MEAN),
                    colour,
                    SeriesLines.DOT_DOT);
        }
        oracle(chart, oracle.pointsOnePerGrain(), oracle.meanDeg());
        target(chart, last, targetDeg);
        return BitmapEncoder.getBufferedImage(chart);
    }

    /**
     * Mean error against the time at the instrument: exposure of PL frames, travel, dwell, and waiting for inference.
     * The oracle's points take as long as those of the first policy on average.
     *
     * @param runs runs of one truth and condition
     */
    static BufferedImage beamTime(String title, List<Run> runs, Oracle oracle, double targetDeg) {
        XYChart chart = errorChart(
                title,
                "seconds at the instrument, waiting for inference included",
                byName(runs).size() + 2);
        double last = 0;
        double oracleSeconds = 0;
        int k = 0;
        for (Map.Entry<String, List<Run>> group : byName(runs).entrySet()) {
            Color colour = COLOURS[k++ % COLOURS.length];
            SortedMap<Double, Double> seconds = over(group.getValue(), CurvePoint::beamSeconds, MEAN);
            SortedMap<Double, Double> error = over(group.getValue(), CurvePoint::meanDeg, MEAN);
            SortedMap<Double, Double> curve = new TreeMap<>();
            seconds.forEach((points, s) -> curve.put(s, error.getOrDefault(points, 0.0)));
            last = Math.max(last, add(chart, group.getKey(), curve, colour, SeriesLines.SOLID));
            if (oracleSeconds == 0 && !seconds.isEmpty()) {
                oracleSeconds =
                        seconds.getOrDefault(seconds.lastKey(), 0.0) / seconds.lastKey() * oracle.pointsOnePerGrain();
            }
        }
        if (oracleSeconds > 0) {
            oracle(chart, oracleSeconds, oracle.meanDeg());
        }
        target(chart, Math.max(last, oracleSeconds), targetDeg);
        return BitmapEncoder.getBufferedImage(chart);
    }

    private static XYChart errorChart(String title, String x, int entries) {
        XYChart chart = chart(title, x, "mean error, degrees", 760, 400 + LEGEND_LINE * entries);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setYAxisLogarithmicDecadeOnly(false);
        chart.getStyler().setYAxisTickLabelsFormattingFunction(Charts::plain);
        return chart;
    }

    private static Map<String, List<Run>> byName(List<Run> runs) {
        return runs.stream().collect(Collectors.groupingBy(Summary::name, TreeMap::new, Collectors.toList()));
    }

    private static void target(XYChart chart, double last, double targetDeg) {
        dress(
                chart.addSeries("target", new double[] {0, last}, new double[] {targetDeg, targetDeg}),
                Color.BLACK,
                SeriesLines.DASH_DASH,
                SeriesMarkers.NONE);
    }

    private static void oracle(XYChart chart, double x, double meanDeg) {
        if (meanDeg > 0) {
            dress(
                    chart.addSeries("oracle: one point per grain", new double[] {x}, new double[] {meanDeg}),
                    Color.BLACK,
                    SeriesLines.NONE,
                    SeriesMarkers.CROSS);
        }
    }

    private static void thin(XYChart chart, String name, SortedMap<Double, Double> values, Color colour) {
        Color pale = new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 90);
        values.values().removeIf(v -> !(v > 0)); // nothing at or below zero on a logarithmic axis
        if (!values.isEmpty()) {
            XYSeries series = chart.addSeries(name, doubles(values.keySet()), doubles(values.values()));
            dress(series, pale, SeriesLines.SOLID, SeriesMarkers.NONE);
            series.setShowInLegend(false);
            series.setLineWidth(1);
        }
    }

    private static double add(
            XYChart chart, String name, SortedMap<Double, Double> values, Color colour, BasicStroke stroke) {
        values.values().removeIf(v -> !(v > 0)); // nothing at or below zero on a logarithmic axis
        if (values.isEmpty()) {
            return 0;
        }
        XYSeries series = chart.addSeries(name, doubles(values.keySet()), doubles(values.values()));
        dress(series, colour, stroke, values.size() > 1 ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
        return values.lastKey();
    }

    /** A figure over runs at every number of points that all of them have. */
    private static SortedMap<Double, Double> over(
            List<Run> runs, Function<CurvePoint, @Nullable Double> figure, ToDoubleFunction<List<Double>> summary) {
        Map<Integer, List<Double>> at = new TreeMap<>();
        for (Run run : runs) {
            for (CurvePoint p : run.curve()) {
                Double value = figure.apply(p);
                if (value != null && p.points() > 0) {
                    at.computeIfAbsent(p.points(), n -> new ArrayList<>()).add(value);
                }
            }
        }
        SortedMap<Double, Double> result = new TreeMap<>();
        at.forEach((points, values) -> {
            if (values.size() == runs.size()) {
                result.put((double) points, summary.applyAsDouble(values));
            }
        });
        return result;
    }

    static void dress(XYSeries series, Color colour, BasicStroke stroke, Marker marker) {
        series.setLineColor(colour);
        series.setLineStyle(stroke);
        series.setMarkerColor(colour);
        series.setMarker(marker);
    }

    static XYChart chart(String title, String x, String y, int width, int height) {
        XYChart chart = new XYChartBuilder()
                .title(title)
                .width(width)
                .height(height)
                .xAxisTitle(x)
                .yAxisTitle(y)
                .build();
        Styler style = chart.getStyler();
        style.setChartBackgroundColor(Color.WHITE);
        style.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
        style.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        style.setLegendPosition(Styler.LegendPosition.OutsideS);
        style.setLegendBorderColor(Color.WHITE);
        style.setMarkerSize(6);
        chart.getStyler().setPlotGridLinesColor(new Color(0xdddddd));
        return chart;
    }

    private static String plain(double value) {
        long leading = Math.round(value / Math.pow(10, Math.floor(Math.log10(value) + 1e-9)));
        if (leading != 1 && leading != 2 && leading != 5) {
            return ""; // on a logarithmic axis the others run into each other
        }
        return value >= 1 ? String.valueOf(Math.round(value)) : String.valueOf((float) value);
    }

    static double[] doubles(Collection<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
