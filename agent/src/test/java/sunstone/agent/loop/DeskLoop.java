package sunstone.agent.loop;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import sunstone.agent.journal.Provenance;
import sunstone.agent.policy.Travel;
import sunstone.agent.policy.rule.Policies;
import sunstone.agent.registry.HeapBudget;
import sunstone.agent.registry.LoopMeters;
import sunstone.agent.round.BatchSize;
import sunstone.agent.round.Copilot;
import sunstone.agent.sampling.SamplerStatus;
import sunstone.agent.scan.Mode;
import sunstone.agent.scan.WaitLimits;
import sunstone.agent.view.DeadLetter;
import sunstone.agent.view.ScanView;
import sunstone.agent.view.ScanViews;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.RecordSink;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.Command;
import sunstone.connectors.message.EbsdPoints;
import sunstone.connectors.message.Pixel;
import sunstone.connectors.message.PixelType;
import sunstone.connectors.message.PlFrame;
import sunstone.connectors.message.ScanClosed;
import sunstone.connectors.message.ScanOpened.SpecimenPrior;
import sunstone.connectors.message.Status;
import sunstone.models.crystallography.EulerAngles;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.OrientationMap;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.posterior.NearestFill;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.PosteriorSampler;
import sunstone.models.posterior.Snapshot;

/**
 * A loop in mode auto on a broker, with a clock that stands still and an instrument that measures when it is told to. One
 * measurement in seven is a wrong solution that the detector is not sure of.
 */
final class DeskLoop implements AutoCloseable {
    static final int ROWS = 24;
    static final int COLS = 20;
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final BatchSize BATCH = new BatchSize(3, 8);

    private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();
    private final Vertx vertx = Vertx.vertx();
    private final KafkaSettings kafka;
    private final RecordSink instrument;
    private final AtomicBoolean broken = new AtomicBoolean();
    private @Nullable Spy spy;
    private @Nullable CopilotVerticle agent;
    private ScanViews views = new ScanViews();

    DeskLoop(String bootstrap, String prefix) {
        kafka = new KafkaSettings(bootstrap, prefix, "agent", "agents", 1, Map.of());
        instrument = new RecordSink(client("instrument"));
    }

    private KafkaSettings client(String name) {
        return new KafkaSettings(kafka.bootstrap(), kafka.prefix(), name, name, 1, Map.of());
    }

    KafkaSettings kafka() {
        return client("reader");
    }

    static LoopSettings settings(String version) {
        return new LoopSettings(
                "agent",
                version,
                SamplerStatus.of("digest", "cpu"),
                Mode.AUTO,
                WaitLimits.DEFAULT,
                Duration.ofMinutes(10),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                PlScaling.canonical(),
                HeapBudget.unlimited(),
                2,
                Map.of("seed", "1"));
    }

    static Copilot copilot(long seed) {
        return copilot(seed, new AtomicBoolean());
    }

    private static Copilot copilot(long seed, AtomicBoolean broken) {
        Scattered members = new Scattered();
        PosteriorSampler sampler = (snapshot, drawn) -> {
            if (broken.get()) {
                throw new PosteriorSampler.Unavailable("no model");
            }
            return members.sample(snapshot, drawn);
        };
        return Copilot.with(sampler, Policies.of("expected-gain"), Travel.DEFAULT, BATCH, seed);
    }

    /** From now on the sampler fails, or works again. */
    void broken(boolean fails) {
        broken.set(fails);
    }

    void start() throws Exception {
        views = new ScanViews();
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        CopilotVerticle loop = new CopilotVerticle(
                kafka,
                settings("test"),
                copilot(1, broken),
                clock,
                views,
                new LoopMeters(new SimpleMeterRegistry(), views, clock),
                fatal::set);
        agent = loop;
        vertx.deployVerticle(loop).toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        if (spy == null) {
            spy = new Spy(client("spy"), Set.of(Topic.SUGGESTIONS, Topic.COMMANDS, Topic.STATUS), fatal::set);
        }
    }

