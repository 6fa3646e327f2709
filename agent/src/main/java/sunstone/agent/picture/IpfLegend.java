package sunstone.agent.picture;

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import sunstone.models.crystallography.IpfKey;
import sunstone.models.crystallography.IpfSector;

/** The sector of crystal directions in stereographic projection, filled with its colours, directions named. */
record IpfLegend(IpfKey key, String axis, Color ink) implements Plate.Key {
    private static final int WIDTH = 118;
    private static final int HEIGHT = 92;

    /** Distance from the top of the key to the lowest pixel of the sector. */
    private static final int DEPTH = 112;

    /** Steps over the unit disc by which the extent of the sector is found. */
    private static final int STEPS = 200;

    /** In the ink of plates. */
    IpfLegend(IpfKey key, String axis) {
        this(key, axis, Plate.INK);
    }

    @Override
    public void draw(Graphics2D g, int x, int y, int height) {
        IpfSector sector = key.laue().sector();
        double[] box = extent(sector);
        double unit = Math.min(WIDTH / (box[1] - box[0]), HEIGHT / (box[3] - box[2]));
        int left = x - (int) Math.round(unit * box[0]), bottom = y + DEPTH + (int) Math.round(unit * box[2]);
        double[] h = new double[3];
        double[] rgb = new double[3];
        for (int py = (int) Math.floor(unit * box[2]); py <= Math.ceil(unit * box[3]); py++) {
            for (int px = (int) Math.floor(unit * box[0]); px <= Math.ceil(unit * box[1]); px++) {
                direction(px / unit, py / unit, h);
                if (sector.contains(h[0], h[1], h[2])) {
                    key.sectorColour(h, 0, rgb, 0);
                    g.setColor(new Color((float) rgb[0], (float) rgb[1], (float) rgb[2]));
                    g.fillRect(left + px, bottom - py, 1, 1);
                }
            }
        }
        g.setColor(ink);
        g.drawString("IPF " + axis, x, y + 14);
        FontMetrics letters = g.getFontMetrics();
        for (IpfSector.Corner c : sector.names()) {
            int px = left + (int) Math.round(unit * c.x() / (1 + c.z()));
            int py = bottom - (int) Math.round(unit * c.y() / (1 + c.z()));
            int width = letters.stringWidth(c.name());
            int at = Math.max(x - 2, Math.min(px - width / 2, x + WIDTH + 4 - width)); // within the key
            g.drawString(c.name(), at, py > y + DEPTH - HEIGHT / 4 ? py + 16 : py - 5);
        }
    }

    /** Least and largest u, least and largest v of the sector in the unit disc. */
    private static double[] extent(IpfSector sector) {
        double[] box = {0, 0, 0, 0};
        double[] h = new double[3];
        for (int j = -STEPS; j <= STEPS; j++) {
            for (int i = -STEPS; i <= STEPS; i++) {
                double u = i / (double) STEPS, v = j / (double) STEPS;
                direction(u, v, h);
                if (sector.contains(h[0], h[1], h[2])) {
                    box[0] = Math.min(box[0], u);
                    box[1] = Math.max(box[1], u);
                    box[2] = Math.min(box[2], v);
                    box[3] = Math.max(box[3], v);
                }
            }
        }
        return box;
    }

    private static void direction(double u, double v, double[] h) {
        double square = u * u + v * v;
        h[0] = 2 * u / (1 + square);
        h[1] = 2 * v / (1 + square);
        h[2] = (1 - square) / (1 + square);
    }
}
