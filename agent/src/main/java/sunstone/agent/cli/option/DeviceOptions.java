package sunstone.agent.cli.option;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import sunstone.agent.config.AgentConfig;
import sunstone.agent.process.Natives;
import sunstone.models.prior.CudaOptions;
import sunstone.models.prior.OnnxPrior;

/** Device on which the prior of a command runs, {@code --device} and {@code --natives}. */
public final class DeviceOptions {
    @Option(
            names = "--device",
            scope = ScopeType.INHERIT,
            defaultValue = "auto",
            paramLabel = "NAME",
            description = "Where the prior runs: cpu, cuda:N or auto (default ${DEFAULT-VALUE}).")
    String device;

    @Option(
            names = "--natives",
            scope = ScopeType.INHERIT,
            defaultValue = AgentConfig.Model.NONE,
            paramLabel = "DIR",
            description = "Native libraries of ONNX Runtime for CUDA, a folder (default none, those of its jar).")
    String natives;

    /** Name of the device. */
    public String device() {
        return device;
    }

    /** Folder of native libraries, or {@link AgentConfig.Model#NONE}. */
    public String natives() {
        return natives;
    }

    /**
     * Opens a prior where it is to run.
     *
     * @throws IOException with one line that says what is wrong
     */
    public OnnxPrior open(Path model, int threads) throws IOException {
        return open(model, device, threads, CudaOptions.DEFAULT);
    }

    /**
     * Opens a prior on another device than was asked for, with the same native libraries.
     *
     * @throws IOException with one line that says what is wrong
     */
    public OnnxPrior open(Path model, String other, int threads, CudaOptions cuda) throws IOException {
        Natives.use(natives);
        return OnnxPrior.open(model, other, threads, cuda);
    }
}
