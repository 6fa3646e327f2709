package sunstone.agent.loop;

import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import sunstone.agent.registry.ActivityLog;
import sunstone.agent.registry.LoopMeters;
import sunstone.agent.registry.OperatorDesk;
import sunstone.agent.registry.ScanRegistry;
import sunstone.agent.round.Copilot;
import sunstone.agent.scan.Mode;
import sunstone.agent.view.ScanViews;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.StreamStatus;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Status;

/**
 * A loop that runs: its parts, each made of those before it and of nothing later, so that no part looks anything up. Made
 * once, on the event loop, whose thread owns the parts from then on.
 *
 * @param stream how far the inputs have been read
 * @param outbox outputs on their way
 * @param dispatch what sends them
 * @param runner rounds at work
 * @param rounds schedule of rounds
 * @param health heartbeat and gauges
 * @param door what others may ask
 * @param turn takes what the stream reads
 */
record LoopScope(
        StreamStatus stream,
        Outbox outbox,
        Dispatch dispatch,
        RoundRunner runner,
        RoundScheduler rounds,
        LoopHealth health,
        Door door,
        InputTurn turn) {
    /**
     * Settings of a loop.
     *
     * @param kafka names of topics
     * @param copilot makes maps and suggestions
     * @param clock time of records that are new
     * @param views where every change is posted
     * @param onFatal told once, on any thread, when the loop cannot go on
     */
    record Plan(
            KafkaSettings kafka,
            LoopSettings settings,
            Copilot copilot,
            Clock clock,
            ScanViews views,
            LoopMeters meters,
            Consumer<Throwable> onFatal) {}

    /**
     * Threads of a loop.
     *
     * @param inference the sampler's, as many as rounds may run beside each other
     * @param fallback those of rounds without it, as many
     * @param publishing that of the transactions
     * @param chores for whatever else blocks
     */
    record Threads(EventLoop loop, Worker inference, Worker fallback, Worker publishing, Worker chores) {
        /** Ends the workers; what runs is not waited for. */
        Future<?> close() {
            return Future.join(List.of(inference.close(), fallback.close(), publishing.close(), chores.close()));
        }
    }

    /** Puts a loop together. */
    static LoopScope of(Plan p, Threads threads, LoopClients clients) {
        LoopSettings settings = p.settings();
        ActivityLog log = new ActivityLog(p.views(), p.clock());
        clients.warnings().forEach(warning -> log.warning(null, warning));
        Mode mode = clients.last().map(last -> mode(settings, last, log)).orElse(settings.mode());
        StreamStatus stream = new StreamStatus();
        OperatorDesk desk = new OperatorDesk(mode, p.clock(), p.views(), p.meters());
        ScanRegistry scans = new ScanRegistry(
                settings.scaling(), settings.memory(), clients.partitions(), p.clock(), p.views(), p.meters(), desk);
        PartitionLeases leases = new PartitionLeases();
        Outbox outbox = new Outbox(
                threads.loop(),
                threads.publishing(),
                clients.transactions(),
                stream::membership,
                p.kafka().name(Topic.SCANS));
        Dispatch dispatch = new Dispatch(settings.agentId(), leases, outbox, p.onFatal());
        RoundRunner runner = new RoundRunner(
                threads.loop(),
                threads.inference(),
                threads.fallback(),
                settings.inferenceLimit(),
                p.copilot(),
                p.clock(),
                clients.sections());
        RoundPublisher publisher = new RoundPublisher(settings, desk, dispatch, p.clock(), p.views(), p.meters());
        RoundTurns turns = new RoundTurns(settings.rounds(), settings.memory());
        RoundScheduler rounds = new RoundScheduler(
                scans,
                leases,
                settings.engine(),
                turns,
                runner,
                publisher,
                settings.pace(),
                p.kafka(),
                p.clock(),
                p.views(),
                p.onFatal());
        RecordWriter writer = new RecordWriter(threads.chores(), clients.sink());
        LoopHealth health = new LoopHealth(
                settings, p.clock(), scans, desk, leases, outbox, stream, clients.open(), writer, threads.chores());
        Door door = new LoopDoor(
                threads.loop(), settings, p.copilot().travel(), p.clock(), scans, desk, leases, health, writer, log);
        InputTurn turn = new InputTurn(scans, leases, dispatch, rounds, log, p.onFatal());
        return new LoopScope(stream, outbox, dispatch, runner, rounds, health, door, turn);
    }

    /** The mode to begin with: the one that was chosen while the agent ran before outlasts it. */
    private static Mode mode(LoopSettings settings, Status last, ActivityLog log) {
        Mode configured = settings.mode();
        Mode chosen = Mode.atStart(
                configured,
                Mode.of(String.valueOf(last.mode())).orElse(configured),
                Mode.of(String.valueOf(last.configuredMode())).orElse(configured));
        if (chosen != configured) {
            log.warning(
                    null,
                    "mode " + chosen.word() + ", chosen before the agent was restarted; the configuration says "
                            + configured.word());
        }
        return chosen;
    }

    /** Ends what the event loop owns: nothing more is begun or sent. */
    void close() {
        outbox.close();
        rounds.close();
        runner.close();
    }
}
