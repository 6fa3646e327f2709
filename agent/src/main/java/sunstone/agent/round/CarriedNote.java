package sunstone.agent.round;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sunstone.models.posterior.Snapshot;
import sunstone.models.posterior.carry.CarriedOver;
import sunstone.models.posterior.carry.CarryOver;
import sunstone.models.posterior.carry.SectionOpening;

/**
 * Note for operators on what was carried over from the section below.
 *
 * @param share of the map that was carried over at the start, 0 to 1
 * @param trust probability by the points that this is the section which its light promised, 0 to 1; 0 if nothing was
 *     carried over
 * @param takenBack whether the points have taken it back
 * @param why a sentence on what came of it
 */
public record CarriedNote(double share, double trust, boolean takenBack, String why) {
    /** Of a section; null if it was opened without one below. The first to ask waits for the opening. */
    public static @Nullable CarriedNote of(Snapshot snapshot) {
        SectionOpening opening = snapshot.opening();
        if (opening == null) {
            return null;
        }
        CarryOver.Opening result = opening.result();
        CarriedOver carried = result.carried();
        if (carried == null) {
            return new CarriedNote(0, 0, false, result.why());
        }
        double trust = carried.trust(snapshot.points());
        boolean back = snapshot.carried() == null;
        String why = back
                ? String.format(
                        Locale.ROOT,
                        "taken back, the points contradict the section below (%.0f%% probable that it goes on): %s",
                        100 * trust,
                        result.why())
                : result.why();
        return new CarriedNote(carried.share(), trust, back, why);
    }

    /** What the reason of the first candidate begins with; empty if there is nothing to say. */
    String lead(boolean unmeasured) {
        if (takenBack) {
            return "what the section below told is taken back, the points contradict it; ";
        }
        return unmeasured && share > 0
                ? String.format(Locale.ROOT, "the map rests on the section below (%.0f%% carried over); ", 100 * share)
                : "";
    }
}
