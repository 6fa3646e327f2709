package sunstone.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import sunstone.agent.round.BatchSize;
import sunstone.agent.scan.Mode;

class AgentConfigTest {
    @Test
    void properties_withSecrets_appearInNoMessageAndNoText() {
        String secret = "password=\"kN7-secret\"";
        String good = "kafka:\n  properties:\n    sasl.jaas.config: 'Module required " + secret + ";'\n";
        AgentConfig config = AgentConfig.parse("a.yaml", good).fold(c -> c, reason -> {
            throw new AssertionError(reason);
        });

        assertThat(config.kafka().properties()).containsKey("sasl.jaas.config");
        assertThat(config.toString()).contains("sasl.jaas.config").doesNotContain("kN7-secret");
        assertThat(config.recipe().toString()).doesNotContain("kN7-secret");
        for (String bad : new String[] {
            "kafka:\n  properties: 'sasl.jaas.config=" + secret + "'\n",
            good + "  nonsense: 1\n",
            good + "seed: x\n",
            "kafka:\n  properties:\n    acks: '" + secret + "'\n"
        }) {
            String reason = AgentConfig.parse("a.yaml", bad).fold(c -> "was taken: " + bad, r -> r);
            assertThat(reason).contains("a.yaml").doesNotContain("kN7-secret").doesNotStartWith("was taken");
        }
    }

    @Test
    void agentYaml_documentsEveryKeyAndNoOther() throws IOException {
        assertThat(documented("agent.yaml"))
                .containsExactlyInAnyOrderElementsOf(
                        AgentConfig.declared().stream().map(Key::name).toList());
    }

    @Test
    void agentYaml_values_areTheDefaults() {
        assertThat(AgentConfig.read(config("agent.yaml"))).isEqualTo(new Loaded.Ok<>(AgentConfig.defaults()));
    }

    @Test
    void microscopeYaml_documentsEveryKeyAndNoOther() throws IOException {
        assertThat(documented("microscope.yaml"))
                .containsExactlyInAnyOrderElementsOf(
                        MicroscopeConfig.declared().stream().map(Key::name).toList());
    }

    @Test
    void microscopeYaml_values_areTheDefaults() {
        assertThat(MicroscopeConfig.read(config("microscope.yaml")))
                .isEqualTo(new Loaded.Ok<>(MicroscopeConfig.defaults()));
    }

    @Test
    void connectYaml_documentsEveryKeyAndNoOther() throws IOException {
        assertThat(documented("connect.yaml"))
                .containsExactlyInAnyOrderElementsOf(
                        ConnectConfig.declared().stream().map(Key::name).toList());
    }

    @Test
    void connectYaml_values_areTheDefaults() {
        assertThat(ConnectConfig.read(config("connect.yaml"))).isEqualTo(new Loaded.Ok<>(ConnectConfig.defaults()));
    }

    @Test
    void connect_phasesAndFiducials_areReadOrRefusedWithAReason(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(
                dir.resolve("c.yaml"), "scan:\n  phases:\n    2: Beta titanium m-3m\n    1: Titanium 6/mmm\n");
        ConnectConfig config = ConnectConfig.read(file).fold(c -> c, reason -> {
            throw new AssertionError(reason);
        });
        assertThat(config.scan().phases().toString()).contains("name=Titanium").contains("name=Beta titanium");
        assertThat(config.scan().mappedPhase().id()).isEqualTo(1);
        Files.writeString(file, "scan:\n  phases:\n    1: Titanium\n");
        assertThat(ConnectConfig.read(file).toString()).contains("scan.phases must hold lines such as");
        Files.writeString(file, "folder:\n  fiducials: 0,0=1,1; 1,1=2,2; 2,2=3,3\n");
        assertThat(ConnectConfig.read(file).toString()).contains("must not lie on a line");
    }

    @Test
    void parse_empty_isTheDefaults() {
        assertThat(AgentConfig.parse("f", "")).isEqualTo(new Loaded.Ok<>(AgentConfig.defaults()));
    }

