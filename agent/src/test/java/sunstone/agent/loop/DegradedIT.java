package sunstone.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sunstone.agent.policy.Travel;
import sunstone.agent.policy.rule.Policies;
import sunstone.agent.registry.HeapBudget;
import sunstone.agent.registry.LoopMeters;
import sunstone.agent.round.Copilot;
import sunstone.agent.sampling.ReopeningSampler;
import sunstone.agent.sampling.SamplerStatus;
import sunstone.agent.scan.Mode;
import sunstone.agent.scan.WaitLimits;
import sunstone.agent.view.ScanViews;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.PastRecords;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.RecordSink;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.kafka.TopicSetup;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.Command;
import sunstone.connectors.message.EbsdPoints;
import sunstone.connectors.message.MapRevision;
import sunstone.connectors.message.Status;
import sunstone.connectors.message.Suggestion;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.posterior.NearestFill;
import sunstone.models.posterior.PosteriorSampler;
import sunstone.simulators.broker.EmbeddedBroker;

/** What the loop does without something that it needs, how it says so, and that it is back by itself. */
class DegradedIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path data;

    private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final PosteriorSampler fill = new NearestFill();
    private final CountDownLatch stuck = new CountDownLatch(1);
    private EmbeddedBroker broker;
    private Vertx vertx;
    private RecordSink instrument;
    private Spy spy;

    @BeforeEach
    void start() {
        broker = EmbeddedBroker.start(0, data);
        vertx = Vertx.vertx();
        KafkaSettings settings = new KafkaSettings(broker.bootstrap(), "d.", "instrument", "instruments", 1, Map.of());
        assertThat(TopicSetup.ensure(settings, LIMIT)).isInstanceOf(TopicSetup.Ready.class);
        instrument = new RecordSink(settings);
        spy = new Spy(settings, Set.of(Topic.SUGGESTIONS, Topic.STATUS), fatal::set);
    }

    @AfterEach
    void stop() throws Exception {
        stuck.countDown();
        spy.close();
        instrument.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        broker.close();
        assertThat(fatal.get()).isNull();
    }

    @Test
    void inferenceOverItsLimit_goesOnByTheClassicalRuleUntilTheSamplerIsBack() {
        AtomicBoolean sticks = new AtomicBoolean();
        deploy(SamplerStatus.none(), (snapshot, seed) -> {
            if (sticks.get()) {
                waitUninterrupted();
            }
            return fill.sample(snapshot, seed);
        });
        assertThat(suggestion(1).degraded()).isNull();

        sticks.set(true);
        measure(0, 1, 1);

        Suggestion second = suggestion(2);
        assertThat(second.degraded())
                .contains("inference over its limit of 0.5 s")
                .endsWith("classical fill");
        assertThat(second.points()).isNotEmpty().allMatch(p -> p.why().startsWith("degraded, so by the classical"));
        measure(1, 8, 8); // the sampler is still stuck: nobody waits for it a second time
        assertThat(suggestion(3).degraded()).contains("inference over its limit");
        assertDegraded("inference over its limit");

        sticks.set(false);
        stuck.countDown();

        assertThat(suggestion(4).degraded()).isNull();
        assertWell();
    }

    @Test
    void samplerThrows_isOpenedAgainAndUsedAsSoonAsItWorks() {
        AtomicBoolean broken = new AtomicBoolean();
        ReopeningSampler sampler = new ReopeningSampler(
                () -> new ReopeningSampler.Opened(
                        (snapshot, seed) -> {
                            if (broken.get()) {
                                throw new IllegalStateException("device lost");
                            }
                            return fill.sample(snapshot, seed);
                        },
                        "sha256:ab",
                        "cuda:0",
                        () -> {}),
                InstantSource.system());
        deploy(sampler, sampler);
        assertThat(suggestion(1).basedOn().model()).isEqualTo("sha256:ab");

        broken.set(true);
        measure(0, 1, 1);

        assertThat(suggestion(2).degraded()).contains("device lost");
        assertDegraded("device lost");
        broken.set(false);
        assertThat(suggestion(3).degraded()).isNull();
        assertThat(suggestion(3).basedOn().model()).isEqualTo("sha256:ab");
        assertWell();
    }

    @Test
    void modelMissingAtStart_worksWithoutItAndWithItWhenItIsThere() {
        AtomicBoolean there = new AtomicBoolean();
        ReopeningSampler sampler = new ReopeningSampler(
                () -> {
                    if (!there.get()) {
                        throw new IOException("no model at model.onnx");
                    }
                    return new ReopeningSampler.Opened(fill, "sha256:cd", "cpu", () -> {});
                },
                InstantSource.system());
        sampler.tryOpen();
        deploy(sampler, sampler);

        assertThat(suggestion(1).degraded()).startsWith("no model at model.onnx");
        assertThat(suggestion(1).basedOn().model()).isEqualTo("none");
        assertDegraded("no model at model.onnx");
        there.set(true);

        assertThat(suggestion(2).degraded()).isNull();
        assertThat(suggestion(2).basedOn().model()).isEqualTo("sha256:cd");
        assertWell();
    }

    @Test
    void restartedWithoutItsModel_holdsOnToTheLastGoodMapUntilTheModelIsThere() throws Exception {
        CopilotVerticle agent = deploy(SamplerStatus.none(), fill);
        suggestion(1);
        List<EbsdPoints.Point> row = new ArrayList<>();
        for (int k = 0; k < 20; k++) {
            row.add(point(k / 10, k % 10));
        }
        instrument.send(Outgoing.of(new EbsdPoints("s", 0, row)));
        assertThat(suggestion(2).degraded()).isNull();
        vertx.undeploy(agent.deploymentID())
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);

        AtomicBoolean there = new AtomicBoolean();
        deploy(SamplerStatus.none(), (snapshot, seed) -> {
            if (!there.get()) {
                throw new PosteriorSampler.Unavailable("no model");
            }
            return fill.sample(snapshot, seed);
        });
        measure(1, 8, 8);

        assertThat(suggestion(3).degraded()).endsWith("the map is that of revision 2");
        List<MapRevision> maps = past(Topic.MAPS).stream()
                .map(r -> r.decode(Codecs.MAP).value().orElseThrow())
                .toList();
        assertThat(maps).extracting(MapRevision::revision).endsWith(2, 3);
        assertThat(maps.get(maps.size() - 1).map())
                .isEqualTo(maps.get(maps.size() - 2).map());
        there.set(true);
        assertThat(suggestion(4).degraded()).isNull();
    }

    @Test
    void brokerAway_isNotReadyThenGoesOnWithTheNextRevision() {
        CopilotVerticle agent = deploy(SamplerStatus.none(), fill);
        suggestion(1);
        int port = broker.port();

        broker.close();

        await().atMost(LIMIT).ignoreExceptions().until(() -> !health(agent).ready());
        assertThat(health(agent).kafka()).contains("no answer");
        broker = EmbeddedBroker.start(port, data);
        measure(0, 1, 1);

        assertThat(suggestion(2).basedOn().points()).isEqualTo(1);
        await().atMost(LIMIT).ignoreExceptions().until(() -> health(agent).ready());
        assertThat(spy.suggestions()).extracting(Suggestion::revision).containsExactly(1, 2);
    }

    @Test
    void mapTooLargeForItsTopic_isLeftOutAndTheCommandGoesOut() throws Exception {
        largest("maps", 100);
        deploy(SamplerStatus.none(), fill, Mode.AUTO);

        assertThat(suggestion(1).degraded()).isNull();
        await().atMost(LIMIT).until(() -> String.valueOf(status().degraded()).contains("too large for the topic maps"));
        Command command =
                past(Topic.COMMANDS).get(0).decode(Codecs.COMMAND).value().orElseThrow();
        assertThat(past(Topic.MAPS)).isEmpty();

        largest("maps", 1_000_000);
        for (int k = 0; k < command.points().size(); k++) {
            measure(k, command.points().get(k).row(), command.points().get(k).col());
        }

        suggestion(2);
        assertWell();
        assertThat(past(Topic.MAPS)).hasSize(1);
        assertThat(past(Topic.COMMANDS)).hasSize(2);
    }

    @Test
    void suggestionTooLargeForItsTopic_waitsAndGoesOutOnceTheTopicTakesIt() throws Exception {
        largest("suggestions", 100);
        deploy(SamplerStatus.none(), fill, Mode.AUTO);

        await().atMost(LIMIT).until(() -> String.valueOf(status().degraded())
                .contains("too large for the topic suggestions, it and all"));
        assertThat(past(Topic.COMMANDS)).isEmpty();

        largest("suggestions", 1_000_000);

        assertThat(suggestion(1).points()).hasSize(4);
        assertWell();
        assertThat(past(Topic.SUGGESTIONS)).hasSize(1);
        assertThat(past(Topic.COMMANDS)).hasSize(1);
    }

    private void largest(String topic, int bytes) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, "d." + topic),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", "" + bytes), AlterConfigOp.OpType.SET))))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private List<RawRecord> past(Topic topic) {
        List<RawRecord> records = new CopyOnWriteArrayList<>();
        PastRecords.read(
                new KafkaSettings(broker.bootstrap(), "d.", "judge", "judges", 1, Map.of()),
                Set.of(topic),
                LIMIT,
                records::add);
        return records;
    }

    private static Health health(CopilotVerticle agent) {
        return agent.health().toCompletionStage().toCompletableFuture().join();
    }

    private void assertDegraded(String why) {
        await().atMost(LIMIT).until(() -> String.valueOf(status().degraded()).contains(why));
        assertThat(meters.get("sunstone.degraded").gauge().value()).isOne();
        assertThat(meters.get("sunstone.rounds.degraded").counter().count()).isPositive();
    }

    private void assertWell() {
        await().atMost(LIMIT).until(() -> status().degraded() == null);
        assertThat(meters.get("sunstone.degraded").gauge().value()).isZero();
    }

    private void waitUninterrupted() {
        while (stuck.getCount() > 0) { // as native code, it does not listen to interrupts
            try {
                stuck.await();
            } catch (InterruptedException e) {
                continue;
            }
        }
    }

    private CopilotVerticle deploy(SamplerStatus engine, PosteriorSampler sampler) {
        return deploy(engine, sampler, Mode.ADVISE);
    }

    private CopilotVerticle deploy(SamplerStatus engine, PosteriorSampler sampler, Mode mode) {
        KafkaSettings kafka = new KafkaSettings(broker.bootstrap(), "d.", "agent", "agents", 1, Map.of());
        LoopSettings settings = new LoopSettings(
                "agent",
                "test",
                engine,
                mode,
                WaitLimits.DEFAULT,
                Duration.ofMinutes(10),
                Duration.ofMillis(200),
                Duration.ofMillis(500),
                PlScaling.canonical(),
                HeapBudget.unlimited(),
                2,
                Map.of());
        ScanViews views = new ScanViews();
        CopilotVerticle agent = new CopilotVerticle(
                kafka,
                settings,
                Copilot.with(sampler, Policies.of("max-variance"), Travel.DEFAULT, 4, 1),
                Clock.systemUTC(),
                views,
                new LoopMeters(meters, views, Clock.systemUTC()),
                fatal::set);
        vertx.deployVerticle(agent).toCompletionStage().toCompletableFuture().join();
        instrument.send(Outgoing.of(Announcement.of("s", 12, 10, 0))).join();
        return agent;
    }

    private void measure(int seq, int row, int col) {
        instrument.send(Outgoing.of(new EbsdPoints("s", seq, List.of(point(row, col)))));
    }

    private static EbsdPoints.Point point(int row, int col) {
        return new EbsdPoints.Point(row, col, 1, 10, 20, 30, 0.9, null, Instant.EPOCH);
    }

    private Status status() {
        List<Status> all = spy.statuses();
        return all.get(all.size() - 1);
    }

    private Suggestion suggestion(int revision) {
        return await().atMost(LIMIT)
                .until(
                        () -> spy.suggestions().stream()
                                .filter(s -> s.revision() == revision)
                                .toList(),
                        s -> !s.isEmpty())
                .get(0);
    }
}
