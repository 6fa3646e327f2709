package sunstone.agent.scan;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.codec.Reason;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;

/**
 * One EBSD measurement as the instrument reports it, not checked against a scan yet.
 *
 * @param row row, from 0
 * @param col column, from 0
 * @param phase phase number, 0 if not indexed (then the orientation means nothing)
 * @param w scalar part of the quaternion, sample to crystal (passive), crystal axes X parallel to a
 * @param x first vector part
 * @param y second vector part
 * @param z third vector part
 * @param confidence detector's confidence, 0 to 1
 */
public record Reading(int row, int col, int phase, double w, double x, double y, double z, double confidence) {
    private static final double NORM_TOLERANCE = 1e-3;

    /** A measurement that gave no orientation. */
    public static Reading notIndexed(int row, int col) {
        return new Reading(row, col, 0, 1, 0, 0, 0, 0);
    }

    /** Why this cannot be a measurement of a scan, or null if it can. */
    @Nullable
    Ingest fault(Scan scan) {
        ScanGrid grid = scan.grid();
        if (!grid.contains(row, col)) {
            return Ingest.rejected(
                    Reason.OUTSIDE_GRID,
                    "point at row " + row + ", col " + col + " of a grid of " + grid.rows() + " x " + grid.cols());
        }
        if (phase != 0 && !(Math.abs(squaredNorm() - 1) <= NORM_TOLERANCE)) { // this form also finds NaN
            return Ingest.rejected(
                    Reason.NOT_FINITE,
                    "orientation at row " + row + ", col " + col + " has squared norm " + squaredNorm()
                            + ", allowed is 1 within " + NORM_TOLERANCE);
        }
        if (phase != 0 && !scan.phaseIds().contains(phase)) {
            return Ingest.rejected(
                    Reason.UNKNOWN_PHASE, "phase " + phase + ", known are 0 and " + new TreeSet<>(scan.phaseIds()));
        }
        if (!(confidence >= 0 && confidence <= 1)) {
            return Ingest.rejected(Reason.OUT_OF_RANGE, "confidence must be in [0, 1]: " + confidence);
        }
        return null;
    }

    private double squaredNorm() {
        return w * w + x * x + y * y + z * z;
    }

    /** The measurement as a point of the map, its quaternion of norm 1. */
    EbsdPoint point() {
        double f = 1 / Math.sqrt(squaredNorm());
        return new EbsdPoint(row, col, phase, f * w, f * x, f * y, f * z, confidence);
    }
}
