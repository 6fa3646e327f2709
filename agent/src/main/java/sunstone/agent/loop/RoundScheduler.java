package sunstone.agent.loop;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
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
 * Schedule of rounds: one at a time of a scan, always on the newest snapshot, so that bursts coalesce; some scans beside each other, in
 * the order of {@link RoundTurns}. The {@link RoundRunner} makes a round, the {@link RoundPublisher} publishes it.
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
    private final RoundTurns turns;
    private final Set<LiveScan> drawing = new LinkedHashSet<>(); // those whose members are being drawn
    private int belowFailed; // looks for sections below, in a row
    private Instant belowNotBefore = Instant.MIN;
    private boolean closed;

    /**
     * No rounds yet.
     *
     * @param sampler tells how far an ensemble is
     * @param turns order of the scans
     * @param pace how long a scan waits for what is missing
     * @param kafka names of the topics
     * @param onFatal told when a round fails for a reason that would come again
     */
    RoundScheduler(
            ScanRegistry scans,
            PartitionLeases leases,
            SamplerStatus sampler,
            RoundTurns turns,
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
        this.turns = turns;
        this.runner = runner;
        this.publisher = publisher;
        this.pace = pace;
        this.kafka = kafka;
        this.clock = clock;
        this.views = views;
        this.onFatal = onFatal;
        this.log = new ActivityLog(views, clock);
    }

    /** Starts the rounds that are due and have a place: to be called whenever that may have become so. */
    void pump() {
        thread.assertOnLoop();
        tell();
        Instant now = clock.instant();
        List<LiveScan> due =
                scans.scans().stream().filter(scan -> due(scan, now)).toList();
        for (LiveScan scan : turns.inOrder(due, now)) {
            if (due(scan, now)) { // what has just begun may have changed that
                turn(scan, now);
            }
        }
    }

    /**
     * Tells how many members of the round at work are drawn, if they are more than before. Of several rounds at a time nobody knows
     * whose they are.
     */
    private void tell() {
        if (drawing.size() != 1) {
            return;
        }
        LiveScan scan = drawing.iterator().next();
        if (scans.has(scan) && sampler.progress().filter(scan.rounds()::drawn).isPresent()) {
            views.post(scan.view());
        }
    }

    private boolean due(LiveScan scan, Instant now) {
        return !closed
                && !turns.has(scan)
                && leases.live(scan.partition())
                && scan.frozen() == null
                && (scan.wanted().isEmpty() || !now.isBefore(belowNotBefore))
                && (scan.state().due(pace, now) || !runner.late(scan) && scan.retryDue(now));
    }

    /** Gives a scan its turn if there is a place; without the sampler, if that is late with this scan or with all places. */
    private void turn(LiveScan scan, Instant now) {
        if (scan.wanted().isPresent()) {
            below(scan);
        } else if (!runner.late(scan) && turns.admits(scan, runner.late(), scans.scans())) {
            RestartPoint from = scan.restart();
            if (from == null) {
                round(scan, now, true);
            } else {
                resume(scan, from);
            }
        } else if (scan.state().due(pace, now) && (runner.late(scan) || runner.late() >= turns.places())) {
            round(scan, now, false);
        }
    }

    private void begin(LiveScan scan) {
        scans.last(scan);
        turns.begin(scan);
    }

    private void round(LiveScan scan, Instant now, boolean sampled) {
        boolean retry = !scan.state().due(pace, now);
        begin(scan);
        RoundJob job = RoundJob.begin(scan, folded(scan), now, retry);
        scan.rounds().drawing(now);
        views.post(scan.view());
        if (sampled) {
            drawing.add(scan);
        }
        Future<RoundJob.Made> made = sampled ? runner.sampled(job, this::pump) : runner.without(job);
        made.compose(done -> publish(job, done)).onComplete(result -> {
            turns.end(scan);
            drawing.remove(scan);
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
        begin(scan);
        runner.below(scan).onComplete(result -> {
            thread.assertOnLoop();
            turns.end(scan);
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
        begin(scan);
        runner.again(scan, from).onComplete(result -> {
            thread.assertOnLoop();
            turns.end(scan);
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
