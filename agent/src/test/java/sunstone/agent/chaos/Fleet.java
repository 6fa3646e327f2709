package sunstone.agent.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import sunstone.agent.loop.ClientPartitioner;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.kafka.TopicSetup;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.Status;
import sunstone.connectors.message.Suggestion;

/** Agents that share the scans of one prefix, their instrument and their operator. */
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
    private final Child[] agents;

    /**
     * Starts the agents and waits until all have their share.
     *
     * @param count agents
     * @param partitions of every topic; with one, all agents but one stand by
     * @param clients how instrument and operator choose among them
     * @param model path of a model, or none
     */
    Fleet(
            Path dir,
            BrokerProcess broker,
            String name,
            boolean auto,
            int count,
            int partitions,
            ClientPartitioner clients,
            String model,
            long seed)
            throws IOException {
        this.dir = dir;
        this.broker = broker;
        this.name = name;
        this.auto = auto;
        this.agents = new Child[count];
        this.partitions = partitions;
        this.model = model;
        KafkaSettings settings = new KafkaSettings(
                broker.bootstrap(), name + ".", name + "-bench", name + "-bench", partitions, Map.of());
        await("topics")
                .atMost(LIMIT)
                .until(() -> TopicSetup.ensure(settings, Duration.ofSeconds(20)) instanceof TopicSetup.Ready);
        bench = new Bench(settings, clients, !auto, seed);
        for (int i = 0; i < count; i++) {
            Files.writeString(config(i), yaml(i));
            agents[i] = launch(i);
        }
        await("all agents have their share").atMost(LIMIT).until(this::shared);
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

    /** Whether all agents are in the group, and every partition number is with one of them. */
    private boolean shared() {
        return all().mapToLong(this::share).sum() == partitions
                && all().allMatch(i -> partitions > 1 ? share(i) > 0 : heard(i) > 0);
    }

    private IntStream all() {
        return IntStream.range(0, agents.length);
    }

    private IntStream others(int than) {
        return all().filter(i -> i != than);
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
        return all().filter(i -> status(i).partitions().contains(name + ".ebsd-points-" + partition))
                .findFirst()
                .orElse(0);
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

    /** SIGKILL of every other agent and new processes with their ids. */
    void killOthers(int than) {
        others(than).forEach(this::kill);
    }

    /** SIGKILL of all. */
    void killAll() {
        all().forEach(i -> agents[i].kill());
    }

    /** New processes with the same ids. */
    void launchAll() {
        all().forEach(i -> agents[i] = launch(i));
    }

    /** Waits until all have read the log and said so several times. */
    void awaitUpToDate() {
        all().forEach(i -> {
            int before = heard(i);
            await(agent(i) + " is up to date")
                    .atMost(LIMIT)
                    .until(() -> heard(i) > before + 5
                            && !"replaying".equals(status(i).state()));
        });
    }

    /** SIGKILL; the others have to take its scans over, then the dead one comes back. */
    void killAndStayAway(int i) {
        agents[i].kill();
        takenOverFrom(i);
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
        takenOverFrom(i);
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

    private void takenOverFrom(int gone) {
        await("the others have all partitions")
                .atMost(Duration.ofMillis(5 * SESSION_MS))
                .until(() -> others(gone).mapToLong(this::share).sum() == partitions);
    }

    /** Has the broker compact what may be compacted at once, from now on. */
    void compactEagerly() throws Exception {
        Map<ConfigResource, Collection<AlterConfigOp>> eager = new HashMap<>();
        for (Topic topic : List.of(Topic.MAPS, Topic.SECTIONS, Topic.STATUS)) {
            List<AlterConfigOp> settings = new ArrayList<>();
            Map.of("segment.ms", "100", "min.cleanable.dirty.ratio", "0.0", "max.compaction.lag.ms", "100")
                    .forEach((key, value) ->
                            settings.add(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
            eager.put(new ConfigResource(ConfigResource.Type.TOPIC, name + "." + topic.suffix()), settings);
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            admin.incrementalAlterConfigs(eager).all().get(30, TimeUnit.SECONDS);
        }
    }

    /** Deletes all frames, points and receipts there are, as retention does when their scans have ended. */
    void deleteOldRecords() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
            for (Topic topic : List.of(Topic.PL_FRAMES, Topic.EBSD_POINTS, Topic.RECEIPTS)) {
                for (int p = 0; p < partitions; p++) {
                    all.put(new TopicPartition(name + "." + topic.suffix(), p), RecordsToDelete.beforeOffset(-1));
                }
            }
            admin.deleteRecords(all).all().get(30, TimeUnit.SECONDS);
        }
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
