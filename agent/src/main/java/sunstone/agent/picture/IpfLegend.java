package sunstone.agent.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import sunstone.models.crystallography.IpfKey;
import sunstone.models.crystallography.LaueGroup;

/** The sector of crystal directions in stereographic projection, filled with its colours, corners named. */
record IpfLegend(IpfKey key, String axis) implements Plate.Key {
    @Override
    public void draw(Graphics2D g, int x, int y, int height) {
        boolean hexagonal = key.laue() == LaueGroup.HEXAGONAL;
        double unit = hexagonal ? 118 : 118 / (Math.sqrt(2) - 1);
        int bottom = y + 112;
        double[] h = new double[3];
        double[] rgb = new double[3];
        for (int py = 0; py <= 90; py++) {
            for (int px = 0; px <= 120; px++) {
                double u = px / unit;
                double v = py / unit;
                double square = u * u + v * v;
                h[0] = 2 * u / (1 + square);
                h[1] = 2 * v / (1 + square);
                h[2] = (1 - square) / (1 + square);
                if (inside(h, hexagonal)) {
                    key.sectorColour(h, 0, rgb, 0);
                    g.setColor(new Color((float) rgb[0], (float) rgb[1], (float) rgb[2]));
                    g.fillRect(x + px, bottom - py, 1, 1);
                }
            }
        }
        g.setColor(Plate.INK);
        g.drawString("IPF " + axis, x, y + 14);
        g.drawString(hexagonal ? "[0001]" : "[001]", x - 2, bottom + 16);
        String right = hexagonal ? "[2-1-10]" : "[101]";
        g.drawString(right, x + 122 - g.getFontMetrics().stringWidth(right), bottom + 16);
        g.drawString(hexagonal ? "[10-10]" : "[111]", x + (hexagonal ? 84 : 76), y + (hexagonal ? 46 : 16));
    }

    private static boolean inside(double[] h, boolean hexagonal) {
        return hexagonal ? h[2] >= 0 && h[1] <= h[0] / Math.sqrt(3) : h[1] <= h[0] && h[0] <= h[2];
    }
}
