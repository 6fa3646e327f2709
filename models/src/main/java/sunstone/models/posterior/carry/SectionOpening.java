package sunstone.models.posterior.carry;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.stack.PlFit;

/**
 * The opening of a section above or below a finished one, worked out when somebody asks first, on the thread that asks:
 * it takes up to seconds ({@link CarryOver}), and whoever only hands it on does not wait for it.
 *
 * <p>Thread-safe.
 */
public final class SectionOpening {
    /** Probability from which on what the section below tells is used at all. */
    private static final double BELIEVED = 0.5;

    private final Supplier<CarryOver.Opening> making;
    private CarryOver.@Nullable Opening made;

    private SectionOpening(Supplier<CarryOver.Opening> making) {
        this.making = making;
    }

    /**
     * An opening to be worked out; parameters as in {@link CarryOver#open}.
     *
     * @param laue group of the section's mapped phase
     */
    public static SectionOpening of(
            FinishedSection below, ScanGrid grid, LaueGroup laue, @Nullable PlFit light, double depthPx) {
        LaueGroup other = below.map().laue();
        return new SectionOpening(() -> other == laue
                ? CarryOver.open(below, grid, light == null ? PlFit.made(null) : light, depthPx)
                : new CarryOver.Opening(
                        null,
                        "nothing carried over: the section below is of Laue group " + other.symbol() + ", this one of "
                                + laue.symbol()));
    }

    /** An opening that somebody has worked out. */
    public static SectionOpening made(CarriedOver carried) {
        return new SectionOpening(() -> new CarryOver.Opening(carried, "worked out before"));
    }

    /** What came of it; the first to ask waits for it. */
    public synchronized CarryOver.Opening result() {
        CarryOver.Opening done = made;
        if (done == null) {
            done = making.get();
            made = done;
        }
        return done;
    }

    /**
     * What was carried over, or null if nothing was or the points have taken it back.
     *
     * @param points indexed points of the section
     */
    public @Nullable CarriedOver believed(List<EbsdPoint> points) {
        CarriedOver carried = result().carried();
        return carried != null && carried.trust(points) > BELIEVED ? carried : null;
    }
}
