package sunstone.agent.process;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.models.prior.Conditioning;
import sunstone.models.prior.ForwardingPrior;
import sunstone.models.prior.OnnxPrior;

/**
 * A model that several threads may use, a pass at a time in turns ({@link DeviceTurns}), and any may close: the pass that runs is waited
 * for, and the next one fails. The runtime itself crashes the process
 * when it is taken away under a pass, as happens when an agent is ended while it samples.
 */
public final class ClosablePrior extends ForwardingPrior implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClosablePrior.class);
    private static final long CLOSE_SECONDS = 10;

    private final OnnxPrior prior;
    private final DeviceTurns turns = new DeviceTurns();
    private volatile boolean closed;

    /** It belongs to this one from now on. */
    public ClosablePrior(OnnxPrior prior) {
        super(prior);
        this.prior = prior;
    }

    @Override
    public float[][] denoise(float[][] samples, double time, Conditioning seen, int rows, int cols) {
        turns.begin();
        long begun = System.nanoTime();
        try {
            if (closed) {
                throw new IllegalStateException("the model has been closed");
            }
            return super.denoise(samples, time, seen, rows, cols);
        } finally {
            turns.end(System.nanoTime() - begun);
        }
    }

    /** Closes it; one whose pass does not come back, as on a device that hangs, is left to the end of the process. */
    @Override
    public void close() {
        closed = true;
        try {
            if (!turns.begin(CLOSE_SECONDS)) {
                LOG.warn("the model still computes after {} s and is not closed", CLOSE_SECONDS);
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            prior.close();
        } finally {
            turns.end(0);
        }
    }
}
