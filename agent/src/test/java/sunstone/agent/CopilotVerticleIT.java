package sunstone.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sunstone.agent.policy.Policies;
import sunstone.agent.policy.Travel;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.RecordHandler;
import sunstone.connectors.kafka.RecordSink;
import sunstone.connectors.kafka.RecordStream;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.Command;
import sunstone.connectors.message.Control;
import sunstone.connectors.message.Decision;
import sunstone.connectors.message.EbsdPoints;
import sunstone.connectors.message.MapRevision;
import sunstone.connectors.message.PixelType;
import sunstone.connectors.message.PlFrame;
import sunstone.connectors.message.RegionRuns;
import sunstone.connectors.message.ScanClosed;
import sunstone.connectors.message.ScanOpened;
import sunstone.connectors.message.Status;
import sunstone.connectors.message.Suggestion;
import sunstone.models.map.PlScaling;
import sunstone.models.posterior.NearestFill;
import sunstone.simulators.broker.EmbeddedBroker;

/** The loop against a real broker; the test plays the instrument by hand. */
class CopilotVerticleIT {
    private static final int ROWS = 12;
    private static final int COLS = 10;
    private static EmbeddedBroker broker;
    private static int tests;

    private final List<RawRecord> seen = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();
    private Vertx vertx;
    private KafkaSettings kafka;
    private RecordSink instrument;
    private RecordStream spy;
    private CopilotVerticle agent;
    private Bulletin bulletin;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void start() {
        tests++;
        kafka = new KafkaSettings(broker.bootstrap(), "t" + tests + ".", "agent", "agents", 1, Map.of());
        vertx = Vertx.vertx();
        deploy(Mode.ADVISE);
        KafkaSettings other =
                new KafkaSettings(broker.bootstrap(), kafka.prefix(), "instrument", "instruments", 1, Map.of());
        instrument = new RecordSink(other);
        spy = RecordStream.reader(
                other,
                Set.of(Topic.SUGGESTIONS, Topic.COMMANDS, Topic.MAPS, Topic.STATUS, Topic.DEAD_LETTERS),
                new RecordHandler() {
                    @Override
                    public CompletionStage<?> onRecords(List<RawRecord> records) {
                        seen.addAll(records);
                        return CompletableFuture.completedFuture(null);
                    }

                    @Override
                    public void onFailure(Throwable cause) {
                        fatal.set(cause);
                    }
                });
    }

    @AfterEach
    void stop() throws Exception {
        spy.close();
        instrument.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        assertThat(fatal.get()).isNull();
    }

    private void deploy(Mode mode) {
        LoopSettings settings = new LoopSettings(
                "agent",
                "test",
                Engine.none(),
                mode,
                Pace.DEFAULT,
                Duration.ofMinutes(10),
                Duration.ofMillis(200),
                Duration.ofMinutes(1),
                PlScaling.titanium(),
                Map.of());
        bulletin = new Bulletin();
        agent = new CopilotVerticle(
                kafka,
                settings,
                Copilot.with(new NearestFill(), Policies.of("pl-k-center"), Travel.DEFAULT, 4, 1),
                Clock.systemUTC(),
                bulletin,
                new LoopMeters(new SimpleMeterRegistry(), bulletin, Clock.systemUTC()),
                fatal::set);
        get(vertx.deployVerticle(agent).toCompletionStage().toCompletableFuture());
    }

    private void restart(Mode mode) {
        get(vertx.undeploy(agent.deploymentID()).toCompletionStage().toCompletableFuture());
        deploy(mode);
    }

    @Test
    void advise_withoutApproval_commandsNothing() {
        open("s");
        Suggestion first = suggestion("s", 1);
        assertThat(first.points()).hasSize(4);
        assertThat(first.points().get(0)).extracting("row", "col").containsExactly(6, 5);

        measure("s", 1, 0, 0);
        suggestion("s", 2);

        assertThat(commands("s")).isEmpty();
        assertThat(maps("s")).hasSize(2);
    }

