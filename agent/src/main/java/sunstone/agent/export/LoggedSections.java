package sunstone.agent.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sunstone.agent.wire.SectionPacking;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.PastRecords;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.EbsdPoints;
import sunstone.connectors.message.ScanOpened;
import sunstone.connectors.message.SectionPosterior;
import sunstone.connectors.message.codec.Decoded;
import sunstone.connectors.message.codec.Reason;
import sunstone.models.map.ScanGrid;

/**
 * Sections of one specimen as the log has them, without an agent: what each left last, and which of its pixels were
 * measured.
 */
public final class LoggedSections {
    private final String specimenId;
    private final Map<String, SectionPosterior> left = new HashMap<>();
    private final Map<String, ScanOpened> opened = new HashMap<>();
    private final Map<String, List<int[]>> points = new HashMap<>();

    private LoggedSections(String specimenId) {
        this.specimenId = specimenId;
    }

    /**
     * Reads the log; blocks.
     *
     * @param silence longest wait for the next records
     * @throws IllegalStateException with the reason, if the topics cannot be read
     */
    public static LoggedSections read(KafkaSettings kafka, String specimenId, Duration silence) {
        LoggedSections log = new LoggedSections(specimenId);
        PastRecords.read(kafka, EnumSet.of(Topic.SCANS, Topic.EBSD_POINTS, Topic.SECTIONS), silence, log::take);
        return log;
    }

    private void take(RawRecord r) {
        switch (r.topic()) {
            case SCANS ->
                r.decode(Codecs.SCAN).value().ifPresent(s -> {
                    if (s instanceof ScanOpened o && o.specimenId().equals(specimenId)) {
                        opened.put(o.scanId(), o);
                    }
                });
            case SECTIONS ->
                r.decode(Codecs.SECTION)
                        .value()
                        .filter(s -> s.specimenId().equals(specimenId))
                        .ifPresent(s -> left.put(s.scanId(), s));
            default ->
                r.decode(Codecs.EBSD_POINTS).value().ifPresent(b -> points.computeIfAbsent(
                                b.scanId(), id -> new ArrayList<>())
                        .addAll(b.points().stream().map(LoggedSections::pixel).toList()));
        }
    }

    private static int[] pixel(EbsdPoints.Point p) {
        return new int[] {p.row(), p.col()};
    }

    /** The volume of its sections, or why there is none. */
    public Decoded<SpecimenVolume> volume() {
        TreeMap<Integer, SpecimenVolume.Piece> pieces = new TreeMap<>();
        for (SectionPosterior s : left.values()) {
            Decoded<Boolean> taken = SectionPacking.unpack(s).then(section -> {
                pieces.put(
                        s.section(),
                        new SpecimenVolume.Piece(
                                s,
                                section,
                                thicknessUm(s.scanId()),
                                measured(s, section.map().grid())));
                return Decoded.ok(true);
            });
            if (taken instanceof Decoded.Rejected<Boolean> r) {
                return Decoded.rejected(r.reason(), "scan " + s.scanId() + ": " + r.detail());
            }
        }
        if (pieces.isEmpty()) {
            return Decoded.rejected(
                    Reason.UNKNOWN_SCAN,
                    "the log holds no section of a specimen \"" + specimenId + "\" (is --prefix right?)");
        }
        try {
            return Decoded.ok(SpecimenVolume.of(pieces.values()));
        } catch (IllegalArgumentException e) {
            return Decoded.rejected(Reason.OUT_OF_RANGE, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Double thicknessUm(String scanId) {
        ScanOpened o = opened.get(scanId);
        return o == null || o.specimenPrior() == null ? null : o.specimenPrior().thicknessUm();
    }

    private boolean[] measured(SectionPosterior s, ScanGrid grid) {
        boolean[] out = new boolean[grid.size()];
        for (int[] p : points.getOrDefault(s.scanId(), List.of())) {
            if (grid.contains(p[0], p[1])) {
                out[grid.index(p[0], p[1])] = true;
            }
        }
        return out;
    }
}
