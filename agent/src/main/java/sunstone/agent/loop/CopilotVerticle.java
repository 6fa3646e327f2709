package sunstone.agent.loop;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sunstone.agent.policy.Travel;
import sunstone.agent.registry.LoopMeters;
import sunstone.agent.registry.ScanRegistry;
import sunstone.agent.round.Copilot;
import sunstone.agent.scan.Answer;
import sunstone.agent.scan.Mode;
import sunstone.agent.view.ScanViews;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.RecordStream;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Control;
import sunstone.connectors.message.Decision;

/**
 * The live loop as a verticle: start and stop of a {@link LoopScope}, whose parts do the work. {@link RecordStream} reads
 * raw records on its own thread and {@link Intake} hands them to the event loop; {@link InputTurn} has them decoded and
 * folded ({@link ScanRegistry}); when a scan is due ({@link RoundScheduler}), an immutable snapshot goes to an inference
 * thread ({@link RoundRunner}); map, suggestion and, in mode auto, command ({@link RoundPublisher}) go out in one transaction
 * together with the offsets of everything folded of the scan's partition ({@link Outbox}).
 *
 * <p>Restart is replay, and so is taking over a partition: first the agent's own outputs are read to the end, then every
 * input from the first record on that is not of a scan that has ended. Records whose effects were committed before are
 * folded in silence.
 *
 * <p>The door's methods may be called from any thread. The event loop writes the fields, but for the stream, which the
 * thread of chores opens.
 */
public final class CopilotVerticle extends VerticleBase implements Door {
    private static final Set<Topic> INPUTS = EnumSet.of(
            Topic.SCANS, Topic.PL_FRAMES, Topic.EBSD_POINTS, Topic.DECISIONS, Topic.CONTROLS, Topic.RECEIPTS);
    private static final Duration TICK = Duration.ofMillis(200);
    private static final Duration COMMIT = Duration.ofSeconds(1);

    private final LoopScope.Plan plan;
    private volatile LoopScope.@Nullable Threads threads;
    private volatile @Nullable LoopClients clients;
    private volatile @Nullable LoopScope scope;
    private volatile @Nullable RecordStream stream;
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
        this.plan = new LoopScope.Plan(kafka, settings, copilot, clock, views, meters, onFatal);
    }

    @Override
    public Future<?> start() {
        String agent = plan.settings().agentId();
        VertxLoop loop = new VertxLoop(vertx, context, agent);
        LoopScope.Threads workers = new LoopScope.Threads(
                loop,
                loop.worker("inference", plan.settings().rounds()),
                loop.worker("fallback", plan.settings().rounds()),
                loop.worker("publishing", 1),
                loop.worker("chores", 1));
        threads = workers;
        return workers.chores()
                .run(() -> LoopClients.connect(plan.kafka(), agent))
                .compose(connected -> {
                    clients = connected;
                    LoopScope made = LoopScope.of(plan, workers, connected);
                    scope = made;
                    Intake intake = new Intake(loop, plan.kafka(), () -> stopped, made.turn());
                    return workers.chores().run(() -> {
                        stream = RecordStream.member(plan.kafka(), INPUTS, intake, made.stream());
                        return made;
                    });
                })
                .onSuccess(made -> {
                    loop.every(TICK, made.rounds()::pump);
                    loop.every(COMMIT, made.dispatch()::commit);
                    loop.every(plan.settings().heartbeat(), made.health()::beat);
                    made.health().beat();
                    made.health().watch(plan.meters());
                })
                .recover(cause -> stop().transform(x -> Future.failedFuture(cause)));
    }

    @Override
    public LoopSettings settings() {
        return plan.settings();
    }

    @Override
    public Travel travel() {
        return plan.copilot().travel();
    }

    @Override
    public Future<Mode> mode() {
        return through(Door::mode);
    }

    @Override
    public Future<Mode> setMode(Mode wanted, String operator) {
        return through(door -> door.setMode(wanted, operator));
    }

    @Override
    public Future<Answer> decide(Decision decision) {
        return through(door -> door.decide(decision));
    }

    @Override
    public Future<Answer> control(Control control) {
        return through(door -> door.control(control));
    }

    @Override
    public Future<Health> health() {
        return through(Door::health);
    }

    private <T> Future<T> through(Function<Door, Future<T>> question) {
        LoopScope running = scope;
        return running == null
                ? Future.failedFuture(new IllegalStateException("the loop does not run"))
                : question.apply(running.door());
    }

    /** Completes when the inference that ran when the loop was stopped has ended; nobody waits for what it made. */
    public Future<?> atRest() {
        return rest;
    }

    @Override
    public Future<?> stop() {
        stopped = true;
        LoopScope running = scope;
        scope = null;
        if (running != null) {
            running.close();
            rest = running.runner().atRest();
        }
        LoopScope.Threads workers = threads;
        return vertx.executeBlocking(() -> {
                    release();
                    return null;
                })
                .eventually(() -> workers == null ? Future.succeededFuture() : workers.close());
    }

    /** Gives Kafka's clients back: first what reads, then what writes. */
    private void release() {
        RecordStream reading = stream;
        if (reading != null) {
            reading.close();
        }
        LoopClients connected = clients;
        if (connected != null) {
            connected.release().run();
        }
    }
}
