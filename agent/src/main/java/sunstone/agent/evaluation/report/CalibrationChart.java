package sunstone.agent.evaluation.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;
import sunstone.agent.evaluation.metrics.Calibration;

/** Chart of claimed against true errors of ensembles. */
public final class CalibrationChart {
    private CalibrationChart() {}

    /**
     * Left: share of truths inside the ball of a share of the members. Right: spread against error.
     *
     * @param groups calibrations by name, by heading: a pair of charts a heading, one below the other
     */
    public static BufferedImage of(Map<String, Map<String, Calibration>> groups) {
        BufferedImage all = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        for (Map.Entry<String, Map<String, Calibration>> group : groups.entrySet()) {
            BufferedImage pair = pair(group.getKey(), group.getValue());
            all = all.getWidth() == 1 ? pair : joined(all, pair, 0, all.getHeight());
        }
        return all;
    }

    private static BufferedImage pair(String heading, Map<String, Calibration> lines) {
        int height = 420 + Charts.LEGEND_LINE * (lines.size() + 1);
        XYChart left = Charts.chart(
                "Coverage, " + heading, "share of the members in the ball", "share of the truth in it", 560, height);
        XYChart right = Charts.chart(
                "Spread and error, " + heading, "spread of the ensemble, degrees", "error, degrees", 560, height);
        left.getStyler().setXAxisMin(0.0).setXAxisMax(1.0).setYAxisMin(0.0).setYAxisMax(1.0);
        double most = 1;
        int k = 0;
        for (Map.Entry<String, Calibration> line : lines.entrySet()) {
            Calibration c = line.getValue();
            Color colour = Charts.COLOURS[k++ % Charts.COLOURS.length];
            Charts.dress(
                    left.addSeries(line.getKey(), Charts.doubles(c.levels()), Charts.doubles(c.coverage())),
                    colour,
                    SeriesLines.SOLID,
                    SeriesMarkers.CIRCLE);
            Charts.dress(
                    right.addSeries(line.getKey(), Charts.doubles(c.spreadDeg()), Charts.doubles(c.errorDeg())),
                    colour,
                    SeriesLines.SOLID,
                    SeriesMarkers.CIRCLE);
            for (int i = 0; i < c.spreadDeg().size(); i++) {
                most = Math.max(
                        most, Math.max(c.spreadDeg().get(i), c.errorDeg().get(i)));
            }
        }
        ideal(left, 0, 1);
        ideal(right, 0, most);
        BufferedImage first = BitmapEncoder.getBufferedImage(left);
        return joined(first, BitmapEncoder.getBufferedImage(right), first.getWidth(), 0);
    }

    private static void ideal(XYChart chart, double from, double to) {
        Charts.dress(
                chart.addSeries("calibrated", new double[] {from, to}, new double[] {from, to}),
                Color.BLACK,
                SeriesLines.DASH_DASH,
                SeriesMarkers.NONE);
    }

    /** Two pictures on white, the second one at a place outside of the first. */
    private static BufferedImage joined(BufferedImage first, BufferedImage second, int x, int y) {
        BufferedImage both = new BufferedImage(
                Math.max(first.getWidth(), x + second.getWidth()),
                Math.max(first.getHeight(), y + second.getHeight()),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D g = both.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, both.getWidth(), both.getHeight());
        g.drawImage(first, 0, 0, null);
        g.drawImage(second, x, y, null);
        g.dispose();
        return both;
    }
}
