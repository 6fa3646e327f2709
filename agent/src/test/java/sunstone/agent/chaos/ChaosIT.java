package sunstone.agent.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.agent.loop.ClientPartitioner;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Control;

/**
 * Broker and agents as processes that are killed, stopped and cut off at random instants, and what must be true of
 * every scan all the same ({@link Verdicts}). A seed decides on the fault and its instant, the machine on what it hits,
 * so a failure is rerun with the line that it prints and may take a few runs to show again.
 *
 * <p>{@code -Dchaos.seeds=300} runs more, {@code -Dchaos.from=17 -Dchaos.seeds=1} one.
 */
class ChaosIT {
    private static final Logger LOG = LoggerFactory.getLogger(ChaosIT.class);
    private static final int FIRST = Integer.getInteger("chaos.from", 0);
    private static final int SEEDS = Integer.getInteger("chaos.seeds", 20);
    private static final Path DIR = Path.of("target", "chaos").toAbsolutePath();
    private static final int SCANS = 2;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** Seeds in a row that meet the same agents: they live through several faults. */
    private static final int WORLD = 5;

    /** Events while the scans run, each with the words of the promise (agent/doc/operations.md). */
    private enum Fault {
        KILL("the agent of a scan is killed"),
        KILL_BOTH("all agents are killed"),
        KILL_AND_STAY_AWAY("an agent dies and stays away"),
        PAUSE("an agent stands still for a while"),
        ZOMBIE("an agent stands still until its scans are elsewhere, then wakes up"),
        TWIN("a second process runs under an agent's id"),
        CUT("connections are cut"),
        DELAY("connections are slow"),
        BROKER("the broker is killed"),
        CUT_AND_KILL("connections are cut and an agent is killed"),
        MODE_AND_KILL("the mode is changed and all agents are killed"),
        RETENTION_AND_KILL("retention takes the records of ended scans, and an agent is killed"),
        LARGE_AND_KILL("more is announced than fits into any memory, and an agent is killed");

        private final String words;

