package sunstone.agent.evaluation;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
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
import sunstone.agent.evaluation.EvaluationReport.CurvePoint;
import sunstone.agent.evaluation.EvaluationReport.Run;

/** Charts of the report. Colours: Okabe and Ito, Color Universal Design (2008), told apart by colour-blind readers. */
final class Charts {
    private static final Color[] COLOURS = {
        new Color(0x0072b2),
        new Color(0xd55e00),
        new Color(0x009e73),
        new Color(0xcc79a7),
        new Color(0xe69f00),
        new Color(0x56b4e9),
        new Color(0x606060)
    };

    private Charts() {}

    /**
     * Mean error against points, one line per policy, averaged over seeds. Solid: the published map; dotted: the nearest
     * fill of the same points where the published map is not itself the fill.
     *
     * @param runs runs of one truth and condition
     */
    static BufferedImage learning(String title, List<Run> runs, double targetDeg) {
        XYChart chart = chart(title, "points measured", "mean error, degrees", 760);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setYAxisLogarithmicDecadeOnly(false);
        chart.getStyler().setYAxisTickLabelsFormattingFunction(Charts::plain);
        Map<String, List<Run>> groups =
                runs.stream().collect(Collectors.groupingBy(Summary::name, TreeMap::new, Collectors.toList()));
        int k = 0;
        double last = 0;
        for (Map.Entry<String, List<Run>> group : groups.entrySet()) {
            Color colour = COLOURS[k % COLOURS.length];
            SortedMap<Integer, Double> mean = mean(group.getValue(), CurvePoint::meanDeg);
            last = Math.max(last, add(chart, group.getKey(), mean, colour, SeriesLines.SOLID));
            if (group.getValue().stream().noneMatch(r -> r.sampler().equals("nearest"))) {
                add(
                        chart,
                        group.getKey() + " (fill)",
                        mean(group.getValue(), CurvePoint::fillMeanDeg),
                        colour,
                        SeriesLines.DOT_DOT);
            }
            k++;
        }
        dress(
                chart.addSeries("target", new double[] {0, last}, new double[] {targetDeg, targetDeg}),
                Color.BLACK,
                SeriesLines.DASH_DASH,
                SeriesMarkers.NONE);
        return BitmapEncoder.getBufferedImage(chart);
    }

    private static double add(
            XYChart chart, String name, SortedMap<Integer, Double> values, Color colour, BasicStroke stroke) {
        values.values().removeIf(v -> !(v > 0)); // nothing at or below zero on a logarithmic axis
        if (values.isEmpty()) {
            return 0;
        }
        XYSeries series = chart.addSeries(
                name,
                values.keySet().stream().mapToDouble(Integer::doubleValue).toArray(),
                values.values().stream().mapToDouble(Double::doubleValue).toArray());
        dress(series, colour, stroke, values.size() > 1 ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
        return values.lastKey();
    }

    /** Mean of a figure over runs at every number of points that all of them have. */
    private static SortedMap<Integer, Double> mean(List<Run> runs, Function<CurvePoint, @Nullable Double> figure) {
        Map<Integer, List<Double>> at = new TreeMap<>();
        for (Run run : runs) {
            for (CurvePoint p : run.curve()) {
                Double value = figure.apply(p);
                if (value != null && p.points() > 0) {
                    at.computeIfAbsent(p.points(), n -> new ArrayList<>()).add(value);
                }
            }
        }
        SortedMap<Integer, Double> mean = new TreeMap<>();
        at.forEach((points, values) -> {
            if (values.size() == runs.size()) {
                mean.put(points, values.stream().mapToDouble(v -> v).average().orElse(Double.NaN));
            }
        });
        return mean;
    }

    /** Left: share of truths inside the ball of a share of the members. Right: spread against error. */
    static BufferedImage calibration(List<Panel> panels) {
        XYChart left = chart("Coverage", "share of the members in the ball", "share of the truth in it", 560);
        XYChart right = chart("Spread and error", "spread of the ensemble, degrees", "error, degrees", 560);
        left.getStyler().setXAxisMin(0.4).setXAxisMax(1.0).setYAxisMin(0.0).setYAxisMax(1.0);
        double most = 1;
        int k = 0;
        for (Panel panel : panels) {
            Calibration c = panel.calibration();
            if (c == null) {
                continue;
            }
            Color colour = COLOURS[k++ % COLOURS.length];
            String label = k + ": "
                    + panel.title().substring(panel.title().indexOf(", ") + 1).strip();
            dress(
                    left.addSeries(label, doubles(c.levels()), doubles(c.coverage())),
                    colour,
                    SeriesLines.SOLID,
                    SeriesMarkers.CIRCLE);
            dress(
                    right.addSeries(label, doubles(c.spreadDeg()), doubles(c.errorDeg())),
                    colour,
                    SeriesLines.SOLID,
                    SeriesMarkers.CIRCLE);
            for (int i = 0; i < c.spreadDeg().size(); i++) {
                most = Math.max(
                        most, Math.max(c.spreadDeg().get(i), c.errorDeg().get(i)));
            }
        }
        ideal(left, 0.4, 1);
        ideal(right, 0, most);
        return beside(BitmapEncoder.getBufferedImage(left), BitmapEncoder.getBufferedImage(right));
    }

    private static void ideal(XYChart chart, double from, double to) {
        dress(
                chart.addSeries("calibrated", new double[] {from, to}, new double[] {from, to}),
                Color.BLACK,
                SeriesLines.DASH_DASH,
                SeriesMarkers.NONE);
    }

    private static void dress(XYSeries series, Color colour, BasicStroke stroke, Marker marker) {
        series.setLineColor(colour);
        series.setLineStyle(stroke);
        series.setMarkerColor(colour);
        series.setMarker(marker);
    }

    private static XYChart chart(String title, String x, String y, int width) {
        XYChart chart = new XYChartBuilder()
                .title(title)
                .width(width)
                .height(440)
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

    private static BufferedImage beside(BufferedImage left, BufferedImage right) {
        BufferedImage both = new BufferedImage(
                left.getWidth() + right.getWidth(),
                Math.max(left.getHeight(), right.getHeight()),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D g = both.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, both.getWidth(), both.getHeight());
        g.drawImage(left, 0, 0, null);
        g.drawImage(right, left.getWidth(), 0, null);
        g.dispose();
        return both;
    }

    private static String plain(double value) {
        return value >= 1 ? String.valueOf(Math.round(value)) : String.valueOf((float) value);
    }

    private static double[] doubles(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
