package sunstone.agent.loop;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.agent.journal.RestartPoint;
import sunstone.agent.journal.SectionLog;
import sunstone.agent.registry.LiveScan;
import sunstone.agent.registry.LoopThread;
import sunstone.agent.registry.SectionBelow;
import sunstone.agent.round.Copilot;
import sunstone.agent.round.Round;
import sunstone.agent.wire.Publication;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;

/**
 * Rounds at work, each with its limit of time. A sampler that exceeds it cannot be stopped: the round is made without, and
 * so are those of its scan that follow until it is back; what it makes in the end is dropped.
 *
 * <p>The loop's event loop owns it; the work is done on other threads, some with the sampler and some without.
 */
final class RoundRunner {
    private static final Logger LOG = LoggerFactory.getLogger(RoundRunner.class);

    private final LoopThread thread = new LoopThread();
    private final EventLoop loop;
    private final Worker inference;
    private final Worker fallback;
    private final Duration limit;
    private final Copilot copilot;
    private final Clock clock;
    private final Function<Set<String>, SectionLog> sections;
    private final Map<LiveScan, Instant> late =
            new LinkedHashMap<>(); // scans whose sampler is late, and since when it works
    private Future<?> running = Future.succeededFuture();
    private boolean closed;

    /**
     * Nothing at work.
     *
     * @param inference threads of the sampler
     * @param fallback threads of rounds without it
     * @param limit time of a round with its sampler
     * @param sections reads what some scans left to the next sections; blocks, and throws {@link IllegalStateException} if
     *     that cannot be read
     */
    RoundRunner(
            EventLoop loop,
            Worker inference,
            Worker fallback,
            Duration limit,
            Copilot copilot,
            Clock clock,
            Function<Set<String>, SectionLog> sections) {
        this.loop = loop;
        this.inference = inference;
        this.fallback = fallback;
        this.limit = limit;
        this.copilot = copilot;
        this.clock = clock;
        this.sections = sections;
    }

    /** Whether the sampler still works on a round of a scan that is over. */
    boolean late(LiveScan scan) {
        return late.containsKey(scan);
    }

    /** Scans on whose rounds, which are over, the sampler still works. */
    int late() {
        return late.size();
    }

    /** Completes when all inference that has begun has ended, well or not. */
    Future<?> atRest() {
        return running.otherwiseEmpty();
    }

    /**
     * Makes a round with its sampler, or without if that takes too long.
     *
     * @param back told when a sampler that was late is back: what waits for it may be due
     */
    Future<RoundJob.Made> sampled(RoundJob job, Runnable back) {
        thread.assertOnLoop();
        Instant begun = clock.instant();
        LiveScan scan = job.scan();
        Future<RoundJob.Made> drawing = inference.run(() -> made(job, () -> copilot.round(job.in(), job.good())));
        working(drawing);
        Promise<RoundJob.Made> first = Promise.promise();
        EventLoop.Timer timer = loop.later(limit, () -> {
            late.put(scan, begun);
            without(job).onComplete(first);
        });
        drawing.onComplete(result -> {
            thread.assertOnLoop();
            late.remove(scan);
            if (timer.cancel()) {
                first.handle(result);
            } else if (!closed) {
                LOG.info(
                        "the sampler is back after {} s",
                        Duration.between(begun, clock.instant()).toSeconds());
                back.run();
            }
        });
        return first.future();
    }

    /** Makes a round while samplers are late, without any. */
    Future<RoundJob.Made> without(RoundJob job) {
        thread.assertOnLoop();
        Instant since = late.getOrDefault(job.scan(), late.values().iterator().next());
        String reason = "inference over its limit of " + limit.toMillis() / 1e3 + " s since "
                + since.truncatedTo(ChronoUnit.SECONDS);
        return fallback.run(() -> made(job, () -> copilot.fallback(job.in(), job.good(), reason)));
    }

    /** Draws the posterior of a round of an earlier run again. */
    Future<Posterior> again(LiveScan scan, RestartPoint from) {
        thread.assertOnLoop();
        String scanId = scan.scanId();
        Snapshot snapshot = from.snapshot(scan.state());
        Future<Posterior> drawing = inference.run(() -> copilot.again(scanId, from.revision(), snapshot));
        working(drawing);
        return drawing;
    }

    /** Looks for what the section below a scan left. */
    Future<Optional<SectionLog.Left>> below(LiveScan scan) {
        thread.assertOnLoop();
        SectionBelow below = scan.below();
        Set<String> ids = below.wanted().map(Set::of).orElse(Set.of());
        return fallback.run(() -> below.choose(sections.apply(ids)));
    }

    private void working(Future<?> drawing) {
        Future<?> before = running;
        running = before.isComplete() ? drawing : Future.join(before, drawing);
    }

    private static RoundJob.Made made(RoundJob job, Supplier<Round> work) {
        long start = System.nanoTime();
        Round round = work.get();
        double ms = (System.nanoTime() - start) / 1e6;
        LiveScan scan = job.scan();
        return new RoundJob.Made(
                round,
                ms,
                Publication.map(scan.state().scan(), round, job.calibration(), ms),
                SectionLog.record(scan.opened(), round, job.learnt()));
    }

    /** What is late now is no news any more. */
    void close() {
        thread.assertOnLoop();
        closed = true;
    }
}
