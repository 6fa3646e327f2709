package sunstone.agent.loop;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import sunstone.agent.journal.PublishedHistory;
import sunstone.agent.policy.Travel;
import sunstone.agent.policy.rule.Policies;
import sunstone.agent.registry.HeapBudget;
import sunstone.agent.registry.LoopMeters;
import sunstone.agent.round.Copilot;
import sunstone.agent.sampling.SamplerStatus;
import sunstone.agent.scan.Mode;
import sunstone.agent.scan.WaitLimits;
import sunstone.agent.view.ScanViews;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.Command;
import sunstone.connectors.message.EbsdPoints;
import sunstone.connectors.message.Suggestion;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.posterior.PosteriorSampler;

/**
 * A whole loop without a broker and without threads, on one partition: the test writes the inputs, does the work of each
 * thread when it likes, and turns the clock.
 */
final class LoopInMemory {
    static final Duration INFERENCE_LIMIT = Duration.ofSeconds(60);
    private static final int ROWS = 8;
    private static final int COLS = 6;
    private static final KafkaSettings KAFKA =
            new KafkaSettings("nowhere:9092", KafkaSettings.PREFIX, "agent", "agents", 1, Map.of());

    final HandLoop loop = new HandLoop(Instant.parse("2026-01-01T00:00:00Z"));
    final HandWorker inference = new HandWorker();
    final HandWorker fallback = new HandWorker();
    final HandWorker publishing = new HandWorker();
    final HandWorker chores = new HandWorker();
    final MemoryTransactions kafka = new MemoryTransactions();
    final List<Outgoing> written = new ArrayList<>();
    final List<Throwable> fatal = new ArrayList<>();
    final ScanViews views = new ScanViews();
    final PartitionLease lease = new PartitionLease(0, Map.of(), Map.of());
    final LoopScope scope;
    private final Map<Topic, Long> ends = new EnumMap<>(Topic.class);
    private final Map<Topic, List<RawRecord>> log = new EnumMap<>(Topic.class);

    /** An engine without a model that says how far a sampler is. */
    private static SamplerStatus counting(PosteriorSampler sampler) {
        return new SamplerStatus() {
            @Override
            public Optional<String> model() {
                return Optional.empty();
            }

            @Override
            public String device() {
                return "cpu";
            }

            @Override
            public Optional<String> trouble() {
                return Optional.empty();
            }

            @Override
            public Optional<PosteriorSampler.Progress> progress() {
                return sampler.progress();
            }
        };
    }

    LoopInMemory(Mode mode, PosteriorSampler sampler) {
        Clock clock = new WallClock(loop::now);
        LoopSettings settings = new LoopSettings(
                "agent",
                "test",
                counting(sampler),
                mode,
                WaitLimits.DEFAULT,
                Duration.ofMinutes(10),
                Duration.ofSeconds(1),
                INFERENCE_LIMIT,
                PlScaling.canonical(),
                HeapBudget.unlimited(),
                2,
                Map.of());
        LoopScope.Plan plan = new LoopScope.Plan(
                KAFKA,
                settings,
                Copilot.with(sampler, Policies.of("pl-k-center"), Travel.DEFAULT, 3, 1),
                clock,
                views,
                new LoopMeters(new SimpleMeterRegistry(), views, clock),
                fatal::add);
        LoopClients clients = new LoopClients(
                kafka,
                record -> {
                    written.add(record);
                    return CompletableFuture.completedFuture(null);
                },
                new OpenTransactions(partitions -> Map.of()),
                1,
                List.of(),
                Optional.empty(),
                scans -> {
                    throw new IllegalStateException("no scan of these tests names a section below");
                },
                () -> {});
        scope = LoopScope.of(plan, new LoopScope.Threads(loop, inference, fallback, publishing, chores), clients);
    }

    /** What an agent is given that joins the group: the partition, and what was published on it before. */
    void assign(PublishedHistory past) {
        scope.turn().assigned(Map.of(0, lease), past);
    }

    /** All that stood in the partition has been folded. */
    void live() {
        scope.turn().replayed(java.util.Set.of(0));
        scope.turn().live(java.util.Set.of(0));
    }

    /** Takes the partition, which is empty. */
    void begin() {
        assign(PublishedHistory.none());
        live();
    }

    /** Opens a scan without light. */
    void open(String id) {
        write(Topic.SCANS, Outgoing.of(Announcement.of(id, ROWS, COLS, 0)));
    }

    /** Writes points to the log. */
    void measure(String id, long seq, List<Suggestion.Point> points) {
        write(
                Topic.EBSD_POINTS,
                Outgoing.of(new EbsdPoints(
                        id,
                        seq,
                        points.stream()
                                .map(p -> new EbsdPoints.Point(
                                        p.row(), p.col(), 1, 10, 20 + 30.0 * (p.col() / 3), 30, 0.9, null, loop.now()))
                                .toList())));
    }

    /** Writes a record to an input and has it folded. */
    void write(Topic topic, Outgoing record) {
        long offset = ends.merge(topic, 1L, Long::sum) - 1;
        RawRecord raw = raw(topic, record, offset, false);
        log.computeIfAbsent(topic, k -> new ArrayList<>()).add(raw);
        scope.turn().fold(List.of(raw));
        loop.turn();
    }

    /** Inputs so far, as an agent reads them that comes later. */
    List<RawRecord> replayed(Topic topic) {
        return log.getOrDefault(topic, List.of()).stream()
                .map(r -> new RawRecord(
                        topic, r.position(), r.offset(), r.timestamp(), r.key(), r.value(), r.headers(), true))
                .toList();
    }

    /** Outputs so far, as an agent reads them that comes later. */
    PublishedHistory history() {
        PublishedHistory past = PublishedHistory.none();
        for (Topic topic : List.of(Topic.SUGGESTIONS, Topic.COMMANDS)) {
            List<Outgoing> records = kafka.records(topic);
            for (int k = 0; k < records.size(); k++) {
                past.take(raw(topic, records.get(k), k, true));
            }
        }
        return past;
    }

    private RawRecord raw(Topic topic, Outgoing record, long offset, boolean replayed) {
        return new RawRecord(
                topic,
                new TopicPartition(KAFKA.name(topic), 0),
                offset,
                loop.now().toEpochMilli(),
                record.key(),
                record.value(),
                record.headers(),
                replayed);
    }

    /** Does everything that waits on every thread until nothing does. */
    void settle() {
        boolean worked = true;
        while (worked) {
            loop.turn();
            worked = inference.step() | fallback.step() | publishing.step() | chores.step();
        }
    }

    List<Suggestion> suggestions() {
        return kafka.records(Topic.SUGGESTIONS).stream()
                .map(r -> decoded(Codecs.SUGGESTION.decode(r.value()).value()))
                .toList();
    }

    List<Command> commands() {
        return kafka.records(Topic.COMMANDS).stream()
                .map(r -> decoded(Codecs.COMMAND.decode(r.value()).value()))
                .toList();
    }

    private static <T> T decoded(Optional<T> value) {
        return value.orElseThrow();
    }

    /** Why the newest suggestion is degraded, or null. */
    @Nullable
    String degraded() {
        List<Suggestion> all = suggestions();
        return all.get(all.size() - 1).degraded();
    }
}
