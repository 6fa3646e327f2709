package sunstone.connectors.instrument.folder;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Place on an instrument's stage of a place in the map, both in micrometres: {@code X = xx x + xy y + x0}, {@code Y =
 * yx x + yy y + y0}.
 */
public record Affine(double xx, double xy, double x0, double yx, double yy, double y0) {
    /** Least area of the fiducials' triangle over the square of its longest side. */
    private static final double FLATTEST = 1e-3;

    /** The map's own coordinates. */
    public static Affine identity() {
        return new Affine(1, 0, 0, 0, 1, 0);
    }

    /**
     * The transform that three fiducials define.
     *
     * @param text {@code x,y=X,Y; x,y=X,Y; x,y=X,Y}, map before stage, micrometres; blank for the identity
     * @throws IllegalArgumentException if it is not three pairs, or if they lie on a line
     */
    public static Affine of(String text) {
        if (text.isBlank()) {
            return identity();
        }
        String[] pairs = text.split(";", -1);
        double[][] p = new double[3][];
        for (int k = 0; k < pairs.length && k < 3; k++) {
            p[k] = numbers(pairs[k]);
        }
        if (pairs.length != 3 || p[0] == null || p[1] == null || p[2] == null) {
            throw new IllegalArgumentException(
                    "fiducials must be three of x,y=X,Y, in micrometres, parted by semicolons: \"" + text + "\"");
        }
        double ax = p[1][0] - p[0][0], ay = p[1][1] - p[0][1], bx = p[2][0] - p[0][0], by = p[2][1] - p[0][1];
        double area = ax * by - ay * bx;
        double longest =
                Math.max(ax * ax + ay * ay, Math.max(bx * bx + by * by, (ax - bx) * (ax - bx) + (ay - by) * (ay - by)));
        if (!(Math.abs(area) > FLATTEST * longest)) {
            throw new IllegalArgumentException("fiducials must not lie on a line: \"" + text + "\"");
        }
        double[] line = new double[6];
        for (int k = 0; k < 2; k++) {
            double a = p[1][2 + k] - p[0][2 + k], b = p[2][2 + k] - p[0][2 + k];
            line[3 * k] = (a * by - b * ay) / area;
            line[3 * k + 1] = (b * ax - a * bx) / area;
            line[3 * k + 2] = p[0][2 + k] - line[3 * k] * p[0][0] - line[3 * k + 1] * p[0][1];
        }
        return new Affine(line[0], line[1], line[2], line[3], line[4], line[5]);
    }

    private static double @Nullable [] numbers(String pair) {
        String[] f = pair.strip().split("[,=]", -1);
        if (f.length != 4 || pair.indexOf('=') != pair.lastIndexOf('=') || pair.indexOf('=') < 0) {
            return null;
        }
        double[] v = new double[4];
        for (int k = 0; k < 4; k++) {
            try {
                v[k] = Double.parseDouble(f[k].strip());
            } catch (NumberFormatException e) {
                return null;
            }
            if (!Double.isFinite(v[k])) {
                return null;
            }
        }
        return v;
    }

    /** X of a place. */
    public double x(double x, double y) {
        return xx * x + xy * y + x0;
    }

    /** Y of a place. */
    public double y(double x, double y) {
        return yx * x + yy * y + y0;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "X = %s x + %s y + %s; Y = %s x + %s y + %s", xx, xy, x0, yx, yy, y0);
    }
}
