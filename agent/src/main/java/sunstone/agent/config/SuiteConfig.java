package sunstone.agent.config;

import java.nio.file.Path;
import java.util.List;
import sunstone.agent.round.BatchSize;

/**
 * A comparison that anyone can run again; {@code config/suites/standard.yaml} documents every key.
 *
 * @param maps number of generated maps
 * @param sizePx their rows and columns, pixels
 * @param firstSeed seed of the first map; each next one has the next seed
 * @param policies names
 * @param conditions names of PL conditions
 * @param samplers what makes the maps
 * @param budget points per run
 * @param targetDeg mean error to reach, degrees
 * @param seeds seeds of noise and chance per map, 1 to this number
 * @param members size of the ensemble
 * @param batch points per suggestion, fixed or adaptive
 * @param every points between checkpoints of policies that do not look at the map
 */
public record SuiteConfig(
        int maps,
        int sizePx,
        long firstSeed,
        List<String> policies,
        List<String> conditions,
        List<String> samplers,
        int budget,
        double targetDeg,
        int seeds,
        int members,
        BatchSize batch,
        int every) {
    private static final Key<Integer> MAPS = Key.whole("maps.count", 0, 1000, 20, "maps", "generated maps");
    private static final Key<Integer> SIZE = Key.whole("maps.sizePx", 16, 1024, 96, "px", "rows and columns of each");
    private static final Key<Long> FIRST = Key.seed("maps.firstSeed", 1, "of the first map, a whole number");
    private static final Key<String> POLICIES =
            Key.text("policies", "pl-k-center, expected-gain", "names, separated by commas");
    private static final Key<String> CONDITIONS =
            Key.text("conditions", "camera", "names of PL conditions, separated by commas");
    private static final Key<String> SAMPLERS =
            Key.text("samplers", "ensemble", "what makes the maps, separated by commas");
    private static final Key<Integer> BUDGET = Key.whole("budgetPoints", 1, 1_000_000, 200, "points", "per run");
    private static final Key<Double> TARGET = Key.number("targetDeg", 0.01, 180, 2, "degrees", "mean error to reach");
    private static final Key<Integer> SEEDS = Key.whole("seeds", 1, 1000, 1, "seeds", "runs of each combination");
    private static final Key<Integer> MEMBERS = Key.whole("members", 2, 1024, 8, "members", "size of the ensemble");
    private static final Key<Integer> BATCH = Key.whole("batch", 1, 1000, 8, "points", "per suggestion");
    private static final Key<Integer> BATCH_MOST = Key.whole(
            "batchMost", 0, 1000, 0, "points", "per suggestion at most; 0 for always batch, else the size adapts");
    private static final Key<Integer> EVERY = Key.whole(
            "every", 1, 1_000_000, 10, "points", "between checkpoints of policies that do not look at the map");

    private static final List<Key<?>> KEYS = List.of(
            MAPS,
            SIZE,
            FIRST,
            POLICIES,
            CONDITIONS,
            SAMPLERS,
            BUDGET,
            TARGET,
            SEEDS,
            MEMBERS,
            BATCH,
            BATCH_MOST,
            EVERY);

    public SuiteConfig {
        policies = List.copyOf(policies);
        conditions = List.copyOf(conditions);
        samplers = List.copyOf(samplers);
    }

    /** Reads a file; what it does not name keeps its default. */
    public static Loaded<SuiteConfig> read(Path file) {
        return Settings.read(file, KEYS, SuiteConfig::of);
    }

    /** Names and descriptions of all keys. */
    static List<Key<?>> declared() {
        return KEYS;
    }

    private static SuiteConfig of(Settings s) {
        return new SuiteConfig(
                s.get(MAPS),
                s.get(SIZE),
                s.get(FIRST),
                names(s.get(POLICIES)),
                names(s.get(CONDITIONS)),
                names(s.get(SAMPLERS)),
                s.get(BUDGET),
                s.get(TARGET),
                s.get(SEEDS),
                s.get(MEMBERS),
                new BatchSize(s.get(BATCH), Math.max(s.get(BATCH), s.get(BATCH_MOST))),
                s.get(EVERY));
    }

    private static List<String> names(String list) {
        return List.of(list.strip().split("\\s*,\\s*"));
    }
}
