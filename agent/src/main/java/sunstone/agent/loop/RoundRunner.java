package sunstone.agent.loop;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import sunstone.agent.calibration.CalibrationState;
import sunstone.agent.journal.Provenance;
import sunstone.agent.journal.RestartPoint;
import sunstone.agent.journal.SectionLog;
import sunstone.agent.round.CarriedNote;
import sunstone.agent.round.Copilot;
import sunstone.agent.round.HeldMap;
import sunstone.agent.round.LightNote;
import sunstone.agent.round.Round;
import sunstone.agent.scan.RoundInput;
import sunstone.agent.view.ActivityNote;
import sunstone.agent.view.ScanViews;
import sunstone.agent.wire.LightRecords;
import sunstone.agent.wire.Publication;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.Published;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.LightOptics;
import sunstone.connectors.message.Status;
import sunstone.connectors.message.Suggestion;
import sunstone.models.polarizedlight.LearntLight;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;

/**
 * Rounds of the live loop, from snapshot to published suggestion: one at a time, always on the newest snapshot, so that
 * bursts coalesce; the scan that was served last comes last.
 *
 * <p>A round that exceeds {@link LoopSettings#inferenceLimit} is published without its sampler, and what the sampler
 * makes in the end is dropped: its thread cannot be stopped, so rounds go on without it until it is back. A scan whose
 * newest round is degraded is tried again by itself, ever less often; only a round that is not degraded is published then.
 *
 * <p>The loop's event loop owns it.
 */
final class RoundRunner {
    private static final Logger LOG = LoggerFactory.getLogger(RoundRunner.class);
    private static final long AGAIN_MS = 1000;

    private final Vertx vertx;
    private final WorkerExecutor inference;
    private final WorkerExecutor fallback;
    private final LoopSettings settings;
    private final Copilot copilot;
    private final Clock clock;
    private final ScanRegistry fold;
    private final LoopMeters meters;
    private final ScanViews views;
    private final Predicate<LiveScan> live;
    private final Function<LiveScan, Map<Topic, Long>> folded;
    private final BiFunction<LiveScan, List<Outgoing>, Future<Published>> send;
    private final Consumer<Throwable> onFatal;
    private final Sections sections;
    private boolean turning;
    private boolean closed;
    private Future<?> running = Future.succeededFuture();
    private @Nullable Instant busySince;

    /** Reads what sections left to the next ones. */
    interface Sections {
        /**
         * Reads all that there is of some; blocks.
         *
         * @throws IllegalStateException with the reason, if it cannot be read
         */
        SectionLog read(Set<String> scanIds);
    }

    /** What a round is made of, so that it can be made twice. */
    private record Job(
            LiveScan scan,
            RoundInput in,
            Map<Topic, Long> folded,
            CalibrationState learnt,
            long seq,
            int frames,
            Instant begun,
            boolean retry) {}

    /** A round that is made but not published. */
    private record Finished(Round round, double ms, Outgoing map, Optional<Outgoing> section) {}

    /**
     * Rounds.
     *
     * @param inference thread of the sampler
     * @param fallback thread of rounds without it
     * @param live whether all that an earlier run had folded of a scan has been folded again
     * @param folded up to where the topics of a scan have been folded
     * @param send publishes what belongs to a scan, with all that was folded of its partition
     * @param sections reads what sections left
     * @param onFatal told when a round fails for a reason that would come again
     */
    RoundRunner(
            Vertx vertx,
            WorkerExecutor inference,
            WorkerExecutor fallback,
            LoopSettings settings,
            Copilot copilot,
            Clock clock,
            ScanRegistry fold,
            LoopMeters meters,
            ScanViews views,
            Predicate<LiveScan> live,
            Function<LiveScan, Map<Topic, Long>> folded,
            BiFunction<LiveScan, List<Outgoing>, Future<Published>> send,
            Sections sections,
            Consumer<Throwable> onFatal) {
        this.vertx = vertx;
        this.inference = inference;
        this.fallback = fallback;
        this.settings = settings;
        this.copilot = copilot;
        this.clock = clock;
        this.fold = fold;
        this.meters = meters;
        this.views = views;
        this.live = live;
        this.folded = folded;
        this.send = send;
        this.sections = sections;
        this.onFatal = onFatal;
    }

    /** Starts a round if none runs and a scan is due. */
    void pump() {
        if (turning || closed) {
            return;
        }
        Instant now = clock.instant();
        for (LiveScan scan : fold.scans()) {
            if (!live.test(scan) || scan.frozen() != null) {
                continue;
            }
            boolean due = scan.state.due(settings.pace(), now);
            if (due || busySince == null && scan.retryDue(now)) {
                fold.last(scan);
                if (scan.below().isPresent()) {
                    below(scan);
                    return;
                }
                RestartPoint resumption = scan.resumption();
                if (resumption == null || busySince != null) {
                    round(scan, now, !due);
                } else {
                    resume(scan, resumption);
                }
                return;
            }
        }
    }

    /** Why the newest round of a scan had to do without its sampler, or null if none had to. */
    @Nullable
    String degraded() {
        return fold.scans().stream()
                .map(LiveScan::degraded)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }

