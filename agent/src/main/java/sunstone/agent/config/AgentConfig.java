package sunstone.agent.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sunstone.agent.policy.AcquisitionPolicy;
import sunstone.agent.policy.Travel;
import sunstone.agent.policy.rule.Policies;
import sunstone.agent.round.BatchSize;
import sunstone.agent.scan.Mode;
import sunstone.agent.scan.WaitLimits;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.models.prior.CudaOptions;

/**
 * Settings of the agent; {@code config/agent.yaml} documents every key.
 *
 * @param agentId name of this process; two running processes must not share it
 * @param kafka connection
 * @param model which prior, and how it is run
 * @param policy name of the policy
 * @param lambda weight of polarized light in {@code pl-k-center}
 * @param batch points per suggestion; fixed, or between two bounds as the ensemble is undecided and the instrument fast
 * @param travel what a measurement costs the instrument
 * @param mode mode at the start
 * @param seed of everything random
 * @param pace how long a scan waits for what is missing
 * @param suggestionLife how long a suggestion can be approved
 * @param heartbeat time between two status records
 * @param inferenceLimit how long a round may sample before it is published without its sampler
 * @param http the live page
 */
public record AgentConfig(
        String agentId,
        KafkaSettings kafka,
        Model model,
        String policy,
        double lambda,
        BatchSize batch,
        Travel travel,
        Mode mode,
        long seed,
        WaitLimits pace,
        Duration suggestionLife,
        Duration heartbeat,
        Duration inferenceLimit,
        Http http) {

    /**
     * The prior.
     *
     * @param path ONNX file, absolute or from the folder of the installation; {@value #NONE} for the classical fill
     * @param device {@code auto}, {@code cpu} or {@code cuda:N}
     * @param threads threads of one forward pass, 0 for one per core
     * @param members size of the ensemble
     * @param workers whether workers may draw members too
     * @param natives folder of native libraries of ONNX Runtime, or {@value #NONE} for those of its jar
     * @param cuda how it runs on CUDA
     */
    public record Model(
            String path, String device, int threads, int members, boolean workers, String natives, CudaOptions cuda) {
        /** A model that this process uses alone, with the natives of the jar. */
        public Model(String path, String device, int threads, int members) {
            this(path, device, threads, members, false);
        }

        /** A model with the natives of the jar. */
        public Model(String path, String device, int threads, int members, boolean workers) {
            this(path, device, threads, members, workers, NONE, CudaOptions.DEFAULT);
        }

        /** The model that is shipped. */
        public static final String SHIPPED = "models/zoo/hexagonal/model.onnx";

        /** Value of {@code path} that asks for no model, and of {@code natives} that asks for no folder. */
        public static final String NONE = "none";

        /** Threads of one forward pass, at least 1. */
        public int threadsOrAll() {
            return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
        }
    }

    /**
     * The live page.
     *
     * @param enabled whether it is served
     * @param host address to listen on
     * @param port port, 0 for a free one
     * @param tokenFile file with the token that changes need, or {@value #NONE}; beyond loopback there must be one
     */
    public record Http(boolean enabled, String host, int port, String tokenFile) {
        /** Value of {@code tokenFile} that asks for no token. */
        public static final String NONE = "none";
    }

    private static final Key<String> AGENT_ID =
            Key.text("agentId", "sunstone-1", "name of this process; two running processes must not share it");
    private static final Key<String> GROUP =
            Key.text("kafka.groupId", "sunstone-agents", "processes that share the work have the same group");
    private static final Key<String> MODEL = Key.text(
            "model.path",
            Model.SHIPPED,
            "ONNX file of the prior with its card beside it, absolute or from the folder of the installation;"
                    + " none for the classical fill");
    private static final Key<String> DEVICE = Key.text("model.device", "auto", "auto, cpu or cuda:N");
    private static final Key<Integer> THREADS =
            Key.whole("model.threads", 0, 256, 0, "threads", "of one forward pass; 0 takes one per core");
    private static final Key<Integer> MEMBERS =
            Key.whole("model.members", 2, 256, 16, "members", "size of the ensemble");
    private static final Key<Boolean> WORKERS =
            Key.flag("model.workers", false, "whether workers (sunstone worker) may draw members too");
    private static final Key<String> NATIVES = Key.text(
            "model.natives",
            Model.NONE,
            "folder of native libraries of ONNX Runtime for CUDA, absolute or from the folder of the installation; none"
                    + " for those of its jar");
    private static final Key<Integer> CUDA_MEMORY =
            Key.whole("model.cudaMemoryMiB", 0, 1 << 20, 0, "MiB", "of the device at most, 0 for no limit");
    private static final Key<Boolean> TF32 =
            Key.flag("model.tf32", false, "whether CUDA may round products of matrices to 10 bits");
    private static final Key<String> POLICY = Key.word(
            "policy.name",
            Policies.all().stream().map(AcquisitionPolicy::name).toList(),
            Policies.DEFAULT,
            "how points are chosen");
    private static final Key<Integer> BATCH = Key.whole("policy.batch", 1, 1000, 8, "points", "per suggestion");
    private static final Key<Integer> BATCH_MOST = Key.whole(
            "policy.batchMost",
            0,
            1000,
            0,
            "points",
            "per suggestion at most; above policy.batch, the size adapts between the two, 0 for always policy.batch");
    private static final Key<Double> LAMBDA = Key.number(
            "policy.lambda", 0, 100, Policies.DEFAULT_LAMBDA, "no unit", "weight of polarized light in pl-k-center");
    private static final Key<Double> DWELL =
            Key.number("travel.dwellMs", 0.001, 600_000, Travel.DEFAULT.dwellMs(), "ms", "exposure of one pattern");
    private static final Key<Double> SETTLE =
            Key.number("travel.settleMs", 0, 60_000, Travel.DEFAULT.settleMs(), "ms", "time to settle after a move");
    private static final Key<Double> TRAVEL =
            Key.number("travel.msPerUm", 0, 60_000, Travel.DEFAULT.msPerUm(), "ms per micrometre", "time per distance");
    private static final Key<Double> JOB = Key.number(
            "travel.jobMs",
            0,
            3_600_000,
            0,
            "ms",
            "to start a list of points; policy.batchMost lets batches grow until it is no more than their own time");
    private static final Key<String> MODE =
            Key.word("mode", Mode.words(), "advise", "what becomes of suggestions at the start");
    private static final Key<Long> SEED = Key.seed("seed", 1, "of everything random, a whole number");
    private static final Key<Double> PL_WAIT = Key.number(
            "pace.plWaitSeconds",
            0,
            86_400,
            60,
            "s",
            "wait for the rest of the PL frames before starting without them");
    private static final Key<Double> BATCH_WAIT = Key.number(
            "pace.batchWaitSeconds",
            0,
            86_400,
            30,
            "s",
            "wait for the rest of a commanded batch after the last sign of life of the instrument");
    private static final Key<Double> LIFE =
            Key.number("pace.suggestionLifeSeconds", 1, 86_400, 600, "s", "time in which a suggestion can be approved");
    private static final Key<Double> INFERENCE = Key.number(
            "pace.inferenceSeconds",
            0.1,
            86_400,
            120,
            "s",
            "time that a round may sample before it is published without its sampler");
    private static final Key<Double> HEARTBEAT =
            Key.number("heartbeatSeconds", 0.1, 3600, 5, "s", "time between two status records");
    private static final Key<Boolean> HTTP = Key.flag("http.enabled", true, "whether the live page is served");
    private static final Key<String> HOST =
            Key.text("http.host", "127.0.0.1", "address to listen on; one beyond this machine needs http.tokenFile");
    private static final Key<Integer> PORT =
            Key.whole("http.port", 0, 65_535, 8080, "port number", "port of the live page, 0 takes a free one");

    private static final Key<String> TOKEN = Key.text(
            "http.tokenFile",
            Http.NONE,
            "file with the token that requests need to change something, or none; absolute or from the folder of the"
                    + " installation");

    private static final List<Key<?>> KEYS = keys();

    private static List<Key<?>> keys() {
        List<Key<?>> keys = new ArrayList<>(List.of(AGENT_ID));
        keys.addAll(KafkaKeys.all());
        keys.addAll(List.of(
                GROUP,
                MODEL,
                DEVICE,
                THREADS,
                MEMBERS,
                WORKERS,
                NATIVES,
                CUDA_MEMORY,
                TF32,
                POLICY,
                BATCH,
                BATCH_MOST,
                LAMBDA,
                DWELL,
                SETTLE,
                TRAVEL,
                JOB,
                MODE,
                SEED));
        keys.addAll(List.of(PL_WAIT, BATCH_WAIT, LIFE, INFERENCE, HEARTBEAT, HTTP, HOST, PORT, TOKEN));
        return List.copyOf(keys);
    }

    /** Reads a file; what it does not name keeps its default. */
    public static Loaded<AgentConfig> read(Path file) {
        return Settings.read(file, KEYS, AgentConfig::of);
    }

    /** Reads YAML text; {@code name} stands in for the file in what is said about it. */
    static Loaded<AgentConfig> parse(String name, String yaml) {
        return Settings.parse(name, yaml, KEYS, AgentConfig::of);
    }

    /** Every setting at its default. */
    public static AgentConfig defaults() {
        return of(Settings.defaults());
    }

    /** The defaults but for what {@link #recipe} once stated. */
    public static Loaded<AgentConfig> stated(Map<String, String> recipe) {
        StringBuilder yaml = new StringBuilder();
        Set<String> known = defaults().recipe().keySet();
        for (Map.Entry<String, String> e : recipe.entrySet()) {
            // it comes from a record, and nothing but these values may come of it
            if (!known.contains(e.getKey()) || !e.getValue().matches("[A-Za-z0-9.:+-]{1,100}")) {
                return new Loaded.Refused<>("the log states a setting that is not known: " + Key.quote(e.getKey()));
            }
            yaml.append(e.getKey()).append(": ").append(e.getValue()).append('\n');
        }
        return parse("the settings that the log states", yaml.toString());
    }

    /** The settings that suggestions depend on, by their names in the file. */
    public Map<String, String> recipe() {
        return Map.ofEntries(
                Map.entry(SEED.name(), "" + seed),
                Map.entry(POLICY.name(), policy),
                Map.entry(BATCH.name(), "" + batch.least()),
                Map.entry(BATCH_MOST.name(), "" + (batch.fixed() ? 0 : batch.most())),
                Map.entry(LAMBDA.name(), "" + lambda),
                Map.entry(MEMBERS.name(), "" + model.members()),
                Map.entry(DWELL.name(), "" + travel.dwellMs()),
                Map.entry(SETTLE.name(), "" + travel.settleMs()),
                Map.entry(TRAVEL.name(), "" + travel.msPerUm()),
                Map.entry(JOB.name(), "" + travel.jobMs()),
                Map.entry(LIFE.name(), "" + suggestionLife.toMillis() / 1e3));
    }

    /** Names and descriptions of all keys, in the order of the file. */
    static List<Key<?>> declared() {
        return KEYS;
    }

    private static AgentConfig of(Settings s) {
        return new AgentConfig(
                s.get(AGENT_ID),
                KafkaKeys.settings(s, s.get(AGENT_ID), s.get(GROUP)),
                new Model(
                        s.get(MODEL),
                        s.get(DEVICE),
                        s.get(THREADS),
                        s.get(MEMBERS),
                        s.get(WORKERS),
                        s.get(NATIVES),
                        new CudaOptions(s.get(CUDA_MEMORY), s.get(TF32))),
                s.get(POLICY),
                s.get(LAMBDA),
                new BatchSize(s.get(BATCH), Math.max(s.get(BATCH), s.get(BATCH_MOST))),
                new Travel(s.get(DWELL), s.get(SETTLE), s.get(TRAVEL), s.get(JOB)),
                Mode.of(s.get(MODE)).orElseThrow(),
                s.get(SEED),
                new WaitLimits(seconds(s.get(PL_WAIT)), seconds(s.get(BATCH_WAIT))),
                seconds(s.get(LIFE)),
                seconds(s.get(HEARTBEAT)),
                seconds(s.get(INFERENCE)),
                new Http(s.get(HTTP), s.get(HOST), s.get(PORT), s.get(TOKEN)));
    }

    private static Duration seconds(double s) {
        return Duration.ofMillis(Math.round(1000 * s));
    }
}
