package sunstone.models.polarizedlight.calibration;

import java.util.List;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.registration.Registration;

/**
 * Light of a pixel of the map under each registration that the points leave open, so that a point can be placed where
 * they differ.
 *
 * <p>Light is taken from the nearest pixel of its own raster, mixtures at boundaries resolved. A draw that lays a pixel
 * upon a boundary, or outside of the light, is contradicted by no point there; one that does not is told from it half
 * of the time.
 */
public final class RegistrationDraws {
    private static final int CHANNELS = PlImage.CHANNELS;
    /** Draws that are compared: 32 make 496 pairs. */
    private static final int MOST = 32;
    /**
     * A draw is sure of what a pixel shows if places as far around it show the same, EBSD pixels: blur of a boundary.
     */
    private static final double SURE_PX = 0.35;

    /** Squared difference of the light at which two draws are told apart by half: scatter inside grains. */
    private static final double SCALE = 0.02;

    private final ScanGrid ebsd;
    private final PlImage light;
    private final List<Registration> draws;
    private final float[] apartPx;
    private final double scale;

    /**
     * Those of a calibration.
     *
     * @param ebsd raster of the map
     * @param light in canonical optics, on its own raster
     * @param draws at least one
     */
    RegistrationDraws(ScanGrid ebsd, PlImage light, List<Registration> draws) {
        this.ebsd = ebsd;
        this.light = MixedPixels.unmixed(light);
        this.draws = draws.subList(0, Math.min(MOST, draws.size()));
        double noise = light.meanNoise() / 3;
        this.scale = SCALE + 4 * noise * noise;
        int n = this.draws.size();
        this.apartPx = new float[n * (n - 1) / 2];
        int at = 0;
        for (int i = 1; i < n; i++) {
            for (int j = 0; j < i; j++) {
                apartPx[at++] = (float) this.draws.get(i).distance(this.draws.get(j));
            }
        }
    }

    /** How many there are. */
    public int size() {
        return draws.size();
    }

    /**
     * Root mean square distance over the map between where two draws put a pixel, EBSD pixels; pair by pair, (1, 0),
     * (2, 0), (2, 1) and so on, shape [size (size - 1) / 2].
     */
    public float[] apartPx() {
        return apartPx.clone();
    }

    /**
     * How surely a point at a pixel would tell each pair of draws apart, from 0 (they show the same there) to 1.
     *
     * @param told receives it, in the order of {@link #apartPx}
     * @return whether it is 0.1 or more for any
     */
    public boolean tell(int pixel, float[] told) {
        int n = draws.size();
        float[] shown = new float[CHANNELS * n];
        double[] warp = Registration.warpAt(ebsd, pixel / ebsd.cols(), pixel % ebsd.cols());
        double[] place = new double[2];
        int size = light.grid().size();
        boolean[] sure = new boolean[n];
        for (int k = 0; k < n; k++) {
            Registration draw = draws.get(k);
            draw.locate(pixel / ebsd.cols(), pixel % ebsd.cols(), warp, place);
            int at = nearest(place[0], place[1]);
            for (int c = 1; c < CHANNELS; c++) {
                shown[CHANNELS * k + c] = light.harmonics()[c * size + at];
            }
            double down = SURE_PX * draw.rowRatio();
            double right = SURE_PX * draw.colRatio();
            sure[k] = inside(place)
                    && alike(at, nearest(place[0] - down, place[1]))
                    && alike(at, nearest(place[0] + down, place[1]))
                    && alike(at, nearest(place[0], place[1] - right))
                    && alike(at, nearest(place[0], place[1] + right));
        }
        boolean any = false;
        int at = 0;
        for (int i = 1; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double square = 0;
                for (int c = 1; c < CHANNELS && (sure[i] || sure[j]); c++) {
                    double d = shown[CHANNELS * i + c] - shown[CHANNELS * j + c];
                    square += (c < 3 ? OpticsFit.TWO_WEIGHT : 1) * d * d;
                }
                told[at] = (float) ((sure[i] && sure[j] ? 1 : 0.5) * square / (square + scale));
                any |= told[at++] >= 0.1f;
            }
        }
        return any;
    }

    private boolean inside(double[] place) {
        return place[0] >= -0.5
                && place[1] >= -0.5
                && place[0] <= light.grid().rows() - 0.5
                && place[1] <= light.grid().cols() - 0.5;
    }

    private int nearest(double row, double col) {
        return light.grid()
                .index(
                        within(row, light.grid().rows()),
                        within(col, light.grid().cols()));
    }

    private boolean alike(int a, int b) {
        double square = 0;
        int size = light.grid().size();
        for (int c = 1; c < CHANNELS && a != b; c++) {
            double d = light.harmonics()[c * size + a] - light.harmonics()[c * size + b];
            square += (c < 3 ? OpticsFit.TWO_WEIGHT : 1) * d * d;
        }
        return square < scale;
    }

    private static int within(double place, int count) {
        return (int) Math.max(0, Math.min(count - 1, Math.rint(place)));
    }
}