    void stop() throws Exception {
        CopilotVerticle loop = agent;
        agent = null;
        if (loop != null) {
            vertx.undeploy(loop.deploymentID())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS);
        }
    }

    void open(String id) {
        instrument.send(Outgoing.of(Announcement.of(id, ROWS, COLS, 6))).join();
        SplittableRandom random = new SplittableRandom(3);
        for (int f = 0; f < 6; f++) {
            byte[] pixels = new byte[ROWS * COLS];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) (60 + 40 * grain(i / COLS, i % COLS) + random.nextInt(3) + f);
            }
            instrument.send(Outgoing.of(new PlFrame(id, f, 30 * f, ROWS, COLS, 0, ROWS, PixelType.U8, pixels)));
        }
        instrument.flush();
    }

    /** Opens a section without light, of which what lay under it is all that is known. */
    void open(String id, @Nullable SpecimenPrior below) {
        instrument.send(Outgoing.of(Announcement.of(id, ROWS, COLS, 0, below))).join();
    }

    /** Share of the pixels of a map that are right to 5 degrees. */
    double right(OrientationMap map) {
        double[] angles = {20, 0, 10};
        double[] q = new double[4];
        int right = 0;
        for (int i = 0; i < ROWS * COLS; i++) {
            angles[1] = 15 + 30 * grain(i / COLS, i % COLS);
            EulerAngles.toQuaternion(
                    Math.toRadians(angles[0]), Math.toRadians(angles[1]), Math.toRadians(angles[2]), q, 0);
            right += map.laue().disorientation(q, 0, map.quaternions(), 4 * i) < Math.toRadians(5) ? 1 : 0;
        }
        return (double) right / (ROWS * COLS);
    }

    /** What people are told, in this run of the agent. */
    List<String> notes() {
        return views.notesSince(0).stream().map(n -> n.content().text()).toList();
    }

    void close(String id) {
        instrument.send(Outgoing.of(new ScanClosed(id))).join();
    }

    /** Measures all of a revision's command; the answer is one record. */
    void measure(String id, int revision) {
        measure(id, revision, 0);
    }

    /** The same, and in that record the first rows of the map, unasked. */
    void measure(String id, int revision, int rows) {
        Command command = records(Topic.COMMANDS).stream()
                .map(r -> r.decode(Codecs.COMMAND).value().orElseThrow())
                .filter(c -> c.suggestionId().equals(id + "/" + revision))
                .findFirst()
                .orElseThrow();
        List<EbsdPoints.Point> points = new ArrayList<>();
        for (Pixel p : command.points()) {
            long stamp = 20_000L * revision + (100 + 40 * (revision % 3)) * points.size(); // waits longer than a batch
            points.add(point(p.row(), p.col(), command.commandId(), stamp));
        }
        for (int i = 0; i < rows * COLS; i++) {
            points.add(point(i / COLS, i % COLS, null, 0));
        }
        instrument.send(Outgoing.of(new EbsdPoints(id, revision, points))).join();
    }

    private static EbsdPoints.Point point(int row, int col, @Nullable String commandId, long stampMs) {
        int h = (row * 31 + col * 17) % 7;
        boolean wrong = h == 3;
        return new EbsdPoints.Point(
                row,
                col,
                1,
                (wrong ? 77 : 20) + 0.01 * h,
                wrong ? 65 : 15 + 30 * grain(row, col),
                10,
                wrong ? 0.3 : 0.8 + 0.02 * h,
                commandId,
                NOW.plusMillis(stampMs));
    }

    private static int grain(int row, int col) {
        return row < ROWS / 2 ? (col < COLS / 3 ? 0 : 1) : col < COLS / 2 ? 2 : 0;
    }

    List<RawRecord> records(Topic topic) {
        return spy == null ? List.of() : spy.of(topic);
    }

    /** What people see of a scan, in this run of the agent. */
    java.util.Optional<ScanView> view(String id) {
        return views.of(id);
    }

    /** Dead letters that people are shown, in this run of the agent. */
    List<DeadLetter> deadLetters() {
        return views.deadLetters();
    }

    /** Heartbeats so far. */
    List<Status> statuses() {
        return spy == null ? List.of() : spy.statuses();
    }

    /** Writes a map and the end of a scan that nobody looks at. */
    void filler() {
        instrument.send(Outgoing.of(new ScanClosed("filler"))).join();
        instrument
                .send(new Outgoing(Topic.MAPS, "filler", new byte[] {'{'}, Map.of()))
                .join();
    }

    int commands(String id) {
        return (int)
                records(Topic.COMMANDS).stream().filter(r -> id.equals(r.key())).count();
    }

    List<byte[]> suggestions(String id) {
        List<byte[]> values = new ArrayList<>();
        records(Topic.SUGGESTIONS).stream()
                .filter(r -> id.equals(r.key()))
                .forEach(r -> values.add(java.util.Objects.requireNonNull(r.value())));
        return values;
    }

    /** Why its rounds were degraded, of those that were. */
    List<String> degraded(String id) {
        return records(Topic.SUGGESTIONS).stream()
                .filter(r -> id.equals(r.key()))
                .flatMap(r -> Provenance.of(r.headers()).map(Provenance::degraded).stream())
                .toList();
    }

    /** Different numbers of points of the commands of a scan. */
    Set<Integer> sizes(String id) {
        return records(Topic.COMMANDS).stream()
                .filter(r -> id.equals(r.key()))
                .map(r ->
                        r.decode(Codecs.COMMAND).value().orElseThrow().points().size())
                .collect(java.util.stream.Collectors.toSet());
    }

    Provenance provenance(String id, int revision) {
        return records(Topic.SUGGESTIONS).stream()
                .filter(r -> id.equals(r.key()))
                .skip(revision - 1)
                .findFirst()
                .flatMap(r -> Provenance.of(r.headers()))
                .orElseThrow();
    }

    @Override
    public void close() throws Exception {
        if (spy != null) {
            spy.close();
        }
        instrument.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        Throwable failure = fatal.get();
        if (failure != null) {
            throw new AssertionError(failure);
        }
    }

    /** Six members: the nearest fill, each pixel turned a little, the more the less sure the fill is. */
    private static final class Scattered implements PosteriorSampler {
        @Override
        public Posterior sample(Snapshot snapshot, long seed) {
            Posterior fill = new NearestFill().sample(snapshot, seed);
            double[] q = fill.map().quaternions();
            List<float[]> members = new ArrayList<>();
            for (int m = 0; m < 6; m++) {
                SplittableRandom random = new SplittableRandom(seed + m);
                float[] member = new float[q.length];
                double[] turn = new double[4];
                for (int i = 0; i < q.length; i += 4) {
                    double deg = 0.1 * fill.uncertaintyDeg()[i / 4] * random.nextDouble();
                    Quaternions.fromAxisAngle(1, 0, 0, Math.toRadians(deg), turn, 0);
                    Quaternions.multiply(turn, 0, q, i, turn, 0);
                    LaueGroup.HEXAGONAL.reduce(turn, 0, turn, 0);
                    for (int c = 0; c < 4; c++) {
                        member[i + c] = (float) turn[c];
                    }
                }
                members.add(member);
            }
            return new Posterior(fill.map(), fill.uncertaintyDeg(), members, 0);
        }
    }
}
