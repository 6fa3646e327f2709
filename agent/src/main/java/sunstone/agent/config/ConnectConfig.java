package sunstone.agent.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.instrument.edax.EdaxInstrument;
import sunstone.connectors.instrument.folder.Affine;
import sunstone.connectors.instrument.folder.FolderInstrument;
import sunstone.connectors.kafka.KafkaSettings;
import sunstone.connectors.message.ScanOpened;
import sunstone.models.crystallography.CrystalAxes;

/**
 * Settings of a connector to a laboratory's instrument; {@code config/connect.yaml} documents every key.
 *
 * @param kafka connection; its client id is the connector's name
 * @param scan what is announced, but for the light
 * @param axes crystal axes of tables and of what scripts post
 * @param linger how long the scan stays open when its budget is used
 * @param light frames of polarized light
 * @param folder of {@code connect folder}, and where other instruments' software puts its files
 * @param http of {@code connect http}
 * @param edax of {@code connect edax}
 * @param sharksem of {@code connect sharksem}
 */
public record ConnectConfig(
        KafkaSettings kafka,
        ScanOpened scan,
        CrystalAxes axes,
        Duration linger,
        Light light,
        FolderInstrument.Settings folder,
        Http http,
        EdaxInstrument.Settings edax,
        SharkSem sharksem) {
    /** What a text says that names nothing. */
    public static final String NONE = "none";

    /**
     * Frames of polarized light.
     *
     * @param path stack or folder, null where there are none
     * @param frames least number of them
     * @param stepDeg turn of the stage from frame to frame where the files do not tell, degrees
     */
    public record Light(@Nullable Path path, int frames, double stepDeg) {}

    /** The server for scripts; {@code patience} is the longest silence of the script while a command waits. */
    public record Http(String host, int port, String tokenFile, Duration patience) {}

    /** Address of SharkSEM; data are on the port behind it. */
    public record SharkSem(String host, int port) {}

    private static final Key<String> ID =
            Key.text("connectorId", "connector-1", "name of this connector; two running ones must not share it");
    private static final Key<String> SCAN =
            Key.text("scan.id", "scan-1", "record key of the scan; a scan that was closed needs another");
    private static final Key<String> SPECIMEN = Key.text("scan.specimenId", "specimen-1", "specimen");
    private static final Key<Integer> SECTION =
            Key.whole("scan.section", 0, 1_000_000, 1, "number", "section of the specimen");
    private static final Key<Integer> ROWS = Key.whole("scan.rows", 1, 2048, 100, "pixels", "rows of the raster");
    private static final Key<Integer> COLS = Key.whole("scan.cols", 1, 2048, 100, "pixels", "columns of the raster");
    private static final Key<Double> STEP =
            Key.number("scan.stepUm", 1e-6, 1e6, 1, "micrometres", "distance of neighbouring pixels");
    private static final Key<Map<String, String>> PHASES =
            Key.table("scan.phases", "number, then name and Laue group of each phase; the first is mapped");
    private static final Key<String> AXES = Key.word(
            "scan.crystalAxes",
            List.of("X||a*", "X||a"),
            "X||a*",
            "of tables and of what scripts post; maps know theirs");
    private static final Key<String> FRAME = Key.text("scan.mapFrame", "x right, y down", "frame of rows and columns");
    private static final Key<Integer> POINTS =
            Key.whole("scan.budgetPoints", 0, 1 << 26, 0, "points", "to measure; 0 for no limit");
    private static final Key<Double> TARGET = Key.number(
            "scan.targetDeg", 0, 180, 0, "degrees", "mean error to reach with a probability of 90%; 0 for no target");
    private static final Key<Double> LINGER =
            Key.number("scan.lingerSeconds", 0, 86_400, 30, "s", "the scan stays open after its last point");
    private static final Key<String> LIGHT = Key.text("light.path", NONE, "stack or folder of frames, or none");
    private static final Key<Integer> FRAMES =
            Key.whole("light.frames", 1, 3600, 36, "frames", "that are waited for before the scan opens");
    private static final Key<Double> STEP_DEG = Key.number(
            "light.stepDeg", 0.001, 180, 10, "degrees", "turn of the stage from frame to frame where no name tells");
    private static final Key<String> JOBS = Key.text("folder.jobs", "jobs", "where lists of points are put");
    private static final Key<String> RESULTS = Key.text("folder.results", "results", "where results appear");
    private static final Key<Double> POLL = Key.number("folder.pollSeconds", 0.01, 3600, 1, "s", "between two looks");
    private static final Key<Double> PATIENCE =
            Key.number("folder.patienceSeconds", 1, 1e6, 600, "s", "longest wait for the next result of a command");
    private static final Key<String> FIDUCIALS = Key.text(
            "folder.fiducials", NONE, "three of x,y=X,Y: map and stage, micrometres, parted by semicolons; or none");
    private static final Key<Double> ORIGIN_X =
            Key.number("folder.originXUm", -1e9, 1e9, 0, "micrometres", "x of the first pixel in files of results");
    private static final Key<Double> ORIGIN_Y =
            Key.number("folder.originYUm", -1e9, 1e9, 0, "micrometres", "y of the first pixel in files of results");
    private static final Key<Double> DWELL =
            Key.number("folder.dwellMs", 0, 1e7, 50, "ms", "exposure of a pattern that lists ask for");
    private static final Key<String> HOST = Key.text("http.host", "127.0.0.1", "address that scripts reach");
    private static final Key<Integer> PORT = Key.whole("http.port", 0, 65_535, 8090, "port", "0 for a free one");
    private static final Key<String> TOKEN = Key.text(
            "http.tokenFile", NONE, "file with the token that scripts send; beyond this machine there must be one");
    private static final Key<Double> SILENCE =
            Key.number("http.patienceSeconds", 1, 1e6, 600, "s", "longest silence of the script while a command waits");

    private static final Key<String> EDAX_HOST = Key.text("edax.host", "localhost", "where TEAM or APEX runs");
    private static final Key<Integer> EDAX_PORT = Key.whole("edax.port", 1, 65_535, 8301, "port", "of its IPAPI");
    private static final Key<String> EDAX_FOLDER =
            Key.text("edax.folder", "C:\\sunstone", "folder of results as that machine calls it");
    private static final Key<String> EDAX_PROJECT =
            Key.text("edax.project", "sunstone", "project that maps are put into");

    private static final Key<String> SEM_HOST = Key.text("sharksem.host", "localhost", "where the microscope is");
    private static final Key<Integer> SEM_PORT = Key.whole(
            "sharksem.port", 1, 65_534, 8300, "port", "of SharkSEM's control connection; data are on the next");

    private static final List<Key<?>> KEYS = keys();

    private static List<Key<?>> keys() {
        List<Key<?>> keys = new ArrayList<>(List.of(ID));
        keys.addAll(KafkaKeys.all());
        keys.addAll(List.of(SCAN, SPECIMEN, SECTION, ROWS, COLS, STEP, PHASES, AXES, FRAME, POINTS, TARGET, LINGER));
        keys.addAll(List.of(LIGHT, FRAMES, STEP_DEG));
        keys.addAll(List.of(JOBS, RESULTS, POLL, PATIENCE, FIDUCIALS, ORIGIN_X, ORIGIN_Y, DWELL));
        keys.addAll(List.of(HOST, PORT, TOKEN, SILENCE, EDAX_HOST, EDAX_PORT, EDAX_FOLDER, EDAX_PROJECT));
        keys.addAll(List.of(SEM_HOST, SEM_PORT));
        return List.copyOf(keys);
    }

    /** Reads a file; what it does not name keeps its default. */
    public static Loaded<ConnectConfig> read(Path file) {
        return Settings.read(file, KEYS, ConnectConfig::of);
    }

    /** Every setting at its default. */
    public static ConnectConfig defaults() {
        return of(Settings.defaults());
    }

    static List<Key<?>> declared() {
        return KEYS;
    }

    private static ConnectConfig of(Settings s) {
        CrystalAxes axes = CrystalAxes.of(s.get(AXES));
        return new ConnectConfig(
                KafkaKeys.settings(s, s.get(ID), s.get(ID)),
                scan(s),
                axes,
                seconds(s.get(LINGER)),
                new Light(s.get(LIGHT).equals(NONE) ? null : Path.of(s.get(LIGHT)), s.get(FRAMES), s.get(STEP_DEG)),
                new FolderInstrument.Settings(
                        Path.of(s.get(JOBS)),
                        Path.of(s.get(RESULTS)),
                        seconds(s.get(POLL)),
                        seconds(s.get(PATIENCE)),
                        Affine.of(s.get(FIDUCIALS).equals(NONE) ? "" : s.get(FIDUCIALS)),
                        s.get(ORIGIN_X),
                        s.get(ORIGIN_Y),
                        s.get(DWELL),
                        axes),
                new Http(s.get(HOST), s.get(PORT), s.get(TOKEN), seconds(s.get(SILENCE))),
                new EdaxInstrument.Settings(
                        s.get(EDAX_HOST),
                        s.get(EDAX_PORT),
                        s.get(EDAX_FOLDER),
                        s.get(EDAX_PROJECT),
                        Path.of(s.get(RESULTS)),
                        seconds(s.get(POLL)),
                        seconds(s.get(PATIENCE))),
                new SharkSem(s.get(SEM_HOST), s.get(SEM_PORT)));
    }

    private static Duration seconds(double s) {
        return Duration.ofMillis(Math.round(1000 * s));
    }

    private static ScanOpened scan(Settings s) {
        return new ScanOpened(
                s.get(SCAN),
                s.get(SPECIMEN),
                s.get(SECTION),
                s.get(ROWS),
                s.get(COLS),
                s.get(STEP),
                phases(s.get(PHASES)),
                new ScanOpened.Frame(ScanOpened.Frame.BUNGE, CrystalAxes.X_PARALLEL_A.symbol(), s.get(FRAME)),
                new ScanOpened.Pl(0, 360, s.get(ROWS), s.get(COLS)),
                new ScanOpened.Budget(
                        Optional.of(s.get(POINTS)).filter(n -> n > 0).orElse(null),
                        Optional.of(s.get(TARGET)).filter(t -> t > 0).orElse(null),
                        null),
                null,
                null);
    }

    /** {@code 1: Titanium 6/mmm}: the last word is the Laue group. */
    private static List<ScanOpened.Phase> phases(Map<String, String> table) {
        TreeMap<Integer, ScanOpened.Phase> phases = new TreeMap<>();
        table.forEach((id, text) -> {
            int blank = text.strip().lastIndexOf(' ');
            if (!id.matches("[1-9]\\d{0,2}") || blank < 0) {
                throw new IllegalArgumentException(
                        "scan.phases must hold lines such as 1: Titanium 6/mmm: \"" + id + ": " + text + "\"");
            }
            phases.put(
                    Integer.parseInt(id),
                    new ScanOpened.Phase(
                            Integer.parseInt(id),
                            text.strip().substring(0, blank).strip(),
                            text.strip().substring(blank + 1)));
        });
        return phases.isEmpty() ? List.of(new ScanOpened.Phase(1, "Titanium", "6/mmm")) : List.copyOf(phases.values());
    }
}
