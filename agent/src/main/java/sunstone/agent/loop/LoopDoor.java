package sunstone.agent.loop;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sunstone.agent.policy.Travel;
import sunstone.agent.registry.ActivityLog;
import sunstone.agent.registry.LiveScan;
import sunstone.agent.registry.OperatorDesk;
import sunstone.agent.registry.ScanRegistry;
import sunstone.agent.scan.Answer;
import sunstone.agent.scan.Mode;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.message.Control;
import sunstone.connectors.message.Decision;
import sunstone.connectors.message.ScanMessage;

/** Door of a loop that runs: carries what others ask from their threads to the event loop, and the answers back. */
final class LoopDoor implements Door {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    private static final Duration HEALTH_LIMIT = Duration.ofSeconds(2);

    private final EventLoop loop;
    private final LoopSettings settings;
    private final Travel travel;
    private final Clock clock;
    private final ScanRegistry scans;
    private final OperatorDesk desk;
    private final PartitionLeases leases;
    private final LoopHealth health;
    private final RecordWriter writer;
    private final ActivityLog log;

    /**
     * A door.
     *
     * @param travel what moving and measuring cost the instrument
     * @param writer puts decisions and controls on their topics
     */
    LoopDoor(
            EventLoop loop,
            LoopSettings settings,
            Travel travel,
            Clock clock,
            ScanRegistry scans,
            OperatorDesk desk,
            PartitionLeases leases,
            LoopHealth health,
            RecordWriter writer,
            ActivityLog log) {
        this.loop = loop;
        this.settings = settings;
        this.travel = travel;
        this.clock = clock;
        this.scans = scans;
        this.desk = desk;
        this.leases = leases;
        this.health = health;
        this.writer = writer;
        this.log = log;
    }

    @Override
    public LoopSettings settings() {
        return settings;
    }

    @Override
    public Travel travel() {
        return travel;
    }

    @Override
    public Future<Mode> mode() {
        return loop.call(desk::mode);
    }

    @Override
    public Future<Health> health() {
        return loop.call(health::health).timeout(HEALTH_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public Future<Mode> setMode(Mode wanted, String operator) {
        return loop.call(() -> choose(wanted, operator)).compose(written -> written);
    }

    private Future<Mode> choose(Mode wanted, String operator) {
        if (leases.replays()) {
            return Future.failedFuture("the agent is still reading the topics, and commands nothing until then");
        }
        Mode before = desk.mode();
        if (before != wanted) {
            log.info(null, "mode " + wanted.word() + " after " + before.word() + " by " + operator);
            desk.change(wanted); // at once; a laxer one counts for a scan when its control has come back
        }
        List<Future<?>> written = new ArrayList<>(List.of(health.beat()));
        Control.Action action = Control.Action.valueOf(wanted.name());
        Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        for (LiveScan scan : scans.scans()) {
            Control control = new Control(scan.scanId(), action, null, null, operator, at);
            written.add(writer.write(Outgoing.of(control).to(scan.partition())));
        }
        return Future.join(written).map(wanted);
    }

    @Override
    public Future<Answer> decide(Decision decision) {
        return loop.call(() -> roundTrip(decision, Outgoing.of(decision))).compose(answer -> answer);
    }

    @Override
    public Future<Answer> control(Control control) {
        return loop.call(() -> roundTrip(control, Outgoing.of(control))).compose(answer -> answer);
    }

    /** Puts a message on its topic, from where it comes back like any other. */
    private Future<Answer> roundTrip(ScanMessage message, Outgoing record) {
        LiveScan scan = scans.scan(message.scanId()).orElse(null);
        if (scan == null) {
            return leases.replays()
                    ? Future.failedFuture("the agent is still reading the topics")
                    : Future.succeededFuture(new Answer(
                            false, "scan " + message.scanId() + " was closed, or another agent of the group has it"));
        }
        Promise<Answer> answer = Promise.promise();
        EventLoop.Timer timer = loop.later(ANSWER_LIMIT, () -> {
            desk.forget(message);
            answer.tryFail(new TimeoutException("no answer within " + ANSWER_LIMIT.toSeconds() + " s"));
        });
        desk.expect(message).onSuccess(said -> {
            timer.cancel();
            answer.tryComplete(said);
        });
        writer.write(record.to(scan.partition())).onFailure(answer::tryFail);
        return answer.future();
    }
}
