package sunstone.agent.process;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import sunstone.agent.config.AgentConfig;
import sunstone.agent.policy.AcquisitionPolicy;
import sunstone.agent.policy.rule.Policies;
import sunstone.agent.round.Copilot;
import sunstone.agent.sampling.ReopeningSampler;
import sunstone.agent.sampling.SamplerStatus;
import sunstone.agent.sampling.SharedSampler;
import sunstone.agent.sampling.Workforce;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.posterior.NearestFill;
import sunstone.models.posterior.PosteriorSampler;
import sunstone.models.posterior.ensemble.EnsembleSampler;
import sunstone.models.prior.ModelCard;
import sunstone.models.prior.OnnxPrior;

/** The model that an agent runs with, or why it has none. */
public final class ModelLoader implements AutoCloseable {
    private final @Nullable ReopeningSampler sampler;
    private final @Nullable Workforce workforce;
    private final PlScaling scaling;
    private volatile @Nullable ModelCard card;

    private ModelLoader(AgentConfig.Model model, @Nullable Workforce workforce) {
        this.workforce = workforce;
        this.scaling = scaling(model);
        this.sampler = model.path().equals(AgentConfig.Model.NONE)
                ? null
                : new ReopeningSampler(() -> open(model), InstantSource.system());
    }

    /**
     * Opens the configured model. One that cannot be had is no failure: the agent works with the classical fill, says
     * so and tries again.
     *
     * @throws ParameterException if a device is demanded by name and only that is at fault
     */
    public static ModelLoader open(AgentConfig config, CommandLine line) {
        return open(config, null, line);
    }

    /** As {@link #open(AgentConfig, CommandLine)}, and with the help of workers if the configuration allows it. */
    public static ModelLoader shared(AgentConfig config, CommandLine line) {
        boolean alone = !config.model().workers() || config.model().path().equals(AgentConfig.Model.NONE);
        return open(config, alone ? null : new Workforce(config.kafka()), line);
    }

    private static ModelLoader open(AgentConfig config, @Nullable Workforce workforce, CommandLine line) {
        AgentConfig.Model model = config.model();
        ModelLoader sampling = new ModelLoader(model, workforce);
        if (sampling.sampler != null) {
            sampling.sampler.tryOpen();
            if (sampling.missing() != null && model.device().startsWith("cuda") && worksOnCpu(model)) {
                sampling.close();
                throw new ParameterException(line, sampling.missing());
            }
        }
        return sampling;
    }

    private ReopeningSampler.Opened open(AgentConfig.Model model) throws IOException {
        OnnxPrior prior = Natives.open(model);
        PlScaling its = prior.card().plScaling();
        if (!Arrays.equals(its.lo(), scaling.lo()) || !Arrays.equals(its.hi(), scaling.hi())) {
            prior.close(); // the scans that are open have been scaled already
            throw new IOException(
                    "model " + prior.card().name() + " scales PL as no scan here does: restart the agent");
        }
        card = prior.card();
        String digest = prior.card().sha256();
        ClosablePrior closable = new ClosablePrior(prior);
        EnsembleSampler here = new EnsembleSampler(closable, model.members());
        return new ReopeningSampler.Opened(
                workforce == null ? here : new SharedSampler(here, digest, workforce),
                digest,
                prior.device(),
                closable::close);
    }

    private static boolean worksOnCpu(AgentConfig.Model model) {
        try (OnnxPrior prior = OnnxPrior.open(Installation.resolve(model.path()), "cpu", 1)) {
            return prior.device().equals("cpu");
        } catch (IOException | LinkageError e) {
            return false;
        }
    }

    /** A co-pilot with the configured policy. */
    public Copilot copilot(AgentConfig c) {
        AcquisitionPolicy policy = Policies.of(c.policy(), c.lambda());
        PosteriorSampler draws = sampler == null ? new NearestFill(c.lambda()) : sampler;
        return Copilot.with(draws, policy, c.travel(), c.batch().worth(c.travel()), c.seed())
                .weighing(c.lambda());
    }

    /** What draws the ensembles. */
    SamplerStatus engine() {
        ReopeningSampler here = sampler;
        Workforce others = workforce;
        return here == null ? SamplerStatus.none() : others == null ? here : here.sharedWith(others::state);
    }

    /** Name of the model, or null without one. */
    @Nullable
    public String name() {
        ModelCard c = card;
        return c == null ? null : c.name();
    }

    /** Digest of the model, or null without one. */
    @Nullable
    public String digest() {
        return engine().model().orElse(null);
    }

    /** Why there is no model at the moment though one was asked for, or null. */
    @Nullable
    public String missing() {
        return engine().trouble().orElse(null);
    }

    /** Where the model runs. */
    public String device() {
        return engine().device();
    }

    /** Scale of the PL coefficients. */
    PlScaling scaling() {
        return scaling;
    }

    /** The card may be there though the model is not. */
    private static PlScaling scaling(AgentConfig.Model model) {
        try {
            return ModelCard.read(Installation.resolve(model.path()).resolveSibling("model.json"))
                    .plScaling();
        } catch (IOException e) {
            return PlScaling.canonical();
        }
    }

    @Override
    public void close() {
        if (sampler != null) {
            sampler.close();
        }
        if (workforce != null) {
            workforce.close();
        }
    }
}
