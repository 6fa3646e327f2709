package sunstone.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sunstone.agent.BatchSize;
import sunstone.agent.Mode;
import sunstone.agent.config.AgentConfig;
import sunstone.agent.evaluation.MapMetrics;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.RecordHandler;
import sunstone.connectors.kafka.RecordSink;
import sunstone.connectors.kafka.RecordStream;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.Command;
import sunstone.connectors.message.EbsdPoints;
import sunstone.connectors.message.MapPacking;
import sunstone.connectors.message.MapRevision;
import sunstone.connectors.message.Suggestion;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.PlModel;
import sunstone.models.map.PlScaling;
import sunstone.simulators.broker.EmbeddedBroker;
import sunstone.simulators.microscope.KafkaInstrument;
import sunstone.simulators.microscope.MicroscopeClock;
import sunstone.simulators.microscope.MicroscopeOptions;
import sunstone.simulators.microscope.ScanSheet;
import sunstone.simulators.microscope.VirtualMicroscope;
import sunstone.simulators.polarizedlight.PlCamera;
import sunstone.simulators.polarizedlight.PlCondition;

/** Broker, virtual microscope and agent together. */
class WholeLoopIT {
    private static final int SIZE = 40;
    private static final int BUDGET = 64;

    @TempDir
    Path dir;

    private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();

    @Test
    void demo_smallMap_endsWithItsReport() throws Exception {
        Path truth = dir.resolve("truth.ctf");
        StringWriter out = new StringWriter();
        assertThat(run(out, "generate", "--size", "" + SIZE, "--grain-px", "14", "--out", truth.toString()))
                .isZero();

        int exit = run(
                out,
                "demo",
                "--no-ui",
                "--truth",
                truth.toString(),
                "--members",
                "4",
                "--condition",
                "clean",
                "--budget",
                "40",
                "--out",
                dir.resolve("demo").toString());

        assertThat(exit).as(out.toString()).isZero();
        assertThat(Files.readString(dir.resolve("demo/report.json"))).contains("\"points\":40");
        assertThat(dir.resolve("demo/report.html")).isNotEmptyFile();
        assertThat(dir.resolve("demo/ipf.png")).isNotEmptyFile();
        assertThat(out.toString()).contains("40 points");
    }

