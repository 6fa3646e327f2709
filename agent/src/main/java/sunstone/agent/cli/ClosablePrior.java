package sunstone.agent.cli;

import sunstone.models.prior.ModelCard;
import sunstone.models.prior.Observation;
import sunstone.models.prior.OnnxPrior;
import sunstone.models.prior.Prior;

/**
 * A model that any thread may close: the pass that runs is waited for, and the next one fails. The runtime itself crashes the process
 * when it is taken away under a pass, as happens when an agent is ended while it samples.
 */
final class ClosablePrior implements Prior, AutoCloseable {
    private final OnnxPrior prior;
    private boolean closed;

    /** It belongs to this one from now on. */
    ClosablePrior(OnnxPrior prior) {
        this.prior = prior;
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
    public synchronized float[][] denoise(float[][] samples, double time, Observation seen, int rows, int cols) {
        if (closed) {
            throw new IllegalStateException("the model has been closed");
        }
        return prior.denoise(samples, time, seen, rows, cols);
    }

    @Override
    public synchronized void close() {
        closed = true;
        prior.close();
    }
}
