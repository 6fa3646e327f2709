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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sunstone.agent.config.AgentConfig;
import sunstone.agent.evaluation.metrics.MapMetrics;
import sunstone.agent.loop.Spy;
import sunstone.agent.process.AgentProcess;
import sunstone.agent.process.ModelLoader;
import sunstone.agent.scan.Mode;
import sunstone.connectors.instrument.InstrumentClock;
import sunstone.connectors.instrument.KafkaInstrument;
import sunstone.connectors.instrument.ScanAnnouncement;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.RecordSink;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Command;
import sunstone.connectors.message.MapPacking;
import sunstone.connectors.message.MapRevision;
import sunstone.connectors.message.Suggestion;
import sunstone.models.map.OrientationMap;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.simulators.broker.EmbeddedBroker;
import sunstone.simulators.microscope.MicroscopeOptions;
import sunstone.simulators.microscope.VirtualMicroscope;
import sunstone.simulators.polarizedlight.MuellerChain;
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
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            AgentProcess agent = agent(broker);
            KafkaSettings client = KafkaSettings.of(broker.bootstrap(), "spy", "spy");
            Spy spy = new Spy(
                    client,
                    Set.of(Topic.EBSD_POINTS, Topic.SUGGESTIONS, Topic.COMMANDS, Topic.MAPS, Topic.DEAD_LETTERS),
                    fatal::set);
            try (spy;
                    KafkaInstrument instrument = instrument(broker, truth);
                    RecordSink poison = new RecordSink(client)) {
                await().atMost(Duration.ofMinutes(2)).until(() -> instrument.points() >= 16);
                poison.send(new Outgoing(Topic.EBSD_POINTS, "scan", "{".getBytes(StandardCharsets.UTF_8), Map.of()))
                        .get(30, TimeUnit.SECONDS);
                agent.close();
                agent = agent(broker);

                KafkaInstrument.Outcome outcome = instrument.outcome().get(3, TimeUnit.MINUTES);

                assertThat(outcome.points()).isEqualTo(BUDGET);
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> spy.suggestions().stream().anyMatch(s -> s.stop() != null));
            } finally {
                agent.close();
            }
            assertThat(fatal.get()).isNull();
            assertConverged(spy, truth);
        }
    }

    private static void assertConverged(Spy spy, OrientationMap truth) {
        assertThat(spy.measured()).hasSize(BUDGET);
        assertThat(spy.commanded()).containsAll(spy.measured());
        List<Integer> revisions =
                spy.suggestions().stream().map(Suggestion::revision).toList();
        assertThat(revisions).isSorted().doesNotHaveDuplicates();
        assertThat(spy.commands()).extracting(Command::commandId).doesNotHaveDuplicates();
        assertThat(spy.of(Topic.DEAD_LETTERS)).hasSize(1);
        List<MapRevision> maps = spy.maps();
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
        KafkaSettings kafka = KafkaSettings.of(broker.bootstrap(), "agent", "agents");
        AgentConfig config = ClassicalAgent.config(kafka, Mode.AUTO, 8, ClassicalAgent.NO_PAGE);
        return AgentProcess.start(config, ModelLoader.open(config, Sunstone.commandLine()), null, fatal::set);
    }

    /** About 70 ms a point, so that the scan lasts some seconds. */
    private static KafkaInstrument instrument(EmbeddedBroker broker, OrientationMap truth) {
        return KafkaInstrument.start(
                KafkaSettings.of(broker.bootstrap(), "microscope", "microscope"),
                ScanAnnouncement.of("scan", BUDGET).withLinger(Duration.ofSeconds(20)),
                new VirtualMicroscope(truth, MicroscopeOptions.defaults(), 1),
                PlCamera.of(
                        truth,
                        MuellerChain.titanium(),
                        PlCondition.clean(),
                        PlScaling.canonical(),
                        ScanAnnouncement.FRAMES,
                        1),
                InstrumentClock.accelerated(Instant.now(), 2));
    }

    private static int run(StringWriter out, String... args) {
        return Sunstone.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute(args);
    }
}
