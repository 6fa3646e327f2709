package sunstone.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import sunstone.agent.config.AgentConfig;
import sunstone.agent.config.Loaded;
import sunstone.agent.config.MicroscopeConfig;

/** The files for containers, as far as they can be checked without a container engine. */
class ContainerFilesTest {
    @Test
    void containerFiles_everyReference_exists() throws Exception {
        Path docker = root().resolve("docker");
        Map<String, Object> compose = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(docker.resolve("compose.yaml")));
        JsonObject services = new JsonObject(compose).getJsonObject("services");
        assertThat(services.fieldNames()).contains("kafka", "agent", "microscope", "prometheus", "grafana");
        for (String name : services.fieldNames()) {
            JsonObject service = services.getJsonObject(name);
            assertThat(service.getString("image")).as(name).isNotBlank();
            for (Object v : service.getJsonArray("volumes", new JsonArray())) {
                String source = v.toString().split(":")[0];
                if (source.startsWith("./")) {
                    assertThat(docker.resolve(source)).exists();
                }
            }
            for (String needed :
                    service.getValue("depends_on") instanceof JsonObject o ? o.fieldNames() : Set.<String>of()) {
                assertThat(services.fieldNames()).contains(needed);
            }
        }
        assertThat(Files.readString(root().resolve("pom.xml")))
                .as("the broker that the tests run against")
                .contains("<kafka.version>"
                        + services.getJsonObject("kafka").getString("image").replace("apache/kafka:", "") + "<");
        String tokenFile = AgentConfig.read(docker.resolve("agent.yaml"))
                .fold(c -> c.http().tokenFile(), why -> why);
        assertThat(tokenFile).isEqualTo("/run/secrets/token");
        assertThat(MicroscopeConfig.read(docker.resolve("microscope.yaml"))).isInstanceOf(Loaded.Ok.class);
        assertThat(Files.readString(docker.resolve("Dockerfile")))
                .contains("USER 65534")
                .contains("HEALTHCHECK");
    }

    @ParameterizedTest
    @CsvSource({
        "'', usage: gpu-check pack",
        "run --cpu, there are no parts sunstone-gpu.tar.gz.*",
        "run --fast, 'run takes --cpu and --out DIR, not --fast'",
        "pack --natives /nowhere, pack needs --natives DIR and --out DIR"
    })
    void gpuCheck_whatItCannotDo_isSaidInALine(String arguments, String line, @TempDir Path folder) throws Exception {
        Path script = Files.copy(root().resolve("docker/gpu-check"), folder.resolve("gpu-check"));
        List<String> command = new ArrayList<>(List.of("bash", script.toString()));
        if (!arguments.isEmpty()) {
            command.addAll(List.of(arguments.split(" ")));
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(said).startsWith("gpu-check: ").contains(line).hasLineCount(1);
    }

    /** The folder of the checkout. */
    static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("docker")) ? here : here.resolve("..").normalize();
    }
}
