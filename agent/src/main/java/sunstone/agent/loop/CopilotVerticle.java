package sunstone.agent.loop;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.agent.journal.PublishedHistory;
import sunstone.agent.policy.Travel;
import sunstone.agent.round.Copilot;
import sunstone.agent.scan.Answer;
import sunstone.agent.view.ActivityNote;
import sunstone.agent.view.ScanViews;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.RecordSink;
import sunstone.connectors.kafka.RecordStream;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.kafka.TopicSetup;
import sunstone.connectors.kafka.TransactionalSink;
import sunstone.connectors.message.Control;
import sunstone.connectors.message.Decision;
import sunstone.connectors.message.ScanMessage;

/**
 * The live loop, the life of a point: {@link RecordStream} reads raw records on its own thread; the event loop decodes and
 * folds them ({@link ScanRegistry}); when a scan is due, an immutable snapshot goes to the inference thread ({@link RoundRunner});
 * map, suggestion and, in mode auto, command go out in one transaction together with the offsets of everything folded of
 * the scan's partition ({@link Outbox}).
 *
 * <p>Restart is replay, and so is taking over a partition: first the agent's own outputs are read to the end
 * ({@link Intake}), then every input from the first record on. Records whose effects were committed before are folded in
 * silence.
 *
 * <p>The event loop owns every field but the final ones; public methods may be called from any thread.
 */
public final class CopilotVerticle extends VerticleBase implements Door {
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
    private final ScanViews views;
    private final Consumer<Throwable> onFatal;

    private final LoopMeters meters;
    private final ScanRegistry fold;
    private final LoopHealth health;
    private final Dispatch dispatch;
    private volatile boolean live;
    private volatile @Nullable Wiring wiring;
    private volatile boolean stopped;
    private volatile Future<?> rest = Future.succeededFuture();

