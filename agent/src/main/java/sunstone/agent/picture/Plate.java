package sunstone.agent.picture;

import static java.util.Objects.requireNonNull;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sunstone.models.crystallography.IpfKey;
import sunstone.models.crystallography.SampleAxis;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.Grains;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;

/**
 * A map made readable: enlarged by a whole factor to about {@value #WIDTH} pixels, with a title above, a scale bar
 * below and a key on the right.
 *
 * <p>Set what is wanted, then take {@link #image}. Not thread-safe.
 */
public final class Plate {
    /** Least width of the enlarged map, pixels. */
    public static final int WIDTH = 500;

    static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    static final Color INK = new Color(0x202020);

    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 15);
    private static final int MARGIN = 10;
    private static final int HEAD = 30;
    private static final int FOOT = 34;
    private static final int KEY = 150;

    private final BufferedImage map;
    private final ScanGrid grid;
    private final int zoom;
    private String title = "";
    private List<EbsdPoint> points = List.of();
    private @Nullable Grains grains;
    private @Nullable Key key;

    private Plate(BufferedImage map, ScanGrid grid) {
        this.map = map;
        this.grid = grid;
        this.zoom = Math.max(1, (WIDTH + grid.cols() - 1) / grid.cols());
    }

    /** Key to the colours, drawn at the right of the map. */
    interface Key {
        void draw(Graphics2D g, int x, int y, int height);
    }

    /**
     * A plate of a raster with one image pixel per map pixel.
     *
     * @throws IllegalArgumentException if the image is not of the raster's size
     */
    public static Plate of(BufferedImage map, ScanGrid grid) {
        if (map.getWidth() != grid.cols() || map.getHeight() != grid.rows()) {
            throw new IllegalArgumentException("an image of " + map.getHeight() + " x " + map.getWidth()
                    + " is not of the raster's " + grid.rows() + " x " + grid.cols());
        }
        return new Plate(map, grid);
    }

    /** A map in the colours of the inverse pole figure along Z of the sample. */
    public static Plate ipf(OrientationMap map, String title) {
        return of(MapRendering.ipf(map, SampleAxis.Z), map.grid()).title(title).ipfKey(IpfKey.classic(map.laue()), "Z");
    }

    /**
     * Angles in degrees in colours from 0 to {@code end}; the title has their mean.
     *
     * @param what what they are
     * @param shown pixels that are drawn and count for the mean
     */
    public static Plate degrees(String what, ScanGrid grid, float[] values, boolean[] shown, double end) {
        return of(MapRendering.scalar(grid, values, shown, end, ColourMap.MAGMA), grid)
                .title(String.format(Locale.ROOT, "%s, mean %.2f\u00b0", what, mean(values, shown)))
                .colourBar(ColourMap.MAGMA, end, "degrees");
    }

    private static double mean(float[] values, boolean[] shown) {
        double sum = 0;
        int n = 0;
        for (int i = 0; i < values.length; i++) {
            if (shown[i]) {
                sum += values[i];
                n++;
            }
        }
        return sum / n;
    }

    /** Heading. */
    public Plate title(String text) {
        title = requireNonNull(text, "title");
        return this;
    }

    /** Measured points, drawn as rings. */
    public Plate points(List<EbsdPoint> measured) {
        points = List.copyOf(measured);
        return this;
    }

    /** Grain boundaries, drawn as black lines between pixels. */
    public Plate boundaries(Grains of) {
        grains = requireNonNull(of, "grains");
        return this;
    }

    /** A bar from 0 to {@code max}. */
    public Plate colourBar(ColourMap colours, double max, String label) {
        key = new ColourBar(colours, max, label);
        return this;
    }

    /** The sector of crystal directions with its colours. */
    public Plate ipfKey(IpfKey colours, String axis) {
        key = new IpfLegend(colours, axis);
        return this;
    }

    /** Draws the plate. */
    public BufferedImage image() {
        int width = grid.cols() * zoom;
        int height = Math.max(grid.rows() * zoom, key == null ? 1 : 170);
        BufferedImage plate = new BufferedImage(
                width + 2 * MARGIN + (key == null ? 0 : KEY), height + HEAD + FOOT, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = plate.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, plate.getWidth(), plate.getHeight());
        g.drawImage(map, MARGIN, HEAD, width, grid.rows() * zoom, null); // nearest neighbour is the default
        if (grains != null) {
            drawBoundaries(g, grains);
        }
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        drawPoints(g);
        g.setColor(INK);
        g.setFont(TITLE);
        g.drawString(title, MARGIN, 20);
        g.setFont(TEXT);
        ScaleBar.draw(g, MARGIN, HEAD + grid.rows() * zoom + 10, width, grid.stepUm() / zoom);
        if (key != null) {
            key.draw(g, width + 2 * MARGIN + 4, HEAD, height);
        }
        g.dispose();
        return plate;
    }

    private void drawPoints(Graphics2D g) {
        double r = Math.max(2.2, Math.min(4.5, 0.6 * zoom));
        g.setStroke(new BasicStroke(1.3f));
        for (EbsdPoint p : points) {
            double x = MARGIN + (p.col() + 0.5) * zoom;
            double y = HEAD + (p.row() + 0.5) * zoom;
            Ellipse2D ring = new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r);
            g.setColor(Color.WHITE);
            g.fill(ring);
            g.setColor(Color.BLACK);
            g.draw(ring);
        }
    }

    private void drawBoundaries(Graphics2D g, Grains of) {
        g.setColor(Color.BLACK);
        int thick = zoom >= 4 ? 2 : 1;
        int[] label = of.labels();
        for (int row = 0; row < grid.rows(); row++) {
            for (int col = 0; col < grid.cols(); col++) {
                int i = grid.index(row, col);
                int x = MARGIN + (col + 1) * zoom;
                int y = HEAD + (row + 1) * zoom;
                if (col + 1 < grid.cols() && parted(label[i], label[i + 1])) {
                    g.fillRect(x - thick / 2, y - zoom, thick, zoom);
                }
                if (row + 1 < grid.rows() && parted(label[i], label[i + grid.cols()])) {
                    g.fillRect(x - zoom, y - thick / 2, zoom, thick);
                }
            }
        }
    }

    /** Different grains; a hole in the map is no grain. */
    private static boolean parted(int a, int b) {
        return a >= 0 && b >= 0 && a != b;
    }
}
