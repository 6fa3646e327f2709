package sunstone.agent.picture;

import java.awt.Graphics2D;
import java.util.Locale;

/** A bar of a round length in micrometres, at most a third of the map. */
final class ScaleBar {
    private ScaleBar() {}

    static void draw(Graphics2D g, int x, int y, int mapWidth, double umPerPixel) {
        double um = roundLength(mapWidth / 3.0 * umPerPixel);
        int length = (int) Math.round(um / umPerPixel);
        g.fillRect(x, y, length, 5);
        g.drawString(label(um), x + length + 8, y + 9);
    }

    /** The largest of 1, 2, 5 times a power of ten that is not above a limit. */
    static double roundLength(double limit) {
        double power = Math.pow(10, Math.floor(Math.log10(limit)));
        double digit = limit / power;
        return power * (digit >= 5 ? 5 : digit >= 2 ? 2 : 1);
    }

    private static String label(double um) {
        return um >= 1
                ? String.format(Locale.ROOT, "%.0f \u00b5m", um)
                : String.format(Locale.ROOT, "%s \u00b5m", (float) um);
    }
}
