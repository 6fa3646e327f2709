package sunstone.agent.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sunstone.models.prior.ModelCard;
import sunstone.models.prior.OnnxPrior;

/** Damaged cards and models: a prior, or an IOException with one line that says what is wrong. */
class ModelFuzzTest {
    private static final Path SHIPPED = Path.of("../models/zoo/hexagonal");

    @TempDir
    Path dir;

    @Test
    void read_damagedCard_isACardOrRefused() throws IOException {
        byte[] good = Files.readAllBytes(SHIPPED.resolve("model.json"));
        Path file = dir.resolve("model.json");

        double taken = Fuzz.run("model card", Fuzz.CASES, 16 << 20, random -> {
            Files.write(file, Damage.text(good, random));
            try {
                ModelCard card = ModelCard.read(file);
                card.orientationScaling();
                card.plScaling();
                return true;
            } catch (IOException e) {
                assertThat(e.getMessage()).isNotBlank();
                return false;
            }
        });

        assertThat(taken).isBetween(Fuzz.CASES < 1000 ? 0 : 0.02, 0.95);
    }

    @Test
    void open_changedModel_isRefusedForItsDigest() throws IOException {
        byte[] model = Files.readAllBytes(SHIPPED.resolve("model.onnx"));
        Files.copy(SHIPPED.resolve("model.json"), dir.resolve("model.json"));
        model[model.length / 2] ^= 1; // one bit
        Path file = Files.write(dir.resolve("model.onnx"), model);

        assertThatThrownBy(() -> OnnxPrior.open(file, "cpu", 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("sha256");
    }

    @Test
    void open_damagedModelWithItsDigest_isAPriorOrRefused() throws IOException {
        byte[] good = Files.readAllBytes(SHIPPED.resolve("model.onnx"));
        String card = Files.readString(SHIPPED.resolve("model.json"), ISO_8859_1);
        String digest = OnnxPrior.sha256(SHIPPED.resolve("model.onnx"));
        Path file = dir.resolve("model.onnx");

        // the runtime takes milliseconds for each, and what it allocates is its own
        Fuzz.run("ONNX", Math.min(2000, Fuzz.CASES / 200), 256 << 20, random -> {
            byte[] bad = random.nextInt(3) == 0
                    ? java.util.Arrays.copyOf(good, random.nextInt(good.length))
                    : Damage.bytes(good, random);
            Files.write(file, bad);
            Files.writeString(dir.resolve("model.json"), card.replace(digest, OnnxPrior.sha256(file)), ISO_8859_1);
            try (OnnxPrior prior = OnnxPrior.open(file, "cpu", 1)) {
                return prior.card() != null;
            } catch (IOException e) {
                assertThat(e.getMessage()).isNotBlank();
                return false;
            }
        });
    }
}