    @Test
    void parse_values_areTaken() {
        AgentConfig config = ok("mode: auto\npolicy:\n  batch: 3\nkafka:\n  properties:\n    security.protocol: SSL\n");

        assertThat(config.mode()).isEqualTo(Mode.AUTO);
        assertThat(config.batch()).isEqualTo(BatchSize.fixed(3));
        assertThat(config.kafka().properties()).containsExactly(Map.entry("security.protocol", "SSL"));
    }

    @Test
    void parse_largestBatch_adaptsOnlyAboveTheSmallest() {
        assertThat(ok("policy:\n  batch: 3\n  batchMost: 12\n").batch()).isEqualTo(new BatchSize(3, 12));
        assertThat(ok("policy:\n  batch: 30\n  batchMost: 12\n").batch()).isEqualTo(BatchSize.fixed(30));
    }

    @Test
    void parse_unknownKey_namesTheNearest() {
        assertThat(refusal("polcy:\n  batch: 3\n")).contains("unknown key polcy, did you mean policy?");
        assertThat(refusal("policy:\n  bacth: 3\n")).contains("unknown key policy.bacth, did you mean policy.batch?");
    }

    @Test
    void parse_wrongTypeOrLimit_namesValueUnitAndLimit() {
        assertThat(refusal("policy:\n  batch: many\n"))
                .isEqualTo("f: policy.batch must be a whole number of points from 1 to 1000: \"many\"");
        assertThat(refusal("pace:\n  plWaitSeconds: -1\n"))
                .isEqualTo("f: pace.plWaitSeconds must be a number (s, 0 to 86400): -1");
        assertThat(refusal("http:\n  enabled: 3\n")).contains("true or false: 3");
        assertThat(refusal("policy:\n  name: best\n")).contains("one of random, grid, halton");
        assertThat(refusal("policy: best\n")).contains("policy must hold names and values: \"best\"");
        assertThat(refusal("kafka:\n  properties:\n    group.id: x\n")).contains("group.id cannot be set");
    }

    @Test
    void parse_severalFaults_namesAll() {
        assertThat(refusal("mode: fast\nseed: x\n")).contains("mode must").contains("seed must");
    }

    @Test
    void parse_noYaml_namesTheLine() {
        assertThat(refusal("mode: auto\n  seed: [\n")).startsWith("f:2: ");
        assertThat(refusal("- a\n- b\n")).contains("names and values");
        assertThat(refusal("!!java.net.URL [\"http://localhost\"]")).startsWith("f");
    }

    @Test
    void read_missingFile_isRefused() {
        String reason = AgentConfig.read(Path.of("no", "such.yaml")).fold(c -> "", r -> r);

        assertThat(reason).contains("no such file");
    }

    @Test
    void distance_knownPairs() {
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.of("mde", List.of("seed", "mode"))).isEqualTo("mode");
    }

    static Path config(String name) {
        Path dir = Path.of("").toAbsolutePath();
        while (dir != null && !Files.isRegularFile(dir.resolve("config").resolve(name))) {
            dir = dir.getParent();
        }
        assertThat(dir).as("a folder above this one with config/" + name).isNotNull();
        return java.util.Objects.requireNonNull(dir).resolve("config").resolve(name);
    }

    static List<String> documented(String name) throws IOException {
        List<String> names = new ArrayList<>();
        collect("", new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(config(name))), names);
        return names;
    }

    private static void collect(String path, Object node, List<String> names) {
        if (node instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((k, v) -> collect(path.isEmpty() ? "" + k : path + "." + k, v, names));
        } else {
            names.add(path);
        }
    }

    private static AgentConfig ok(String yaml) {
        return AgentConfig.parse("f", yaml).fold(c -> c, r -> {
            throw new AssertionError(r);
        });
    }

    private static String refusal(String yaml) {
        return AgentConfig.parse("f", yaml)
                .fold(
                        c -> {
                            throw new AssertionError("was accepted: " + c);
                        },
                        r -> r);
    }

    @Test
    void microscope_formerKeyOfTravel_isRefusedNamingTheNewOne(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("m.yaml"), "ebsd:\n  travelUmPerMs: 2\n");
        assertThat(MicroscopeConfig.read(file).toString())
                .contains("ebsd.travelUmPerMs is no longer known, use ebsd.msPerUm");
    }
}