    @Test
    void advise_approved_commandsExactlyThat() {
        open("s");
        Suggestion first = suggestion("s", 1);

        decide("s", first.suggestionId(), Decision.Verdict.APPROVE);

        Command command = await().until(() -> commands("s"), c -> c.size() == 1).get(0);
        assertThat(command.suggestionId()).isEqualTo(first.suggestionId());
        assertThat(command.points()).extracting("row").isEqualTo(column(first, true));
        assertThat(command.points()).extracting("col").isEqualTo(column(first, false));
    }

    @Test
    void advise_overtakenSuggestion_cannotBeApproved() {
        open("s");
        Suggestion first = suggestion("s", 1);
        measure("s", 1, 0, 0);
        suggestion("s", 2);

        decide("s", first.suggestionId(), Decision.Verdict.APPROVE);

        await().until(() -> bulletin.of("s").orElseThrow().refusedDecisions() == 1);
        assertThat(commands("s")).isEmpty();
    }

    @Test
    void advise_denied_proposesOtherPoints() {
        open("s");
        Suggestion first = suggestion("s", 1);

        decide("s", first.suggestionId(), Decision.Verdict.DENY);

        Suggestion second = suggestion("s", 2);
        Set<String> denied = new HashSet<>();
        first.points().forEach(p -> denied.add(p.row() + "," + p.col()));
        assertThat(second.points()).noneMatch(p -> denied.contains(p.row() + "," + p.col()));
    }

    @Test
    void shadow_approved_commandsNothing() {
        get(agent.setMode(Mode.SHADOW).toCompletionStage().toCompletableFuture());
        open("s");
        Suggestion first = suggestion("s", 1);
        decide("s", first.suggestionId(), Decision.Verdict.APPROVE);

        // what comes after the decision on the same topic has been taken when the dead letter is there
        instrument.send(new Outgoing(Topic.DECISIONS, "s", bytes("poison"), Map.of()));
        await().until(() -> records(Topic.DEAD_LETTERS).size() == 1);

        assertThat(commands("s")).isEmpty();
    }

    @Test
    void setModeAuto_standingSuggestion_isCommandedAtOnceAndSoAreTheNext() {
        open("s");
        Suggestion first = suggestion("s", 1);

        get(agent.setMode(Mode.AUTO).toCompletionStage().toCompletableFuture());

        await().until(() -> commands("s").size() == 1);
        measure("s", 1, first.points());
        suggestion("s", 2);
        await().until(() -> commands("s").size() == 2);
    }

    @Test
    void pause_inAuto_commandsNothingUntilResumed() {
        get(agent.setMode(Mode.AUTO).toCompletionStage().toCompletableFuture());
        open("s");
        Suggestion first = suggestion("s", 1);
        await().until(() -> commands("s").size() == 1);

        assertThat(control("s", Control.Action.PAUSE, null).taken()).isTrue();
        measure("s", 1, first.points());
        Suggestion second = suggestion("s", 2);

        assertThat(decideAndHear("s", second.suggestionId()).text()).contains("paused");
        assertThat(commands("s")).hasSize(1);
        control("s", Control.Action.RESUME, null);
        await().until(() -> commands("s").size() == 2);
    }

    @Test
    void stop_thenResume_proposesAgain() {
        open("s");
        suggestion("s", 1);

        control("s", Control.Action.STOP, null);

        assertThat(suggestion("s", 2).stop())
                .isNotNull()
                .extracting(Suggestion.Stop::reason)
                .asString()
                .contains("stopped by test");
        control("s", Control.Action.RESUME, null);
        assertThat(suggestion("s", 3).points()).hasSize(4);
    }

