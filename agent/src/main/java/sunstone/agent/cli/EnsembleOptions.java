package sunstone.agent.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import sunstone.agent.cli.option.DeviceOptions;

/** The ensemble that a command draws itself: how large, and where its prior runs. */
final class EnsembleOptions {
    @Option(
            names = "--members",
            defaultValue = "16",
            paramLabel = "M",
            description = "Size of the ensemble (default ${DEFAULT-VALUE}).")
    int members;

    @Mixin
    DeviceOptions where;

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