    /** What is learnt of the light of every scan that has some, or null if none has. */
    @Nullable
    List<Status.Light> light() {
        List<Status.Light> all = new ArrayList<>();
        for (LiveScan scan : fold.scans()) {
            LightOptics optics = LightRecords.of(scan.light().orElse(null));
            if (optics != null) {
                all.add(new Status.Light(scan.opened.scanId(), optics));
            }
        }
        return all.isEmpty() ? null : all;
    }

    /** What the section below told of every scan that was opened on one, or null if none was. */
    @Nullable
    List<Status.Carried> carried() {
        List<Status.Carried> all = new ArrayList<>();
        for (LiveScan scan : fold.scans()) {
            scan.carried()
                    .ifPresent(c -> all.add(new Status.Carried(
                            scan.opened.scanId(),
                            String.valueOf(scan.below.name()),
                            c.share(),
                            c.takenBack(),
                            c.why())));
        }
        return all.isEmpty() ? null : all;
    }

    private void round(LiveScan scan, Instant now, boolean retry) {
        turning = true;
        Map<Topic, Long> offsets = folded.apply(scan);
        RoundInput in = scan.begin(now);
        scan.drawing(now);
        views.post(scan.view());
        Job job = new Job(
                scan, in, offsets, scan.learnt(), scan.state.newestSeq(), scan.state.completeFrames(), now, retry);
        Future<Finished> made = busySince == null ? sampled(job) : without(job, overdue(busySince));
        made.compose(done -> publish(job, done)).onComplete(result -> {
            turning = false;
            if (fold.has(scan)) {
                scan.drawing(null);
                views.post(scan.view());
            }
            if (result.failed() && fold.has(scan) && !closed) {
                LOG.error("round {} of scan {} failed", in.revision(), in.scanId(), result.cause());
                onFatal.accept(result.cause());
            }
            pump();
        });
    }

    /** Looks for what the section below left, which the first round of this one begins with. */
    private void below(LiveScan scan) {
        turning = true;
        SectionBelow below = scan.below;
        Future<Optional<SectionLog.Left>> reading = fallback.executeBlocking(
                () -> below.choose(sections.read(below.wanted().stream().collect(Collectors.toSet()))), false);
        reading.onComplete(result -> {
            turning = false;
            if (result.failed()) {
                LOG.warn("what the section below {} left cannot be read yet: {}", scan.opened.scanId(), result.cause());
                vertx.setTimer(AGAIN_MS, t -> pump());
                return;
            }
            if (fold.has(scan) && !closed) {
                scan.liesOn(result.result().orElse(null));
                String trouble = below.trouble();
                if (trouble != null) {
                    LOG.warn("scan {}: {}", scan.opened.scanId(), trouble);
                    fold.note(scan.opened.scanId(), ActivityNote.Level.WARNING, trouble);
                }
            }
            pump();
        });
    }

    /** After a restart: draws the posterior again by which the points since are to be judged. */
    private void resume(LiveScan scan, RestartPoint from) {
        turning = true;
        String scanId = scan.opened.scanId();
        Snapshot snapshot = scan.snapshot(from);
        Future<Posterior> drawing =
                inference.executeBlocking(() -> copilot.again(scanId, from.revision(), snapshot), false);
        running = drawing;
        drawing.onComplete(result -> {
            turning = false;
            if (result.failed() && !closed) {
                LOG.warn(
                        "revision {} of {} cannot be drawn again, its points are not judged: {}",
                        from.revision(),
                        scanId,
                        String.valueOf(result.cause()));
            }
            scan.resumed(result.result());
            pump();
        });
    }

    /** The round with its sampler, or without if that takes too long. */
    private Future<Finished> sampled(Job job) {
        Instant begun = clock.instant();
        HeldMap good = job.scan().lastGood();
        var calibration = job.scan().calibration();
        Future<Finished> sampling = inference.executeBlocking(
                () -> {
                    long start = System.nanoTime();
                    return finished(job, copilot.round(job.in(), good), calibration, start);
                },
                false); // unordered: Vert.x orders by context, over all threads
        running = sampling;
        busySince = begun;
        Promise<Finished> first = Promise.promise();
        long timer = vertx.setTimer(Math.max(1, settings.inferenceLimit().toMillis()), t -> without(job, overdue(begun))
                .onComplete(first));
        sampling.onComplete(result -> {
            busySince = null;
            if (vertx.cancelTimer(timer)) {
                first.handle(result);
            } else if (!closed) {
                LOG.info(
                        "the sampler is back after {} s",
                        Duration.between(begun, clock.instant()).toSeconds());
            }
            pump();
        });
        return first.future();
    }

    private Future<Finished> without(Job job, String reason) {
        HeldMap good = job.scan().lastGood();
        var calibration = job.scan().calibration();
        return fallback.executeBlocking(
                () -> {
                    long start = System.nanoTime();
                    return finished(job, copilot.fallback(job.in(), good, reason), calibration, start);
                },
                false);
    }

