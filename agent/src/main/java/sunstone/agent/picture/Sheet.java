package sunstone.agent.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import sunstone.models.crystallography.IpfKey;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;

/**
 * Small maps of one raster side by side, in columns of three, with their keys below the first: small enough to have
 * many of them on a page. Not thread-safe.
 */
public final class Sheet {
    /** Least width of an enlarged map, pixels; a key needs as much. */
    private static final int WIDTH = 150;

    private static final int GAP = 6;
    private static final int HEAD = 22;
    private static final Font HEADING = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    private static final Color MEASURED = new Color(0xc00000);

    private final ScanGrid grid;
    private final int zoom;
    private final int width;
    private final int height;
    private final BufferedImage truth;
    private final Plate.Key orientation;
    private final Plate.Key error;
    private final List<Column> columns = new ArrayList<>();

    private record Column(
            String heading, BufferedImage map, BufferedImage under, List<EbsdPoint> points, BufferedImage error) {}

    /**
     * A sheet that has only its first column: the truth and the keys.
     *
     * @param truth one image pixel per map pixel, as every image here
     * @param orientations key of truth and maps
     * @param axis that they are coloured by
     * @param errors colours of the errors
     * @param most error at their end, degrees
     */
    public Sheet(ScanGrid grid, BufferedImage truth, IpfKey orientations, String axis, ColourMap errors, double most) {
        this.grid = grid;
        this.truth = truth;
        this.zoom = Math.max(1, (WIDTH + grid.cols() - 1) / grid.cols());
        this.width = grid.cols() * zoom;
        this.height = Math.max(grid.rows() * zoom, WIDTH);
        this.orientation = new IpfLegend(orientations, axis);
        this.error = new ColourBar(errors, most, "error, degrees");
    }

    /**
     * Adds a column.
     *
     * @param map published
     * @param under what the points are drawn on
     * @param error of the map
     */
    public void column(
            String heading, BufferedImage map, BufferedImage under, List<EbsdPoint> points, BufferedImage error) {
        columns.add(new Column(heading, map, under, List.copyOf(points), error));
    }

    /** Draws the sheet. */
    public BufferedImage image() {
        BufferedImage sheet = new BufferedImage(
                GAP + (columns.size() + 1) * (width + GAP), HEAD + 3 * (height + GAP), BufferedImage.TYPE_INT_RGB);
        Graphics2D g = sheet.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setFont(HEADING);
        heading(g, 0, "truth");
        draw(g, 0, 0, truth);
        orientation.draw(g, GAP + 6, HEAD + height + GAP, height);
        error.draw(g, GAP + 6, HEAD + 2 * (height + GAP), height);
        for (int k = 0; k < columns.size(); k++) {
            Column c = columns.get(k);
            heading(g, k + 1, c.heading());
            draw(g, k + 1, 0, c.map());
            draw(g, k + 1, 1, c.under());
            g.setColor(MEASURED);
            for (EbsdPoint p : c.points()) {
                g.fillRect(x(k + 1) + p.col() * zoom + (zoom - 3) / 2, y(1) + p.row() * zoom + (zoom - 3) / 2, 3, 3);
            }
            draw(g, k + 1, 2, c.error());
        }
        g.dispose();
        return sheet;
    }

    private int x(int column) {
        return GAP + column * (width + GAP);
    }

    private int y(int row) {
        return HEAD + row * (height + GAP);
    }

    private void heading(Graphics2D g, int column, String text) {
        g.setColor(Plate.INK);
        g.drawString(text, x(column), HEAD - 7);
    }

    private void draw(Graphics2D g, int column, int row, BufferedImage image) {
        g.drawImage(image, x(column), y(row), width, grid.rows() * zoom, null); // nearest neighbour is the default
    }
}
