package sunstone.agent.round;

import org.jspecify.annotations.Nullable;
import sunstone.models.polarizedlight.calibration.FrameHint;
import sunstone.models.polarizedlight.calibration.LearntLight;
import sunstone.models.polarizedlight.calibration.LightCalibration;

/** Note for operators on the light of a scan. */
public final class LightNote {
    /** Why a point is proposed where light is left out, before its own reason. */
    static final String LEFT_OUT = "light contradicts the points and is left out; ";

    private LightNote() {}

    /** One sentence with advice, or null if there is nothing to say. */
    public static @Nullable String of(LearntLight light) {
        FrameHint hint = light.hint();
        if (light.contradicted() && hint != null) {
            return "the light contradicts the " + light.points()
                    + " points as it is declared, and agrees with them when "
                    + hint.words() + ": it is left out; send or store its frames so that their rows and columns run as"
                    + " those of the points do";
        }
        if (light.contradicted()) {
            return "the light contradicts the " + light.points()
                    + " points under any optics and any place, so it is left out and the map rests on the points alone:"
                    + " see whether it is of this section, whether its frames are in the order and at the angles that were"
                    + " announced, and whether it shows any contrast";
        }
        if (hint != null) {
            return "the optics that were known of this instrument fit the points only as if " + hint.words()
                    + ", or if zero or sense of the stage have changed, which light cannot tell apart: see which frame the"
                    + " angles refer to";
        }
        return light.tested()
                ? null
                : "fewer than " + LightCalibration.LEAST_POINTS
                        + " points: nothing is learnt of the light yet, its optics are taken for granted";
    }
}
