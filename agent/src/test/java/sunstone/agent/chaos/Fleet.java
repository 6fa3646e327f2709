package sunstone.agent.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import sunstone.agent.loop.ClientPartitioner;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.kafka.TopicSetup;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.Status;
import sunstone.connectors.message.Suggestion;

/** Two agents that share the scans of one prefix, their instrument and their operator. */
final class Fleet implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long SESSION_MS = 6000;

    final Bench bench;
    final boolean auto;
    private final int partitions;
    private final Path dir;
    private final BrokerProcess broker;
    private final String name;
    private final String model;
    private final Child[] agents = new Child[2];

    /**
     * Starts the agents and waits until both have their share.
     *
     * @param partitions of every topic; with one, an agent stands by
     * @param clients how instrument and operator choose among them
     * @param model path of a model, or none
     */
    Fleet(
            Path dir,
            BrokerProcess broker,
            String name,
            boolean auto,
            int partitions,
            ClientPartitioner clients,
            String model,
            long seed)
            throws IOException {
        this.dir = dir;
        this.broker = broker;
        this.name = name;
        this.auto = auto;
        this.partitions = partitions;
        this.model = model;
        KafkaSettings settings = new KafkaSettings(
                broker.bootstrap(), name + ".", name + "-bench", name + "-bench", partitions, Map.of());
        await("topics")
                .atMost(LIMIT)
                .until(() -> TopicSetup.ensure(settings, Duration.ofSeconds(20)) instanceof TopicSetup.Ready);
        bench = new Bench(settings, clients, !auto, seed);
        for (int i = 0; i < 2; i++) {
            Files.writeString(config(i), yaml(i));
            agents[i] = launch(i);
        }
        await("both agents have their share").atMost(LIMIT).until(this::shared);
    }

    private Path config(int i) {
        return dir.resolve(name + "-" + i + ".yaml");
    }

    private String agent(int i) {
        return name + "-agent-" + i;
    }

    private String yaml(int i) {
        return """
                agentId: %s
                mode: %s
                heartbeatSeconds: 0.3
                kafka:
                  bootstrap: %s
                  prefix: %s.
                  groupId: %s-agents
                  partitions: %d
                model:
                  path: %s
                  members: 3
                  threads: 1
                policy:
                  name: pl-k-center
                  batch: 4
                pace:
                  batchWaitSeconds: 3
                http:
                  enabled: false
                """.formatted(agent(i), auto ? "auto" : "advise", broker.bootstrap(), name, name, partitions, model);
    }

    /** The second agent's log goes to a disk that is full. */
    private Child launch(int i) {
        Path log = i == 1 ? Path.of("/dev/full") : dir.resolve(agent(i) + ".log");
        return Child.start(
                dir.resolve(agent(i) + ".out"),
                log,
                "run",
                "--config",
                config(i).toString());
    }

    /** Whether both agents are in the group, and every partition number is with one of them. */
    private boolean shared() {
        return share(0) + share(1) == partitions
                && IntStream.range(0, 2).allMatch(i -> partitions > 1 ? share(i) > 0 : heard(i) > 0);
    }

    private int heard(int i) {
        return bench.of(agent(i), Topic.STATUS).size();
    }

    /** Partitions of the points that an agent read when it was heard last. */
    private long share(int i) {
        return status(i).partitions().stream()
                .filter(p -> p.contains("ebsd-points"))
                .count();
    }

    private Status status(int i) {
        Status newest = new Status(
                agent(i),
                "",
                null,
                List.of(),
                0,
                "cpu",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                java.time.Instant.EPOCH);
        for (RawRecord r : bench.of(agent(i), Topic.STATUS)) {
            newest = r.decode(Codecs.STATUS).value().orElse(newest);
        }
        return newest;
    }

    /** The agent that reads a scan, as far as it is known. */
    int owner(String scanId) {
        int partition = bench.of(scanId, Topic.SUGGESTIONS).get(0).position().partition();
        return status(0).partitions().contains(name + ".ebsd-points-" + partition) ? 0 : 1;
    }

    int revision(String scanId) {
        return bench.of(scanId, Topic.SUGGESTIONS).size();
    }

    /** Whether the newest suggestion says stop. */
    boolean stopped(String scanId) {
        List<RawRecord> all = bench.of(scanId, Topic.SUGGESTIONS);
        Suggestion newest =
                all.get(all.size() - 1).decode(Codecs.SUGGESTION).value().orElseThrow();
        return newest.stop() != null;
    }

    void awaitRevision(String scanId, int revision) {
        await("revision " + revision + " of " + scanId)
                .pollInterval(Duration.ofMillis(10))
                .atMost(LIMIT)
                .until(() -> revision(scanId) >= revision || revision(scanId) > 0 && stopped(scanId));
    }

    /** SIGKILL and a new process with the same id. */
    void kill(int i) {
        agents[i].kill();
        agents[i] = launch(i);
    }

    /** As {@link #kill}; returns how long it takes to the next suggestion of a scan, ms. */
    long killAndTime(int i, String scanId) {
        long start = System.nanoTime();
        agents[i].kill();
        int before = settled(scanId);
        agents[i] = launch(i);
        await("next suggestion of " + scanId)
                .pollInterval(Duration.ofMillis(10))
                .atMost(LIMIT)
                .until(() -> revision(scanId) > before);
        return (System.nanoTime() - start) / 1_000_000;
    }

    /** What the dead agent had published is on its way to the reader for a moment. */
    private int settled(String scanId) {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return revision(scanId);
    }

    /** SIGKILL of both. */
    void killBoth() {
        agents[0].kill();
        agents[1].kill();
    }

    /** New processes with the same ids. */
    void launchBoth() {
        agents[0] = launch(0);
        agents[1] = launch(1);
    }

    /** Waits until both have read the log and said so several times. */
    void awaitUpToDate() {
        for (int i = 0; i < 2; i++) {
            int agent = i;
            int before = heard(i);
            await(agent(i) + " is up to date")
                    .atMost(LIMIT)
                    .until(() -> heard(agent) > before + 5
                            && !"replaying".equals(status(agent).state()));
        }
    }

    /** SIGKILL; the other agent has to take the scan over, then the dead one comes back. */
    void killAndStayAway(int i) {
        agents[i].kill();
        takenOver(1 - i);
        agents[i] = launch(i);
    }

    /** SIGSTOP for some time that the group does not notice. */
    void pause(int i, int ms) throws InterruptedException {
        agents[i].stop();
        TimeUnit.MILLISECONDS.sleep(ms);
        agents[i].resume();
    }

    /** SIGSTOP until the group has given the agent up, then SIGCONT: it must not publish what it was about to. */
    void zombie(int i) {
        agents[i].stop();
        takenOver(1 - i);
        agents[i].resume();
        await("the zombie is back in the group").atMost(LIMIT).until(this::shared);
        assertThat(agents[i].alive()).isTrue();
    }

    /** A stopped agent is thought dead, a second process with its id is started, then the first one wakes up. */
    void twin(int i) {
        try (Child old = agents[i]) {
            old.stop();
            agents[i] = launch(i);
            int before = heard(i);
            await("the twin is there").atMost(LIMIT).until(() -> heard(i) > before + 3);
            old.resume();
            assertThat(old.waitFor(60))
                    .as("exit status of the one that was fenced")
                    .isEqualTo(1);
        }
    }

    private void takenOver(int by) {
        await("agent " + by + " has all partitions")
                .atMost(Duration.ofMillis(5 * SESSION_MS))
                .until(() -> share(by) == partitions);
    }

    @Override
    public void close() {
        for (Child agent : agents) {
            if (agent != null) {
                agent.close();
            }
        }
        bench.close();
    }
}
