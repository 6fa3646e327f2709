package sunstone.agent.loop;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.agent.journal.RestartPoint;
import sunstone.agent.registry.ActivityLog;
import sunstone.agent.registry.LiveScan;
import sunstone.agent.registry.LoopThread;
import sunstone.agent.registry.ScanRegistry;
import sunstone.agent.sampling.SamplerStatus;
import sunstone.agent.scan.WaitLimits;
import sunstone.agent.view.ScanViews;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.Published;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.retry.Backoff;

/**
 * Schedule of rounds: one at a time, always on the newest snapshot, so that bursts coalesce; of the scans that are due, the
 * one that was served longest ago. The {@link RoundRunner} makes it, the {@link RoundPublisher} publishes it.
 *
 * <p>A scan whose newest round is degraded is tried again by itself, ever less often; only a round that is not degraded is
 * published then. After a restart, the posterior by which the points since are to be judged is drawn again first.
 *
 * <p>The loop's event loop owns it.
 */
final class RoundScheduler {
    private static final Logger LOG = LoggerFactory.getLogger(RoundScheduler.class);

    private final LoopThread thread = new LoopThread();
    private final ScanRegistry scans;
    private final PartitionLeases leases;
    private final SamplerStatus sampler;
    private final RoundRunner runner;
    private final RoundPublisher publisher;
    private final WaitLimits pace;
    private final KafkaSettings kafka;
    private final Clock clock;
    private final ScanViews views;
    private final Consumer<Throwable> onFatal;
    private final ActivityLog log;
    private boolean turning;
    private @Nullable LiveScan drawing; // whose members are being drawn
    private int belowFailed; // looks for sections below, in a row
    private Instant belowNotBefore = Instant.MIN;
    private boolean closed;

    /**
     * No rounds yet.
     *
     * @param sampler tells how far an ensemble is
     * @param pace how long a scan waits for what is missing
     * @param kafka names of the topics
     * @param onFatal told when a round fails for a reason that would come again
     */
    RoundScheduler(
            ScanRegistry scans,
            PartitionLeases leases,
            SamplerStatus sampler,
            RoundRunner runner,
            RoundPublisher publisher,
            WaitLimits pace,
            KafkaSettings kafka,
            Clock clock,
            ScanViews views,
            Consumer<Throwable> onFatal) {
        this.scans = scans;
        this.leases = leases;
        this.sampler = sampler;
        this.runner = runner;
        this.publisher = publisher;
        this.pace = pace;
        this.kafka = kafka;
        this.clock = clock;
        this.views = views;
        this.onFatal = onFatal;
        this.log = new ActivityLog(views, clock);
    }

    /** Starts a round if none runs and a scan is due: to be called whenever that may have become so. */
    void pump() {
        thread.assertOnLoop();
        tell();
        if (turning || closed) {
            return;
        }
        Instant now = clock.instant();
        for (LiveScan scan : scans.scans()) {
            boolean due = scan.state().due(pace, now);
            if (leases.live(scan.partition())
                    && scan.frozen() == null
                    && (scan.wanted().isEmpty() || !now.isBefore(belowNotBefore))
                    && (due || !runner.busy() && scan.retryDue(now))) {
                scans.last(scan);
                if (scan.wanted().isPresent()) {
                    below(scan);
                    return;
                }
                RestartPoint from = scan.restart();
                if (from == null || runner.busy()) {
                    round(scan, now, !due);
                } else {
                    resume(scan, from);
                }
                return;
            }
        }
    }

    /** Tells how many members of the round at work are drawn, if they are more than before. */
    private void tell() {
        LiveScan scan = drawing;
        if (scan != null
                && scans.has(scan)
                && sampler.progress().filter(scan.rounds()::drawn).isPresent()) {
            views.post(scan.view());
        }
    }

    private void round(LiveScan scan, Instant now, boolean retry) {
        turning = true;
        RoundJob job = RoundJob.begin(scan, folded(scan), now, retry);
        scan.rounds().drawing(now);
        views.post(scan.view());
        boolean free = !runner.busy();
        Future<RoundJob.Made> made = runner.run(job);
        drawing = free ? scan : null;
        runner.atRest().onComplete(x -> pump()); // a sampler that was late is back: what waits for it may be due
        made.compose(done -> publish(job, done)).onComplete(result -> {
            turning = false;
            drawing = null;
            boolean open = scans.has(scan);
            if (open) {
                scan.rounds().drawing(null);
                views.post(scan.view());
            }
            if (result.failed() && open && !closed) {
                LOG.error("round {} of scan {} failed", job.in().revision(), scan.scanId(), result.cause());
                onFatal.accept(result.cause());
            }
            pump();
        });
    }

    private Map<Topic, Long> folded(LiveScan scan) {
        Optional<PartitionLease> lease = leases.of(scan.partition());
        return lease.map(l -> l.folded(kafka)).orElse(Map.of());
    }

    private Future<Published> publish(RoundJob job, RoundJob.Made made) {
        return closed || !scans.has(job.scan()) // the scan has been closed or given away meanwhile
                ? Future.succeededFuture(new Published.PartitionLost(job.in().scanId()))
                : publisher.publish(job, made);
    }

    /** Looks for what the section below left, which the first round of this one begins with. */
    private void below(LiveScan scan) {
        turning = true;
        runner.below(scan).onComplete(result -> {
            thread.assertOnLoop();
            turning = false;
            if (result.failed()) {
                belowFailed++;
                belowNotBefore = clock.instant().plus(Backoff.PROMPT.after(belowFailed));
                LOG.warn(
                        "what the section below {} left cannot be read yet: {}",
                        scan.scanId(),
                        String.valueOf(result.cause()));
            } else if (scans.has(scan) && !closed) {
                belowFailed = 0;
                scan.liesOn(result.result().orElse(null));
                String trouble = scan.below().trouble();
                if (trouble != null) {
                    log.warning(scan.scanId(), trouble);
                }
            }
            pump();
        });
    }

    private void resume(LiveScan scan, RestartPoint from) {
        turning = true;
        runner.again(scan, from).onComplete(result -> {
            thread.assertOnLoop();
            turning = false;
            if (result.failed() && !closed) {
                LOG.warn(
                        "revision {} of {} cannot be drawn again, its points are not judged: {}",
                        from.revision(),
                        scan.scanId(),
                        String.valueOf(result.cause()));
            }
            scan.resumed(result.result());
            pump();
        });
    }

    /** Begins no more rounds, and publishes none. */
    void close() {
        thread.assertOnLoop();
        closed = true;
    }
}
