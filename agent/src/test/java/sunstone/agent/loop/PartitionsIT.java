package sunstone.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sunstone.agent.policy.Travel;
import sunstone.agent.policy.rule.Policies;
import sunstone.agent.registry.HeapBudget;
import sunstone.agent.registry.LoopMeters;
import sunstone.agent.round.Copilot;
import sunstone.agent.sampling.SamplerStatus;
import sunstone.agent.scan.Answer;
import sunstone.agent.scan.Mode;
import sunstone.agent.scan.WaitLimits;
import sunstone.agent.view.ScanViews;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.RecordSink;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Command;
import sunstone.connectors.message.Control;
import sunstone.connectors.message.EbsdPoints;
import sunstone.connectors.message.Suggestion;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.posterior.NearestFill;
import sunstone.simulators.broker.EmbeddedBroker;

/** Four partitions, two agents, and clients that choose partitions as Kafka's Java clients do or as librdkafka does. */
class PartitionsIT {
    private static final int PARTITIONS = 4;
    private static final int SIZE = 10;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static EmbeddedBroker broker;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable c : open) {
            c.close();
        }
        get(vertx.close());
        assertThat(fatal.get()).isNull();
    }

    @Test
    void scans_murmur2AsJavaHasIt_goOnOverATakeoverWithoutARevisionTwice() {
        takeover("murmur.", PartitionsIT::murmur2);
    }

    @Test
    void scans_crc32AsLibrdkafkaHasIt_goOnOverATakeoverWithoutARevisionTwice() {
        takeover("crc.", PartitionsIT::crc32);
    }

    private void takeover(String prefix, ToIntFunction<String> partitioner) {
        CopilotVerticle one = deploy(prefix, "one", Mode.AUTO);
        deploy(prefix, "two", Mode.AUTO);
        RecordSink instrument = instrument(prefix);
        Spy spy = spy(prefix);
        List<String> ids = IntStream.range(0, 6).mapToObj(k -> "scan-" + k).toList();
        ids.forEach(id -> send(instrument, partitioner, Outgoing.of(Announcement.of(id, SIZE, SIZE, 0))));
        ids.forEach(id -> measure(instrument, partitioner, spy, id, 1));
        ids.forEach(id -> command(spy, id, 2));

        get(vertx.undeploy(one.deploymentID()));
        ids.forEach(id -> measure(instrument, partitioner, spy, id, 2));
        ids.forEach(id -> command(spy, id, 3));

        for (String id : ids) {
            assertThat(spy.suggestions().stream().filter(s -> s.scanId().equals(id)))
                    .extracting(Suggestion::revision)
                    .containsExactly(1, 2, 3);
            assertThat(spy.seen().stream().filter(r -> id.equals(r.key())))
                    .as("all that was published of " + id)
                    .hasSize(9)
                    .allMatch(r -> r.position().partition() == partitioner.applyAsInt(id));
        }
        assertThat(spy.of(Topic.DEAD_LETTERS)).isEmpty();
    }

    @Test
    void control_ofAScanOnAnotherPartitionThanItsHash_stopsItAtOnceWhereItIs() {
        String prefix = "stop.";
        List<CopilotVerticle> agents = List.of(deploy(prefix, "one", Mode.ADVISE), deploy(prefix, "two", Mode.ADVISE));
        RecordSink instrument = instrument(prefix);
        Spy spy = spy(prefix);
        String id = elsewhere();
        send(instrument, PartitionsIT::crc32, Outgoing.of(Announcement.of(id, SIZE, SIZE, 0)));
        await().atMost(LIMIT).until(() -> !spy.suggestions().isEmpty());

        // partitions may still be on their way between the two
        await().atMost(LIMIT).untilAsserted(() -> {
            List<Answer> answers = agents.stream()
                    .map(agent ->
                            get(agent.control(new Control(id, Control.Action.STOP, null, null, "Ada", Instant.EPOCH))))
                    .toList();

            assertThat(answers).filteredOn(Answer::taken).hasSize(1);
            assertThat(answers).filteredOn(a -> !a.taken()).singleElement().matches(a -> a.text()
                    .contains("another agent of the group has it"));
        });
        assertThat(spy.of(Topic.DEAD_LETTERS)).isEmpty();
    }

    @Test
    void record_ofAClientThatChoosesPartitionsOtherwise_isADeadLetterThatNamesTheSetting() {
        String prefix = "mixed.";
        deploy(prefix, "one", Mode.ADVISE);
        RecordSink instrument = instrument(prefix);
        Spy spy = spy(prefix);
        String id = elsewhere();
        send(instrument, PartitionsIT::crc32, Outgoing.of(Announcement.of(id, SIZE, SIZE, 0)));
        await().atMost(LIMIT).until(() -> !spy.suggestions().isEmpty());

        Control stop = new Control(id, Control.Action.STOP, null, null, "Ada", Instant.EPOCH);
        send(instrument, PartitionsIT::murmur2, Outgoing.of(stop));

        await().atMost(LIMIT).until(() -> !spy.of(Topic.DEAD_LETTERS).isEmpty());
        RawRecord letter = spy.of(Topic.DEAD_LETTERS).get(0);
        assertThat(letter.headers()).containsEntry("reason", "wrong-partition");
        assertThat(letter.headers().get("detail"))
                .contains("was opened on partition " + crc32(id), "partitioner=murmur2_random");
    }

    @Test
    void record_ofNoScanHere_isADeadLetterThatNamesTheSetting() {
        String prefix = "unknown.";
        deploy(prefix, "one", Mode.ADVISE);
        RecordSink instrument = instrument(prefix);
        Spy spy = spy(prefix);

        send(
                instrument,
                PartitionsIT::crc32,
                Outgoing.of(new EbsdPoints("nobody", 0, List.of(LoopByHand.point(1, 1, 1)))));

        await().atMost(LIMIT).until(() -> !spy.of(Topic.DEAD_LETTERS).isEmpty());
        assertThat(spy.of(Topic.DEAD_LETTERS).get(0).headers())
                .containsEntry("reason", "unknown-scan")
                .hasEntrySatisfying("detail", d -> assertThat(d).contains("of 4", "partitioner=murmur2_random"));
    }

    @Test
    void health_agentWithoutAPartition_isReadyAsStandbyAndTakesOver() {
        String prefix = "standby.";
        CopilotVerticle one = deploy(prefix, "one", Mode.AUTO, 1);
        CopilotVerticle two = deploy(prefix, "two", Mode.AUTO, 1);
        List<CopilotVerticle> agents = List.of(one, two);
        await().atMost(LIMIT)
                .until(() -> agents.stream().allMatch(a -> get(a.health()).ready()));
        CopilotVerticle standby = agents.stream()
                .filter(a -> get(a.health()).replay().startsWith("standby"))
                .findFirst()
                .orElseThrow();
        CopilotVerticle other = standby == one ? two : one;
        assertThat(get(other.health()).replay()).isEqualTo("up to date");

        get(vertx.undeploy(other.deploymentID()));

        await().atMost(LIMIT).until(() -> get(standby.health()).replay().equals("up to date"));
        assertThat(get(standby.health()).ready()).isTrue();
    }

    @Test
    void start_brokerThatTakesNoTransactions_isRefusedInOneLine() {
        try (EmbeddedBroker bare = EmbeddedBroker.configured(Map.of("transaction.state.log.replication.factor", "3"))) {
            KafkaSettings kafka =
                    new KafkaSettings(bare.bootstrap(), "bare.", "one", "agents", 1, Map.of("max.block.ms", "1000"));
            CopilotVerticle agent = loop(kafka, Mode.ADVISE);

            assertThatThrownBy(() -> get(vertx.deployVerticle(agent)))
                    .rootCause()
                    .hasMessageContaining(bare.bootstrap() + " takes no transactions")
                    .hasMessageContaining("transaction.state.log.replication.factor")
                    .hasMessageNotContaining("\n");
        }
    }

    /** An id whose partition the two rules do not agree on. */
    private static String elsewhere() {
        return IntStream.range(0, 100)
                .mapToObj(k -> "id-" + k)
                .filter(id -> crc32(id) != murmur2(id))
                .findFirst()
                .orElseThrow();
    }

    private static int crc32(String key) {
        return ClientPartitioner.CRC32.partition(key, PARTITIONS);
    }

    private static int murmur2(String key) {
        return ClientPartitioner.MURMUR2.partition(key, PARTITIONS);
    }

    private static void send(RecordSink sink, ToIntFunction<String> partitioner, Outgoing record) {
        sink.send(record.to(partitioner.applyAsInt(String.valueOf(record.key()))))
                .join();
    }

    private static Command command(Spy spy, String id, int revision) {
        return await().atMost(LIMIT)
                .until(
                        () -> spy.commands().stream()
                                .filter(c -> c.suggestionId().equals(Suggestion.idOf(id, revision)))
                                .findFirst()
                                .orElse(null),
                        c -> c != null);
    }

    private static void measure(RecordSink sink, ToIntFunction<String> partitioner, Spy spy, String id, int revision) {
        List<EbsdPoints.Point> points = command(spy, id, revision).points().stream()
                .map(p -> LoopByHand.point(p.row(), p.col(), 1))
                .toList();
        send(sink, partitioner, Outgoing.of(new EbsdPoints(id, revision, points)));
    }

    private static KafkaSettings settings(String prefix, String client) {
        return settings(prefix, client, PARTITIONS);
    }

    private static KafkaSettings settings(String prefix, String client, int partitions) {
        return new KafkaSettings(broker.bootstrap(), prefix, client, "agents", partitions, Map.of());
    }

    private RecordSink instrument(String prefix) {
        RecordSink sink = new RecordSink(settings(prefix, "instrument"));
        open.add(sink);
        return sink;
    }

    private Spy spy(String prefix) {
        Spy spy = new Spy(
                settings(prefix, "spy"),
                Set.of(Topic.SUGGESTIONS, Topic.COMMANDS, Topic.MAPS, Topic.DEAD_LETTERS),
                fatal::set);
        open.add(spy);
        return spy;
    }

    private CopilotVerticle deploy(String prefix, String agent, Mode mode) {
        return deploy(prefix, agent, mode, PARTITIONS);
    }

    private CopilotVerticle deploy(String prefix, String agent, Mode mode, int partitions) {
        CopilotVerticle loop = loop(settings(prefix, agent, partitions), mode);
        get(vertx.deployVerticle(loop));
        return loop;
    }

    private CopilotVerticle loop(KafkaSettings kafka, Mode mode) {
        LoopSettings settings = new LoopSettings(
                kafka.clientId(),
                "test",
                SamplerStatus.none(),
                mode,
                WaitLimits.DEFAULT,
                Duration.ofMinutes(10),
                Duration.ofMillis(500),
                Duration.ofMinutes(1),
                PlScaling.canonical(),
                HeapBudget.unlimited(),
                2,
                Map.of());
        ScanViews views = new ScanViews();
        return new CopilotVerticle(
                kafka,
                settings,
                Copilot.with(new NearestFill(), Policies.of("pl-k-center"), Travel.DEFAULT, 3, 1),
                Clock.systemUTC(),
                views,
                new LoopMeters(new SimpleMeterRegistry(), views, Clock.systemUTC()),
                fatal::set);
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
