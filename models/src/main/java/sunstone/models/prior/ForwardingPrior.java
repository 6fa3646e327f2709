package sunstone.models.prior;

import static java.util.Objects.requireNonNull;

/** A prior that hands everything on to another one; what differs is overridden. As thread-safe as that one. */
public abstract class ForwardingPrior implements Prior {
    private final Prior prior;

    /** Hands on to a prior. */
    protected ForwardingPrior(Prior prior) {
        this.prior = requireNonNull(prior, "prior");
    }

    @Override
    public ModelCard card() {
        return prior.card();
    }

    @Override
    public boolean takesObservations() {
        return prior.takesObservations();
    }

    @Override
    public float[][] denoise(float[][] samples, double time, Conditioning seen, int rows, int cols) {
        return prior.denoise(samples, time, seen, rows, cols);
    }
}
