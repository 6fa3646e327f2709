package sunstone.agent.scan;

import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.codec.Reason;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.polarizedlight.stack.PlFit;
import sunstone.models.polarizedlight.stack.PlStack;

/**
 * The polarized light of one scan: bands of its frames as they come, and the fit of all that is there; part of its
 * state.
 */
final class ScanLight {
    private final Scan scan;
    private final @Nullable PlStack stack;
    private @Nullable PlFit fit;
    private boolean stale;

    ScanLight(Scan scan, PlScaling scaling) {
        this.scan = scan;
        this.stack = scan.plFrames() == 0 ? null : new PlStack(scan.light().grid(), scan.plFrames(), scaling);
    }

    /**
     * Takes a row band of a frame.
     *
     * @param pixels intensities, the brightest possible crystal is 1, shape [rowCount * cols]
     */
    Ingest add(int frame, double stageDeg, int rowOffset, int rowCount, float[] pixels) {
        ScanGrid grid = scan.light().grid();
        if (stack == null || frame < 0 || frame >= scan.plFrames()) {
            return Ingest.rejected(
                    Reason.OUT_OF_RANGE, "PL frame " + frame + " of a scan with " + scan.plFrames() + " frames");
        }
        if (!Double.isFinite(stageDeg)) {
            return Ingest.rejected(Reason.NOT_FINITE, "stage angle of frame " + frame + " is " + stageDeg + " degrees");
        }
        if (rowOffset < 0 || rowCount < 1 || rowCount > grid.rows() - rowOffset) {
            return Ingest.rejected(
                    Reason.OUTSIDE_GRID,
                    "PL rows " + rowOffset + " + " + rowCount + " of a frame with " + grid.rows() + " rows");
        }
        if (pixels.length != rowCount * grid.cols()) {
            return Ingest.rejected(
                    Reason.WRONG_FRAME_SIZE,
                    "PL band of " + pixels.length + " pixels, " + rowCount * grid.cols() + " are needed");
        }
        for (float p : pixels) {
            if (!Float.isFinite(p)) {
                return Ingest.rejected(Reason.NOT_FINITE, "a pixel of PL frame " + frame + " is " + p);
            }
        }
        if (!stack.add(frame, stageDeg, rowOffset, rowCount, pixels)) {
            return Ingest.DUPLICATE;
        }
        // a fit takes every row that is there, so what it gives must not depend on when it was asked for
        stale = true;
        return Ingest.ACCEPTED;
    }

    /** Frames that are complete. */
    int completeFrames() {
        return stack == null ? 0 : stack.completeFrames();
    }

    /** The fit of every row that is there, or null while there is too little for one. */
    @Nullable
    PlFit fit() {
        if (stale && stack != null) {
            fit = stack.fit(scan.light().known());
            stale = false;
        }
        return fit;
    }
}
