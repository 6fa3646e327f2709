package sunstone.agent.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import sunstone.models.prior.OnnxPrior;

/** What is wrong with a model file is said in one line; the shipped one passes in {@code ModelCommandIT}. */
public class ModelCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void verify_truncatedFile_namesBothDigests() throws IOException {
        Path file = model(bytes -> Arrays.copyOf(bytes, bytes.length / 2), false, card -> card);
        assertRefused(file, "the file is damaged or the card belongs to another model");
    }

    @Test
    void verify_truncatedFileWithDigestOfItsOwn_isNoUsableModel() throws IOException {
        assertRefused(
                model(bytes -> Arrays.copyOf(bytes, bytes.length / 2), true, card -> card), "not a usable ONNX model");
    }

    @Test
    void verify_pictureInsteadOfModel_isNoUsableModel() throws IOException {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10};
        assertRefused(model(bytes -> png, true, card -> card), "not a usable ONNX model");
    }

    @Test
    void verify_cardOfOtherChannels_namesBoth() throws IOException {
        Path file = model(bytes -> bytes, true, card -> card.replace("\"harmonics\",", "\"pca\","));
        assertRefused(file, "PL features pca need");
    }

    @Test
    void verify_halfACard_isRefused() throws IOException {
        assertRefused(model(bytes -> bytes, true, card -> card.substring(0, card.length() / 2)), "model.json");
    }

    @Test
    void verify_noFile_saysWhere() {
        assertRefused(folder.resolve("none.onnx"), "no model at");
    }

    @Test
    void sample_unknownSampler_namesThoseThereAre() {
        assertThat(run("sample", shipped().toString(), "--sampler", "magic")).isEqualTo(2);
        assertThat(err.toString()).contains("magic").contains("dpm-solver");
    }

    public static Path shipped() {
        Path here = Path.of("models/zoo/hexagonal/model.onnx");
        return Files.exists(here) ? here : Path.of("..").resolve(here);
    }

    /** A changed copy of the shipped model. */
    private Path model(UnaryOperator<byte[]> change, boolean digest, UnaryOperator<String> card) throws IOException {
        Path file = folder.resolve("model.onnx");
        Files.write(file, change.apply(Files.readAllBytes(shipped())));
        String text = Files.readString(shipped().resolveSibling("model.json"));
        if (digest) {
            text = text.replaceFirst("\"sha256\":\"[0-9a-f]*\"", "\"sha256\":\"" + OnnxPrior.sha256(file) + "\"");
        }
        Files.writeString(folder.resolve("model.json"), card.apply(text));
        return file;
    }

    private void assertRefused(Path file, String reason) {
        assertThat(run("verify", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains(reason);
        assertThat(err.toString().lines().findFirst().orElse("")).contains(reason);
    }

    private int run(String... args) {
        return new CommandLine(new ModelCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
