package sunstone.agent.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.agent.round.Copilot;
import sunstone.agent.scan.Pixel;
import sunstone.agent.scan.Scan;
import sunstone.agent.scan.ScanState;
import sunstone.agent.scan.SuggestionRecord;
import sunstone.agent.wire.Publication;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.PastRecords;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.Command;
import sunstone.models.posterior.Posterior;

/**
 * Records that the agent itself (or the one before it) has published, read to the end before anything is folded: a
 * revision number is never issued twice, and points under way stay under way.
 */
public final class PublishedHistory {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedHistory.class);
    private static final Duration MAP_LIMIT = Duration.ofSeconds(30);

    private final Map<String, List<Made>> offers = new HashMap<>();
    private final Map<String, List<Sent>> commands = new HashMap<>();
    private final Map<String, RestartPoint.Published> newest = new HashMap<>();
    private final Map<String, RestartPoint.Published> newestGood = new HashMap<>();
    private final Map<String, Integer> partitions = new HashMap<>();
    private final Map<Integer, Map<Topic, Long>> folded = new HashMap<>();
    private @Nullable KafkaSettings kafka;

    /**
     * A suggestion, and up to where the topic of scans had been folded when it was made; unknown is as far as can be.
     */
    record Made(
            SuggestionRecord offer,
            long scans,
            Optional<RoundFigures> figures,
            @Nullable String degraded) {}

    /** A command and when it was sent. */
    record Sent(Command command, Instant at) {}

    private PublishedHistory() {}

    /**
     * Reads the outputs on some partitions; blocks.
     *
     * @throws IllegalStateException if Kafka is silent for longer than the limit
     */
    public static PublishedHistory read(KafkaSettings settings, Set<Integer> partitions, Duration limit) {
        PublishedHistory past = new PublishedHistory();
        past.kafka = settings;
        PastRecords.read(settings, Set.of(Topic.SUGGESTIONS, Topic.COMMANDS), partitions::contains, limit, past::take);
        return past;
    }

    public void take(RawRecord r) {
        if (r.topic() == Topic.SUGGESTIONS) {
            r.decode(Codecs.SUGGESTION).value().ifPresent(s -> {
                int partition = r.position().partition();
                partitions.putIfAbsent(s.scanId(), partition);
                Optional<Provenance> provenance = Provenance.of(r.headers());
                provenance.ifPresent(p -> p.inputs()
                        .forEach((topic, offset) -> folded.computeIfAbsent(partition, k -> new EnumMap<>(Topic.class))
                                .merge(topic, offset, Math::max)));
                offers.computeIfAbsent(s.scanId(), k -> new ArrayList<>())
                        .add(new Made(
                                Publication.offer(s),
                                provenance.map(p -> p.input(Topic.SCANS)).orElse(Long.MAX_VALUE),
                                RoundFigures.of(r.headers(), s.revision(), s.createdAt()),
                                s.degraded()));
                newest.remove(s.scanId());
                provenance
                        .map(p -> new RestartPoint.Published(
                                s.revision(), s.basedOn().points(), s.basedOn().frames(), p))
                        .ifPresent(p -> {
                            newest.put(s.scanId(), p);
                            if (s.degraded() == null) {
                                newestGood.put(s.scanId(), p);
                            }
                        });
            });
        } else {
            Instant at = Instant.ofEpochMilli(r.timestamp());
            r.decode(Codecs.COMMAND).value().ifPresent(c -> commands.computeIfAbsent(c.scanId(), k -> new ArrayList<>())
                    .add(new Sent(c, at)));
        }
    }

    /**
     * Tells a new state what was published of its scan.
     *
     * @param opening offset of the record that opened it, if its id was closed before: of what was published until then
     *     only the numbers count; else -1
     */
    public void restore(ScanState state, long opening) {
        String scanId = state.scan().scanId();
        Set<String> former = new HashSet<>();
        for (Made m : offers.getOrDefault(scanId, List.of())) {
            if (m.scans() > opening) {
                state.offered(m.offer());
            } else {
                state.revisionTaken(m.offer().revision());
                former.add(m.offer().suggestionId());
            }
        }
        for (Sent s : commands.getOrDefault(scanId, List.of())) {
            if (former.contains(s.command().suggestionId())) {
                continue;
            }
            String cancelled = s.command().cancels();
            if (cancelled != null) {
                state.cancelled(cancelled); // does nothing to one of a former life
                continue;
            }
            List<Pixel> pixels = s.command().points().stream()
                    .map(p -> new Pixel(p.row(), p.col()))
                    .toList();
            state.commanded(s.command().commandId(), s.command().suggestionId(), pixels, s.at());
        }
    }

    /**
     * Figures of the rounds of a scan that were published, the newest at the end.
     *
     * @param opening as in {@link #restore}; rounds of a former life do not count
     */
    public List<RoundFigures> figures(String scanId, long opening) {
        return offers.getOrDefault(scanId, List.of()).stream()
                .filter(m -> m.scans() > opening)
                .flatMap(m -> m.figures().stream())
                .toList();
    }

    /**
     * Event of a scan, for its log.
     *
     * @param text one line for the operator
     * @param warning whether an operator should have looked at it
     */
    public record Happened(Instant at, String text, boolean warning) {}

    /**
     * What the agent itself has done with a scan: commands, degraded rounds, the end of its proposals; not in order.
     *
     * @param opening as in {@link #restore}; a former life does not count
     */
    public List<Happened> happened(String scanId, long opening) {
        List<Happened> all = new ArrayList<>();
        Map<String, Integer> revisions = new HashMap<>();
        for (Made m : offers.getOrDefault(scanId, List.of())) {
            if (m.scans() <= opening) {
                continue;
            }
            String revision = "revision " + m.offer().revision();
            revisions.put(m.offer().suggestionId(), m.offer().revision());
            if (m.degraded() != null) {
                all.add(new Happened(m.offer().createdAt(), revision + " is degraded: " + m.degraded(), true));
            }
            if (m.offer().stop() != null) {
                all.add(new Happened(
                        m.offer().createdAt(), revision + ": stop, " + m.offer().stop(), false));
            }
        }
        for (Sent s : commands.getOrDefault(scanId, List.of())) {
            Integer revision = revisions.get(s.command().suggestionId());
            if (revision != null) {
                String what = s.command().cancels() == null
                        ? s.command().points().size() + " points commanded"
                        : "what was under way is cancelled";
                all.add(new Happened(s.at(), "revision " + revision + ": " + what, false));
            }
        }
        return all;
    }

    /** The partition on which a scan has been published, so that it was opened there; empty if nothing has been. */
    public OptionalInt partition(String scanId) {
        Integer partition = partitions.get(scanId);
        return partition == null ? OptionalInt.empty() : OptionalInt.of(partition);
    }

    /**
     * Per input partition the offset below which everything had been folded when the newest suggestion was made.
     * Kafka knows it too, unless it has forgotten what a group committed that was away for a week.
     */
    public Map<TopicPartition, Long> folded(KafkaSettings settings) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        folded.forEach((partition, ofTopic) -> ofTopic.forEach(
                (topic, offset) -> offsets.put(new TopicPartition(settings.name(topic), partition), offset)));
        return offsets;
    }

    /** The round of a scan that was published last, if its record says what it rests on. */
    public Optional<RestartPoint.Published> newest(String scanId) {
        return Optional.ofNullable(newest.get(scanId));
    }

    /**
     * How a scan goes on from its newest round.
     *
     * @param opening as in {@link #restore}; rounds of a former life do not count
     */
    public Optional<RestartPoint> resumption(Scan scan, int partition, long opening) {
        Predicate<RestartPoint.Published> ours = p -> p.provenance().input(Topic.SCANS) > opening;
        RestartPoint.Published good =
                Optional.ofNullable(newestGood.get(scan.scanId())).filter(ours).orElse(null);
        KafkaSettings log = kafka;
        return newest(scan.scanId())
                .filter(ours)
                .map(p -> new RestartPoint(
                        p, good, made -> log == null ? Optional.empty() : map(log, scan, partition, made.revision())));
    }

    /**
     * Reads the map of a round that had its sampler, which later rounds may have held on to; blocks. Only the newest
     * map of a scan is sure to be in its topic, and most restarts do not need it.
     */
    private static Optional<Posterior> map(KafkaSettings log, Scan scan, int partition, int revision) {
        AtomicReference<@Nullable RawRecord> last = new AtomicReference<>();
        try {
            PastRecords.read(log, Set.of(Topic.MAPS), n -> n == partition, MAP_LIMIT, r -> {
                if (scan.scanId().equals(r.key())) {
                    last.set(r);
                }
            });
        } catch (IllegalStateException e) {
            LOG.warn("the map of revision {} of {} is not at hand: {}", revision, scan.scanId(), e.getMessage());
        }
        return Optional.ofNullable(last.get())
                .flatMap(r -> r.decode(Codecs.MAP).value())
                .filter(m -> m.degraded() == null
                        ? m.revision() == revision
                        : m.degraded().endsWith(Copilot.holding(revision)))
                .flatMap(m -> Publication.unpacked(scan, m.map()));
    }

    /** Takes in what was read of further partitions. */
    public void add(PublishedHistory other) {
        kafka = other.kafka == null ? kafka : other.kafka;
        partitions.putAll(other.partitions);
        folded.putAll(other.folded);
        newest.putAll(other.newest);
        newestGood.putAll(other.newestGood);
        offers.putAll(other.offers);
        commands.putAll(other.commands);
    }

    /** Nothing published yet. */
    public static PublishedHistory none() {
        return new PublishedHistory();
    }
}
