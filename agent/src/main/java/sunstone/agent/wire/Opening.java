package sunstone.agent.wire;

import java.util.LinkedHashSet;
import java.util.Set;
import sunstone.agent.scan.Budget;
import sunstone.agent.scan.Scan;
import sunstone.connectors.message.ScanOpened;
import sunstone.connectors.message.codec.Decoded;
import sunstone.connectors.message.codec.Reason;
import sunstone.models.map.Phase;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.Optics;
import sunstone.models.polarizedlight.stack.PlStack;

/** From the record that opens a scan to the scan. */
public final class Opening {
    /** Pixels of a scan at most, 2048 x 2048: one record that announces more must not take all memory. */
    private static final int MOST_PIXELS = 1 << 22;

    private static final long MOST_PL_PIXELS = 1L << 28;

    private Opening() {}

    /** The scan that a record announces, unless it is too large or the id of its mapped phase is. */
    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    public static Decoded<Scan> scan(ScanOpened opened) {
        ScanOpened.Phase mapped = opened.mappedPhase();
        if (mapped.id() > Phase.MAX_ID) {
            return Decoded.rejected(
                    Reason.OUT_OF_RANGE,
                    "the first phase is the mapped one and must have an id up to " + Phase.MAX_ID + ": " + mapped.id());
        }
        ScanOpened.Pl pl = opened.pl();
        long frame = pl.frames() == 0 ? 0 : (long) pl.rows() * pl.cols();
        if (opened.grid().size() > MOST_PIXELS
                || frame > MOST_PIXELS
                || pl.frames() > PlStack.MOST_FRAMES
                || frame * pl.frames() > MOST_PL_PIXELS) {
            return Decoded.rejected(
                    Reason.OUT_OF_RANGE,
                    "a scan may have " + MOST_PIXELS + " pixels, " + MOST_PIXELS + " in a PL frame, and "
                            + PlStack.MOST_FRAMES + " PL frames, " + MOST_PL_PIXELS
                            + " pixels of all frames together: " + opened.rows() + " x " + opened.cols() + ", "
                            + pl.frames() + " frames of " + pl.rows() + " x " + pl.cols());
        }
        Set<Integer> ids = new LinkedHashSet<>();
        opened.phases().forEach(p -> ids.add(p.id()));
        ScanOpened.Budget b = opened.budget();
        return Decoded.ok(new Scan(
                opened.scanId(),
                opened.grid(),
                new Phase(mapped.id(), mapped.name(), mapped.laueGroup()),
                ids,
                light(opened),
                new Budget(b.points(), b.targetDeg(), b.deadline()),
                opened.roi() == null ? null : opened.roi().wanted(),
                opened.frame().axes()));
    }

    private static Scan.Light light(ScanOpened opened) {
        ScanOpened.Pl pl = opened.pl();
        if (pl.frames() == 0) {
            return new Scan.Light(0, opened.grid(), Optics.CANONICAL);
        }
        double stepUm = opened.stepUm() * opened.rows() / pl.rows();
        return new Scan.Light(pl.frames(), new ScanGrid(pl.rows(), pl.cols(), stepUm), LightRecords.known(pl.optics()));
    }
}
