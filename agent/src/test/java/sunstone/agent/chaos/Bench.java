package sunstone.agent.chaos;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sunstone.agent.loop.ClientPartitioner;
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
import sunstone.connectors.message.PixelType;
import sunstone.connectors.message.PlFrame;
import sunstone.connectors.message.Receipt;
import sunstone.connectors.message.ScanOpened;
import sunstone.connectors.message.Suggestion;
import sunstone.models.crystallography.CrystalAxes;

/**
 * Instrument and operator of the chaos suite. The instrument measures what is commanded, once, but sends some records
 * twice and some late; the operator, if there is one, approves most suggestions and denies some. Both see what is
 * committed only.
 */
final class Bench implements AutoCloseable {
    static final int ROWS = 12;
    static final int COLS = 10;
    private static final int FRAMES = 3;
    private static final int MEASURING_MS = 60;
    private static final int ASK_AGAIN_MS = 1500;

    private final RecordSink sink;
    private final int partitions;
    private final ClientPartitioner partitioner;
    private final RecordStream stream;
    private final SplittableRandom random;
    private final boolean operator;
    private final ScheduledExecutorService hands = Executors.newSingleThreadScheduledExecutor(r -> {
        Thread t = new Thread(r, "bench");
        t.setDaemon(true);
        return t;
    });
    private final Set<String> begun = ConcurrentHashMap.newKeySet();
    private final Map<String, Suggestion> newest = new ConcurrentHashMap<>();
    private final Map<String, Instant> asked = new ConcurrentHashMap<>();
    /** Pixels whose record Kafka has acknowledged, by scan. */
    final Map<String, Set<Integer>> acknowledged = new ConcurrentHashMap<>();
    /** Everything that agents and operator have written, in the order of reading. */
    final List<RawRecord> seen = new CopyOnWriteArrayList<>();

    volatile @Nullable Throwable failure;
    private long seq;

    Bench(KafkaSettings settings, ClientPartitioner partitioner, boolean operator, long seed) {
        this.sink = new RecordSink(settings);
        this.partitions = settings.partitions();
        this.partitioner = partitioner;
        this.operator = operator;
        this.random = new SplittableRandom(seed);
        this.stream = RecordStream.reader(
                settings,
                Set.of(
                        Topic.SUGGESTIONS,
                        Topic.COMMANDS,
                        Topic.MAPS,
                        Topic.DECISIONS,
                        Topic.DEAD_LETTERS,
                        Topic.STATUS),
                new RecordHandler() {
                    @Override
                    public CompletionStage<?> onRecords(List<RawRecord> records) {
                        hands.execute(() -> records.forEach(Bench.this::take));
                        return CompletableFuture.completedStage(null);
                    }

                    @Override
                    public void onFailure(Throwable cause) {
                        failure = cause;
                    }
                });
        if (operator) {
            hands.scheduleWithFixedDelay(this::askAgain, 300, 300, TimeUnit.MILLISECONDS);
        }
    }

    /** Angle Phi of a pixel, degrees: another one for each, so that the map tells which points are in it. */
    static double tiltDeg(int pixel) {
        return 3 + 84.0 * pixel / (ROWS * COLS);
    }

    /** Announces a scan and sends its polarized light. */
    void open(String scanId, int budget) {
        announce(scanId, ROWS, COLS, budget);
        for (int f = 0; f < FRAMES; f++) {
            twiceNowAndThen(Outgoing.of(
                    new PlFrame(scanId, f, 60.0 * f, ROWS, COLS, 0, ROWS, PixelType.U8, new byte[ROWS * COLS])));
        }
    }

    /** Announces a scan and sends nothing more of it. */
    void announce(String scanId, int rows, int cols, int budget) {
        send(Outgoing.of(new ScanOpened(
                        scanId,
                        "specimen",
                        1,
                        rows,
                        cols,
                        1,
                        List.of(new ScanOpened.Phase(1, "Ti", "6/mmm")),
                        new ScanOpened.Frame(ScanOpened.Frame.BUNGE, CrystalAxes.X_PARALLEL_A.symbol(), "rows-cols"),
                        new ScanOpened.Pl(FRAMES, 60, rows, cols),
                        new ScanOpened.Budget(budget, null, null),
                        null,
                        null)))
                .join();
    }

