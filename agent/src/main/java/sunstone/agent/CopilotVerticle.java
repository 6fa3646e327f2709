package sunstone.agent;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.Published;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.RecordHandler;
import sunstone.connectors.kafka.RecordSink;
import sunstone.connectors.kafka.RecordStream;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.kafka.TopicSetup;
import sunstone.connectors.kafka.TransactionalSink;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.Command;
import sunstone.connectors.message.Decision;
import sunstone.connectors.message.Decoded;
import sunstone.connectors.message.Receipt;
import sunstone.connectors.message.Scan;
import sunstone.connectors.message.ScanClosed;
import sunstone.connectors.message.ScanOpened;
import sunstone.connectors.message.ScanRules;
import sunstone.connectors.message.Status;
import sunstone.connectors.message.Suggestion;

/**
 * The live loop, the life of a point: {@link RecordStream} reads raw records on its own thread; the event loop decodes and
 * folds them ({@link #take}); when a scan is due, an immutable snapshot goes to the inference thread ({@link #round}),
 * one at a time and always the newest, so that bursts coalesce; map, suggestion and, in mode auto, command go out in one
 * transaction together with the offsets of everything folded.
 *
 * <p>Restart is replay: first the agent's own outputs are read to the end, then every input from the first record on.
 * Records whose effects were committed before are folded in silence.
 *
 * <p>The event loop owns every field but the final ones; public methods may be called from any thread.
 */
