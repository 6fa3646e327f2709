package sunstone.agent.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sunstone.connectors.kafka.KafkaSettings;

/**
 * Settings of the virtual microscope; {@code config/microscope.yaml} documents every key.
 *
 * @param kafka connection; its client id is the instrument's name
 * @param scan what is announced
 * @param pl polarized light
 * @param ebsd speed and quality of the detector
 * @param speed seconds of the microscope in one of the wall clock; 0 for as fast as possible
 * @param seed of all noise
 */
public record MicroscopeConfig(KafkaSettings kafka, Scan scan, Pl pl, Ebsd ebsd, double speed, long seed) {
    /**
     * Announcement of the scan.
     *
     * @param phase phase of the map to measure, 0 for the hexagonal one with the most pixels
     * @param linger how long the scan stays open when its budget is used
     */
    public record Scan(
            String id,
            String specimenId,
            int section,
            int phase,
            Optional<Integer> points,
            Optional<Double> targetDeg,
            Duration linger) {}

    /** Polarized light; {@code frameMs} is the time of one frame. */
    public record Pl(int frames, String condition, double frameMs) {}

    /** Speed and quality of the detector. */
    public record Ebsd(
            double dwellMs,
            double settleMs,
            double msPerUm,
            double noiseDeg,
            double wrongFraction,
            double notIndexedFraction,
            double boundaryFactor) {}

    private static final Key<String> ID =
            Key.text("instrumentId", "microscope-1", "name of this instrument; two running ones must not share it");
    private static final Key<String> SCAN =
            Key.text("scan.id", "scan-1", "record key of the scan; a scan that was closed needs another");
    private static final Key<String> SPECIMEN = Key.text("scan.specimenId", "specimen-1", "specimen");
    private static final Key<Integer> SECTION =
            Key.whole("scan.section", 0, 1_000_000, 1, "number", "section of the specimen");
    private static final Key<Integer> PHASE = Key.whole(
            "scan.phase",
            0,
            127,
            0,
            "phase id",
            "phase to measure, everything else is masked; 0 takes the hexagonal one");
    private static final Key<Integer> POINTS =
            Key.whole("scan.budgetPoints", 0, 1 << 26, 0, "points", "to measure; 0 for no limit");
    private static final Key<Double> TARGET = Key.number(
            "scan.targetDeg", 0, 180, 0, "degrees", "mean error to reach with a probability of 90%; 0 for no target");
    private static final Key<Double> LINGER =
            Key.number("scan.lingerSeconds", 0, 86_400, 30, "s", "the scan stays open after its last point");
    private static final Key<Integer> FRAMES =
            Key.whole("pl.frames", 0, 3600, 36, "frames", "of a full turn of the stage; 0 for no polarized light");
    private static final Key<String> CONDITION =
            Key.text("pl.condition", "camera", "what disturbs the frames: clean, noise-X, camera, harsh, lab or lab-X");
    private static final Key<Double> FRAME_MS =
            Key.number("pl.frameMs", 0, 1e7, 200, "ms", "exposure and stage turn of one frame");
    private static final Key<Double> DWELL = Key.number("ebsd.dwellMs", 0, 1e7, 50, "ms", "exposure of one pattern");
    private static final Key<Double> SETTLE = Key.number("ebsd.settleMs", 0, 1e7, 20, "ms", "wait after a move");
    private static final Key<Double> TRAVEL =
            Key.number("ebsd.msPerUm", 0, 60_000, 1, "ms per micrometre", "time per distance of a move");
    private static final Key<Double> FORMER_TRAVEL = Key.gone(
            "ebsd.travelUmPerMs",
            "ebsd.msPerUm, milliseconds per micrometre as in the agent's settings: the reciprocal");
    private static final Key<Double> NOISE =
            Key.number("ebsd.orientationNoiseDeg", 0, 180, 0.5, "degrees", "standard deviation of an orientation");
    private static final Key<Double> WRONG =
            Key.number("ebsd.wrongFraction", 0, 1, 0.01, "fraction", "of points with a random orientation");
    private static final Key<Double> LOST =
            Key.number("ebsd.notIndexedFraction", 0, 1, 0.01, "fraction", "of points without an orientation");
    private static final Key<Double> BOUNDARY = Key.number(
            "ebsd.boundaryFactor", 1, 1e6, 5, "times", "as often are points without an orientation beside boundaries");
    private static final Key<Double> SPEED =
            Key.number("speed", 0, 1e6, 1, "times real time", "pace of the microscope; 0 for as fast as possible");
    private static final Key<Long> SEED = Key.seed("seed", 1, "of all noise, a whole number");

    private static final List<Key<?>> KEYS = keys();

    private static List<Key<?>> keys() {
        List<Key<?>> keys = new ArrayList<>(List.of(ID));
        keys.addAll(KafkaKeys.all());
        keys.addAll(List.of(SCAN, SPECIMEN, SECTION, PHASE, POINTS, TARGET, LINGER, FRAMES, CONDITION, FRAME_MS));
        keys.addAll(List.of(DWELL, SETTLE, TRAVEL, NOISE, WRONG, LOST, BOUNDARY, SPEED, SEED));
        return List.copyOf(keys);
    }

    /** Reads a file; what it does not name keeps its default. */
    public static Loaded<MicroscopeConfig> read(Path file) {
        List<Key<?>> keys = new ArrayList<>(KEYS);
        keys.add(FORMER_TRAVEL);
        return Settings.read(file, keys, MicroscopeConfig::of);
    }

    /** Every setting at its default. */
    public static MicroscopeConfig defaults() {
        return of(Settings.defaults());
    }

    static List<Key<?>> declared() {
        return KEYS;
    }

    private static MicroscopeConfig of(Settings s) {
        return new MicroscopeConfig(
                KafkaKeys.settings(s, s.get(ID), s.get(ID)),
                new Scan(
                        s.get(SCAN),
                        s.get(SPECIMEN),
                        s.get(SECTION),
                        s.get(PHASE),
                        Optional.of(s.get(POINTS)).filter(n -> n > 0),
                        Optional.of(s.get(TARGET)).filter(t -> t > 0),
                        Duration.ofMillis(Math.round(1000 * s.get(LINGER)))),
                new Pl(s.get(FRAMES), s.get(CONDITION), s.get(FRAME_MS)),
                new Ebsd(
                        s.get(DWELL),
                        s.get(SETTLE),
                        s.get(TRAVEL),
                        s.get(NOISE),
                        s.get(WRONG),
                        s.get(LOST),
                        s.get(BOUNDARY)),
                s.get(SPEED),
                s.get(SEED));
    }
}
