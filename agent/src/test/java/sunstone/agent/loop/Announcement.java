package sunstone.agent.loop;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.ScanOpened;
import sunstone.models.crystallography.CrystalAxes;

/** Scans that tests open. */
public final class Announcement {
    private Announcement() {}

    /** A scan of titanium with PL frames over half a turn of the stage, or with none. */
    public static ScanOpened of(String id, int rows, int cols, int frames) {
        return of(id, rows, cols, frames, null);
    }

    /** The same, above a section that was measured before. */
    public static ScanOpened of(String id, int rows, int cols, int frames, ScanOpened.@Nullable SpecimenPrior below) {
        return new ScanOpened(
                id,
                "specimen",
                1,
                rows,
                cols,
                1,
                List.of(new ScanOpened.Phase(1, "Ti", "6/mmm")),
                new ScanOpened.Frame(ScanOpened.Frame.BUNGE, CrystalAxes.X_PARALLEL_A.symbol(), "rows-cols"),
                new ScanOpened.Pl(frames, frames == 0 ? 10 : 180.0 / frames, rows, cols),
                ScanOpened.Budget.none(),
                below,
                null);
    }
}
