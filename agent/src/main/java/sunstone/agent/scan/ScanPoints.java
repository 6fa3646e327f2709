package sunstone.agent.scan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sunstone.models.map.EbsdPoint;

/** Measurements of one scan: which pixels, and the points of the mapped phase; part of its state. */
final class ScanPoints {
    private final Scan scan;
    private final Set<Reading> readings = new HashSet<>();
    private final List<EbsdPoint> points = new ArrayList<>();
    private final List<Reading> others = new ArrayList<>();
    private final boolean[] measured;
    private final boolean[] indexed;
    private long newestSeq = -1;

    ScanPoints(Scan scan) {
        this.scan = scan;
        this.measured = new boolean[scan.grid().size()];
        this.indexed = new boolean[scan.grid().size()];
    }

    /**
     * Takes one measurement.
     *
     * @param seq number of the record that carried it
     */
    Ingest add(Reading r, long seq) {
        Ingest fault = r.fault(scan);
        if (fault != null) {
            return fault;
        }
        if (!readings.add(r)) {
            return Ingest.DUPLICATE;
        }
        int pixel = scan.grid().index(r.row(), r.col());
        measured[pixel] = true;
        newestSeq = Math.max(newestSeq, seq);
        if (r.phase() == scan.mapped().id()) {
            indexed[pixel] = true;
            points.add(r.point());
        } else {
            others.add(r);
        }
        return Ingest.ACCEPTED;
    }

    /** Drops a point; its pixel stays measured. */
    boolean refute(EbsdPoint wrong) {
        return points.remove(wrong);
    }

    /** The points of the mapped phase in the order of their coming. */
    List<EbsdPoint> points() {
        return points;
    }

    /** Measurements of other phases, and those that were not indexed, in the order of their coming. */
    List<Reading> others() {
        return others;
    }

    /** The last of {@link #points}, or null. */
    @Nullable
    EbsdPoint newest() {
        return points.isEmpty() ? null : points.get(points.size() - 1);
    }

    /** Different measurements, those not indexed included. */
    int count() {
        return readings.size();
    }

    /** Highest record number, -1 before the first. */
    long newestSeq() {
        return newestSeq;
    }

    /** Whether a pixel has been measured. */
    boolean at(int pixel) {
        return measured[pixel];
    }

    /** Whether a pixel has been measured and is of the mapped phase. */
    boolean indexed(int pixel) {
        return indexed[pixel];
    }
}
