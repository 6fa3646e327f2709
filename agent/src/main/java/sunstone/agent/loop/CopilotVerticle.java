package sunstone.agent.loop;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.agent.journal.LastStatus;
import sunstone.agent.journal.PublishedHistory;
import sunstone.agent.journal.SectionLog;
import sunstone.agent.policy.Travel;
import sunstone.agent.round.Copilot;
import sunstone.agent.scan.Answer;
import sunstone.agent.scan.Mode;
import sunstone.agent.view.ActivityNote;
import sunstone.agent.view.ScanViews;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.Published;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.RecordSink;
import sunstone.connectors.kafka.RecordStream;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.kafka.TopicSetup;
import sunstone.connectors.kafka.TransactionalSink;
import sunstone.connectors.kafka.UndecidedRecords;
import sunstone.connectors.message.Control;
import sunstone.connectors.message.Decision;
import sunstone.connectors.message.ScanMessage;
import sunstone.connectors.message.Status;

/**
 * The live loop, the life of a point: {@link RecordStream} reads raw records on its own thread; the event loop decodes and
 * folds them ({@link ScanRegistry}); when a scan is due, an immutable snapshot goes to the inference thread ({@link RoundRunner});
 * map, suggestion and, in mode auto, command go out in one transaction together with the offsets of everything folded of
 * the scan's partition ({@link Outbox}).
 *
 * <p>Restart is replay, and so is taking over a partition: first the agent's own outputs are read to the end
 * ({@link Intake}), then every input from the first record on that is not of a scan that has ended. Records whose effects
 * were committed before are folded in silence.
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
        this.health = new LoopHealth(settings, clock, () -> wiring, fold, dispatch::replays);
    }

    @Override
    public Future<?> start() {
        WorkerExecutor chores = worker("chores");
        return chores.executeBlocking(() -> {
                    TopicSetup.Result topics = TopicSetup.ensure(kafka, KAFKA_LIMIT);
                    if (topics instanceof TopicSetup.Refused refused) {
                        throw new IllegalStateException(refused.reason());
                    }
                    TopicSetup.Ready ready = (TopicSetup.Ready) topics;
                    Optional<Status> last = LastStatus.read(kafka, settings.agentId(), KAFKA_LIMIT);
                    context.runOnContext(v -> {
                        topics(ready);
                        last.ifPresent(this::resume);
                    });
                    wire(chores);
                    return null;
                })
                .onSuccess(x -> {
                    vertx.setPeriodic(TICK_MS, t -> pump());
                    vertx.setPeriodic(COMMIT_MS, t -> dispatch.commit());
                    vertx.setPeriodic(Math.max(1, settings.heartbeat().toMillis()), t -> health.beat());
                    health.beat();
                    health.watch(meters);
                });
    }

    private void topics(TopicSetup.Ready ready) {
        fold.partitions(ready.partitions());
        ready.warnings().forEach(warning -> {
            LOG.warn(warning);
            fold.note(null, ActivityNote.Level.WARNING, warning);
        });
    }

    /** The mode that was chosen while the agent ran before outlasts it. */
    private void resume(Status last) {
        Mode configured = settings.mode();
        Mode chosen = Mode.atStart(
                configured,
                Mode.of(String.valueOf(last.mode())).orElse(configured),
                Mode.of(String.valueOf(last.configuredMode())).orElse(configured));
        if (chosen != configured) {
            String text = "mode " + chosen.word() + ", chosen before the agent was restarted; the configuration says "
                    + configured.word();
            LOG.warn(text);
            fold.note(null, ActivityNote.Level.WARNING, text);
            fold.desk().mode(chosen);
        }
    }

    private WorkerExecutor worker(String name) {
        return vertx.createSharedWorkerExecutor(name + "-" + settings.agentId(), 1, 1, TimeUnit.HOURS);
    }

    /** Makes Kafka's clients, which takes its time: not for the event loop. */
    private void wire(WorkerExecutor chores) {
        TransactionalSink transactions = new TransactionalSink(kafka);
        // ends what a dead process of this id left half done: its partitions cannot be read before
        Published first = transactions.publish(List.of());
        if (!(first instanceof Published.Committed)) {
            transactions.close();
            throw new IllegalStateException(kafka.bootstrap() + " takes no transactions, which the agent needs: "
                    + first + "; transaction.state.log.replication.factor and .min.isr of the broker must not"
                    + " exceed the number of brokers, and this client must be allowed to write transactions");
        }
        CompletableFuture<RecordStream> started = new CompletableFuture<>();
        WorkerExecutor publishing = worker("publishing");
        Outbox outbox =
                new Outbox(vertx, publishing, transactions, () -> started.join().membership(), kafka.name(Topic.SCANS));
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
                scan -> dispatch.live(scan.partition),
                scan -> dispatch.folded(scan.partition, kafka),
                dispatch::send,
                scans -> SectionLog.read(kafka, scans, KAFKA_LIMIT),
                onFatal);
        OpenTransactions open = new OpenTransactions(new UndecidedRecords(kafka));
        wiring = new Wiring(
                context, publishing, chores, transactions, new RecordSink(kafka), outbox, rounds, open, started);
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
            dispatch.assigned(partitions);
            fold.assigned(past);
            LOG.info("reads partitions {} from where their open scans begin", partitions.keySet());
        }

        @Override
        public void revoked(Set<Integer> partitions) {
            fold.revoked(partitions);
            dispatch.revoked(partitions);
            LOG.info("partitions {} went elsewhere", partitions);
        }

        @Override
        public void replayed(Set<Integer> partitions) {
            fold.replayed(partitions);
        }

        @Override
        public void live(Set<Integer> partitions) {
            dispatch.live(partitions);
            String text = "is up to date on partitions " + partitions + ": "
                    + fold.scans().size() + " open scans";
            LOG.info(text);
            fold.note(null, ActivityNote.Level.INFO, "agent " + text);
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
                    dispatch.folded(number, group, fold.open(number));
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
        if (w != null) {
            w.rounds().pump();
        }
    }

    @Override
    public Future<Mode> mode() {
        return onLoop(fold.desk()::mode);
    }

    /**
     * Changes the mode of the agent and of all its open scans; on the way to {@link Mode#AUTO}, what stands suggested
     * is commanded. Completes when Kafka has it, so that it outlasts the agent: its own in its heartbeat, those of
     * scans as controls, which go with the scan if another agent takes it over. Fails while the topics are read from
     * the beginning: nothing is commanded then.
     */
    @Override
    public Future<Mode> setMode(Mode wanted) {
        Future<Future<Mode>> begun = onLoop(() -> choose(wanted));
        return begun.compose(written -> written);
    }

    private Future<Mode> choose(Mode wanted) {
        if (dispatch.replays()) {
            return Future.failedFuture("the agent is still reading the topics, and commands nothing until then");
        }
        Mode before = fold.desk().mode();
        if (before != wanted) {
            String text = "mode " + wanted.word() + " after " + before.word();
            LOG.info(text);
            fold.note(null, ActivityNote.Level.INFO, text);
            fold.desk().mode(wanted); // at once; a laxer one counts for a scan when its control has come back
        }
        List<Future<?>> written = new ArrayList<>(List.of(health.beat()));
        Control.Action action = Control.Action.valueOf(wanted.name());
        Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        for (LiveScan scan : fold.scans()) {
            Control control = new Control(scan.opened.scanId(), action, null, null, settings.agentId(), at);
            written.add(write(scan, Outgoing.of(control)));
        }
        return Future.join(written).map(wanted);
    }

    /** Puts a record of a scan on its topic. */
    private Future<?> write(LiveScan scan, Outgoing record) {
        Wiring w = wiring;
        return w == null
                ? Future.failedFuture("the loop has stopped")
                : w.chores()
                        .executeBlocking(() -> w.sink().send(record.to(scan.partition)), false)
                        .compose(Future::fromCompletionStage);
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
            LiveScan scan = fold.scan(message.scanId()).orElse(null);
            if (scan == null && dispatch.replays()) {
                answer.fail("the agent is still reading the topics");
                return;
            }
            if (scan == null) {
                answer.complete(new Answer(
                        false, "scan " + message.scanId() + " was closed, or another agent of the group has it"));
                return;
            }
            fold.desk()
                    .answerTo(message)
                    .timeout(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    .onFailure(e -> fold.desk().forget(message))
                    .onComplete(answer);
            write(scan, record).onFailure(answer::tryFail);
        });
        return answer.future();
    }

    @Override
    public Future<Health> health() {
        return onLoop(() -> health.health()).timeout(ANSWER_LIMIT.toMillis() / 5, TimeUnit.MILLISECONDS);
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
                    w.open().close();
                    return null;
                })
                .eventually(() -> Future.join(
                        w.rounds().close(), w.publishing().close(), w.chores().close()));
    }
}
