package sunstone.agent.cli.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sunstone.agent.cli.option.DeviceOptions;
import sunstone.agent.config.AgentConfig;
import sunstone.agent.evaluation.Evaluation;
import sunstone.agent.evaluation.metrics.TruthMap;
import sunstone.agent.policy.rule.Policies;
import sunstone.agent.round.BatchSize;
import sunstone.agent.scan.Mode;
import sunstone.connectors.format.EbsdMaps;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.simulators.microscope.MicroscopeOptions;
import sunstone.simulators.polarizedlight.PlCondition;

/** Options of {@code sunstone demo}, and the settings of the agent that follow. */
final class DemoOptions {
    @Option(
            names = "--truth",
            paramLabel = "FILE",
            description =
                    "Map to measure again (" + EbsdMaps.READ + "); without it, the generated one that is shipped. With"
                            + " --sections a folder with one file per section; without it a generated specimen.")
    @Nullable
    Path truthFile;

    @Option(
            names = "--phase",
            paramLabel = "ID",
            description = "Phase to map, everything else is masked (default the hexagonal phase with the most pixels).")
    @Nullable
    Integer phase;

    @Option(names = "--no-ui", description = "No live page; ends by itself.")
    boolean noUi;

    @Option(
            names = "--port",
            defaultValue = "8080",
            paramLabel = "P",
            description = "Port of the live page; another one if it is taken (default ${DEFAULT-VALUE}).")
    int port;

    @Option(
            names = "--budget",
            defaultValue = "150",
            paramLabel = "N",
            description = "Points to measure, of each section (default ${DEFAULT-VALUE}).")
    int budget;

    @Option(
            names = "--target-deg",
            paramLabel = "X",
            description =
                    "Stop before the budget is spent once the mean error is at most X degrees with a probability of 90%%.")
    @Nullable
    Double targetDeg;

    @Option(
            names = "--condition",
            defaultValue = "camera",
            paramLabel = "NAME",
            description = "Polarized light: " + PlCondition.NAMES + " (default ${DEFAULT-VALUE}).")
    String condition;

    @Option(
            names = "--policy",
            defaultValue = Policies.DEFAULT,
            paramLabel = "NAME",
            description = "How points are chosen (default ${DEFAULT-VALUE}).")
    String policy;

    @Option(
            names = "--batch",
            defaultValue = "8",
            paramLabel = "N",
            description = "Points per suggestion (default ${DEFAULT-VALUE}).")
    int batch;

    @Option(
            names = "--members",
            paramLabel = "M",
            description = "Size of the ensemble (default as in config/agent.yaml).")
    @Nullable
    Integer members;

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "Prior, an ONNX file, or none for the classical fill (default the one that is shipped).")
    @Nullable
    String model;

    @Mixin
    DeviceOptions where;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "S",
            description = "Of all noise and chance (default ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--speed",
            paramLabel = "X",
            description = "The microscope's pace: 1 is real time, 10 ten times as fast (default as fast as possible).")
    @Nullable
    Double speed;

    @Option(
            names = "--out",
            defaultValue = "sunstone-demo",
            paramLabel = "DIR",
            description = "Folder of the report (default ./${DEFAULT-VALUE}).")
    Path out;

    /**
     * Checks everything that can be checked before anything is started.
     *
     * @throws IllegalArgumentException naming the first value that will not do
     */
    void check(TruthMap truth) {
        Policies.of(policy);
        PlCondition.parse(condition);
        require(budget >= 1, "--budget must be at least 1 point: " + budget);
        require(
                budget <= truth.map().validCount(),
                "--budget must be at most the " + truth.map().validCount() + " pixels of the map: " + budget);
        require(targetDeg == null || targetDeg > 0, "--target-deg must be above 0 degrees: " + targetDeg);
        require(batch >= 1 && batch <= 1000, "--batch must be 1 to 1000 points: " + batch);
        require(members == null || members >= 2 && members <= 256, "--members must be 2 to 256: " + members);
        require(port >= 0 && port <= 65_535, "--port must be 0 to 65535: " + port);
        require(speed == null || speed > 0, "--speed must be above 0: " + speed);
        require(!Files.exists(out) || Files.isDirectory(out), "--out must be a folder: " + out);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** The agent, on a broker. */
    AgentConfig agent(String bootstrap) {
        AgentConfig d = AgentConfig.defaults();
        String agentId = "sunstone-demo";
        return new AgentConfig(
                agentId,
                KafkaSettings.of(bootstrap, agentId, "sunstone-agents"),
                new AgentConfig.Model(
                        model == null ? d.model().path() : model,
                        where.device(),
                        d.model().threads(),
                        members == null ? d.model().members() : members,
                        false,
                        where.natives(),
                        d.model().cuda()),
                policy,
                d.lambda(),
                BatchSize.fixed(batch),
                Evaluation.travel(MicroscopeOptions.defaults()),
                Mode.AUTO,
                seed,
                d.pace(),
                d.suggestionLife(),
                d.heartbeat(),
                d.inferenceLimit(),
                new AgentConfig.Http(!noUi, "127.0.0.1", free(port), AgentConfig.Http.NONE));
    }

    /** The port if nobody has it, else 0 for any. */
    private static int free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
            return port;
        } catch (IOException e) {
            return 0;
        }
    }
}