    @Test
    void auto_agentRestartedMidScan_convergesAndNothingIsMeasuredUnasked() throws Exception {
        OrientationMap truth = GenerateCommand.map(SIZE, 14, 3).toOrientationMap(1);
        List<RawRecord> seen = new CopyOnWriteArrayList<>();
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            AgentProcess agent = agent(broker);
            KafkaSettings spy = KafkaSettings.of(broker.bootstrap(), "spy", "spy");
            try (KafkaInstrument instrument = instrument(broker, truth);
                    RecordSink poison = new RecordSink(spy);
                    RecordStream stream = RecordStream.reader(
                            spy,
                            Set.of(
                                    Topic.EBSD_POINTS,
                                    Topic.SUGGESTIONS,
                                    Topic.COMMANDS,
                                    Topic.MAPS,
                                    Topic.DEAD_LETTERS),
                            collect(seen))) {
                await().atMost(Duration.ofMinutes(2)).until(() -> instrument.points() >= 16);
                poison.send(new Outgoing(Topic.EBSD_POINTS, "scan", "{".getBytes(StandardCharsets.UTF_8), Map.of()))
                        .get(30, TimeUnit.SECONDS);
                agent.close();
                agent = agent(broker);

                KafkaInstrument.Outcome outcome = instrument.outcome().get(3, TimeUnit.MINUTES);

                assertThat(outcome.points()).isEqualTo(BUDGET);
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> suggestions(seen).stream().anyMatch(s -> s.stop() != null));
                assertThat(stream.assigned()).isNotEmpty();
            } finally {
                agent.close();
            }
        }
        assertThat(fatal.get()).isNull();
        assertThat(measured(seen)).hasSize(BUDGET);
        assertThat(asked(seen)).containsAll(measured(seen));
        List<Integer> revisions =
                suggestions(seen).stream().map(Suggestion::revision).toList();
        assertThat(revisions).isSorted().doesNotHaveDuplicates();
        assertThat(commands(seen)).extracting(Command::commandId).doesNotHaveDuplicates();
        assertThat(of(seen, Topic.DEAD_LETTERS)).hasSize(1);
        List<MapRevision> maps = of(seen, Topic.MAPS).stream()
                .map(r -> r.decode(Codecs.MAP).value().orElseThrow())
                .toList();
        double first = error(truth, maps.get(0));
        double last = error(truth, maps.get(maps.size() - 1));
        assertThat(first).isGreaterThan(20);
        assertThat(last).isLessThan(8); // clean PL, 64 points, some 15 grains: what is left are missed twins
    }

    private static double error(OrientationMap truth, MapRevision map) {
        return new MapMetrics(truth)
                .meanDeg(MapPacking.unpack(map.map(), truth.grid().stepUm())
                        .value()
                        .orElseThrow()
                        .map());
    }

    private AgentProcess agent(EmbeddedBroker broker) throws InterruptedException {
        AgentConfig d = AgentConfig.defaults();
        AgentConfig config = new AgentConfig(
                "agent",
                KafkaSettings.of(broker.bootstrap(), "agent", "agents"),
                new AgentConfig.Model(AgentConfig.Model.NONE, "cpu", 1, 2),
                "pl-k-center",
                d.lambda(),
                BatchSize.fixed(8),
                d.travel(),
                Mode.AUTO,
                1,
                d.pace(),
                d.suggestionLife(),
                d.heartbeat(),
                d.inferenceLimit(),
                new AgentConfig.Http(false, "127.0.0.1", 0, AgentConfig.Http.NONE));
        return AgentProcess.start(config, Sampling.open(config, Sunstone.commandLine()), null, fatal::set);
    }

    /** About 70 ms a point, so that the scan lasts some seconds. */
    private static KafkaInstrument instrument(EmbeddedBroker broker, OrientationMap truth) {
        return KafkaInstrument.start(
                KafkaSettings.of(broker.bootstrap(), "microscope", "microscope"),
                ScanSheet.of("scan", BUDGET).withLinger(Duration.ofSeconds(20)),
                new VirtualMicroscope(truth, MicroscopeOptions.defaults(), 1),
                PlCamera.of(truth, PlModel.titanium(), PlCondition.clean(), PlScaling.titanium(), ScanSheet.FRAMES, 1),
                MicroscopeClock.accelerated(Instant.now(), 2));
    }

    private RecordHandler collect(List<RawRecord> into) {
        return new RecordHandler() {
            @Override
            public CompletionStage<?> onRecords(List<RawRecord> records) {
                into.addAll(records);
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public void onFailure(Throwable cause) {
                fatal.set(cause);
            }
        };
    }

    private static List<RawRecord> of(List<RawRecord> seen, Topic topic) {
        return seen.stream().filter(r -> r.topic() == topic).toList();
    }

    private static List<Suggestion> suggestions(List<RawRecord> seen) {
        return of(seen, Topic.SUGGESTIONS).stream()
                .map(r -> r.decode(Codecs.SUGGESTION).value().orElseThrow())
                .toList();
    }

    private static List<Command> commands(List<RawRecord> seen) {
        return of(seen, Topic.COMMANDS).stream()
                .map(r -> r.decode(Codecs.COMMAND).value().orElseThrow())
                .toList();
    }

    private static Set<String> asked(List<RawRecord> seen) {
        Set<String> pixels = new HashSet<>();
        commands(seen).forEach(c -> c.points().forEach(p -> pixels.add(p.row() + "," + p.col())));
        return pixels;
    }

    private static Set<String> measured(List<RawRecord> seen) {
        Set<String> pixels = new HashSet<>();
        for (RawRecord r : of(seen, Topic.EBSD_POINTS)) {
            r.decode(Codecs.EBSD_POINTS)
                    .value()
                    .map(EbsdPoints::points)
                    .ifPresent(points -> points.forEach(p -> pixels.add(p.row() + "," + p.col())));
        }
        return pixels;
    }

    private static int run(StringWriter out, String... args) {
        return Sunstone.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute(args);
    }
}