    @Test
    void forbiddenRegion_afterRestart_stillGetsNoPoints() {
        open("s");
        suggestion("s", 1);
        boolean[] upper = new boolean[ROWS * COLS];
        java.util.Arrays.fill(upper, 0, ROWS * COLS / 2, true);

        control("s", Control.Action.FORBID, RegionRuns.of(upper));
        assertThat(suggestion("s", 2).points()).hasSize(4).allMatch(p -> p.row() >= ROWS / 2);
        restart(Mode.ADVISE);
        measure("s", 1, ROWS - 1, 0);

        assertThat(suggestion("s", 3).points()).hasSize(4).allMatch(p -> p.row() >= ROWS / 2);
        assertThat(control("s", Control.Action.PREFER, RegionRuns.of(new boolean[3]))
                        .text())
                .contains("3 pixels");
    }

    private Answer control(String id, Control.Action action, @Nullable RegionRuns region) {
        return get(agent.control(new Control(
                        id, action, region, null, "test", Instant.now().truncatedTo(ChronoUnit.MILLIS)))
                .toCompletionStage()
                .toCompletableFuture());
    }

    private Answer decideAndHear(String id, String suggestionId) {
        return get(agent.decide(new Decision(
                        id,
                        suggestionId,
                        Decision.Verdict.APPROVE,
                        null,
                        null,
                        "test",
                        Instant.now().truncatedTo(ChronoUnit.MILLIS)))
                .toCompletionStage()
                .toCompletableFuture());
    }

    @Test
    void brokenRecords_becomeDeadLettersAndTheScanGoesOn() {
        open("s");
        suggestion("s", 1);
        instrument.send(new Outgoing(Topic.EBSD_POINTS, "s", bytes("{\"schema\":\"sunstone/1\""), Map.of()));
        instrument.send(Outgoing.of(new EbsdPoints("s", 5, List.of(point(99, 0, 1)))));
        instrument.send(Outgoing.of(new EbsdPoints("nobody", 5, List.of(point(0, 0, 1)))));
        instrument.send(new Outgoing(Topic.PL_FRAMES, "s", new byte[3], Map.of("schema", "sunstone/1")));
        measure("s", 6, 1, 1);

        suggestion("s", 2);
        await().until(() -> records(Topic.DEAD_LETTERS).size() == 4);
        assertThat(records(Topic.DEAD_LETTERS))
                .extracting(r -> r.headers().get("reason"))
                .containsExactlyInAnyOrder("malformed", "outside-grid", "unknown-scan", "missing-field");
        RawRecord first = records(Topic.DEAD_LETTERS).stream()
                .filter(r -> "malformed".equals(r.headers().get("reason")))
                .findFirst()
                .orElseThrow();
        assertThat(first.value()).isEqualTo(bytes("{\"schema\":\"sunstone/1\""));
        assertThat(first.headers())
                .containsEntry("sourceTopic", kafka.name(Topic.EBSD_POINTS))
                .containsEntry("sourceOffset", "0");
    }

    @Test
    void restart_midScan_continuesWithTheNextRevisionAndRepeatsNothing() {
        get(agent.setMode(Mode.AUTO).toCompletionStage().toCompletableFuture());
        open("s");
        instrument.send(new Outgoing(Topic.EBSD_POINTS, "s", bytes("poison"), Map.of()));
        Suggestion first = suggestion("s", 1);
        await().until(() ->
                commands("s").size() == 1 && records(Topic.DEAD_LETTERS).size() == 1);
        measure("s", 1, first.points());
        Suggestion second = suggestion("s", 2);

        restart(Mode.AUTO);
        measure("s", 2, second.points());

        Suggestion third = suggestion("s", 3);
        assertThat(third.basedOn().points()).isEqualTo(8);
        assertThat(third.basedOn().frames()).isEqualTo(6);
        await().until(() -> commands("s").size() == 3);
        assertThat(suggestions("s")).extracting(Suggestion::revision).containsExactly(1, 2, 3);
        assertThat(commands("s")).extracting(Command::commandId).doesNotHaveDuplicates();
        assertThat(records(Topic.DEAD_LETTERS)).hasSize(1);
    }

