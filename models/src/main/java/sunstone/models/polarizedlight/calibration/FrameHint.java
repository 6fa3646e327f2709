package sunstone.models.polarizedlight.calibration;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.Optics;
import sunstone.models.polarizedlight.PlImage;

/**
 * Another convention of frames under which light and points agree, where they do not as they are declared.
 *
 * <p>How the raster of the light lies on that of the points can be told from light alone. How the axes of the Euler
 * angles lie cannot: a turn of them about the normal is a stage zero, a turn of 180 degrees about x or y and an
 * exchange of x and y are a stage that turns the other way, and {@link LightCalibration} learns both. So the last three
 * are told only where zero and sense of the instrument are known, and even then the stage may be what has changed. A
 * turn by 180 degrees about the normal, and one by 30 degrees about c, change nothing in the light
 * (models/doc/physics.md sections 5 and 6).
 */
public enum FrameHint {
    /** The light agrees when its columns are counted from the other side. */
    LIGHT_MIRRORED_LEFT_RIGHT("the light is mirrored left to right"),
    /** The light agrees when its rows are counted from the other side. */
    LIGHT_MIRRORED_TOP_DOWN("the light is mirrored top to bottom"),
    /** The light agrees when both are. */
    LIGHT_HALF_TURN("the light is turned by 180 degrees"),
    /** The light agrees when rows and columns are exchanged. */
    LIGHT_TRANSPOSED("rows and columns of the light are exchanged"),
    /** The light agrees when rows and columns are exchanged and columns counted from the other side. */
    LIGHT_QUARTER_RIGHT("the light is turned by 90 degrees to the right"),
    /** The light agrees when rows and columns are exchanged and rows counted from the other side. */
    LIGHT_QUARTER_LEFT("the light is turned by 90 degrees to the left"),
    /** The sense that was known is the opposite of the learnt one. */
    ANGLES_HALF_TURN("the angles refer to axes that are turned by 180 degrees about x or y"),
    /** The zero that was known is off by a quarter turn. */
    ANGLES_QUARTER("the angles refer to axes that are turned by 90 degrees about the normal"),
    /** Both. */
    ANGLES_EXCHANGED("the angles refer to axes of which x and y are exchanged");

    private static final List<FrameHint> UPRIGHT =
            List.of(LIGHT_MIRRORED_LEFT_RIGHT, LIGHT_MIRRORED_TOP_DOWN, LIGHT_HALF_TURN);
    private static final List<FrameHint> LYING = List.of(LIGHT_TRANSPOSED, LIGHT_QUARTER_RIGHT, LIGHT_QUARTER_LEFT);
    /** Part by which height and width may differ for a quarter turn to show the same field. */
    private static final double SQUARE = 0.05;
    /** Degrees by which a learnt zero may miss a convention's. */
    private static final double NEAR_DEG = 10;

    private final String words;

    FrameHint(String words) {
        this.words = words;
    }

    /** What agrees, as the end of a sentence that begins with "when" or "as if". */
    public String words() {
        return words;
    }

    /**
     * Placement of the light under which it agrees best with the points that contradict it as it is declared; takes a
     * few times as long as a calibration.
     *
     * @param raw as {@link LightCalibration#of}
     * @param points as there
     * @return null if it agrees under none
     */
    public static @Nullable FrameHint ofContradicted(PlImage raw, ScanGrid ebsd, List<EbsdPoint> points) {
        FrameHint best = null;
        double least = Double.POSITIVE_INFINITY;
        double ratio = (double) ebsd.rows() / ebsd.cols();
        boolean square = Math.abs(ratio - 1) <= SQUARE;
        for (List<FrameHint> some : square ? List.of(UPRIGHT, LYING) : List.of(UPRIGHT)) {
            for (FrameHint hint : some) {
                LightCalibration c = LightCalibration.of(hint.placed(raw), ebsd, points);
                if (c.verdict() != LightCalibration.Verdict.CONTRADICTED && c.cost() < least) {
                    best = hint;
                    least = c.cost();
                }
            }
        }
        return best;
    }

    /**
     * Convention of the angles under which optics that were known would still hold.
     *
     * @param residual what was learnt on top of them
     * @return null if they hold as they are, or if the change is none of a convention
     */
    public static @Nullable FrameHint ofResidual(Optics residual) {
        double off = Math.abs(residual.zeroDeg());
        boolean quarter = Math.abs(off - 90) <= NEAR_DEG, same = off <= NEAR_DEG;
        if (residual.sense() < 0) {
            return same ? ANGLES_HALF_TURN : quarter ? ANGLES_EXCHANGED : null;
        }
        return quarter ? ANGLES_QUARTER : null;
    }

    /** The image as it would lie under this convention. */
    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    PlImage placed(PlImage image) {
        int rows = image.grid().rows(), cols = image.grid().cols(), n = rows * cols;
        boolean lying = LYING.contains(this);
        ScanGrid grid = lying ? new ScanGrid(cols, rows, image.grid().stepUm()) : image.grid();
        float[] out = new float[PlImage.CHANNELS * n];
        boolean[] covered = image.covered() == null ? null : new boolean[n];
        for (int i = 0; i < n; i++) {
            int r = i / grid.cols(), c = i % grid.cols();
            int from =
                    switch (this) {
                        case LIGHT_MIRRORED_LEFT_RIGHT -> r * cols + cols - 1 - c;
                        case LIGHT_MIRRORED_TOP_DOWN -> (rows - 1 - r) * cols + c;
                        case LIGHT_HALF_TURN -> n - 1 - i;
                        case LIGHT_TRANSPOSED -> c * cols + r;
                        case LIGHT_QUARTER_RIGHT -> c * cols + cols - 1 - r;
                        case LIGHT_QUARTER_LEFT -> (rows - 1 - c) * cols + r;
                        default -> i;
                    };
            for (int k = 0; k < PlImage.CHANNELS; k++) {
                out[k * n + i] = image.harmonics()[k * n + from];
            }
            if (covered != null) {
                covered[i] = image.covers(from);
            }
        }
        return new PlImage(grid, out, image.noise(), covered);
    }
}
