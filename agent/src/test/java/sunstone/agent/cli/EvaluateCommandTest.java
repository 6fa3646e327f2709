package sunstone.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvaluateCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void listPolicies_always_namesThemAll() {
        assertThat(run("--list-policies")).isZero();
        assertThat(out.toString()).contains("random", "grid", "halton", "pl-k-center", "max-variance");
    }

    @Test
    void listSamplers_always_namesThemAll() {
        assertThat(run("--list-samplers")).isZero();
        assertThat(out.toString()).contains("ensemble", "nearest", "fps-smc", "repaint", "ddrm", "mmps", "enkf");
    }

    @Test
    void policies_unknown_isBadUsage() {
        assertThat(run("--policies", "clever")).isEqualTo(2);
        assertThat(err.toString()).contains("clever").contains("pl-k-center");
    }

    @Test
    void conditions_unknown_isBadUsage() {
        assertThat(run("--conditions", "foggy")).isEqualTo(2);
        assertThat(err.toString()).contains("foggy").contains("noise-X").contains("lab-X");
    }

    @Test
    void budget_notPositive_isBadUsage() {
        assertThat(run("--budget", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("at least 1");
    }

    @Test
    void samplers_unknown_isBadUsage() {
        assertThat(run("--samplers", "magic")).isEqualTo(2);
        assertThat(err.toString()).contains("magic").contains("ensemble, nearest");
    }

    @Test
    void truth_absent_isBadUsage(@TempDir Path folder) {
        assertThat(run(
                        "--samplers",
                        "nearest",
                        "--truth",
                        folder.resolve("none.ctf").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("none.ctf");
    }

    @Test
    void suite_withOptionsBesideIt_theOptionsCount(@TempDir Path folder) throws IOException {
        Path suite = Files.writeString(
                folder.resolve("suite.yaml"),
                "maps:\n  count: 2\n  sizePx: 24\npolicies: grid\nconditions: camera\nbudgetPoints: 12\nevery: 12\n");

        int exit = run(
                "--suite",
                suite.toString(),
                "--samplers",
                "nearest",
                "--conditions",
                "clean",
                "--out",
                folder.toString());

        assertThat(exit).isZero();
        assertThat(out.toString())
                .contains("generated-1", "generated-2", "all 2 maps", "grid", "nearest", "clean", "best fill")
                .doesNotContain("camera");
    }

    private int run(String... args) {
        return new CommandLine(new EvaluateCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
