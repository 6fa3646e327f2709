package sunstone.agent.sampling;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.connectors.retry.Backoff;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.PosteriorSampler;
import sunstone.models.posterior.Snapshot;

/**
 * A sampler whose model may be missing, corrupt or break at work: it is closed then and opened again, ever less
 * often ({@link Backoff#PATIENT}), so that a model that is put right, or a device that comes back, is used
 * without a restart. Between attempts it fails at once.
 *
 * <p>Any thread may sample, beside others, and ask how it is.
 */
public final class ReopeningSampler implements PosteriorSampler, SamplerStatus, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReopeningSampler.class);
    private static final String CLOSED = "the sampler has been closed";
    private static final long CLOSE_SECONDS = 5;

    private final Source source;
    private final InstantSource clock;
    private volatile @Nullable Opened opened;
    private volatile @Nullable String trouble;
    private final ReadWriteLock sampling = new ReentrantReadWriteLock(); // read by who samples
    private volatile boolean closed;
    private int failures; // in a row; guarded by this, as what follows
    private Instant notBefore = Instant.MIN;

    /** Source of a model. */
    public interface Source {
        /**
         * Opens it.
         *
         * @throws IOException with one line that says what is wrong and what to do
         */
        Opened open() throws IOException;
    }

    /**
     * An open model.
     *
     * @param model its digest
     * @param device where it runs
     * @param close gives back what it holds
     */
    public record Opened(PosteriorSampler sampler, String model, String device, Runnable close) {}

    /** Opens nothing yet. */
    public ReopeningSampler(Source source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    @Override
    public Posterior sample(Snapshot snapshot, long seed) {
        sampling.readLock().lock();
        try {
            return draw(snapshot, seed);
        } finally {
            sampling.readLock().unlock();
        }
    }

    private Posterior draw(Snapshot snapshot, long seed) {
        Opened o = opened;
        if (o == null) {
            o = open();
        }
        try {
            Posterior posterior = o.sampler().sample(snapshot, seed);
            worked();
            return posterior;
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            if (broke(o, "sampler failed: " + e)) {
                o.close().run();
            }
            if (closed) { // that is why it failed
                throw new CancellationException(CLOSED);
            }
            throw e;
        }
    }

    private synchronized void worked() {
        failures = 0;
        trouble = null;
    }

    /** Gives up a model; false if it was given up already, so that who samples beside does not count its end as another fault. */
    private synchronized boolean broke(Opened o, String why) {
        boolean first = opened == o;
        if (first) {
            opened = null;
            if (!closed) {
                failed(why);
            }
        }
        return first;
    }

    private synchronized Opened open() {
        Opened there = opened;
        if (there != null) {
            return there;
        }
        if (closed) {
            throw new CancellationException(CLOSED);
        }
        String fault = trouble;
        if (fault != null && clock.instant().isBefore(notBefore)) {
            throw new Unavailable(fault);
        }
        try {
            Opened o = source.open();
            opened = o;
            LOG.info("model {} on {}", o.model(), o.device());
            return o;
        } catch (IOException | LinkageError | RuntimeException e) {
            String why = e instanceof IOException ? String.valueOf(e.getMessage()) : e.toString();
            failed(why);
            throw new Unavailable(why);
        }
    }

    private void failed(String why) {
        if (!why.equals(trouble)) {
            LOG.warn("works without its model until it can be used again: {}", why);
        }
        trouble = why;
        failures++;
        notBefore = clock.instant().plus(Backoff.PATIENT.after(failures));
    }

    /** Opens the model, if that is possible now. */
    public void tryOpen() {
        try {
            open();
        } catch (Unavailable e) {
            LOG.debug("not yet", e);
        }
    }

    @Override
    public Optional<String> model() {
        return Optional.ofNullable(opened).map(Opened::model);
    }

    @Override
    public String device() {
        Opened o = opened;
        return o == null ? "cpu" : o.device();
    }

    @Override
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    @Override
    public Optional<Progress> progress() {
        return Optional.ofNullable(opened).flatMap(o -> o.sampler().progress());
    }

    /** This engine, and how it goes with workers that share its work. */
    public SamplerStatus sharedWith(Supplier<String> workers) {
        return new SamplerStatus() {
            @Override
            public Optional<String> model() {
                return ReopeningSampler.this.model();
            }

            @Override
            public String device() {
                return ReopeningSampler.this.device();
            }

            @Override
            public Optional<String> trouble() {
                return ReopeningSampler.this.trouble();
            }

            @Override
            public Optional<Progress> progress() {
                return ReopeningSampler.this.progress();
            }

            @Override
            public Optional<String> workers() {
                return Optional.of(workers.get());
            }
        };
    }

    /**
     * Gives the model back and opens it no more. What is being sampled fails with a {@link CancellationException}, which is waited for
     * some seconds.
     */
    @Override
    public void close() {
        closed = true;
        Opened o = opened;
        opened = null;
        if (o != null) {
            o.close().run();
        }
        try {
            if (sampling.writeLock().tryLock(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                sampling.writeLock().unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