        Fault(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    private static final List<Fault> FAULTS = List.of(
            Fault.KILL,
            Fault.CUT,
            Fault.MODE_AND_KILL,
            Fault.ZOMBIE,
            Fault.RETENTION_AND_KILL,
            Fault.KILL_AND_STAY_AWAY,
            Fault.DELAY,
            Fault.KILL_BOTH,
            Fault.PAUSE,
            Fault.BROKER);

    private static final List<Fault> MORE_FAULTS = List.of(
            Fault.KILL,
            Fault.CUT_AND_KILL,
            Fault.LARGE_AND_KILL,
            Fault.TWIN,
            Fault.RETENTION_AND_KILL,
            Fault.ZOMBIE,
            Fault.MODE_AND_KILL,
            Fault.BROKER,
            Fault.KILL_BOTH,
            Fault.CUT_AND_KILL);

    private static final List<Long> RECOVERIES = new ArrayList<>();

    private static BrokerProcess broker;
    private static @Nullable Fleet fleet;
    private static int world;

    @BeforeAll
    static void startBroker() throws IOException {
        Files.createDirectories(DIR);
        broker = BrokerProcess.start(DIR);
    }

    @AfterAll
    static void stopBroker() throws IOException {
        try {
            endWorld();
            report(RECOVERIES);
        } finally {
            broker.close();
        }
    }

    /** The agents that a seed meets; new ones where a world begins, and after a failure. */
    private static Fleet agents(int seed, boolean auto, int agents, int partitions) throws Exception {
        Fleet there = fleet;
        if (there == null || world != seed / WORLD) {
            endWorld();
            ClientPartitioner clients = auto == (partitions > 1) ? ClientPartitioner.CRC32 : ClientPartitioner.MURMUR2;
            there = new Fleet(DIR, broker, "c" + seed, auto, agents, partitions, clients, "none", seed);
            fleet = there;
            world = seed / WORLD;
            if (agents > 2) {
                there.compactEagerly();
            }
        }
        return there;
    }

    private static void endWorld() {
        if (fleet != null) {
            fleet.close();
            fleet = null;
        }
    }

    static Stream<Arguments> faults() {
        return IntStream.range(FIRST, FIRST + SEEDS).mapToObj(seed -> {
            boolean auto = seed % 20 < 10;
            boolean turned = seed / 20 % 2 == 1; // what met four partitions in the first twenty meets one in the next
            boolean many = seed / WORLD % 2 == 0 != turned;
            boolean three = auto == (seed / WORLD % 2 == 0) != turned;
            Fault fault = (auto ? FAULTS : MORE_FAULTS).get(seed % 10);
            return Arguments.of(fault, auto ? "auto" : "advise", three ? 3 : 2, many ? 4 : 1, seed);
        });
    }

    @ParameterizedTest(name = "{0}: mode {1}, agents {2}, partitions {3}, -Dchaos.from={4}")
    @MethodSource("faults")
    void fault_whileScansRun_losesNothingAndRepeatsNothing(
            Fault fault, String mode, int agents, int partitions, int seed) throws Exception {
        try {
            RECOVERIES.addAll(episode(agents(seed, mode.equals("auto"), agents, partitions), fault, seed));
        } catch (Throwable e) {
            LOG.error(
                    "seed {}, {}, mode {}, {} agents, {} partitions: rerun with -Dit.test=ChaosIT -Dchaos.from={}"
                            + " -Dchaos.seeds=1",
                    seed,
                    fault,
                    mode,
                    agents,
                    partitions,
                    seed);
            endWorld();
            throw e;
        }
    }

    @Test
    void killed_withTheShippedModel_losesNothingAndRepeatsNothing() throws Exception {
        endWorld();
        try (Fleet fleet = new Fleet(
                DIR, broker, "model", true, 2, 4, ClientPartitioner.MURMUR2, "models/zoo/hexagonal/model.onnx", 1)) {
            fleet.bench.open("m", 24);
            fleet.awaitRevision("m", 2);
            fleet.kill(fleet.owner("m"));
            await("the scan is finished")
                    .atMost(LIMIT)
                    .until(() -> fleet.bench.acknowledged.get("m").size() == 24 && fleet.stopped("m"));
            Verdicts.exactlyOnce(fleet.bench, "m");
            Verdicts.everySuggestionCommanded(fleet.bench, "m");
        }
    }

    /**
     * One seed: scans, a fault while they run, and the verdict. Returns times from SIGKILL to the next suggestion, ms.
     */
    private static List<Long> episode(Fleet fleet, Fault fault, int seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        if (fault == Fault.RETENTION_AND_KILL) {
            fleet.deleteOldRecords();
        }
        List<String> scans = new ArrayList<>();
        for (int i = 0; i < SCANS; i++) {
            scans.add("s" + seed + "-" + i);
            fleet.bench.open(scans.get(i), 28 + random.nextInt(12));
        }
        String first = scans.get(0);
        fleet.awaitRevision(first, 1 + random.nextInt(4));
        TimeUnit.MICROSECONDS.sleep(random.nextInt(250_000)); // the random instant
        int victim = fleet.owner(first);
        List<Long> recoveries = new ArrayList<>();
        Runnable inTheEnd = () -> {};
        switch (fault) {
            case KILL, RETENTION_AND_KILL -> recoveries.add(fleet.killAndTime(victim, first));
            case KILL_BOTH -> {
                fleet.killOthers(victim);
                recoveries.add(fleet.killAndTime(victim, first));
            }
            case KILL_AND_STAY_AWAY -> fleet.killAndStayAway(victim);
            case PAUSE -> fleet.pause(victim, 200 + random.nextInt(2500));
            case ZOMBIE -> fleet.zombie(victim);
            case TWIN -> fleet.twin(victim);
            case CUT -> {
                for (int i = random.nextInt(1, 6); i > 0; i--) {
                    broker.proxy().cut();
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(400));
                }
            }
            case DELAY -> {
                broker.proxy().delay(20 + random.nextInt(100));
                TimeUnit.MILLISECONDS.sleep(1000 + random.nextInt(2000));
                broker.proxy().delay(0);
            }
            case BROKER -> broker.killAndRestart();
            case CUT_AND_KILL -> {
                broker.proxy().cut();
                recoveries.add(fleet.killAndTime(victim, first));
            }
            case LARGE_AND_KILL -> {
                inTheEnd = large(fleet, seed);
                recoveries.add(fleet.killAndTime(victim, first));
            }
            case MODE_AND_KILL -> inTheEnd = shadow(fleet, scans, random.nextBoolean());
        }
        for (String scan : scans) {
            await("scan " + scan + " is finished, seed " + seed + ", " + fault)
                    .atMost(LIMIT)
                    .untilAsserted(() -> {
                        assertThat(Verdicts.lost(fleet.bench, scan))
                                .as("points lost of %s", scan)
                                .isEmpty();
                        assertThat(Verdicts.complete(fleet.bench, scan))
                                .as("%s complete", scan)
                                .isTrue();
                    });
            fleet.bench.close(scan);
            Verdicts.exactlyOnce(fleet.bench, scan);
            if (fleet.auto) {
                Verdicts.everySuggestionCommanded(fleet.bench, scan);
            } else {
                Verdicts.everyApprovalCommanded(fleet.bench, scan);
            }
        }
        inTheEnd.run();
        assertThat(fleet.bench.failure).isNull();
        LOG.info(
                "seed {} {} ok{}",
                seed,
                fault,
                recoveries.isEmpty() ? "" : ", next suggestion after " + recoveries + " ms");
        return recoveries;
    }

