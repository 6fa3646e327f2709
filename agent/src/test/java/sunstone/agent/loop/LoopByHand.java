package sunstone.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import sunstone.agent.policy.Travel;
import sunstone.agent.policy.rule.Policies;
import sunstone.agent.registry.HeapBudget;
import sunstone.agent.registry.LoopMeters;
import sunstone.agent.round.Copilot;
import sunstone.agent.sampling.SamplerStatus;
import sunstone.agent.scan.Answer;
import sunstone.agent.scan.Mode;
import sunstone.agent.scan.WaitLimits;
import sunstone.agent.view.ScanView;
import sunstone.agent.view.ScanViews;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.RecordSink;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Command;
import sunstone.connectors.message.Control;
import sunstone.connectors.message.Decision;
import sunstone.connectors.message.EbsdPoints;
import sunstone.connectors.message.MapRevision;
import sunstone.connectors.message.PixelType;
import sunstone.connectors.message.PlFrame;
import sunstone.connectors.message.RegionRuns;
import sunstone.connectors.message.ScanPlan;
import sunstone.connectors.message.Suggestion;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.posterior.NearestFill;

/** A loop in mode advise on a broker, and a test that plays its instrument and its operator by hand. */
final class LoopByHand implements AutoCloseable {
    static final int ROWS = 12;
    static final int COLS = 10;

    private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();
    private final Vertx vertx = Vertx.vertx();
    private KafkaSettings kafka;
    private final RecordSink instrument;
    private final Spy spy;
    private CopilotVerticle agent;
    private ScanViews views;

    LoopByHand(String bootstrap, String prefix) {
        kafka = new KafkaSettings(bootstrap, prefix, "agent", "agents", 1, Map.of());
        deploy(Mode.ADVISE);
        KafkaSettings other = new KafkaSettings(bootstrap, prefix, "instrument", "instruments", 1, Map.of());
        instrument = new RecordSink(other);
        spy = new Spy(
                other,
                Set.of(Topic.SUGGESTIONS, Topic.COMMANDS, Topic.MAPS, Topic.STATUS, Topic.CONTROLS, Topic.DEAD_LETTERS),
                fatal::set);
    }

    private void deploy(Mode mode) {
        LoopSettings settings = new LoopSettings(
                kafka.clientId(),
                "test",
                SamplerStatus.none(),
                mode,
                WaitLimits.DEFAULT,
                Duration.ofMinutes(10),
                Duration.ofMillis(200),
                Duration.ofMinutes(1),
                PlScaling.canonical(),
                HeapBudget.unlimited(),
                2,
                Map.of());
        views = new ScanViews();
        agent = new CopilotVerticle(
                kafka,
                settings,
                Copilot.with(new NearestFill(), Policies.of("pl-k-center"), Travel.DEFAULT, 4, 1),
                Clock.systemUTC(),
                views,
                new LoopMeters(new SimpleMeterRegistry(), views, Clock.systemUTC()),
                fatal::set);
        get(vertx.deployVerticle(agent));
    }

    void restart(Mode mode) {
        get(vertx.undeploy(agent.deploymentID()));
        deploy(mode);
    }

    /** Another agent of the group takes over from the first, which goes. */
    void replace(String name, Mode mode) {
        get(vertx.undeploy(agent.deploymentID()));
        kafka = kafka.as(name);
        deploy(mode);
    }

    /** The mode of the agent. */
    Mode mode() {
        return get(agent.mode());
    }

    KafkaSettings kafka() {
        return kafka;
    }

    /** What people see of a scan. */
    ScanView view(String id) {
        return views.of(id).orElseThrow();
    }

    void mode(Mode mode) {
        get(agent.setMode(mode, "test"));
    }

    Answer control(String id, Control.Action action, @Nullable RegionRuns region) {
        return get(agent.control(new Control(id, action, region, null, "test", now())));
    }

    /** Changes how a scan goes on. */
    Answer plan(String id, ScanPlan wanted) {
        return get(agent.control(new Control(id, wanted, null, "Ada", now())));
    }

    /** What people see in this run of the agent. */
    ScanViews views() {
        return views;
    }

    Answer decide(String id, String suggestionId, Decision.Verdict verdict) {
        return get(agent.decide(new Decision(id, suggestionId, verdict, null, null, "test", now())));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Opens a scan and sends all its frames, black ones. */
    void open(String id) {
        send(Outgoing.of(Announcement.of(id, ROWS, COLS, 6))).join();
        for (int f = 0; f < 6; f++) {
            send(Outgoing.of(new PlFrame(id, f, 30 * f, ROWS, COLS, 0, ROWS, PixelType.U8, new byte[ROWS * COLS])));
        }
    }

    void measure(String id, int seq, List<Suggestion.Point> points) {
        send(Outgoing.of(new EbsdPoints(
                id, seq, points.stream().map(p -> point(p.row(), p.col(), 1)).toList())));
    }

    void measure(String id, int seq, int row, int col) {
        send(Outgoing.of(new EbsdPoints(id, seq, List.of(point(row, col, 1)))));
    }

    static EbsdPoints.Point point(int row, int col, int phase) {
        return new EbsdPoints.Point(row, col, phase, 10, 20, 30, 0.9, null, Instant.EPOCH);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    CompletableFuture<Void> send(Outgoing record) {
        return instrument.send(record);
    }

    List<RawRecord> records(Topic topic) {
        return spy.of(topic);
    }

    List<Suggestion> suggestions(String id) {
        return spy.suggestions().stream().filter(s -> s.scanId().equals(id)).toList();
    }

    /** Waits for a revision. */
    Suggestion suggestion(String id, int revision) {
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> suggestions(id).stream()
                                .filter(s -> s.revision() == revision)
                                .toList(),
                        s -> !s.isEmpty())
                .get(0);
    }

    List<Command> commands(String id) {
        return spy.commands().stream().filter(c -> c.scanId().equals(id)).toList();
    }

    List<MapRevision> maps(String id) {
        return spy.maps().stream().filter(m -> m.scanId().equals(id)).toList();
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws Exception {
        spy.close();
        instrument.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        assertThat(fatal.get()).isNull();
    }
}