    @Test
    void status_beats() {
        Status status = await().until(
                        () -> records(Topic.STATUS).stream()
                                .flatMap(r -> r.decode(Codecs.STATUS).value().stream())
                                .filter(s -> s.partitions().size() == 6)
                                .toList(),
                        s -> !s.isEmpty())
                .get(0);

        assertThat(status.agentId()).isEqualTo("agent");
        assertThat(status.mode()).isEqualTo("advise");
    }

    @Test
    void closed_latePoints_areDeadLetters() {
        open("s");
        suggestion("s", 1);
        instrument.send(Outgoing.of(new ScanClosed("s"))).join();
        await().until(() -> bulletin.of("s").orElseThrow().closed());

        measure("s", 1, 0, 0);

        await().until(() -> records(Topic.DEAD_LETTERS).size() == 1);
    }

    private void open(String id) {
        ScanOpened opened = new ScanOpened(
                id,
                "specimen",
                1,
                ROWS,
                COLS,
                1,
                List.of(new ScanOpened.Phase(1, "Ti", "6/mmm")),
                new ScanOpened.Frame(ScanOpened.Frame.BUNGE, ScanOpened.Frame.X_PARALLEL_A, "rows-cols"),
                new ScanOpened.Pl(6, 30, ROWS, COLS),
                ScanOpened.Budget.none(),
                null,
                null);
        instrument.send(Outgoing.of(opened)).join();
        for (int f = 0; f < 6; f++) {
            instrument.send(Outgoing.of(
                    new PlFrame(id, f, 30 * f, ROWS, COLS, 0, ROWS, PixelType.values()[0], new byte[ROWS * COLS])));
        }
    }

    private void measure(String id, int seq, List<Suggestion.Point> points) {
        instrument.send(Outgoing.of(new EbsdPoints(
                id, seq, points.stream().map(p -> point(p.row(), p.col(), 1)).toList())));
    }

    private void measure(String id, int seq, int row, int col) {
        instrument.send(Outgoing.of(new EbsdPoints(id, seq, List.of(point(row, col, 1)))));
    }

    private static EbsdPoints.Point point(int row, int col, int phase) {
        return new EbsdPoints.Point(row, col, phase, 10, 20, 30, 0.9, null, Instant.EPOCH);
    }

    private void decide(String id, String suggestionId, Decision.Verdict verdict) {
        get(agent.decide(new Decision(
                        id,
                        suggestionId,
                        verdict,
                        null,
                        null,
                        "test",
                        Instant.now().truncatedTo(ChronoUnit.MILLIS)))
                .toCompletionStage()
                .toCompletableFuture());
    }

    private List<RawRecord> records(Topic topic) {
        return seen.stream().filter(r -> r.topic() == topic).toList();
    }

    private List<Suggestion> suggestions(String id) {
        return records(Topic.SUGGESTIONS).stream()
                .map(r -> r.decode(Codecs.SUGGESTION).value().orElseThrow())
                .filter(s -> s.scanId().equals(id))
                .toList();
    }

    private Suggestion suggestion(String id, int revision) {
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> suggestions(id).stream()
                                .filter(s -> s.revision() == revision)
                                .toList(),
                        s -> !s.isEmpty())
                .get(0);
    }

    private List<Command> commands(String id) {
        return records(Topic.COMMANDS).stream()
                .map(r -> r.decode(Codecs.COMMAND).value().orElseThrow())
                .filter(c -> c.scanId().equals(id))
                .toList();
    }

    private List<MapRevision> maps(String id) {
        return records(Topic.MAPS).stream()
                .map(r -> r.decode(Codecs.MAP).value().orElseThrow())
                .filter(m -> m.scanId().equals(id))
                .toList();
    }

    private static List<Object> column(Suggestion s, boolean row) {
        List<Object> values = new ArrayList<>();
        s.points().forEach(p -> values.add(row ? p.row() : p.col()));
        return values;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static <T> T get(CompletableFuture<T> f) {
        try {
            return f.get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
