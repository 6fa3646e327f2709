package sunstone.agent.sampling;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sunstone.agent.chaos.Child;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.kafka.NewRecords;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.PastRecords;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.RecordSink;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.kafka.TopicSetup;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.stack.PlFit;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;
import sunstone.models.posterior.carry.FinishedSection;
import sunstone.models.posterior.carry.SectionOpening;
import sunstone.models.posterior.ensemble.EnsembleSampler;
import sunstone.models.prior.Conditioning;
import sunstone.models.prior.ForwardingPrior;
import sunstone.models.prior.OnnxPrior;
import sunstone.models.prior.Prior;
import sunstone.simulators.broker.EmbeddedBroker;

/** Agents and workers over a real broker: the ensemble is the same whoever draws it. */
class WorkersIT {
    private static final Path MODEL = Path.of("..", "models", "zoo", "hexagonal", "model.onnx");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MEMBERS = 54;
    /** Those that the network draws. */
    private static final int DRAWN = 40;

    private static final long SEED = 42;
    private static final AtomicInteger TESTS = new AtomicInteger();

    private static EmbeddedBroker broker;
    private static OnnxPrior here;
    private static Posterior alone;

    @TempDir
    Path dir;

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private KafkaSettings kafka;
    private Workforce workforce;

    @BeforeAll
    static void begin() throws IOException {
        broker = EmbeddedBroker.start();
        here = OnnxPrior.open(MODEL, "cpu", 1);
        alone = new EnsembleSampler(here, MEMBERS).sample(snapshot(), SEED);
    }

    @AfterAll
    static void end() {
        here.close();
        broker.close();
    }

    @BeforeEach
    void connect() {
        String prefix = "w" + TESTS.incrementAndGet() + ".";
        kafka = new KafkaSettings(broker.bootstrap(), prefix, "agent", prefix + "agents", 1, Map.of());
        assertThat(TopicSetup.ensure(kafka, LIMIT)).isInstanceOf(TopicSetup.Ready.class);
        workforce = open(new Workforce(kafka));
        await().atMost(LIMIT).until(workforce::connected);
    }

