package sunstone.agent.sampling;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.PosteriorSampler;
import sunstone.models.posterior.Snapshot;
import sunstone.models.posterior.ensemble.EnsembleDrawing;
import sunstone.models.posterior.ensemble.EnsembleSampler;

/**
 * Draws the ensemble of an {@link EnsembleSampler} together with the workers that there are.
 *
 * <p>Workers are asked for all that the network draws and begin with the first members; this process begins with the last, until all have come from
 * somewhere. So nobody is waited for: workers that are dead, slow, of another model or not there at all cost no more than asking
 * them, and the result is the same.
 */
public final class SharedSampler implements PosteriorSampler {
    private final EnsembleSampler local;
    private final String model;
    private final Workforce workforce;
    private volatile @Nullable String arithmetic;
    private volatile @Nullable Gathering underway;

    /**
     * A sampler.
     *
     * @param local draws here
     * @param model digest of its model
     * @param workforce who is asked; it outlives the sampler
     */
    public SharedSampler(EnsembleSampler local, String model, Workforce workforce) {
        this.local = local;
        this.model = model;
        this.workforce = workforce;
    }

    @Override
    public Posterior sample(Snapshot snapshot, long seed) {
        String how = arithmetic;
        if (how == null) {
            how = local.arithmetic();
            arithmetic = how;
        }
        Gathering gathering = workforce.ask(snapshot, seed, model, how, local.drawn(snapshot));
        underway = gathering;
        try {
            EnsembleDrawing drawing = local.drawing(snapshot, seed);
            for (int from = gathering.lastMissing(); from >= 0; from = gathering.lastMissing()) {
                List<float[]> drawn = drawing.members(from, gathering.behind(from));
                for (int k = 0; k < drawn.size(); k++) {
                    gathering.put(from + k, drawn.get(k), null);
                }
            }
            return drawing.posterior(gathering.members());
        } finally {
            workforce.done(gathering);
            underway = null;
        }
    }

    @Override
    public Optional<Progress> progress() {
        return Optional.ofNullable(underway).map(Gathering::progress);
    }
}
