package sunstone.agent.cli.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import sunstone.agent.config.AgentConfig;
import sunstone.agent.process.AgentProcess;
import sunstone.agent.process.ModelLoader;
import sunstone.agent.scan.Mode;
import sunstone.agent.scan.WaitLimits;
import sunstone.agent.view.ScanView;
import sunstone.agent.view.ScanViews;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.RecordSink;
import sunstone.connectors.message.EbsdPoints;
import sunstone.connectors.message.PixelType;
import sunstone.connectors.message.PlFrame;
import sunstone.connectors.message.ScanOpened;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.simulators.broker.EmbeddedBroker;

/** Measures the live loop through a real broker in this process; the agent has no model, so that inference is aside. */
final class LoopBench implements AutoCloseable {
    private static final int WARM_UP = 100;
    private static final int ROUNDS = 400;
    private static final int BATCH = 50;
    private static final int FLOOD = 400_000;
    private static final int SINGLES = 50_000;
    private static final int LARGE = 1000;
    private static final int FRAMES = 36;
    private static final long LIMIT_SECONDS = 120;

    private final EmbeddedBroker broker = EmbeddedBroker.start();
    private final RecordSink instrument = new RecordSink(client("instrument"));
    private final AgentConfig config;
    private final AgentProcess agent;

    /** @param line told of what is wrong with the settings */
    LoopBench(CommandLine line) throws InterruptedException {
        AgentConfig d = AgentConfig.defaults();
        config = new AgentConfig(
                "bench",
                client("bench"),
                new AgentConfig.Model(AgentConfig.Model.NONE, "cpu", 1, 2),
                "pl-k-center",
                d.lambda(),
                d.batch(),
                d.travel(),
                Mode.SHADOW,
                1,
                new WaitLimits(Duration.ofHours(1), d.pace().batchWait()),
                d.suggestionLife(),
                d.heartbeat(),
                d.inferenceLimit(),
                new AgentConfig.Http(false, "127.0.0.1", 0, AgentConfig.Http.NONE));
        agent = AgentProcess.start(config, ModelLoader.open(config, line), null, e -> {});
    }

    private KafkaSettings client(String name) {
        return new KafkaSettings(broker.bootstrap(), KafkaSettings.PREFIX, name, name, 1, Map.of());
    }

    /** All measurements, in the order that leaves memory to the last. */
    JsonObject measure() throws InterruptedException, IOException {
        JsonObject latency = latency();
        JsonObject ingest = new JsonObject()
                .put("pointsPerSecond", Math.round(ingest("flood", FLOOD, BATCH)))
                .put("pointsPerRecord", BATCH)
                .put("singlePointRecordsPerSecond", Math.round(ingest("singles", SINGLES, 1)));
        return new JsonObject()
                .put("latencyWithoutInference", latency)
                .put("ingest", ingest)
                .put("start", new JsonObject().put("secondsToFirstHeartbeat", start()))
                .put("large", large());
    }

    private void open(String id, int rows, int cols, int frames) {
        instrument
                .send(Outgoing.of(new ScanOpened(
                        id,
                        "bench",
                        1,
                        rows,
                        cols,
                        1,
                        List.of(new ScanOpened.Phase(1, "Titanium", "6/mmm")),
                        new ScanOpened.Frame(ScanOpened.Frame.BUNGE, CrystalAxes.X_PARALLEL_A.symbol(), "rows-cols"),
                        new ScanOpened.Pl(frames, 10, rows, cols),
                        ScanOpened.Budget.none(),
                        null,
                        null)))
                .join();
    }

