package sunstone.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import sunstone.agent.evaluation.metrics.TruthMap;
import sunstone.agent.process.ShippedMap;
import sunstone.connectors.format.light.LightStack;
import sunstone.simulators.polarizedlight.PlCondition;

class SunstoneTest {
    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "run",
                "worker",
                "simulate",
                "broker",
                "evaluate",
                "train",
                "model",
                "model verify",
                "model describe",
                "crystal",
                "generate",
                "replay",
                "dead-letters"
            })
    void help_everyCommand_succeeds(String command) {
        assertThat(run((command + " --help").split(" "))).isZero();
        assertThat(out.toString()).contains("Usage: sunstone " + command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "evaluate", "generate"})
    void help_commandsThatMakeLight_nameTheLaboratory(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString().replaceAll("\\s+", " ")).contains(PlCondition.NAMES);
    }

    @Test
    void generate_sections_writesAMapAndAStackEach() throws IOException {
        Path maps = dir.resolve("maps"), light = dir.resolve("light");
        String[] args = {
            "generate",
            "--sections",
            "2",
            "--thickness",
            "0.25",
            "--size",
            "24",
            "--grain-px",
            "8",
            "--condition",
            "lab",
            "--out",
            maps.toString(),
            "--pl",
            light.toString()
        };
        assertThat(run(args)).as(err.toString()).isZero();
        for (String name : new String[] {"section-001", "section-002"}) {
            assertThat(maps.resolve(name + ".ctf")).isRegularFile();
            assertThat(LightStack.read(light.resolve(name + ".tif")).frames()).hasSize(36);
        }
        assertThat(maps.resolve("section-001.ctf"))
                .content()
                .isNotEqualTo(Files.readString(maps.resolve("section-002.ctf")));
    }

    @Test
    void generate_lab_writesAStackOfItsOwn() throws IOException {
        Path map = dir.resolve("map.ctf"), lab = dir.resolve("lab.tif"), camera = dir.resolve("camera.tif");
        for (Path stack : new Path[] {lab, camera}) {
            String condition = stack == lab ? "lab-0.5" : "camera";
            String[] args = {"--out", map.toString(), "--size", "40", "--pl", stack.toString()};
            assertThat(run(Stream.concat(Stream.of("generate", "--condition", condition), Stream.of(args))
                            .toArray(String[]::new)))
                    .as(err.toString())
                    .isZero();
        }
        LightStack light = LightStack.read(lab);
        assertThat(light.frames()).hasSize(36);
        assertThat(Files.mismatch(lab, camera)).isNotNegative();
        assertUsage("lab-X", "generate", "--out", map.toString(), "--pl", lab.toString(), "--condition", "lab-x");
    }

    @Test
    void version_isThatOfTheBuild() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("sunstone ").doesNotContain("$");
    }

    @Test
    void badUsage_isOneLineAndExit2() {
        assertUsage("a command is missing");
        assertUsage("--bugdet", "demo", "--bugdet", "5");
        assertUsage("--budget", "demo", "--budget", "many");
        assertUsage("budget must be at least 1 point: 0", "demo", "--budget", "0");
        assertUsage("16384 pixels of the map", "demo", "--budget", "20000");
        assertUsage("policy must be one of random", "demo", "--policy", "best");
        assertUsage("dark", "demo", "--condition", "dark");
        assertUsage("--port must be 0 to 65535: 70000", "broker", "--port", "70000");
        assertUsage("--config", "run");
        assertUsage("name your Kafka", "replay", "--scan", "s");
        assertUsage("--until must be at least 1: 0", "replay", "--scan", "s", "--until", "0", "--bootstrap", "x:1");
        assertUsage("PARTITION:OFFSET", "dead-letters", "--bootstrap", "x:1", "--show", "seven");
        assertUsage("--redrive", "dead-letters", "--bootstrap", "x:1", "--reason", "x", "--redrive", "1-2");
    }

    @Test
    void badInput_isOneLineAndExit2() throws IOException {
        Path config = Files.writeString(dir.resolve("agent.yaml"), "mode: fast\n");
        assertUsage("mode must be one of advise, auto, shadow: \"fast\"", "run", "--config", config.toString());
        assertUsage("no such file", "run", "--config", dir.resolve("none.yaml").toString());
        assertUsage("none.ctf", "demo", "--truth", dir.resolve("none.ctf").toString());
        assertUsage("none.onnx", "model", "verify", dir.resolve("none.onnx").toString());
        Path fill = Files.writeString(dir.resolve("fill.yaml"), "model:\n  path: none\n");
        assertUsage("a worker needs a model", "worker", "--config", fill.toString());
        Path gone = Files.writeString(dir.resolve("gone.yaml"), "model:\n  path: /none.onnx\n");
        assertUsage("no model at /none.onnx", "worker", "--config", gone.toString());
        Path bad = Files.writeString(dir.resolve("bad.ctf"), "not a map\n");
        assertUsage("bad.ctf", "simulate", "--config", microscope().toString(), "--truth", bad.toString());
    }

    @Test
    void phase_thatIsNotThere_namesThoseThatAre() {
        assertUsage("1 (Titanium)", "demo", "--phase", "3");
    }

    @Test
    void generate_defaults_areTheShippedMap() throws IOException {
        Path file = dir.resolve("titanium.ctf");
        assertThat(run("generate", "--out", file.toString())).isZero();

        CommandLine line = Sunstone.commandLine();
        TruthMap made = ShippedMap.read(file, null, line);
        TruthMap shipped = ShippedMap.read(null, null, line);

        assertThat(made.map().quaternions()).isEqualTo(shipped.map().quaternions());
    }

    private Path microscope() throws IOException {
        return Files.writeString(dir.resolve("microscope.yaml"), "speed: 0\n");
    }

    private void assertUsage(String expected, String... args) {
        err.getBuffer().setLength(0);
        assertThat(run(args)).as(err.toString()).isEqualTo(2);
        assertThat(err.toString()).contains(expected);
        assertThat(err.toString().lines()).hasSize(1);
    }

    private int run(String... args) {
        return Sunstone.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