    void close(String scanId) {
        send(Outgoing.of(new sunstone.connectors.message.ScanClosed(scanId))).join();
    }

    /** Puts what an operator wants of a scan on its topic. */
    void control(String scanId, Control.Action action) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        send(Outgoing.of(new Control(scanId, action, null, null, "test", now))).join();
    }

    private CompletableFuture<Void> send(Outgoing record) {
        return sink.send(record.to(partitioner.partition(String.valueOf(record.key()), partitions)));
    }

    private void take(RawRecord r) {
        seen.add(r);
        if (r.topic() == Topic.COMMANDS) {
            r.decode(Codecs.COMMAND)
                    .value()
                    .filter(c -> begun.add(c.commandId()))
                    .ifPresent(this::measure);
        } else if (r.topic() == Topic.SUGGESTIONS && operator) {
            r.decode(Codecs.SUGGESTION).value().filter(s -> s.stop() == null).ifPresent(s -> {
                newest.put(s.scanId(), s);
                decide(s);
            });
        }
    }

    private void measure(Command c) {
        send(Outgoing.of(new Receipt(c.scanId(), c.commandId(), Receipt.State.ACCEPTED, null)));
        for (var pixel : c.points()) {
            int index = pixel.row() * COLS + pixel.col();
            EbsdPoints record = new EbsdPoints(
                    c.scanId(),
                    seq++,
                    List.of(new EbsdPoints.Point(
                            pixel.row(), pixel.col(), 1, 0, tiltDeg(index), 0, 0.9, c.commandId(), Instant.EPOCH)));
            long late = MEASURING_MS + random.nextInt(MEASURING_MS);
            hands.schedule(
                    () -> twiceNowAndThen(Outgoing.of(record)).thenRun(() -> acknowledged
                            .computeIfAbsent(c.scanId(), k -> ConcurrentHashMap.newKeySet())
                            .add(index)),
                    late,
                    TimeUnit.MILLISECONDS);
        }
    }

    private CompletableFuture<Void> twiceNowAndThen(Outgoing record) {
        CompletableFuture<Void> first = send(record);
        return random.nextInt(5) == 0 ? first.thenCompose(x -> send(record)) : first;
    }

    private void decide(Suggestion s) {
        asked.put(s.scanId(), Instant.now());
        Decision.Verdict verdict = random.nextInt(6) == 0 ? Decision.Verdict.DENY : Decision.Verdict.APPROVE;
        twiceNowAndThen(Outgoing.of(new Decision(
                s.scanId(),
                s.suggestionId(),
                verdict,
                null,
                null,
                "test",
                Instant.now().truncatedTo(ChronoUnit.MILLIS))));
    }

    /** An operator who gets no answer asks again; a decision that was taken is refused then. */
    private void askAgain() {
        Instant long_ago = Instant.now().minusMillis(ASK_AGAIN_MS);
        newest.values().stream()
                .filter(s -> asked.getOrDefault(s.scanId(), Instant.MAX).isBefore(long_ago))
                .filter(s -> of(s.scanId(), Topic.SUGGESTIONS).stream()
                        .noneMatch(r -> r.decode(Codecs.SUGGESTION)
                                        .value()
                                        .orElseThrow()
                                        .stop()
                                != null))
                .forEach(this::decide);
    }

    /** What was written of a scan on one topic. */
    List<RawRecord> of(String scanId, Topic topic) {
        List<RawRecord> found = new ArrayList<>();
        for (RawRecord r : seen) {
            if (r.topic() == topic && scanId.equals(r.key())) {
                found.add(r);
            }
        }
        return found;
    }

    @Override
    public void close() {
        stream.close();
        hands.shutdownNow();
        sink.close();
    }
}
