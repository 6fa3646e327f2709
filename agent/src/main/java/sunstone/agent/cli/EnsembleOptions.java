package sunstone.agent.cli;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import sunstone.agent.config.AgentConfig;
import sunstone.agent.process.Natives;
import sunstone.models.prior.OnnxPrior;

/** The ensemble that a command draws itself: how large, and where its prior runs. */
final class EnsembleOptions {
    @Option(
            names = "--members",
            defaultValue = "16",
            paramLabel = "M",
            description = "Size of the ensemble (default ${DEFAULT-VALUE}).")
    int members;

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

    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException naming the value that will not do
     */
    void check() {
        if (members < 2 || members > 1024) {
            throw new IllegalArgumentException("--members must be 2 to 1024: " + members);
        }
    }
}
