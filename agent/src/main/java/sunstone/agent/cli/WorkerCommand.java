package sunstone.agent.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sunstone.agent.config.AgentConfig;
import sunstone.agent.process.ClosablePrior;
import sunstone.agent.process.FirstLine;
import sunstone.agent.process.Natives;
import sunstone.agent.process.Shutdown;
import sunstone.agent.sampling.SamplingWorker;
import sunstone.models.posterior.ensemble.EnsembleSampler;
import sunstone.models.prior.OnnxPrior;

/** {@code sunstone worker}: draws members for agents that share their sampling. */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description = {
            "Draws members of the ensembles of running agents until Ctrl-C.",
            "Agents ask for it if model.workers is true. Start one on every machine that is to help, with the agents' settings: the"
                    + " same Kafka, group and model. The maps are the same bit for bit with any number of workers."
        })
final class WorkerCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "Settings of the agents: those of Kafka and of the model count.")
    Path config;

    @Option(
            names = "--id",
            paramLabel = "NAME",
            description = "Name of this process in logs and answers (default: the agent's id, this host and process).")
    @Nullable
    String id;

    @Override
    public Integer call() throws Exception {
        AgentConfig settings = AgentConfig.read(config).fold(c -> c, reason -> {
            throw new ParameterException(spec.commandLine(), reason);
        });
        AgentConfig.Model model = settings.model();
        if (model.path().equals(AgentConfig.Model.NONE)) {
            throw new ParameterException(
                    spec.commandLine(), "a worker needs a model, model.path in " + config + " is none");
        }
        String name = id != null
                ? id
                : settings.agentId() + "-worker-" + InetAddress.getLocalHost().getHostName() + "-"
                        + ProcessHandle.current().pid();
        OnnxPrior opened = open(model);
        try (Shutdown ending = new Shutdown();
                ClosablePrior prior = new ClosablePrior(opened);
                SamplingWorker worker = SamplingWorker.start(
                        settings.kafka().as(name),
                        new EnsembleSampler(prior, model.members()),
                        prior.card().sha256(),
                        ending::fail)) {
            spec.commandLine()
                    .getOut()
                    .println("worker " + name + " on " + settings.kafka().bootstrap() + ", "
                            + prior.card().name() + " on " + opened.device() + ", end it with Ctrl-C");
            spec.commandLine().getOut().flush();
            ending.await();
        }
        return 0;
    }

    private OnnxPrior open(AgentConfig.Model model) {
        try {
            return Natives.open(model);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), FirstLine.of(e), e);
        }
    }
}
