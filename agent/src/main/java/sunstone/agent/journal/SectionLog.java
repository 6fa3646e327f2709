package sunstone.agent.journal;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import sunstone.agent.calibration.CalibrationState;
import sunstone.agent.round.Round;
import sunstone.agent.wire.SectionPacking;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.PastRecords;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.ScanOpened;
import sunstone.connectors.message.SectionPosterior;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;
import sunstone.models.posterior.carry.FinishedSection;

/**
 * Legacy of sections to the next ones of their specimens, in the topic {@code sections}: written with every round that
 * had its sampler, so that the newest is there whenever and however a scan ends, and read when a scan opens that names
 * it. The record is what counts, rounded as it is: whoever carries over works from it, so that every agent and every
 * replay has the same.
 */
public final class SectionLog {
    private final Map<String, TreeMap<Integer, SectionPosterior>> revisions = new HashMap<>();

    private SectionLog() {}

    /**
     * Legacy of a section.
     *
     * @param scanId of the section
     * @param revision of its map
     * @param section its posterior
     * @param learnt what its points taught about ensembles
     */
    public record Left(String scanId, int revision, FinishedSection section, CalibrationState learnt) {
        /** Names it in the headers of suggestions: {@code SCAN/REVISION}. */
        public String name() {
            return nameOf(scanId, revision);
        }
    }

    private static String nameOf(String scanId, int revision) {
        return scanId + "/" + revision;
    }

    /**
     * The record of a round; empty if the round had to do without its sampler. Packing takes milliseconds: not for the
     * event loop.
     */
    public static Optional<Outgoing> record(ScanOpened opened, Round round, CalibrationState learnt) {
        if (round.degraded() != null) {
            return Optional.empty();
        }
        Posterior posterior = round.posterior();
        Snapshot snapshot = round.snapshot();
        FinishedSection left = FinishedSection.of(
                posterior.map(),
                posterior.uncertaintyDeg(),
                posterior.members(),
                snapshot.calibratedLight(),
                snapshot.learntLight());
        return Optional.of(Outgoing.of(SectionPacking.pack(
                opened.scanId(),
                opened.specimenId(),
                opened.section(),
                round.revision(),
                snapshot.points().size(),
                left,
                CalibrationJson.of(learnt.lasting()).encode())));
    }

    /**
     * Reads the topic up to its end, all that it holds of some scans; blocks.
     *
     * @param scanIds of the sections
     * @param silence longest wait for the next records
     * @throws IllegalStateException with the reason, if the topic cannot be read
     */
    public static SectionLog read(KafkaSettings kafka, Set<String> scanIds, Duration silence) {
        SectionLog log = new SectionLog();
        PastRecords.read(kafka, Set.of(Topic.SECTIONS), silence, r -> log.take(r, scanIds));
        return log;
    }

    private void take(RawRecord r, Set<String> scanIds) {
        if (r.key() != null && scanIds.contains(r.key())) {
            r.decode(Codecs.SECTION).value().ifPresent(s -> revisions
                    .computeIfAbsent(s.scanId(), id -> new TreeMap<>())
                    .put(s.revision(), s));
        }
    }

    /** What a section left last; empty if the topic does not hold it, or holds something else. */
    public Optional<Left> newest(String scanId) {
        TreeMap<Integer, SectionPosterior> own = revisions.getOrDefault(scanId, new TreeMap<>());
        return own.isEmpty() ? Optional.empty() : left(own.lastEntry().getValue());
    }

    /** What has a name; empty if the topic does not hold it any more. */
    public Optional<Left> named(String name) {
        return revisions.values().stream()
                .flatMap(m -> m.values().stream())
                .filter(s -> nameOf(s.scanId(), s.revision()).equals(name))
                .findFirst()
                .flatMap(SectionLog::left);
    }

    private static Optional<Left> left(SectionPosterior record) {
        return SectionPacking.unpack(record).value().flatMap(section -> {
            try {
                CalibrationState learnt = CalibrationJson.read(new JsonObject(record.learnt()));
                return Optional.of(new Left(record.scanId(), record.revision(), section, learnt));
            } catch (RuntimeException e) { // of many kinds, as it is anything but what was written
                return Optional.empty();
            }
        });
    }
}