public final class CopilotVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(CopilotVerticle.class);
    private static final Set<Topic> INPUTS =
            EnumSet.of(Topic.SCANS, Topic.PL_FRAMES, Topic.EBSD_POINTS, Topic.DECISIONS, Topic.RECEIPTS);
    private static final Duration KAFKA_LIMIT = Duration.ofSeconds(30);
    private static final long TICK_MS = 200;
    private static final long COMMIT_MS = 1000;

    private final KafkaSettings kafka;
    private final LoopSettings settings;
    private final Copilot copilot;
    private final Clock clock;
    private final Bulletin bulletin;
    private final Consumer<Throwable> onFatal;

    private final Map<String, LiveScan> scans = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Set<LiveScan> touched = new LinkedHashSet<>();
    private PastOutputs past = PastOutputs.none();
    private Mode mode;
    private boolean live;
    private boolean inferring;
    private boolean offsetsMoved;
    private volatile @Nullable Wiring wiring;

    /** What exists between start and stop. */
    private record Wiring(
            Context context,
            WorkerExecutor inference,
            WorkerExecutor publishing,
            WorkerExecutor chores,
            TransactionalSink transactions,
            RecordSink sink,
            Outbox outbox,
            CompletableFuture<RecordStream> started) {
        RecordStream stream() {
            return started.join();
        }
    }

    /**
     * A loop that starts when it is deployed.
     *
     * @param kafka connection; its client id is the agent's
     * @param settings what is not Kafka's
     * @param copilot makes maps and suggestions
     * @param clock time of records that are new
     * @param bulletin where every change is posted
     * @param onFatal told once, on any thread, when the loop cannot go on: it has to be stopped
     */
    public CopilotVerticle(
            KafkaSettings kafka,
            LoopSettings settings,
            Copilot copilot,
            Clock clock,
            Bulletin bulletin,
            Consumer<Throwable> onFatal) {
        this.kafka = kafka;
        this.settings = settings;
        this.copilot = copilot;
        this.clock = clock;
        this.bulletin = bulletin;
        this.onFatal = onFatal;
        this.mode = settings.mode();
    }

    @Override
    public Future<?> start() {
        WorkerExecutor chores = worker("chores");
        return chores.executeBlocking(() -> {
                    if (TopicSetup.ensure(kafka, KAFKA_LIMIT) instanceof TopicSetup.Refused refused) {
                        throw new IllegalStateException(refused.reason());
                    }
                    wire(chores);
                    return null;
                })
                .onSuccess(x -> {
                    vertx.setPeriodic(TICK_MS, t -> pump());
                    vertx.setPeriodic(COMMIT_MS, t -> commit());
                    vertx.setPeriodic(Math.max(1, settings.heartbeat().toMillis()), t -> heartbeat());
                    heartbeat();
                });
    }

    private WorkerExecutor worker(String name) {
        return vertx.createSharedWorkerExecutor(name + "-" + settings.agentId(), 1, 1, TimeUnit.HOURS);
    }

    /** Makes Kafka's clients, which takes its time: not for the event loop. */
    private void wire(WorkerExecutor chores) {
        TransactionalSink transactions = new TransactionalSink(kafka);
        CompletableFuture<RecordStream> started = new CompletableFuture<>();
        WorkerExecutor publishing = worker("publishing");
        Outbox outbox =
                new Outbox(vertx, publishing, transactions, () -> started.join().membership());
        // complete before the stream hands over its first record
        wiring = new Wiring(
                context, worker("inference"), publishing, chores, transactions, new RecordSink(kafka), outbox, started);
        try {
            started.complete(RecordStream.member(kafka, INPUTS, new Intake(context, transactions)));
        } catch (RuntimeException e) {
            started.completeExceptionally(e); // who waits for the stream must not wait for ever
            throw e;
        }
    }

    /** Hands what the stream reads to the event loop; runs on the stream's thread. */
    private final class Intake implements RecordHandler {
        private final Context loop;
        private final TransactionalSink transactions;

        Intake(Context loop, TransactionalSink transactions) {
            this.loop = loop;
            this.transactions = transactions;
        }

        @Override
        public CompletionStage<?> onRecords(List<RawRecord> records) {
            CompletableFuture<Void> folded = new CompletableFuture<>();
            loop.runOnContext(v -> fold(records).onComplete(x -> folded.complete(null)));
            return folded;
        }

        @Override
        public void onAssigned(Set<Integer> partitions) {
            // ends what a predecessor left half done, so that the end of its outputs is known
            transactions.publish(List.of());
            PastOutputs read = PastOutputs.read(kafka, partitions, KAFKA_LIMIT);
            loop.runOnContext(v -> {
                live = false;
                past.add(read);
                LOG.info("reads partitions {} from the beginning", partitions);
            });
        }

        @Override
        public void onLive() {
            loop.runOnContext(v -> {
                live = true;
                LOG.info("is up to date: {} open scans", scans.size());
                pump();
            });
        }

        @Override
        public void onRevoked(Set<Integer> partitions) {
            loop.runOnContext(v -> {
                scans.values().removeIf(s -> partitions.contains(s.partition));
                next.keySet().removeIf(p -> partitions.contains(p.partition()));
            });
        }

        @Override
        public void onFailure(Throwable cause) {
            onFatal.accept(cause);
        }
    }

    /** Folds records; completes when what they lead to is published, which holds the stream back while Kafka is away. */
    private Future<?> fold(List<RawRecord> records) {
        List<Outgoing> out = new ArrayList<>();
        for (RawRecord r : records) {
            take(r, out).filter(x -> !r.replayed()).ifPresent(why -> {
                LOG.warn("dead letter: {} offset {}: {}", r.position(), r.offset(), why.detail());
                out.add(Outgoing.deadLetter(r, why));
            });
            next.put(r.position(), r.offset() + 1);
        }
        offsetsMoved = true;
        touched.forEach(scan -> bulletin.post(scan.view()));
        touched.clear();
        Future<?> done = out.isEmpty() ? Future.succeededFuture() : send(out);
        pump();
        return done;
    }

    /**
     * Takes one record.
     *
     * @param out receives what it leads to at once
     * @return why it is a dead letter, if it is one
     */
    private Optional<? extends Decoded.Rejected<?>> take(RawRecord r, List<Outgoing> out) {
        Instant now = r.replayed() ? Instant.ofEpochMilli(r.timestamp()) : clock.instant();
        return switch (r.topic()) {
            case SCANS ->
                r.value() == null
                        ? Optional.empty()
                        : rejection(r.decode(Codecs.SCAN).then(s -> scan(s, r, now)));
            case PL_FRAMES -> r.decodeFrame().fold(f -> inScan(f.scanId(), scan -> scan.frame(f)), Optional::of);
            case EBSD_POINTS ->
                r.decode(Codecs.EBSD_POINTS).fold(b -> inScan(b.scanId(), scan -> scan.points(b, now)), Optional::of);
            case DECISIONS ->
                r.decode(Codecs.DECISION)
                        .fold(d -> inScan(d.scanId(), scan -> decision(scan, d, r.replayed(), now, out)), Optional::of);
            case RECEIPTS -> r.decode(Codecs.RECEIPT).fold(x -> receipt(x, now), Optional::of);
            default -> Optional.empty();
        };
    }

    private static <T> Optional<Decoded.Rejected<?>> rejection(Decoded<T> decoded) {
        return decoded.fold(x -> Optional.empty(), Optional::of);
    }

    private Optional<Decoded.Rejected<?>> inScan(
            String scanId, java.util.function.Function<LiveScan, Optional<Decoded.Rejected<?>>> step) {
        LiveScan scan = scans.get(scanId);
        if (scan == null) {
            return rejection(ScanRules.unknownScan(scanId));
        }
        touched.add(scan);
        return step.apply(scan);
    }

    private Decoded<?> scan(Scan message, RawRecord r, Instant now) {
        if (message instanceof ScanClosed) {
            return close(message.scanId());
        }
        ScanOpened opened = (ScanOpened) message;
        LiveScan there = scans.get(opened.scanId());
        if (there != null) {
            return there.opened.equals(opened)
                    ? Decoded.ok(there)
                    : Decoded.rejected(
                            sunstone.connectors.message.Reason.OUT_OF_RANGE,
                            "scan " + opened.scanId() + " is open already, with another description");
        }
        return LiveScan.open(opened, settings.scaling(), r.position().partition(), now)
                .then(scan -> {
                    past.restore(scan.state);
                    scans.put(opened.scanId(), scan);
                    LOG.info(
                            "scan {} opened: {} x {} px, {}, {} PL frames",
                            opened.scanId(),
                            opened.rows(),
                            opened.cols(),
                            scan.state.scan().mapped().name(),
                            scan.state.scan().plFrames());
                    touched.add(scan);
                    return Decoded.ok(scan);
                });
    }

    private Decoded<?> close(String scanId) {
        LiveScan scan = scans.remove(scanId);
        if (scan == null) {
            return ScanRules.unknownScan(scanId);
        }
        scan.state.close();
        LOG.info("scan {} closed after {} measurements", scanId, scan.state.measurements());
        touched.add(scan);
        return Decoded.ok(scan);
    }

    private Optional<Decoded.Rejected<?>> receipt(Receipt x, Instant now) {
        LiveScan scan = scans.get(x.scanId());
        boolean refused = x.state() == Receipt.State.REFUSED;
        // the last receipt of a scan may come after its end, so an unknown one is no fault
        if (scan != null) {
            touched.add(scan);
        }
        if (scan != null && scan.state.receipt(x.commandId(), refused, now) && refused) {
            LOG.warn("instrument refused command {}: {}", x.commandId(), x.reason());
        }
        return Optional.empty();
    }

    private Optional<Decoded.Rejected<?>> decision(
            LiveScan scan, Decision d, boolean replayed, Instant now, List<Outgoing> out) {
        if (d.verdict() == Decision.Verdict.DENY) {
            log(d, scan.state.deny(d.suggestionId(), now), replayed);
            return Optional.empty();
        }
        if (replayed) { // the commands that it led to have been read
            return Optional.empty();
        }
        if (mode == Mode.SHADOW) {
            LOG.warn(
                    "decision on {} by {} is without effect: mode shadow commands nothing",
                    d.suggestionId(),
                    d.operator());
            return Optional.empty();
        }
        List<sunstone.connectors.message.Pixel> points = d.points();
        Verdict verdict = d.verdict() == Decision.Verdict.EDIT && points != null
                ? scan.state.edit(
                        d.suggestionId(),
                        points.stream().map(p -> new Pixel(p.row(), p.col())).toList(),
                        now)
                : scan.state.approve(d.suggestionId(), now);
        log(d, verdict, false);
        if (verdict instanceof Verdict.Approved approved) {
            out.add(command(scan, approved.suggestionId(), approved.points(), now));
        }
        return Optional.empty();
    }

    private static void log(Decision d, Verdict verdict, boolean replayed) {
        if (!replayed) {
            verdict.fold(
                    a -> {
                        LOG.info("{} approved by {}", d.suggestionId(), d.operator());
                        return true;
                    },
                    x -> {
                        LOG.info("{} denied by {}", d.suggestionId(), d.operator());
                        return true;
                    },
                    refused -> {
                        LOG.warn(
                                "decision on {} by {} is refused: {}",
                                d.suggestionId(),
                                d.operator(),
                                refused.reason());
                        return true;
                    });
        }
    }

    private static Outgoing command(LiveScan scan, String suggestionId, List<Pixel> pixels, Instant now) {
        Command command = Publication.command(scan.opened.scanId(), suggestionId, pixels);
        scan.state.commanded(command.commandId(), suggestionId, pixels, now);
        return Outgoing.of(command);
    }

    /** Starts a round if none runs and a scan is due; the scan that was served last comes last. */
    private void pump() {
        Wiring w = wiring;
        if (!live || inferring || w == null) {
            return;
        }
        Instant now = clock.instant();
        for (LiveScan scan : scans.values()) {
            if (scan.state.due(settings.pace(), now)) {
                scans.remove(scan.opened.scanId());
                scans.put(scan.opened.scanId(), scan);
                round(w, scan, now);
                return;
            }
        }
    }

    /** One round, from snapshot to published suggestion. */
    private void round(Wiring w, LiveScan scan, Instant now) {
        inferring = true;
        RoundInput in = scan.begin(now);
        long seq = scan.state.newestSeq();
        int frames = scan.state.completeFrames();
        var calibration = scan.calibration();
        var previous = scan.posterior();
        w.inference()
                .executeBlocking(() -> {
                    long start = System.nanoTime();
                    Round round = copilot.round(in, previous);
                    double ms = (System.nanoTime() - start) / 1e6;
                    return new Finished(round, ms, Publication.map(scan.state.scan(), round, calibration, ms));
                })
                .compose(done -> publish(scan, done, seq, frames))
                .onComplete(result -> {
                    inferring = false;
                    if (result.failed()
                            && wiring != null) { // when stopping, what was under way is made again at the next start
                        LOG.error("round {} of scan {} failed", in.revision(), in.scanId(), result.cause());
                        onFatal.accept(result.cause());
                    }
                    pump();
                });
    }

    private record Finished(Round round, double ms, Outgoing map) {}

    private Future<Published> publish(LiveScan scan, Finished done, long seq, int frames) {
        String scanId = scan.opened.scanId();
        Round round = done.round();
        if (wiring == null || scans.get(scanId) != scan) { // stopped, closed or given away meanwhile
            return Future.succeededFuture(new Published.NotOurs(scanId));
        }
        Instant now = clock.instant();
        Suggestion suggestion = Publication.suggestion(
                scan.state.scan(),
                round,
                seq,
                frames,
                settings.model() == null ? "none" : settings.model(),
                now,
                now.plus(settings.suggestionLife()));
        scan.state.offered(Publication.offer(suggestion));
        scan.keep(round, done.ms());
        List<Outgoing> out = new ArrayList<>(List.of(done.map(), Outgoing.of(suggestion)));
        if (mode == Mode.AUTO && round.stop() == null) {
            List<Pixel> pixels = round.suggestion().stream()
                    .map(c -> new Pixel(c.row(), c.col()))
                    .toList();
            out.add(command(scan, suggestion.suggestionId(), pixels, now));
        }
        if (round.degraded() != null) {
            LOG.warn("revision {} of {} is degraded: {}", round.revision(), scanId, round.degraded());
        }
        LOG.debug(
                "revision {} of {}: {} measurements, mean uncertainty {} degrees, {} ms{}",
                round.revision(),
                scanId,
                round.measurements(),
                round.meanUncertaintyDeg(),
                done.ms(),
                round.stop() == null ? "" : ", stop: " + round.stop());
        return send(out).onSuccess(x -> bulletin.post(scan.view()));
    }

    /** Sends records with all offsets so far; what Kafka finally refuses is logged, and fatal if this agent is. */
    private Future<Published> send(List<Outgoing> out) {
        Wiring w = wiring;
        if (w == null) {
            return Future.failedFuture(new IllegalStateException("the loop has stopped"));
        }
        offsetsMoved = false;
        return w.outbox().send(out, next).onSuccess(answer -> {
            if (answer instanceof Published.Fenced fenced) {
                onFatal.accept(new IllegalStateException("another agent runs under the id " + settings.agentId()
                        + ", or this one may not write: " + fenced.detail()));
            } else if (answer instanceof Published.TooLarge large) {
                LOG.error("a record is too large for its topic and was dropped: {}", large.detail());
            } else if (answer instanceof Published.NotOurs other) {
                LOG.warn("the scan belongs to another agent now: {}", other.detail());
            }
        });
    }

    private void commit() {
        Wiring w = wiring;
        if (offsetsMoved && live && w != null && w.outbox().idle()) {
            send(List.of());
        }
    }

    private void heartbeat() {
        Wiring w = wiring;
        if (w == null) {
            return;
        }
        Status status = new Status(
                settings.agentId(),
                settings.version(),
                settings.model(),
                w.stream().assigned().stream()
                        .map(TopicPartition::toString)
                        .sorted()
                        .toList(),
                w.stream().recordsOut(),
                settings.device(),
                mode.word(),
                clock.instant());
        w.chores().executeBlocking(() -> w.sink().send(Outgoing.of(status)), false);
    }

    /** The mode now. */
    public Future<Mode> mode() {
        return onLoop(() -> mode);
    }

    /** Changes the mode; on the way to {@link Mode#AUTO}, what stands suggested is commanded at once. */
    public Future<Mode> setMode(Mode wanted) {
        return onLoop(() -> {
            if (mode != wanted) {
                LOG.info("mode {} after {}", wanted.word(), mode.word());
                mode = wanted;
                heartbeat();
                if (wanted == Mode.AUTO) {
                    commandWhatStands();
                }
            }
            return mode;
        });
    }

    private void commandWhatStands() {
        Instant now = clock.instant();
        List<Outgoing> out = new ArrayList<>();
        for (LiveScan scan : scans.values()) {
            Offer offer = scan.state.current();
            if (offer != null
                    && offer.stop() == null
                    && scan.state.approve(offer.suggestionId(), now) instanceof Verdict.Approved approved) {
                out.add(command(scan, approved.suggestionId(), approved.points(), now));
            }
        }
        if (!out.isEmpty()) {
            send(out);
        }
    }

    /** Puts a decision on the topic, from where it comes back like any other. */
    public Future<?> decide(Decision decision) {
        Wiring w = wiring;
        return w == null
                ? Future.failedFuture(new IllegalStateException("the loop has not started"))
                : w.chores()
                        .executeBlocking(() -> w.sink().send(Outgoing.of(decision)), false)
                        .compose(Future::fromCompletionStage);
    }

    private <T> Future<T> onLoop(java.util.function.Supplier<T> work) {
        Wiring w = wiring;
        if (w == null) {
            return Future.failedFuture(new IllegalStateException("the loop has not started"));
        }
        io.vertx.core.Promise<T> done = io.vertx.core.Promise.promise();
        w.context().runOnContext(v -> done.complete(work.get()));
        return done.future();
    }

    @Override
    public Future<?> stop() {
        Wiring w = wiring;
        if (w == null) {
            return Future.succeededFuture();
        }
        wiring = null;
        w.outbox().close();
        return vertx.executeBlocking(() -> {
                    w.stream().close();
                    w.transactions().close();
                    w.sink().close();
                    return null;
                })
                .eventually(() -> Future.all(
                        w.inference().close(),
                        w.publishing().close(),
                        w.chores().close()));
    }
}
