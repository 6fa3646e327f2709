package sunstone.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import sunstone.agent.config.AgentConfig;
import sunstone.agent.process.AgentProcess;
import sunstone.agent.process.ModelLoader;
import sunstone.agent.round.BatchSize;
import sunstone.agent.scan.Mode;
import sunstone.agent.view.ScanView;
import sunstone.agent.view.ScanViews;
import sunstone.connectors.instrument.InstrumentClock;
import sunstone.connectors.instrument.KafkaInstrument;
import sunstone.connectors.instrument.ScanAnnouncement;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.models.map.OrientationMap;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.simulators.broker.EmbeddedBroker;
import sunstone.simulators.microscope.MicroscopeOptions;
import sunstone.simulators.microscope.VirtualMicroscope;
import sunstone.simulators.polarizedlight.MuellerChain;
import sunstone.simulators.polarizedlight.PlCamera;
import sunstone.simulators.polarizedlight.PlCondition;

/** A scan as the demo runs it, with the shipped prior, on a real broker; then its suggestions from the log alone. */
class ReplayIT {
    private static final String SCAN = "night";
    private static final int BUDGET = 48;
    private static final int MEMBERS = 3;
    private static final int BATCH = 4;
    private static final int MOST = 9;
    private static EmbeddedBroker broker;
    private static String model;

    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void record() throws Exception {
        broker = EmbeddedBroker.start();
        model = Path.of("..", "models", "zoo", "hexagonal", "model.onnx")
                .toAbsolutePath()
                .normalize()
                .toString();
        AgentConfig d = AgentConfig.defaults();
        AgentConfig config = new AgentConfig(
                "recorder",
                KafkaSettings.of(broker.bootstrap(), "recorder", "recorders"),
                new AgentConfig.Model(model, "cpu", 1, MEMBERS),
                d.policy(),
                d.lambda(),
                new BatchSize(BATCH, MOST),
                d.travel(),
                Mode.AUTO,
                5,
                d.pace(),
                d.suggestionLife(),
                Duration.ofSeconds(1),
                d.inferenceLimit(),
                new AgentConfig.Http(false, "127.0.0.1", 0, AgentConfig.Http.NONE));
        OrientationMap truth = GenerateCommand.map(32, 9, 3).toOrientationMap(1);
        ModelLoader sampling = ModelLoader.open(config, Sunstone.commandLine());
        assertThat(sampling.missing()).isNull();
        try (AgentProcess agent = AgentProcess.start(config, sampling, null, e -> {});
                KafkaInstrument instrument = KafkaInstrument.start(
                        KafkaSettings.of(broker.bootstrap(), "microscope", "microscopes"),
                        ScanAnnouncement.of(SCAN, BUDGET),
                        new VirtualMicroscope(truth, MicroscopeOptions.defaults(), 1),
                        PlCamera.of(
                                truth,
                                MuellerChain.titanium(),
                                PlCondition.parse("camera"),
                                PlScaling.canonical(),
                                ScanAnnouncement.FRAMES,
                                1),
                        InstrumentClock.accelerated(Instant.now(), 20))) {
            ScanViews views = agent.views();
            await().atMost(Duration.ofMinutes(3)).until(() -> views.of(SCAN)
                    .map(ScanView::round)
                    .filter(r -> r.stop() != null)
                    .isPresent());
            assertThat(instrument.points()).isGreaterThanOrEqualTo(BUDGET - 3);
        }
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void replay_sameSettings_isTheSameByteForByte() throws Exception {
        assertThat(run("replay", "--scan", SCAN, "--config", config(Map.of()).toString(), "--diff"))
                .as(out.toString() + err)
                .isZero();
        assertThat(out.toString()).contains("suggestions made again, all the same byte for byte");
    }

    @Test
    void replay_until_stopsThere() throws Exception {
        assertThat(run("replay", "--scan", SCAN, "--config", config(Map.of()).toString(), "--until", "3"))
                .isZero();
        assertThat(out.toString()).contains("3 suggestions made again");
    }

    @Test
    void replay_anotherSeed_namesTheSeed() throws Exception {
        assertThat(run(
                        "replay",
                        "--scan",
                        SCAN,
                        "--config",
                        config(Map.of("seed", "6")).toString(),
                        "--diff"))
                .isEqualTo(1);
        assertThat(out.toString())
                .contains("revision 1 is not")
                .contains("because of seed")
                .contains("the log has seed 5, here it is 6");
    }

    @Test
    void replay_anotherBatchAndNoModel_namesBoth() throws Exception {
        Path other = config(Map.of("policy.batch", "7", "model.path", "none"));

        assertThat(run("replay", "--scan", SCAN, "--config", other.toString(), "--diff"))
                .isEqualTo(1);

        assertThat(out.toString())
                .contains("because of model: the log's is ")
                .contains("because of setting policy.batch");
    }

    @Test
    void replay_unknownScan_isBadInput() {
        assertThat(run("replay", "--scan", "day", "--bootstrap", broker.bootstrap()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("no suggestions of a scan \"day\"");
    }

    private Path config(Map<String, String> changes) throws Exception {
        Map<String, String> keys = new java.util.TreeMap<>(Map.of(
                "kafka.bootstrap",
                broker.bootstrap(),
                "model.path",
                model,
                "model.device",
                "cpu",
                "model.threads",
                "1",
                "model.members",
                "" + MEMBERS,
                "policy.batch",
                "" + BATCH,
                "policy.batchMost",
                "" + MOST,
                "seed",
                "5"));
        keys.putAll(changes);
        StringBuilder yaml = new StringBuilder();
        keys.forEach((k, v) -> yaml.append(k).append(": ").append(v).append('\n'));
        return Files.writeString(dir.resolve("agent.yaml"), yaml);
    }

    private int run(String... args) {
        CommandLine line = Sunstone.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(args);
    }
}
