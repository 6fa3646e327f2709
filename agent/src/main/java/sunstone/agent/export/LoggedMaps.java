package sunstone.agent.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import sunstone.agent.scan.Scan;
import sunstone.agent.wire.Opening;
import sunstone.connectors.format.map.CrystalPhase;
import sunstone.connectors.instrument.Measurement;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.PastRecords;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.EbsdPoints;
import sunstone.connectors.message.MapPacking;
import sunstone.connectors.message.MapRevision;
import sunstone.connectors.message.ScanOpened;
import sunstone.connectors.message.ScanRules;
import sunstone.connectors.message.codec.Decoded;
import sunstone.connectors.message.codec.Reason;
import sunstone.models.map.Phase;

/**
 * Maps of one scan as the log has them, without an agent. The topic of maps keeps the newest of a scan for good and
 * older ones until Kafka compacts it. Orientations are rounded as {@link MapPacking} says, uncertainty to a tenth of a
 * degree.
 *
 * <p>Of an older revision, measured are the points up to the last that its record counts; a point that was taken for
 * wrong later may move that by one.
 */
public final class LoggedMaps {
    private final String scanId;
    private final TreeMap<Integer, MapRevision> maps = new TreeMap<>();
    private final List<EbsdPoints> batches = new ArrayList<>();
    private @Nullable ScanOpened opened;

    private LoggedMaps(String scanId) {
        this.scanId = scanId;
    }

    /**
     * Reads the log; blocks.
     *
     * @param silence longest wait for the next records
     * @throws IllegalStateException with the reason, if the topics cannot be read
     */
    public static LoggedMaps read(KafkaSettings kafka, String scanId, Duration silence) {
        LoggedMaps log = new LoggedMaps(scanId);
        PastRecords.read(kafka, EnumSet.of(Topic.SCANS, Topic.EBSD_POINTS, Topic.MAPS), silence, log::take);
        return log;
    }

    private void take(RawRecord r) {
        if (r.key() != null && !r.key().equals(scanId)) {
            return;
        }
        switch (r.topic()) {
            case SCANS ->
                r.decode(Codecs.SCAN)
                        .value()
                        .filter(s -> s.scanId().equals(scanId))
                        .ifPresent(s -> {
                            if (s instanceof ScanOpened o && !o.equals(opened)) { // another life of the id
                                opened = o;
                                batches.clear();
                                maps.clear();
                            }
                        });
            case EBSD_POINTS -> r.decode(Codecs.EBSD_POINTS).value().ifPresent(batches::add);
            default -> r.decode(Codecs.MAP).value().ifPresent(m -> maps.put(m.revision(), m));
        }
    }

    /** Revisions that the log holds. */
    public SortedSet<Integer> revisions() {
        return new TreeSet<>(maps.keySet());
    }

    /**
     * A revision.
     *
     * @param revision its number, or null for the newest
     * @return the map, or why there is none
     */
    public Decoded<MapExport> export(@Nullable Integer revision) {
        MapRevision map = revision == null && !maps.isEmpty() ? maps.lastEntry().getValue() : maps.get(revision);
        ScanOpened announced = opened;
        if (maps.isEmpty() || map == null) {
            return gone(
                    maps.isEmpty()
                            ? "the log holds no map of a scan \"" + scanId + "\" (is --prefix right?)"
                            : "the log no longer holds revision " + revision + " of scan " + scanId + ", it has "
                                    + maps.keySet());
        }
        if (announced == null) {
            return gone("the log no longer holds the opening of scan " + scanId + ", which tells step and phases");
        }
        return Opening.scan(announced).then(scan -> MapPacking.unpack(map.map(), announced.stepUm())
                .then(u -> Decoded.ok(export(announced, scan, map, u))));
    }

    private static Decoded<MapExport> gone(String why) {
        return Decoded.rejected(Reason.UNKNOWN_SCAN, why);
    }

    private MapExport export(ScanOpened announced, Scan scan, MapRevision map, MapPacking.Unpacked unpacked) {
        List<Measurement> points = new ArrayList<>();
        int left = map.points();
        ScanRules rules = new ScanRules(announced);
        for (EbsdPoints batch : batches) {
            for (EbsdPoints.Point p : batch.points()) {
                ScanRules.Checked one = rules.points(new EbsdPoints(batch.scanId(), batch.seq(), List.of(p)));
                one.notIndexed().forEach(n -> points.add(new Measurement(n.row(), n.col(), 0, 1, 0, 0, 0, 0)));
                one.indexed().forEach(i -> points.add(MapExport.measurement(i)));
                left -= p.phase() == scan.mapped().id() ? one.indexed().size() : 0;
            }
            if (left <= 0) {
                break;
            }
        }
        int stride = unpacked.stride();
        List<Measurement> placed = stride == 1
                ? points
                : points.stream()
                        .filter(m -> m.row() % stride == 0 && m.col() % stride == 0)
                        .map(m -> new Measurement(
                                m.row() / stride,
                                m.col() / stride,
                                m.phase(),
                                m.w(),
                                m.x(),
                                m.y(),
                                m.z(),
                                m.confidence()))
                        .toList();
        List<CrystalPhase> phases = announced.phases().stream()
                .filter(p -> p.id() <= Phase.MAX_ID)
                .map(p -> MapExport.described(new Phase(p.id(), p.name(), p.laueGroup())))
                .toList();
        return new MapExport(
                scanId,
                map.revision(),
                phases,
                scan.mapped().id(),
                unpacked.map(),
                unpacked.uncertaintyDeg(),
                placed.stream().filter(m -> m.phase() <= Phase.MAX_ID).toList());
    }
}
