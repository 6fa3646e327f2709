package sunstone.models.polarizedlight.registration;

import java.util.List;
import java.util.Locale;
import sunstone.models.map.ScanGrid;

/**
 * Marks that an operator has found in both images: where each lies in the polarized light and on the EBSD raster. They say roughly where
 * the light lies; the points of the scan tell the rest.
 *
 * @param marks at least {@value #LEAST}, not on one line
 */
public record Fiducials(List<Mark> marks) {
    /** Two marks do not tell a mirrored image from a turned one. */
    public static final int LEAST = 3;

    /** Root mean square distance that marks may lie off, EBSD pixels: more is no shift, rotation and scale. */
    private static final double MOST_OFF_PX = 8;
    /** Factor by which either raster may be finer than the fields of both suggest. */
    private static final double MOST_SCALE = 4;
    /** Smallest of the two spreads of the marks over the largest: below it they lie on one line. */
    private static final double LEAST_WIDTH = 0.02;

    /**
     * One of them; pixels count from 0 and their centres are whole numbers.
     *
     * @param lightRow row in the frames of polarized light
     * @param lightCol column there
     * @param row of the EBSD raster
     * @param col of the EBSD raster
     */
    public record Mark(double lightRow, double lightCol, double row, double col) {
        public Mark {
            if (!Double.isFinite(lightRow + lightCol + row + col)) {
                throw new IllegalArgumentException("the places of a mark must be numbers");
            }
        }
    }

    public Fiducials {
        marks = List.copyOf(marks);
        if (marks.size() < LEAST) {
            throw new IllegalArgumentException("an alignment needs at least " + LEAST + " marks, not " + marks.size());
        }
    }

    /**
     * Shift, rotation and scale that suit the marks best (least squares, closed form: a complex factor and a complex shift).
     *
     * @param ebsd raster of the points
     * @param light raster of the frames
     * @throws IllegalArgumentException if the marks lie on one line, in a mirrored image, or where no such registration puts them
     */
    public Registration registration(ScanGrid ebsd, ScanGrid light) {
        int n = marks.size();
        double[] re = new double[n], im = new double[n]; // light, EBSD pixels from the centre
        double[] toRe = new double[n], toIm = new double[n];
        for (int k = 0; k < n; k++) {
            Mark m = marks.get(k);
            re[k] = (m.lightCol() - (light.cols() - 1) / 2.0) * ebsd.cols() / light.cols();
            im[k] = (m.lightRow() - (light.rows() - 1) / 2.0) * ebsd.rows() / light.rows();
            toRe[k] = m.col() - (ebsd.cols() - 1) / 2.0;
            toIm[k] = m.row() - (ebsd.rows() - 1) / 2.0;
        }
        if (onOneLine(re, im) || onOneLine(toRe, toIm)) {
            throw new IllegalArgumentException("the marks of an alignment lie on one line or at one place");
        }
        Similarity straight = Similarity.of(re, im, toRe, toIm);
        double[] mirrored = new double[n];
        for (int k = 0; k < n; k++) {
            mirrored[k] = -re[k];
        }
        Similarity turned = Similarity.of(mirrored, im, toRe, toIm);
        if (straight.offPx() > MOST_OFF_PX) {
            throw new IllegalArgumentException(
                    turned.offPx() < MOST_OFF_PX
                            ? "the light is mirrored against the EBSD raster: mirror its frames first"
                            : String.format(
                                    Locale.ROOT,
                                    "the marks lie %.1f px off any shift, rotation and scale (root mean square), at most %.0f:"
                                            + " is one of them wrong, or are rows and columns exchanged?",
                                    straight.offPx(),
                                    MOST_OFF_PX));
        }
        double scale = Math.hypot(straight.factorRe(), straight.factorIm());
        if (!(scale < MOST_SCALE && scale > 1 / MOST_SCALE)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "the marks say a scale of %.3f, 1/%.0f to %.0f is taken",
                    scale,
                    MOST_SCALE,
                    MOST_SCALE));
        }
        return new Registration(ebsd, light, new double[] {
            straight.shiftIm(),
            straight.shiftRe(),
            -Math.toDegrees(Math.atan2(straight.factorIm(), straight.factorRe())),
            Math.log(scale)
        });
    }

    private static boolean onOneLine(double[] re, double[] im) {
        double a = 0, b = 0, c = 0;
        double meanRe = mean(re), meanIm = mean(im);
        for (int k = 0; k < re.length; k++) {
            a += (re[k] - meanRe) * (re[k] - meanRe);
            b += (re[k] - meanRe) * (im[k] - meanIm);
            c += (im[k] - meanIm) * (im[k] - meanIm);
        }
        double root = Math.hypot((a - c) / 2, b);
        double most = (a + c) / 2 + root;
        return !(most > 0) || Math.sqrt(Math.max(0, (a + c) / 2 - root) / most) < LEAST_WIDTH;
    }

    private static double mean(double[] v) {
        double sum = 0;
        for (double x : v) {
            sum += x / v.length;
        }
        return sum;
    }

    /**
     * {@code to = factor from + shift}, complex.
     *
     * @param offPx root mean square of what is left, EBSD pixels
     */
    private record Similarity(double factorRe, double factorIm, double shiftRe, double shiftIm, double offPx) {
        static Similarity of(double[] re, double[] im, double[] toRe, double[] toIm) {
            double x = mean(re), y = mean(im), u = mean(toRe), v = mean(toIm);
            double along = 0, across = 0, square = 0;
            for (int k = 0; k < re.length; k++) {
                double a = re[k] - x, b = im[k] - y, c = toRe[k] - u, d = toIm[k] - v;
                along += a * c + b * d;
                across += a * d - b * c;
                square += a * a + b * b;
            }
            double fRe = along / square, fIm = across / square;
            double sRe = u - (fRe * x - fIm * y), sIm = v - (fRe * y + fIm * x);
            double off = 0;
            for (int k = 0; k < re.length; k++) {
                double eRe = fRe * re[k] - fIm * im[k] + sRe - toRe[k];
                double eIm = fRe * im[k] + fIm * re[k] + sIm - toIm[k];
                off += (eRe * eRe + eIm * eIm) / re.length;
            }
            return new Similarity(fRe, fIm, sRe, sIm, Math.sqrt(off));
        }
    }
}
