package sunstone.agent.cli;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import sunstone.agent.config.AgentConfig;
import sunstone.agent.process.Natives;
import sunstone.models.prior.OnnxPrior;

/** Where the prior of a command runs. */
final class DeviceOptions {
    @Option(
            names = "--device",
            defaultValue = "auto",
            paramLabel = "NAME",
            description = "Where the prior runs: cpu, cuda:N or auto (default ${DEFAULT-VALUE}).")
    String device;

    @Option(
            names = "--natives",
            defaultValue = AgentConfig.Model.NONE,
            paramLabel = "DIR",
            description = "Native libraries of ONNX Runtime for CUDA, a folder (default none, those of its jar).")
    String natives;

    /**
     * Opens a prior where it is to run.
     *
     * @throws IOException with one line that says what is wrong
     */
    OnnxPrior open(Path model, int threads) throws IOException {
        Natives.use(natives);
        return OnnxPrior.open(model, device, threads);
    }
}
