package sunstone.agent.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.Locale;

/** A colour map with five ticks from 0 to its largest value. */
record ColourBar(ColourMap colours, double max, String label) implements Plate.Key {
    private static final int WIDTH = 18;

    @Override
    public void draw(Graphics2D g, int x, int y, int height) {
        int top = y + 28;
        int bar = Math.min(height - 34, 300);
        for (int k = 0; k < bar; k++) {
            g.setColor(new Color(colours.rgb(1 - (double) k / (bar - 1))));
            g.fillRect(x, top + k, WIDTH, 1);
        }
        g.setColor(Plate.INK);
        g.drawRect(x, top, WIDTH, bar);
        g.drawString(label, x, y + 14);
        for (int t = 0; t <= 4; t++) {
            int at = top + bar - bar * t / 4;
            g.drawLine(x + WIDTH, at, x + WIDTH + 4, at);
            g.drawString(tick(max * t / 4), x + WIDTH + 8, at + 5);
        }
    }

    private String tick(double value) {
        return String.format(Locale.ROOT, max >= 20 ? "%.0f" : max >= 2 ? "%.1f" : "%.2f", value);
    }
}
