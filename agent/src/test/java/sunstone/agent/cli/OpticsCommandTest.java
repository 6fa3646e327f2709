package sunstone.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import sunstone.connectors.format.light.LightStack;
import sunstone.connectors.message.KnownOptics;
import sunstone.connectors.message.LightOptics;
import sunstone.connectors.message.OpticsFile;

/** What points teach of the light, from {@code reconstruct} and from an agent to a file and back. */
class OpticsCommandTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpServer agent;

    @BeforeEach
    void start() throws IOException {
        agent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        agent.start();
    }

    @AfterEach
    void stop() {
        agent.stop(0);
    }

    private int run(String... args) {
        CommandLine line = Sunstone.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(args);
    }

    private void generate(String condition, int points, long seed, String ebsd) {
        assertThat(run(
                        "generate",
                        "--out=" + folder.resolve(ebsd + "-truth.ctf"),
                        "--size=48",
                        "--grain-px=10",
                        "--seed=" + seed,
                        "--condition=" + condition,
                        "--pl=" + folder.resolve(ebsd + ".tif"),
                        "--ebsd=" + folder.resolve(ebsd + ".ctf"),
                        "--points=" + points))
                .isZero();
    }

    private int reconstruct(String light, String ebsd, String... more) {
        String[] args = new String[5 + more.length];
        args[0] = "reconstruct";
        args[1] = "--pl=" + folder.resolve(light + ".tif");
        args[2] = "--ebsd=" + folder.resolve(ebsd + ".ctf");
        args[3] = "--out=" + folder.resolve("map.ctf");
        args[4] = "--model=none";
        System.arraycopy(more, 0, args, 5, more.length);
        return run(args);
    }

    @Test
    void reconstruct_labLight_savesWhatShowTells() throws IOException {
        generate("lab-0.5", 60, 3, "a");
        Path file = folder.resolve("optics.json");

        assertThat(reconstruct("a", "a", "--save-optics=" + file))
                .as(err.toString())
                .isZero();
        String told = out.toString();
        out.getBuffer().setLength(0);
        assertThat(run("optics", "show", file.toString())).isZero();

        assertThat(told).contains("light: optics and place learnt from ").contains("  optics: gain 0.");
        assertThat(told).contains(out.toString());
        LightOptics learnt = OpticsFile.learnt(Files.readAllBytes(file)).value().orElseThrow();
        assertThat(learnt.verdict()).isEqualTo(LightOptics.ESTIMATED);
        assertThat(learnt.sd()).isNotNull();
    }

    @Test
    void reconstruct_knownOpticsAndTooFewPoints_areTakenForGranted() throws IOException {
        generate("lab-0.5", 60, 3, "a");
        generate("lab-0.5", 4, 3, "few");
        Path file = folder.resolve("optics.json");
        assertThat(reconstruct("a", "a", "--save-optics=" + file)).isZero();
        KnownOptics known = OpticsFile.decode(Files.readAllBytes(file)).value().orElseThrow();
        Path again = folder.resolve("again.json");

        assertThat(reconstruct("few", "few", "--optics=" + file, "--save-optics=" + again))
                .isZero();

        assertThat(out.toString()).contains("fewer than 8 points");
        LightOptics taken = OpticsFile.learnt(Files.readAllBytes(again)).value().orElseThrow();
        assertThat(taken.verdict()).isEqualTo(LightOptics.ASSUMED);
        assertThat(taken.gain()).isCloseTo(known.gain(), within(1e-6));
        assertThat(taken.sense()).isEqualTo(known.sense());
        assertThat(taken.deltaDeg()).isCloseTo(known.deltaDeg(), within(1e-6));
    }

    @Test
    void reconstruct_lightThatShowsNothing_saysThatItIsLeftOutAndSavesNothing() throws IOException {
        generate("clean", 60, 3, "a");
        float[] even = new float[48 * 48];
        Arrays.fill(even, 0.4f);
        new LightStack(48, 48, Collections.nCopies(36, even)).write(folder.resolve("even.tif"));
        Path file = folder.resolve("optics.json");

        assertThat(reconstruct("even", "a", "--save-optics=" + file)).isZero();

        assertThat(out.toString()).contains("light: left out; the light contradicts the ");
        assertThat(file).doesNotExist();
    }

    @Test
    void reconstruct_fileThatHoldsNoOptics_isRefusedWithFieldAndValue() throws IOException {
        generate("clean", 20, 1, "a");
        Path file = folder.resolve("optics.json");
        for (String[] bad : List.of(
                new String[] {"{}", "schema is missing"},
                new String[] {"{\"schema\":\"sunstone-optics/1\",\"gain\":-1}", "optics.gain must be 0.001 to 100"},
                new String[] {"{\"schema\":\"sunstone-optics/1\",\"sense\":2}", "optics.sense must be 1 or -1: 2"},
                new String[] {"gain: 1", "not JSON"})) {
            Files.writeString(file, bad[0]);
            assertThat(reconstruct("a", "a", "--optics=" + file)).isEqualTo(2);
            assertThat(err.toString()).contains("optics.json").contains(bad[1]);
        }
    }

    @Test
    void save_ofARunningAgent_writesItsOptics() throws IOException {
        answer(
                200,
                "{\"scanId\":\"scan 1\",\"optics\":{\"verdict\":\"estimated\",\"points\":12,\"gain\":0.5,\"sense\":-1}}");

        assertThat(save("scan 1")).as(err.toString()).isZero();

        KnownOptics known = OpticsFile.decode(Files.readAllBytes(folder.resolve("o.json")))
                .value()
                .orElseThrow();
        assertThat(known).isEqualTo(new KnownOptics(0.5, null, null, -1, null));
        assertThat(out.toString()).contains("learnt from 12 points");
    }

    @Test
    void save_nothingToSave_saysWhy() {
        answer(200, "{\"scanId\":\"scan 1\",\"optics\":null}");
        assertThat(save("scan 1")).isEqualTo(2);
        assertThat(err.toString()).contains("scan scan 1: the scan has no optics yet");

        assertThat(save("other")).isEqualTo(2);
        assertThat(err.toString()).contains("knows no scan other");
        assertThat(folder.resolve("o.json")).doesNotExist();
    }

    private int save(String scan) {
        return run(
                "optics",
                "save",
                "--scan=" + scan,
                "--agent=http://127.0.0.1:" + agent.getAddress().getPort(),
                "--out=" + folder.resolve("o.json"));
    }

    private void answer(int status, String body) {
        agent.createContext("/api/v1/scans/scan 1", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}
