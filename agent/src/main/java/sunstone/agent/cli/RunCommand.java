package sunstone.agent.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sunstone.agent.config.AgentConfig;
import sunstone.agent.process.AgentProcess;
import sunstone.agent.process.FirstLine;
import sunstone.agent.process.ModelLoader;
import sunstone.agent.process.Shutdown;

/** {@code sunstone run}: the agent against a Kafka cluster. */
@Command(name = "run", mixinStandardHelpOptions = true, description = "Runs the agent against your Kafka until Ctrl-C.")
final class RunCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "Settings; config/agent.yaml lists them all with their defaults.")
    Path config;

    @Override
    public Integer call() throws Exception {
        AgentConfig settings = AgentConfig.read(config).fold(c -> c, reason -> {
            throw new ParameterException(spec.commandLine(), reason);
        });
        try {
            AgentProcess.token(settings.http());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), FirstLine.of(e), e);
        }
        try (Shutdown ending = new Shutdown()) {
            ModelLoader sampling = ModelLoader.shared(settings, spec.commandLine());
            try (AgentProcess agent = AgentProcess.start(settings, sampling, null, ending::fail)) {
                spec.commandLine()
                        .getOut()
                        .println("agent " + settings.agentId() + " on "
                                + settings.kafka().bootstrap() + ", mode "
                                + settings.mode().word()
                                + agent.port()
                                        .map(p -> ", live page http://localhost:" + p)
                                        .orElse("")
                                + ", end it with Ctrl-C");
                spec.commandLine().getOut().flush();
                ending.await();
            }
        }
        return 0;
    }
}
