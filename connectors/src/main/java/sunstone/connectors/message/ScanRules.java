package sunstone.connectors.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sunstone.connectors.message.codec.Decoded;
import sunstone.connectors.message.codec.Decoded.Rejected;
import sunstone.connectors.message.codec.Limits;
import sunstone.connectors.message.codec.Reason;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.models.crystallography.EulerAngles;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;

/**
 * Checks what arrives for a scan against what the scan announced, and turns it into the models' types. What does not
 * fit comes back as a rejection and the scan goes on without it.
 */
public final class ScanRules {
    private static final String ONE_PARTITIONER =
            "all clients must choose partitions alike; set partitioner=murmur2_random in those on librdkafka (kcat,"
                    + " confluent-kafka)";

    private final ScanOpened scan;
    private final ScanGrid grid;
    private final CrystalAxes axes;

    public ScanRules(ScanOpened scan) {
        this.scan = scan;
        this.grid = scan.grid();
        this.axes = scan.frame().axes();
    }

    /**
     * A batch, point by point in its order.
     *
     * @param indexed points with an orientation, of any phase of the scan; crystal X along a
     * @param notIndexed pixels that were measured in vain
     * @param rejected one entry per point that does not fit, its detail naming {@code points[k]}
     */
    public record Checked(List<EbsdPoint> indexed, List<Pixel> notIndexed, List<Rejected<EbsdPoint>> rejected) {
        public Checked {
            indexed = List.copyOf(indexed);
            notIndexed = List.copyOf(notIndexed);
            rejected = List.copyOf(rejected);
        }
    }

    /** Checks every point; the good ones of a batch count even if others are rejected. */
    public Checked points(EbsdPoints batch) {
        List<EbsdPoint> indexed = new ArrayList<>();
        List<Pixel> notIndexed = new ArrayList<>();
        List<Rejected<EbsdPoint>> rejected = new ArrayList<>();
        for (int k = 0; k < batch.points().size(); k++) {
            EbsdPoints.Point p = batch.points().get(k);
            if (p.phase() == 0 && grid.contains(p.row(), p.col())) {
                notIndexed.add(new Pixel(p.row(), p.col()));
                continue;
            }
            Decoded<EbsdPoint> point = point(p, "points[" + k + "]");
            if (point instanceof Rejected<EbsdPoint> r) {
                rejected.add(r);
            } else {
                point.value().ifPresent(indexed::add);
            }
        }
        return new Checked(indexed, notIndexed, rejected);
    }

    private Decoded<EbsdPoint> point(EbsdPoints.Point p, String name) {
        if (!grid.contains(p.row(), p.col())) {
            return Decoded.rejected(Reason.OUTSIDE_GRID, outside(name, p.row(), p.col()));
        }
        Optional<ScanOpened.Phase> phase = scan.phase(p.phase());
        if (phase.isEmpty()) {
            return Decoded.rejected(
                    Reason.UNKNOWN_PHASE,
                    name + ".phase must be 0 or one of "
                            + scan.phases().stream().map(ScanOpened.Phase::id).toList() + ": " + p.phase());
        }
        if (!Double.isFinite(p.phi1()) || !Double.isFinite(p.capitalPhi()) || !Double.isFinite(p.phi2())) {
            return Decoded.rejected(
                    Reason.NOT_FINITE,
                    name + " angles must be finite: " + p.phi1() + ", " + p.capitalPhi() + ", " + p.phi2());
        }
        if (!(p.confidence() >= 0 && p.confidence() <= 1)) {
            return Decoded.rejected(
                    Reason.OUT_OF_RANGE, name + ".confidence must be within 0 and 1: " + p.confidence());
        }
        double[] q = new double[4];
        EulerAngles.toQuaternionDeg(p.phi1() % 360, p.capitalPhi() % 360, p.phi2() % 360, q, 0);
        axes.toA(phase.get().laueGroup(), q, 0);
        return Decoded.ok(EbsdPoint.of(p.row(), p.col(), p.phase(), q, 0, p.confidence()));
    }

    /**
     * A band of a frame.
     *
     * @return its pixels, shape [rowCount * cols]
     */
    public Decoded<float[]> frame(PlFrame f) {
        ScanOpened.Pl pl = scan.pl();
        if (f.frame() >= pl.frames()) {
            return Decoded.rejected(
                    Reason.OUT_OF_RANGE,
                    "header frame must be below the " + pl.frames() + " frames of the scan: " + f.frame());
        }
        if (f.rows() != pl.rows() || f.cols() != pl.cols()) {
            return Decoded.rejected(
                    Reason.WRONG_FRAME_SIZE,
                    "a frame of the scan has " + pl.rows() + " x " + pl.cols() + " pixels: " + f.rows() + " x "
                            + f.cols());
        }
        float[] pixels = f.intensities();
        for (int i = 0; i < pixels.length; i++) {
            if (!Float.isFinite(pixels[i])) {
                return Decoded.rejected(Reason.NOT_FINITE, "pixel " + i + " of the band must be finite: " + pixels[i]);
            }
        }
        return Decoded.ok(pixels);
    }

    /** Pixels that someone asks to measure: all of them lie on the grid, or the list is rejected. */
    public Decoded<List<Pixel>> pixels(List<Pixel> pixels) {
        for (int k = 0; k < pixels.size(); k++) {
            Pixel p = pixels.get(k);
            if (!grid.contains(p.row(), p.col())) {
                return Decoded.rejected(Reason.OUTSIDE_GRID, outside("points[" + k + "]", p.row(), p.col()));
            }
        }
        return Decoded.ok(pixels);
    }

    /**
     * The rejection of what arrives for a scan that nobody opened.
     *
     * @param partition that it came in on
     * @param partitions of every topic; with more than one the scan may be open on another
     */
    public static <T> Decoded<T> unknownScan(String scanId, int partition, int partitions) {
        String fault = "no scan is open with scanId " + Limits.quote(scanId);
        return Decoded.rejected(
                Reason.UNKNOWN_SCAN,
                partitions == 1
                        ? fault
                        : fault + " on partition " + partition + " of " + partitions + "; if it is on another: "
                                + ONE_PARTITIONER);
    }

    /**
     * The rejection of what arrives on another partition than the opening of its scan.
     *
     * @param opened partition of the opening
     * @param partition that it came in on
     */
    public static <T> Decoded<T> wrongPartition(String scanId, int opened, int partition) {
        return Decoded.rejected(
                Reason.WRONG_PARTITION,
                "scan " + Limits.quote(scanId) + " was opened on partition " + opened + ", this came in on partition "
                        + partition + ": " + ONE_PARTITIONER);
    }

    private String outside(String name, int row, int col) {
        return name + " must lie on the grid of " + grid.rows() + " x " + grid.cols() + ": row " + row + ", col " + col;
    }
}