    /**
     * More announcements than fit into any agent's memory.
     *
     * @return to be asked when the scans are finished: each was refused once, whoever died meanwhile
     */
    private static Runnable large(Fleet fleet, int seed) {
        List<String> ids =
                IntStream.range(0, 10).mapToObj(k -> "large" + seed + "-" + k).toList();
        ids.forEach(id -> fleet.bench.announce(id, 2048, 2048, 100));
        return () -> {
            for (String id : ids) {
                await("refusal of " + id)
                        .atMost(LIMIT)
                        .until(() -> !fleet.bench.of(id, Topic.DEAD_LETTERS).isEmpty());
                fleet.bench.close(id);
                assertThat(fleet.bench.of(id, Topic.DEAD_LETTERS))
                        .as("refusals of %s", id)
                        .singleElement()
                        .matches(r -> "no-room".equals(r.headers().get("reason")));
            }
        };
    }

    /**
     * Mode shadow, chosen before all agents die, is taken back while they read the log, or when they have been up to
     * date for a while; until then nothing may be commanded.
     *
     * @return to be asked when the scans are finished
     */
    private static Runnable shadow(Fleet fleet, List<String> scans, boolean duringReplay) {
        scans.forEach(s -> fleet.bench.control(s, Control.Action.SHADOW));
        Runnable back = () ->
                scans.forEach(s -> fleet.bench.control(s, fleet.auto ? Control.Action.AUTO : Control.Action.ADVISE));
        fleet.killAll();
        long from = System.currentTimeMillis(); // nobody is alive who could command
        fleet.launchAll();
        if (!duringReplay) {
            fleet.awaitUpToDate();
        }
        long to = System.currentTimeMillis();
        back.run();
        return () -> scans.forEach(s -> assertThat(fleet.bench.of(s, Topic.COMMANDS))
                .as("commands of %s in shadow", s)
                .noneMatch(r -> r.timestamp() >= from && r.timestamp() < to));
    }

    private static void report(List<Long> recoveries) throws IOException {
        long[] sorted = recoveries.stream().mapToLong(Long::longValue).sorted().toArray();
        if (sorted.length == 0) {
            return;
        }
        String line = String.format(
                Locale.ROOT,
                "%d seeds from %d; SIGKILL of an agent to the next suggestion of its scan, %d times: p50 %.1f s, p99 %.1f s, max"
                        + " %.1f s",
                SEEDS,
                FIRST,
                sorted.length,
                sorted[sorted.length / 2] / 1e3,
                sorted[(int) Math.min(sorted.length - 1, Math.ceil(0.99 * sorted.length))] / 1e3,
                LongStream.of(sorted).max().orElseThrow() / 1e3);
        LOG.info(line);
        Files.writeString(DIR.resolve("recovery.txt"), line + "\n" + Arrays.toString(sorted) + "\n");
    }
}
