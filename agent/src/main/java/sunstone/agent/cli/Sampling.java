package sunstone.agent.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import sunstone.agent.Copilot;
import sunstone.agent.config.AgentConfig;
import sunstone.agent.policy.AcquisitionPolicy;
import sunstone.agent.policy.Policies;
import sunstone.models.map.PlScaling;
import sunstone.models.posterior.EnsembleSampler;
import sunstone.models.posterior.NearestFill;
import sunstone.models.prior.OnnxPrior;

/** The model that an agent runs with, or why it has none. */
final class Sampling implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sampling.class);

    private final @Nullable OnnxPrior prior;
    private final @Nullable String missing;

    private Sampling(@Nullable OnnxPrior prior, @Nullable String missing) {
        this.prior = prior;
        this.missing = missing;
    }

    /**
     * Opens the configured model. One that cannot be had is no failure: the agent works with the classical fill and says
     * so.
     *
     * @throws ParameterException if a device is demanded by name and only that is at fault
     */
    static Sampling open(AgentConfig config, CommandLine line) {
        AgentConfig.Model model = config.model();
        if (model.path().equals(AgentConfig.Model.NONE)) {
            return new Sampling(null, null);
        }
        Path file = Installation.resolve(model.path());
        int threads = model.threads() == 0 ? Runtime.getRuntime().availableProcessors() : model.threads();
        try {
            OnnxPrior prior = OnnxPrior.open(file, model.device(), threads);
            if (model.device().equals("auto")) {
                LOG.info("model {} on {}", prior.card().name(), prior.device());
            }
            return new Sampling(prior, null);
        } catch (IOException | LinkageError e) {
            if (model.device().startsWith("cuda") && worksOnCpu(file)) {
                throw new ParameterException(line, Sunstone.firstLine(e), e);
            }
            LOG.warn("works without a model: {}", Sunstone.firstLine(e));
            return new Sampling(null, Sunstone.firstLine(e));
        }
    }

    private static boolean worksOnCpu(Path file) {
        try (OnnxPrior prior = OnnxPrior.open(file, "cpu", 1)) {
            return prior.device().equals("cpu");
        } catch (IOException | LinkageError e) {
            return false;
        }
    }

    /** A co-pilot with the configured policy. */
    Copilot copilot(AgentConfig c) {
        AcquisitionPolicy policy = Policies.of(c.policy(), c.lambda());
        if (missing != null) {
            return Copilot.degraded(missing, policy, c.travel(), c.batch(), c.seed());
        }
        OnnxPrior p = prior;
        return Copilot.with(
                p == null ? new NearestFill() : new EnsembleSampler(p, c.model().members()),
                policy,
                c.travel(),
                c.batch(),
                c.seed());
    }

    /** Name of the model, or null without one. */
    @Nullable
    String name() {
        return prior == null ? null : prior.card().name();
    }

    /** Digest of the model, or null without one. */
    @Nullable
    String digest() {
        return prior == null ? null : prior.card().sha256();
    }

    /** Why there is no model though one was asked for, or null. */
    @Nullable
    String missing() {
        return missing;
    }

    /** Where the model runs. */
    String device() {
        return prior == null ? "cpu" : prior.device();
    }

    /** Scale of the PL coefficients. */
    PlScaling scaling() {
        return prior == null ? PlScaling.titanium() : prior.card().plScaling();
    }

    @Override
    public void close() {
        if (prior != null) {
            prior.close();
        }
    }
}
