package sunstone.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import sunstone.agent.cli.model.ModelCommandTest;

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

    @Test
    void task_unknownOrBadSizes_isBadUsage() {
        assertThat(run("--task", "juggling")).isEqualTo(2);
        assertThat(err.toString()).contains("juggling").contains("super-resolution");
        assertThat(run("--members", "2,4")).isEqualTo(2);
        assertThat(err.toString()).contains("several sizes with --task only: [2, 4]");
        assertThat(run("--task", "scaling", "--fractions", "1.5")).isEqualTo(2);
        assertThat(err.toString()).contains("--fractions must be above 0 and at most 1: 1.5");
    }

    @Test
    void tasks_generatedMap_haveFiguresForEveryMethod(@TempDir Path folder) throws IOException {
        Path suite = Files.writeString(
                folder.resolve("suite.yaml"), "maps:\n  count: 1\n  sizePx: 32\nconditions: camera\nmembers: 4\n");

        int exit = run(
                "--suite=" + suite,
                "--task=boundaries,super-resolution,denoising,scaling,calibration",
                "--fractions=0.05",
                "--members=2,4",
                "--device=cpu",
                "--model=" + ModelCommandTest.shipped().toAbsolutePath(),
                "--out=" + folder);

        assertThat(exit).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("Sobel of the observed light", "EBSD-only ensemble", "light-only ensemble, published recipe")
                .contains("alignment network", "every pixel measured", "total variation", "4 members")
                .contains("claimed mean error, chosen points", "random points, inside of grains");
        JsonObject report = new JsonObject(Files.readString(folder.resolve("report.json")));
        for (Object entry : report.getJsonArray("tasks")) {
            JsonObject result = (JsonObject) entry;
            assertThat(result.fieldNames())
                    .contains("task", "condition", "seed", "fraction", "method", "metrics", "truth");
            assertThat(result.getJsonObject("metrics").isEmpty())
                    .as(result.encode())
                    .isFalse();
        }
        assertThat(figure(report, "boundaries", "ensemble", "chamfer"))
                .isLessThan(figure(report, "boundaries", "EBSD-only ensemble", "chamfer"));
        assertThat(figure(report, "super-resolution", "ensemble", "meanDeg"))
                .isLessThan(figure(report, "super-resolution", "nearest point", "meanDeg"));
        assertThat(figure(report, "calibration", "random points", "coverage90")).isBetween(0.5, 1.0);
        assertThat(folder.resolve("report.html")).content().contains("Task: scaling");
        assertThat(folder.resolve("curve-1.png")).isNotEmptyFile();
    }

    /** A figure of the first result of a task and a method. */
    private static double figure(JsonObject report, String task, String method, String name) {
        for (Object entry : report.getJsonArray("tasks")) {
            JsonObject r = (JsonObject) entry;
            if (r.getString("task").equals(task) && r.getString("method").equals(method)) {
                return r.getJsonObject("metrics").getDouble(name);
            }
        }
        throw new AssertionError(task + ", " + method);
    }

    @Test
    void sections_generated_haveAReportOfTheSpecimen(@TempDir Path folder) throws IOException {
        int exit = run(
                "--sections",
                "2",
                "--size",
                "24",
                "--grain-px",
                "8",
                "--samplers",
                "nearest",
                "--policies",
                "grid",
                "--budget",
                "10",
                "--out",
                folder.toString());

        assertThat(exit).as(err.toString()).isZero();
        assertThat(Files.readString(folder.resolve("report.json"))).contains("\"thicknessUm\":1.4");
    }

    @Test
    void sections_besideATruthOrOfNoThickness_isBadUsage() {
        assertThat(run("--sections", "2", "--truth", "map.ctf")).isEqualTo(2);
        assertThat(err.toString()).contains("--sections of a measured stack are the files of one folder");
        assertThat(run("--sections", "2", "--thickness", "0", "--samplers", "nearest"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--thickness 0.01 to 10");
    }

    private int run(String... args) {
        return new CommandLine(new EvaluateCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
