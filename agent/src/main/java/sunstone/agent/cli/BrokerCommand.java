package sunstone.agent.cli;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sunstone.agent.process.FirstLine;
import sunstone.agent.process.Shutdown;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.TopicSetup;
import sunstone.simulators.broker.EmbeddedBroker;

/** {@code sunstone broker}: a Kafka broker in this process, for a bench without a cluster. */
@Command(
        name = "broker",
        mixinStandardHelpOptions = true,
        description =
                "Runs a Kafka broker (KRaft, one node, this machine only) with the topics of Sunstone until Ctrl-C.")
final class BrokerCommand implements Callable<Integer> {
    private static final Duration TOPICS_LIMIT = Duration.ofSeconds(30);

    @Spec
    CommandSpec spec;

    @Option(
            names = "--port",
            defaultValue = "9092",
            paramLabel = "P",
            description = "Port to listen on, 0 takes a free one (default ${DEFAULT-VALUE}).")
    int port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder that keeps the data; without it, everything is gone at the end.")
    @Nullable
    Path data;

    @Option(
            names = "--advertise",
            paramLabel = "HOST:PORT",
            description = "Where clients are told to connect, if they come through a proxy or a port mapping.")
    @Nullable
    String advertise;

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > 65_535) {
            throw new ParameterException(spec.commandLine(), "--port must be 0 to 65535: " + port);
        }
        try (Shutdown ending = new Shutdown();
                EmbeddedBroker broker = start()) {
            KafkaSettings settings = KafkaSettings.of(broker.bootstrap(), "sunstone-broker", "sunstone-broker");
            if (TopicSetup.ensure(settings, TOPICS_LIMIT) instanceof TopicSetup.Refused refused) {
                throw new IllegalStateException(refused.reason());
            }
            spec.commandLine().getOut().println("broker listens on " + broker.bootstrap() + ", end it with Ctrl-C");
            spec.commandLine().getOut().flush();
            ending.await();
        }
        return 0;
    }

    private EmbeddedBroker start() {
        try {
            return EmbeddedBroker.start(port, data, advertise);
        } catch (UncheckedIOException e) { // the port or the folder that was asked for
            throw new ParameterException(spec.commandLine(), FirstLine.of(e.getCause()), e);
        }
    }
}
