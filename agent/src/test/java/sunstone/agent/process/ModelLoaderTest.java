package sunstone.agent.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sunstone.agent.cli.Sunstone;
import sunstone.agent.config.AgentConfig;
import sunstone.agent.round.Copilot;
import sunstone.agent.round.Round;
import sunstone.agent.scan.Budget;
import sunstone.agent.scan.Scan;
import sunstone.agent.scan.ScanState;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.Phase;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlScaling;

/** The shipped model, damaged and put right. */
class ModelLoaderTest {
    private static final Path SHIPPED = Path.of("..", "models", "zoo", "hexagonal");

    @TempDir
    Path dir;

    @Test
    void open_damagedModelThatIsPutRight_isUsedWithoutARestart() throws IOException {
        Files.copy(SHIPPED.resolve("model.json"), dir.resolve("model.json"));
        byte[] model = Files.readAllBytes(SHIPPED.resolve("model.onnx"));
        byte[] damaged = model.clone();
        damaged[model.length / 2] ^= 1;
        Files.write(dir.resolve("model.onnx"), damaged);
        AgentConfig config = config();
        try (ModelLoader sampling = ModelLoader.open(config, Sunstone.commandLine())) {
            Copilot copilot = sampling.copilot(config);
            assertThat(round(copilot).degraded()).contains("has sha256").endsWith("classical fill");
            assertThat(sampling.engine().trouble()).isPresent();
            assertThat(sampling.engine().model()).isEmpty();

            Files.write(dir.resolve("model.onnx"), model);

            await().atMost(Duration.ofSeconds(30)).until(() -> round(copilot).degraded() == null);
            assertThat(sampling.engine().trouble()).isEmpty();
            assertThat(sampling.engine().model())
                    .hasValueSatisfying(m -> assertThat(m).hasSize(64));
        }
    }

    @Test
    void open_noModelFile_saysWhere() throws IOException {
        try (ModelLoader sampling = ModelLoader.open(config(), Sunstone.commandLine())) {
            assertThat(sampling.missing()).isEqualTo("no model at " + dir.resolve("model.onnx"));
        }
    }

    private AgentConfig config() throws IOException {
        Path file = dir.resolve("agent.yaml");
        Files.writeString(
                file, "model:\n  path: " + dir.resolve("model.onnx") + "\n  device: cpu\n  threads: 1\n  members: 2\n");
        return AgentConfig.read(file).fold(c -> c, reason -> {
            throw new AssertionError(reason);
        });
    }

    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    private static Round round(Copilot copilot) {
        Scan scan = new Scan(
                "s",
                new ScanGrid(16, 16, 1),
                new Phase(1, "Ti", LaueGroup.HEXAGONAL),
                Set.of(1),
                0,
                new Budget(null, null, null),
                null);
        return copilot.round(new ScanState(scan, PlScaling.canonical(), Instant.EPOCH).begin(Instant.EPOCH));
    }
}