    /**
     * A loop that starts when it is deployed.
     *
     * @param kafka connection; its client id is the agent's
     * @param settings what is not Kafka's
     * @param copilot makes maps and suggestions
     * @param clock time of records that are new
     * @param views where every change is posted
     * @param meters what is counted and measured
     * @param onFatal told once, on any thread, when the loop cannot go on: it has to be stopped
     */
    public CopilotVerticle(
            KafkaSettings kafka,
            LoopSettings settings,
            Copilot copilot,
            Clock clock,
            ScanViews views,
            LoopMeters meters,
            Consumer<Throwable> onFatal) {
        this.kafka = kafka;
        this.settings = settings;
        this.copilot = copilot;
        this.clock = clock;
        this.views = views;
        this.onFatal = onFatal;
        this.meters = meters;
        this.fold = new ScanRegistry(settings, clock, views, meters);
        this.dispatch = new Dispatch(settings.agentId(), fold, () -> wiring, onFatal);
        this.health = new LoopHealth(settings, clock, () -> wiring);
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
                    vertx.setPeriodic(COMMIT_MS, t -> {
                        if (live) {
                            dispatch.commit();
                        }
                    });
                    vertx.setPeriodic(
                            Math.max(1, settings.heartbeat().toMillis()),
                            t -> health.beat(fold.desk().mode()));
                    health.beat(fold.desk().mode());
                    health.watch(meters);
                });
    }

    private WorkerExecutor worker(String name) {
        return vertx.createSharedWorkerExecutor(name + "-" + settings.agentId(), 1, 1, TimeUnit.HOURS);
    }

    /** Makes Kafka's clients, which takes its time: not for the event loop. */
    private void wire(WorkerExecutor chores) {
        TransactionalSink transactions = new TransactionalSink(kafka);
        // ends what a dead process of this id left half done: its partitions cannot be read before
        transactions.publish(List.of());
        CompletableFuture<RecordStream> started = new CompletableFuture<>();
        WorkerExecutor publishing = worker("publishing");
        Outbox outbox =
                new Outbox(vertx, publishing, transactions, () -> started.join().membership());
        RoundRunner rounds = new RoundRunner(
                vertx,
                worker("inference"),
                worker("fallback"),
                settings,
                copilot,
                clock,
                fold,
                meters,
                views,
                scan -> dispatch.folded(scan.partition, kafka),
                dispatch::send,
                onFatal);
        wiring = new Wiring(context, publishing, chores, transactions, new RecordSink(kafka), outbox, rounds, started);
        Intake intake = new Intake(context, kafka, () -> stopped, new Turn());
        try {
            started.complete(RecordStream.member(kafka, INPUTS, intake));
        } catch (RuntimeException e) {
            started.completeExceptionally(e); // who waits for the stream must not wait for ever
            throw e;
        }
    }

    /** What the stream leads to, on the event loop. */
    private final class Turn implements Intake.Loop {
        @Override
        public void assigned(Map<Integer, PartitionLease> partitions, PublishedHistory past) {
            live = false;
            dispatch.assigned(partitions);
            fold.assigned(past);
            LOG.info("reads partitions {} from the beginning", partitions.keySet());
        }

        @Override
        public void revoked(Set<Integer> partitions) {
            fold.revoked(partitions);
            dispatch.revoked(partitions);
            LOG.info("partitions {} went elsewhere", partitions);
        }

        @Override
        public void live() {
            live = true;
            LOG.info("is up to date: {} open scans", fold.scans().size());
            fold.note(
                    null,
                    ActivityNote.Level.INFO,
                    "agent is up to date: " + fold.scans().size() + " open scans");
            pump();
        }

        @Override
        public Future<?> fold(List<RawRecord> records) {
            Map<Integer, List<RawRecord>> ofPartition = new LinkedHashMap<>();
            for (RawRecord r : records) {
                ofPartition
                        .computeIfAbsent(r.position().partition(), k -> new ArrayList<>())
                        .add(r);
            }
            List<Future<?>> sent = new ArrayList<>();
            ofPartition.forEach((number, group) -> {
                if (dispatch.holds(number)) { // otherwise it has gone elsewhere since it was read
                    List<Outgoing> out = fold.fold(group);
                    dispatch.folded(number, group);
                    if (!out.isEmpty()) {
                        sent.add(dispatch.send(number, out));
                    }
                }
            });
            pump();
            return sent.isEmpty() ? Future.succeededFuture() : Future.join(sent); // holds the stream back meanwhile
        }

        @Override
        public void failed(Throwable cause) {
            onFatal.accept(cause);
        }
    }

    private void pump() {
        Wiring w = wiring;
        if (live && w != null) {
            w.rounds().pump();
        }
    }

    @Override
    public Future<Mode> mode() {
        return onLoop(fold.desk()::mode);
    }

    @Override
    public Future<Mode> setMode(Mode wanted) {
        return onLoop(() -> {
            if (fold.desk().mode() != wanted) {
                String text =
                        "mode " + wanted.word() + " after " + fold.desk().mode().word();
                LOG.info(text);
                fold.note(null, ActivityNote.Level.INFO, text);
                fold.desk().mode(wanted);
                health.beat(wanted);
                fold.scans().forEach(scan -> fold.desk()
                        .commandOffer(scan, clock.instant())
                        .ifPresent(command -> dispatch.send(scan, List.of(command))));
            }
            return fold.desk().mode();
        });
    }

    @Override
    public LoopSettings settings() {
        return settings;
    }

    @Override
    public Travel travel() {
        return copilot.travel();
    }

    @Override
    public Future<Answer> decide(Decision decision) {
        return roundTrip(decision, Outgoing.of(decision));
    }

    @Override
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
            fold.desk()
                    .answerTo(message)
                    .timeout(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    .onFailure(e -> fold.desk().forget(message))
                    .onComplete(answer);
            w.chores()
                    .executeBlocking(() -> w.sink().send(record), false)
                    .compose(Future::fromCompletionStage)
                    .onFailure(answer::tryFail);
        });
        return answer.future();
    }

    @Override
    public Future<Health> health() {
        return onLoop(() -> health.health(live)).timeout(ANSWER_LIMIT.toMillis() / 5, TimeUnit.MILLISECONDS);
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

    /** Completes when the inference that ran when the loop was stopped has ended; nobody waits for what it made. */
    public Future<?> atRest() {
        return rest;
    }

    @Override
    public Future<?> stop() {
        Wiring w = wiring;
        if (w == null) {
            return Future.succeededFuture();
        }
        wiring = null;
        stopped = true;
        w.outbox().close();
        rest = w.rounds().running();
        return vertx.executeBlocking(() -> {
                    w.stream().close();
                    w.transactions().close();
                    w.sink().close();
                    return null;
                })
                .eventually(() -> Future.join(
                        w.rounds().close(), w.publishing().close(), w.chores().close()));
    }
}