    @AfterEach
    void disconnect() throws Exception {
        for (AutoCloseable c : open) {
            c.close();
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void noWorker_ensembleIsDrawnHereAndSaidSo() {
        SharedSampler sampler = new SharedSampler(new EnsembleSampler(here, MEMBERS), digest(), workforce);

        assertSame(sampler.sample(snapshot(), SEED));

        assertThat(workforce.state()).isEqualTo("no worker answers: all members are drawn here");
    }

    @Test
    void oneWorker_drawsAllButWhatTheAgentDoes_andTheEnsembleIsTheSame() throws IOException {
        worker("one", digest(), 2);
        Answers answers = answers();
        // the agent begins with its first chunk only when the worker has drawn all others
        SharedSampler sampler = sampler(() -> answers.await(() -> answers.members() >= DRAWN - 4));

        assertSame(sampler.sample(snapshot(), SEED));

        assertThat(workforce.state()).matches("(36|40) of 40 members of the newest round by 1 workers");
    }

    @Test
    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    void oneWorker_sectionThatWasCarriedOver_ensembleIsTheSame() throws IOException {
        worker("one", digest(), 2);
        Snapshot plain = snapshot();
        FinishedSection below = FinishedSection.of(
                alone.map(), alone.uncertaintyDeg(), alone.members(), plain.calibratedLight(), plain.learntLight());
        SectionOpening opening = SectionOpening.of(below, plain.grid(), plain.laue(), null, 2);
        Snapshot carried = new Snapshot(
                plain.grid(), plain.laue(), plain.light(), plain.points().subList(0, 3), plain.region(), opening);
        assertThat(carried.carried()).as(opening.result().why()).isNotNull();
        Answers answers = answers();
        SharedSampler sampler = sampler(() -> answers.await(() -> answers.members() >= DRAWN - 4));

        Posterior shared = sampler.sample(carried, SEED);

        assertThat(workforce.state()).matches("(36|40) of 40 members of the newest round by 1 workers");
        Posterior here = new EnsembleSampler(WorkersIT.here, MEMBERS).sample(carried, SEED);
        assertThat(shared.map().quaternions()).isEqualTo(here.map().quaternions());
        for (int m = 0; m < MEMBERS; m++) {
            assertThat(Arrays.equals(shared.members().get(m), here.members().get(m)))
                    .as("member %d", m)
                    .isTrue();
        }
    }

    @Test
    void twoWorkers_shareTheWork_andTheEnsembleIsTheSame() throws IOException {
        SamplingWorker a = worker("a", digest(), 1);
        SamplingWorker b = worker("b", digest(), 2);
        await().atMost(LIMIT).until(() -> a.share() == 8 && b.share() == 8);
        Answers answers = answers();
        SharedSampler sampler = sampler(() -> answers.await(() -> answers.members() >= DRAWN - 4));

        assertSame(sampler.sample(snapshot(), SEED));
        Posterior another = sampler.sample(snapshot(), SEED + 1);

        assertThat(answers.of("a")).isBetween(16, 20);
        assertThat(answers.of("b")).isBetween(16, 20);
        assertThat(workforce.state()).endsWith("members of the newest round by 2 workers");
        assertThat(Arrays.equals(another.members().get(1), alone.members().get(1)))
                .as("members of another seed") // the workers did not answer with what they had drawn before
                .isFalse();
    }

    @Test
    void workerKilledHalfWay_itsMembersAreDrawnHere_andTheEnsembleIsTheSame() throws IOException {
        Map<String, Child> children = new HashMap<>();
        for (String name : Set.of("a", "b")) {
            Path config = dir.resolve("agent.yaml");
            Files.writeString(config, """
                    kafka:
                      bootstrap: %s
                      prefix: %s
                      groupId: %s
                    model:
                      device: cpu
                      threads: 1
                      workers: true
                    """.formatted(broker.bootstrap(), kafka.prefix(), kafka.groupId()));
            children.put(
                    name,
                    open(Child.start(
                            dir.resolve(name + ".out"),
                            dir.resolve(name + ".log"),
                            "worker",
                            "--config",
                            config.toString(),
                            "--id",
                            name)));
        }
        for (String name : children.keySet()) {
            await().atMost(LIMIT)
                    .until(() -> Files.readString(dir.resolve(name + ".log")).contains("has 8 partitions"));
        }
        Answers answers = answers();
        List<String> killed = new ArrayList<>();
        SharedSampler sampler = sampler(() -> {
            answers.await(() -> answers.of("a") > 0 && answers.of("b") > 0);
            String victim = answers.of("a") < answers.of("b") ? "a" : "b";
            requireNonNull(children.get(victim)).kill();
            killed.add(victim);
        });

        assertSame(sampler.sample(snapshot(), SEED));

        answers.poll();
        assertThat(answers.of(killed.get(0))).isLessThan(DRAWN / 2); // it was half way
        String left = killed.contains("a") ? "b" : "a";
        SharedSampler next = sampler(() -> answers.await(() -> answers.of(left, 2) > 0));
        assertSame(next.sample(snapshot(), SEED)); // the one that is left helps on
        assertThat(workforce.state()).endsWith("members of the newest round by 1 workers");
    }

    @Test
    void workerWithAnotherModel_refusesAndIsSaidSo() throws IOException {
        worker("other", "0".repeat(64), 1);
        Answers answers = answers();
        SharedSampler sampler = sampler(() -> answers.await(() -> answers.refusals() > 0));

        assertSame(sampler.sample(snapshot(), SEED));

        assertThat(workforce.state())
                .startsWith("other refuses: has model 000000")
                .contains(digest());
    }

    @Test
    void brokenRequest_isADeadLetter_andTheWorkerGoesOn() throws IOException {
        worker("one", digest(), 1);
        try (RecordSink sink = new RecordSink(kafka.as("somebody"))) {
            sink.send(new Outgoing(Topic.SAMPLING, "s", new byte[3], Map.of("schema", "sunstone/1")));
            sink.flush();
        }
        List<RawRecord> letters = new CopyOnWriteArrayList<>();
        await().atMost(LIMIT).until(() -> {
            letters.clear();
            PastRecords.read(kafka.as("judge"), Set.of(Topic.DEAD_LETTERS), LIMIT, letters::add);
            return !letters.isEmpty();
        });
        assertThat(letters).singleElement().satisfies(r -> assertThat(r.headers())
                .containsEntry("reason", "missing-field")
                .containsEntry("detail", "header asker is missing")
                .containsEntry("sourceTopic", kafka.prefix() + "sampling"));
        Answers answers = answers();

        assertSame(sampler(() -> answers.await(() -> answers.members() > 0)).sample(snapshot(), SEED));

        assertThat(workforce.state()).endsWith("by 1 workers");
    }

    private SamplingWorker worker(String name, String model, int threads) throws IOException {
        OnnxPrior prior = open(OnnxPrior.open(MODEL, "cpu", threads));
        SamplingWorker worker =
                SamplingWorker.start(kafka.as(name), new EnsembleSampler(prior, 2), model, failures::add);
        open.add(0, worker); // ends before its prior
        await().atMost(LIMIT).until(() -> worker.share() > 0);
        return worker;
    }

    private <T extends AutoCloseable> T open(T resource) {
        open.add(0, resource);
        return resource;
    }

    private static String digest() {
        return here.card().sha256();
    }

    /** The agent's sampler, which does something before it draws its first chunk of the test's map. */
    private SharedSampler sampler(Runnable first) {
        return new SharedSampler(new EnsembleSampler(new Waiting(here, first), MEMBERS), digest(), workforce);
    }

    private static final class Waiting extends ForwardingPrior {
        private final Runnable first;
        private boolean begun;

        Waiting(Prior prior, Runnable first) {
            super(prior);
            this.first = first;
        }

        @Override
        public float[][] denoise(float[][] samples, double time, Conditioning seen, int rows, int cols) {
            if (!begun && rows == snapshot().grid().rows()) {
                begun = true;
                first.run();
            }
            return super.denoise(samples, time, seen, rows, cols);
        }
    }

    private Answers answers() {
        return open(new Answers(NewRecords.all(kafka.as("spy"), Topic.MEMBERS)));
    }

    /** What workers answer from now on. */
    private static final class Answers implements AutoCloseable {
        private final NewRecords records;
        private final List<RawRecord> seen = new ArrayList<>();

        Answers(NewRecords records) {
            this.records = records;
        }

        void poll() {
            seen.addAll(records.poll(Duration.ofMillis(20)));
        }

        /** On the thread of the test, which owns the reader. */
        void await(java.util.function.BooleanSupplier enough) {
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (!enough.getAsBoolean()) {
                assertThat(System.nanoTime()).as("time").isLessThan(deadline);
                poll();
            }
        }

        int members() {
            return seen.size() - refusals();
        }

        int refusals() {
            return (int) seen.stream()
                    .filter(r -> r.headers().containsKey("refused"))
                    .count();
        }

        int of(String worker) {
            return (int) seen.stream()
                    .filter(r -> worker.equals(r.headers().get("worker")))
                    .count();
        }

        int of(String worker, int round) {
            return (int) seen.stream()
                    .filter(r -> worker.equals(r.headers().get("worker"))
                            && Integer.toString(round).equals(r.headers().get("round")))
                    .count();
        }

        @Override
        public void close() {
            records.close();
        }
    }

    private static void assertSame(Posterior p) {
        assertThat(Arrays.equals(p.map().quaternions(), alone.map().quaternions()))
                .as("map")
                .isTrue();
        assertThat(Arrays.equals(p.uncertaintyDeg(), alone.uncertaintyDeg()))
                .as("uncertainty")
                .isTrue();
        assertThat(p.members()).hasSize(MEMBERS);
        for (int m = 0; m < MEMBERS; m++) {
            assertThat(Arrays.equals(p.members().get(m), alone.members().get(m)))
                    .as("member " + m)
                    .isTrue();
        }
    }

    @SuppressWarnings("NullAway") // it does not see the nullness of a record's array component
    private static Snapshot snapshot() {
        ScanGrid grid = new ScanGrid(24, 40, 0.5);
        SplittableRandom random = new SplittableRandom(1);
        float[] light = new float[PlImage.CHANNELS * grid.size()];
        for (int i = 0; i < light.length; i++) {
            light[i] = (float) Math.sin(0.2 * (i % 40)) * 0.5f + (float) random.nextDouble(-0.1, 0.1);
        }
        List<EbsdPoint> points = new ArrayList<>();
        for (int k = 0; k < 12; k++) {
            double a = random.nextDouble(1);
            points.add(new EbsdPoint(random.nextInt(24), random.nextInt(40), 1, Math.cos(a), Math.sin(a), 0, 0, 0.9));
        }
        return new Snapshot(
                grid,
                LaueGroup.HEXAGONAL,
                PlFit.made(new PlImage(grid, light, new float[] {0.1f, 0.1f, 0.1f, 0.1f, 0.1f})),
                points,
                null);
    }
}