    private static EbsdPoints points(String id, int first, int count, int cols) {
        List<EbsdPoints.Point> points = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            points.add(new EbsdPoints.Point(
                    i / cols, i % cols, 1, i % 360, i % 180, i % 60, 0.9, null, Instant.ofEpochSecond(1_767_225_600)));
        }
        return new EbsdPoints(id, first, points);
    }

    /** One point at a time, from the call that sends it to the suggestion at a reader, less the time of the round. */
    private JsonObject latency() throws InterruptedException {
        int size = 32;
        try (SuggestionReader reader = new SuggestionReader(client("reader"), LIMIT_SECONDS)) {
            open("latency", size, size, 0);
            double[] ms = new double[ROUNDS];
            reader.await(0);
            for (int k = 0; k < WARM_UP + ROUNDS; k++) {
                long sent = System.nanoTime();
                instrument.send(Outgoing.of(points("latency", k, 1, size)));
                SuggestionReader.Answer answer = reader.await(k + 1);
                if (k >= WARM_UP) {
                    ms[k - WARM_UP] = (answer.nanos() - sent) / 1e6 - answer.inferenceMs();
                }
            }
            Arrays.sort(ms);
            return new JsonObject()
                    .put("rounds", ROUNDS)
                    .put("p50Ms", round(ms[ROUNDS / 2]))
                    .put("p99Ms", round(ms[ROUNDS * 99 / 100]))
                    .put("maxMs", round(ms[ROUNDS - 1]));
        }
    }

    /** Null if there is no heartbeat within the limit. */
    private @Nullable Double start() throws InterruptedException, IOException {
        Double seconds = FirstHeartbeat.seconds(client("beats"), LIMIT_SECONDS);
        return seconds == null ? null : Double.valueOf(round(seconds));
    }

    private static double round(double v) {
        return Math.rint(v * 100) / 100;
    }

    /** Points per second from the first call that sends to the fold of the last point; no round runs meanwhile. */
    private double ingest(String id, int total, int perRecord) throws InterruptedException {
        open(id, LARGE, LARGE, 6); // frames that never come hold the rounds back
        try (Awaited last = new Awaited(v -> v.scan().scanId().equals(id) && v.measurements() >= total)) {
            long begin = System.nanoTime();
            for (int i = 0; i < total; i += perRecord) {
                instrument.send(Outgoing.of(points(id, i, perRecord, LARGE)));
            }
            last.await("the last of " + total + " points");
            return total / ((System.nanoTime() - begin) / 1e9);
        }
    }

    /** A large scan with all its frames, and one classical round on it. */
    private JsonObject large() throws InterruptedException {
        long before = heapMiB();
        open("large", LARGE, LARGE, FRAMES);
        byte[] pixels = new byte[LARGE * LARGE];
        int rows = PlFrame.bandRows(LARGE, PixelType.U8);
        try (Awaited round = new Awaited(v -> v.scan().scanId().equals("large") && v.round() != null)) {
            for (int f = 0; f < FRAMES; f++) {
                for (int i = 0; i < pixels.length; i++) {
                    pixels[i] = (byte) (100 + 30 * Math.cos(0.35 * f + i / 50_000) + i * 7919 % 5);
                }
                for (int r = 0; r < LARGE; r += rows) {
                    int count = Math.min(rows, LARGE - r);
                    instrument.send(Outgoing.of(new PlFrame(
                            "large",
                            f,
                            10 * f,
                            LARGE,
                            LARGE,
                            r,
                            count,
                            PixelType.U8,
                            Arrays.copyOfRange(pixels, r * LARGE, (r + count) * LARGE))));
                }
                instrument.flush();
            }
            round.await("a round on " + LARGE + " x " + LARGE + " px");
        }
        return new JsonObject()
                .put("rows", LARGE)
                .put("cols", LARGE)
                .put("frames", FRAMES)
                .put("heapOfScanMiB", heapMiB() - before)
                .put("processPeakMiB", BenchCommand.memoryMiB("VmHWM"));
    }

    private static long heapMiB() {
        for (int k = 0; k < 3; k++) {
            System.gc();
        }
        Runtime r = Runtime.getRuntime();
        return (r.totalMemory() - r.freeMemory()) >> 20;
    }

    /** Waits for a view that the loop posts. */
    private final class Awaited implements Consumer<ScanView>, AutoCloseable {
        private final CountDownLatch seen = new CountDownLatch(1);
        private final Predicate<ScanView> wanted;
        private final ScanViews views = agent.views();

        Awaited(Predicate<ScanView> wanted) {
            this.wanted = wanted;
            views.subscribe(this);
        }

        @Override
        public void accept(ScanView view) {
            if (wanted.test(view)) {
                seen.countDown();
            }
        }

        void await(String what) throws InterruptedException {
            if (!seen.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(what + " did not come within " + LIMIT_SECONDS + " s");
            }
        }

        @Override
        public void close() {
            views.unsubscribe(this);
        }
    }

    @Override
    public void close() {
        instrument.close();
        agent.close();
        broker.close();
    }
}
