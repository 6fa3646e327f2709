package sunstone.agent.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The shipped model denoises held-out sections as its card says, and a card that lies about it is caught. */
class ModelCommandIT {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void verify_shippedModel_isAsItsCardSays() {
        assertThat(run("verify", ModelCommandTest.shipped().toString()))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .contains("denoising at time 0.50, told what was observed")
                .contains("denoising at time 0.50, nothing observed")
                .contains("follows the contract")
                .doesNotContain("silent");
    }

    @Test
    void verify_cardOfAnotherSchedule_isCaught() throws IOException {
        assertThat(run(
                        "verify",
                        lying(
                                "\"kind\":\"cosine\"",
                                "\"kind\":\"linear\",\"steps\":1000,\"betaStart\":1e-4,\"betaEnd\":0.02")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("noise schedule is not that of the card (linear)");
    }

    @Test
    void verify_cardThatPromisesMore_isCaught() throws IOException {
        assertThat(run("verify", lying("\"rms\":0.0", "\"rms\":0.00"))).isEqualTo(2);
        assertThat(err.toString()).contains("more than 10% above");
    }

    @Test
    void sample_shippedModel_lightFitsItsOrientationsBetterThanOthers() {
        assertThat(run(
                        "sample",
                        ModelCommandTest.shipped().toString(),
                        "--count",
                        "2",
                        "--size",
                        "32",
                        "--out",
                        folder.toString()))
                .isZero();
        String[] words = out.toString()
                .lines()
                .filter(l -> l.startsWith("mean"))
                .findFirst()
                .orElseThrow()
                .split("[ ;]+");
        assertThat(Double.parseDouble(words[1])).isLessThan(Double.parseDouble(words[words.length - 1]));
        assertThat(folder.resolve("section-1.png")).exists();
    }

    private String lying(String truth, String lie) throws IOException {
        Path file = folder.resolve("model.onnx");
        Files.copy(ModelCommandTest.shipped(), file);
        String card = Files.readString(ModelCommandTest.shipped().resolveSibling("model.json"));
        assertThat(card).contains(truth);
        Files.writeString(folder.resolve("model.json"), card.replace(truth, lie));
        return file.toString();
    }

    private int run(String... args) {
        return new CommandLine(new ModelCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
