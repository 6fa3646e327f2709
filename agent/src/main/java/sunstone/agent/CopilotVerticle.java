package sunstone.agent;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
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
import sunstone.connectors.message.Control;
import sunstone.connectors.message.Decision;
import sunstone.connectors.message.ScanMessage;
import sunstone.connectors.message.Status;
import sunstone.connectors.message.Suggestion;
import sunstone.models.posterior.Snapshot;

/**
 * The live loop, the life of a point: {@link RecordStream} reads raw records on its own thread; the event loop decodes and
 * folds them ({@link ScanFold}); when a scan is due, an immutable snapshot goes to the inference thread ({@link #round}),
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
    private static final Set<Topic> INPUTS = EnumSet.of(
            Topic.SCANS, Topic.PL_FRAMES, Topic.EBSD_POINTS, Topic.DECISIONS, Topic.CONTROLS, Topic.RECEIPTS);
    private static final Duration KAFKA_LIMIT = Duration.ofSeconds(30);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    private static final long TICK_MS = 200;
    private static final long COMMIT_MS = 1000;

    private final KafkaSettings kafka;
    private final LoopSettings settings;
    private final Copilot copilot;
    private final Clock clock;
    private final Bulletin bulletin;
    private final Consumer<Throwable> onFatal;

    private final LoopMeters meters;
    private final ScanFold fold;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private volatile boolean live;
    private boolean inferring;
    private boolean offsetsMoved;
    private volatile Instant kafkaAnswered = Instant.MIN;
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
     * @param meters what is counted and measured
     * @param onFatal told once, on any thread, when the loop cannot go on: it has to be stopped
     */
    public CopilotVerticle(
            KafkaSettings kafka,
            LoopSettings settings,
            Copilot copilot,
            Clock clock,
            Bulletin bulletin,
            LoopMeters meters,
            Consumer<Throwable> onFatal) {
        this.kafka = kafka;
        this.settings = settings;
        this.copilot = copilot;
        this.clock = clock;
        this.bulletin = bulletin;
        this.onFatal = onFatal;
        this.meters = meters;
        this.fold = new ScanFold(settings, clock, bulletin, meters);
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
                    watch();
                });
    }

    private void watch() {
        meters.gauge(
                "sunstone.queue.depth",
                "records",
                "Records read and not yet folded",
                () -> stream(w -> w.stream().recordsOut()));
        meters.gauge(
                "sunstone.kafka.lag",
                "records",
                "Records on the assigned partitions not yet read",
                () -> stream(w -> w.stream().lag()));
        meters.gauge(
                "sunstone.outbox.depth",
                "transactions",
                "Transactions that wait or run",
                () -> stream(w -> w.outbox().depth()));
    }

    private Number stream(Function<Wiring, Number> number) {
        Wiring w = wiring;
        return w == null ? 0 : number.apply(w);
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
                fold.assigned(read);
                LOG.info("reads partitions {} from the beginning", partitions);
            });
        }

        @Override
        public void onLive() {
            loop.runOnContext(v -> {
                live = true;
                LOG.info("is up to date: {} open scans", fold.scans().size());
                fold.note(
                        null,
                        Note.Level.INFO,
                        "agent is up to date: " + fold.scans().size() + " open scans");
                pump();
            });
        }

        @Override
        public void onRevoked(Set<Integer> partitions) {
            loop.runOnContext(v -> {
                fold.revoked(partitions);
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
        List<Outgoing> out = fold.fold(records);
        records.forEach(r -> next.put(r.position(), r.offset() + 1));
        offsetsMoved = true;
        Future<?> done = out.isEmpty() ? Future.succeededFuture() : send(out);
        pump();
        return done;
    }

    /** Starts a round if none runs and a scan is due; the scan that was served last comes last. */
    private void pump() {
        Wiring w = wiring;
        if (!live || inferring || w == null) {
            return;
        }
        Instant now = clock.instant();
        for (LiveScan scan : fold.scans()) {
            if (scan.state.due(settings.pace(), now)) {
                fold.last(scan);
                Resumption resumption = scan.resumption();
                if (resumption == null) {
                    round(w, scan, now);
                } else {
                    resume(w, scan, resumption);
                }
                return;
            }
        }
    }

    /** After a restart: draws the posterior again by which the points since are to be judged. */
    private void resume(Wiring w, LiveScan scan, Resumption from) {
        inferring = true;
        String scanId = scan.opened.scanId();
        Snapshot snapshot = scan.snapshot(from);
        w.inference()
                .executeBlocking(() -> copilot.again(scanId, from.revision(), snapshot))
                .onComplete(result -> {
                    inferring = false;
                    if (result.failed()) {
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

    /** Up to where the topics of a scan have been folded. */
    private Map<Topic, Long> folded(LiveScan scan) {
        Map<Topic, Long> offsets = new EnumMap<>(Topic.class);
        next.forEach((position, offset) -> {
            if (position.partition() == scan.partition) {
                kafka.topic(position.topic()).ifPresent(topic -> offsets.put(topic, offset));
            }
        });
        return offsets;
    }

    /** One round, from snapshot to published suggestion. */
    private void round(Wiring w, LiveScan scan, Instant now) {
        inferring = true;
        Map<Topic, Long> folded = folded(scan);
        RoundInput in = scan.begin(now);
        Learnt learnt = scan.learnt();
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
                .compose(done -> publish(
                        scan,
                        done,
                        seq,
                        frames,
                        new Provenance(
                                folded,
                                now,
                                settings.version(),
                                settings.recipe(),
                                done.round().degraded(),
                                learnt)))
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

    private Future<Published> publish(LiveScan scan, Finished done, long seq, int frames, Provenance provenance) {
        String scanId = scan.opened.scanId();
        Round round = done.round();
        if (wiring == null || !fold.has(scan)) { // stopped, closed or given away meanwhile
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
        scan.keep(round, done.ms(), now);
        meters.inferred(done.ms(), round.suggestion().size());
        List<Outgoing> out =
                new ArrayList<>(List.of(done.map(), Outgoing.of(suggestion).with(provenance.headers())));
        if (commands(scan)) {
            fold.commandOffer(scan, now).ifPresent(out::add);
        }
        tell(scanId, done);
        return send(out).onSuccess(x -> bulletin.post(scan.view()));
    }

    private boolean commands(LiveScan scan) {
        return fold.mode() == Mode.AUTO && !scan.state.wishes().paused();
    }

    private void tell(String scanId, Finished done) {
        Round round = done.round();
        MDC.put(ScanFold.SCAN_ID, scanId);
        if (round.degraded() != null) {
            LOG.warn("revision {} of {} is degraded: {}", round.revision(), scanId, round.degraded());
            fold.note(scanId, Note.Level.WARNING, "revision " + round.revision() + " is degraded: " + round.degraded());
        }
        if (round.stop() != null) {
            fold.note(scanId, Note.Level.INFO, "revision " + round.revision() + ": stop, " + round.stop());
        }
        LOG.debug(
                "revision {} of {}: {} measurements, mean uncertainty {} degrees, {} ms{}",
                round.revision(),
                scanId,
                round.measurements(),
                round.meanUncertaintyDeg(),
                done.ms(),
                round.stop() == null ? "" : ", stop: " + round.stop());
        MDC.remove(ScanFold.SCAN_ID);
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
                fold.mode().word(),
                clock.instant());
        w.chores()
                .executeBlocking(() -> w.sink().send(Outgoing.of(status)), false)
                .compose(Future::fromCompletionStage)
                .onSuccess(x -> kafkaAnswered = clock.instant());
    }

    /** The mode now. */
    public Future<Mode> mode() {
        return onLoop(fold::mode);
    }

    /** Changes the mode; on the way to {@link Mode#AUTO}, what stands suggested is commanded at once. */
    public Future<Mode> setMode(Mode wanted) {
        return onLoop(() -> {
            if (fold.mode() != wanted) {
                String text = "mode " + wanted.word() + " after " + fold.mode().word();
                LOG.info(text);
                fold.note(null, Note.Level.INFO, text);
                fold.mode(wanted);
                heartbeat();
                List<Outgoing> out = new ArrayList<>();
                fold.scans().stream().filter(this::commands).forEach(scan -> fold.commandOffer(scan, clock.instant())
                        .ifPresent(out::add));
                if (!out.isEmpty()) {
                    send(out);
                }
            }
            return fold.mode();
        });
    }

    /** Settings that do not change while it runs. */
    public LoopSettings settings() {
        return settings;
    }

    /** Puts a decision on the topic, from where it comes back like any other; the answer says what became of it. */
    public Future<Answer> decide(Decision decision) {
        return roundTrip(decision, Outgoing.of(decision));
    }

    /** As {@link #decide}, for what an operator wants of a scan as a whole. */
    public Future<Answer> control(Control control) {
        return roundTrip(control, Outgoing.of(control));
    }

    private Future<Answer> roundTrip(ScanMessage message, Outgoing record) {
        Wiring w = wiring;
        if (w == null) {
            return Future.failedFuture(new IllegalStateException("the loop has not started"));
        }
        Promise<Answer> answer = Promise.promise();
        w.context().runOnContext(v -> {
            fold.answerTo(message)
                    .timeout(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    .onFailure(e -> fold.forget(message))
                    .onComplete(answer);
            w.chores()
                    .executeBlocking(() -> w.sink().send(record), false)
                    .compose(Future::fromCompletionStage)
                    .onFailure(answer::tryFail);
        });
        return answer.future();
    }

    /** Whether the loop turns, and whether it can do its work. Fails if the event loop does not answer in time. */
    public Future<Health> health() {
        return onLoop(this::healthNow).timeout(ANSWER_LIMIT.toMillis() / 5, TimeUnit.MILLISECONDS);
    }

    private Health healthNow() {
        Wiring w = wiring;
        Duration silence = settings.heartbeat().multipliedBy(3).plusSeconds(5);
        boolean kafkaThere = kafkaAnswered.isAfter(clock.instant().minus(silence));
        int partitions = w == null ? 0 : w.stream().assigned().size();
        return new Health(
                live && kafkaThere && partitions > 0,
                kafkaThere ? "Kafka answers" : "no answer from Kafka for " + silence.toSeconds() + " s",
                live ? "up to date" : "reading the topics from the beginning",
                partitions + " partitions");
    }

    /**
     * How the loop is.
     *
     * @param ready whether it can do its work now
     * @param kafka whether Kafka answers
     * @param replay whether it has caught up
     * @param partitions what it reads
     */
    public record Health(boolean ready, String kafka, String replay, String partitions) {}

    private <T> Future<T> onLoop(Supplier<T> work) {
        Wiring w = wiring;
        if (w == null) {
            return Future.failedFuture(new IllegalStateException("the loop has not started"));
        }
        Promise<T> done = Promise.promise();
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