    private static Finished finished(
            Job job, Round round, sunstone.connectors.message.MapRevision.Calibration calibration, long start) {
        double ms = (System.nanoTime() - start) / 1e6;
        LiveScan scan = job.scan();
        return new Finished(
                round,
                ms,
                Publication.map(scan.state.scan(), round, calibration, ms),
                SectionLog.record(scan.opened, round, job.learnt()));
    }

    private String overdue(Instant begun) {
        return "inference over its limit of " + settings.inferenceLimit().toMillis() / 1e3 + " s since " + begun;
    }

    private Future<Published> publish(Job job, Finished done) {
        LiveScan scan = job.scan();
        String scanId = scan.opened.scanId();
        Round round = done.round();
        if (closed || !fold.has(scan)) { // or the scan has been closed or given away meanwhile
            return Future.succeededFuture(new Published.PartitionLost(scanId));
        }
        Instant now = clock.instant();
        scan.tried(round.degraded() != null, now);
        if (job.retry() && round.degraded() != null) {
            LOG.debug("{} is still degraded: {}", scanId, round.degraded());
            return Future.succeededFuture(new Published.PartitionLost(scanId));
        }
        tell(scan, done);
        Suggestion suggestion = Publication.suggestion(
                scan.state.scan(),
                round,
                job.seq(),
                job.frames(),
                settings.engine().model().orElse("none"),
                now,
                now.plus(settings.suggestionLife()));
        scan.state.offered(Publication.offer(suggestion));
        scan.keep(round, done.ms(), now);
        scan.drawing(null);
        meters.inferred(done.ms(), round.suggestion().size());
        Provenance provenance = new Provenance(
                job.folded(),
                job.begun(),
                settings.version(),
                settings.recipe(),
                round.degraded(),
                job.learnt(),
                scan.below.name(),
                scan.since());
        List<Outgoing> out =
                new ArrayList<>(List.of(done.map(), Outgoing.of(suggestion).with(provenance.headers())));
        done.section().ifPresent(out::add);
        fold.desk().commandOffer(scan, now).ifPresent(out::add);
        return send.apply(scan, out).onSuccess(x -> views.post(scan.view()));
    }

    private void tell(LiveScan scan, Finished done) {
        Round round = done.round();
        String scanId = scan.opened.scanId();
        MDC.put(ScanRegistry.SCAN_ID, scanId);
        if (round.degraded() != null) {
            LOG.warn("revision {} of {} is degraded: {}", round.revision(), scanId, round.degraded());
            fold.note(
                    scanId,
                    ActivityNote.Level.WARNING,
                    "revision " + round.revision() + " is degraded: " + round.degraded());
            meters.degraded();
        } else if (scan.degraded().isPresent()) {
            LOG.info("revision {} of {} is not degraded any more", round.revision(), scanId);
            fold.note(scanId, ActivityNote.Level.INFO, "revision " + round.revision() + " is not degraded any more");
        }
        tellLight(scan, round);
        tellCarried(scan, round);
        if (round.stop() != null) {
            fold.note(scanId, ActivityNote.Level.INFO, "revision " + round.revision() + ": stop, " + round.stop());
        }
        LOG.debug(
                "revision {} of {}: {} measurements, mean uncertainty {} degrees, {} ms{}",
                round.revision(),
                scanId,
                round.measurements(),
                round.meanUncertaintyDeg(),
                done.ms(),
                round.stop() == null ? "" : ", stop: " + round.stop());
        MDC.remove(ScanRegistry.SCAN_ID);
    }

    /** Says when light and points begin to contradict each other, and when they do not any more. */
    private void tellLight(LiveScan scan, Round round) {
        LearntLight light = round.light();
        boolean before = scan.light().filter(LearntLight::contradicted).isPresent();
        if (light == null || light.contradicted() == before) {
            return;
        }
        String text = "revision " + round.revision() + ": "
                + (before ? "light and points agree again, the map rests on both" : LightNote.of(light));
        if (before) {
            LOG.info("{} of {}", text, scan.opened.scanId());
        } else {
            LOG.warn("{} of {}", text, scan.opened.scanId());
        }
        fold.note(scan.opened.scanId(), before ? ActivityNote.Level.INFO : ActivityNote.Level.WARNING, text);
    }

    /** Says what was carried over from the section below, and when the points take it back. */
    private void tellCarried(LiveScan scan, Round round) {
        CarriedNote now = CarriedNote.of(round.snapshot());
        CarriedNote before = scan.carried().orElse(null);
        if (now == null || before != null && before.takenBack() == now.takenBack()) {
            return;
        }
        boolean well = now.share() > 0 && !now.takenBack();
        String text = "revision " + round.revision() + ", on " + scan.below.name() + ": " + now.why();
        LOG.info("{} of {}", text, scan.opened.scanId());
        fold.note(scan.opened.scanId(), well ? ActivityNote.Level.INFO : ActivityNote.Level.WARNING, text);
    }

    /** Completes when the inference that began last has ended, well or not. */
    Future<?> running() {
        return running.otherwiseEmpty();
    }

    /** Ends its threads; what runs is not waited for. */
    Future<?> close() {
        closed = true;
        return Future.join(inference.close(), fallback.close());
    }
}
