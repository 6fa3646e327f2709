package sunstone.agent.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import sunstone.agent.config.AgentConfig;
import sunstone.connectors.kafka.KafkaSettings;

/**
 * Options by which a command that only looks at the topics finds them: the agent's configuration, or the address alone.
 */
final class KafkaOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings of the agent, for its Kafka with TLS and SASL if it has them.")
    @Nullable
    Path config;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "Kafka broker, in place of that in the settings.")
    @Nullable
    String bootstrap;

    @Option(
            names = "--prefix",
            paramLabel = "TEXT",
            description =
                    "Before every topic name, in place of that in the settings (default " + KafkaSettings.PREFIX + ").")
    @Nullable
    String prefix;

    /** The agent's settings, or the defaults if only an address was given. */
    AgentConfig agent(CommandLine line) {
        if (config == null && bootstrap == null) {
            throw new ParameterException(line, "name your Kafka: --bootstrap HOST:PORT, or --config FILE");
        }
        return config == null
                ? AgentConfig.defaults()
                : AgentConfig.read(config).fold(c -> c, reason -> {
                    throw new ParameterException(line, reason);
                });
    }

    /** Connection of a reader that is no member of the agent's group. */
    KafkaSettings kafka(CommandLine line, String client) {
        KafkaSettings s = agent(line).kafka();
        Map<String, String> properties = s.properties();
        return new KafkaSettings(
                bootstrap == null ? s.bootstrap() : bootstrap,
                prefix == null ? s.prefix() : prefix,
                client,
                client,
                s.partitions(),
                properties);
    }
}
