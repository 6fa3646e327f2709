package sunstone.agent.http;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sunstone.agent.policy.Candidate;
import sunstone.agent.policy.Travel;
import sunstone.agent.policy.rule.Policies;
import sunstone.agent.round.Copilot;
import sunstone.agent.round.Round;
import sunstone.agent.scan.Budget;
import sunstone.agent.scan.OperatorRegion;
import sunstone.agent.scan.Pixel;
import sunstone.agent.scan.Plan;
import sunstone.agent.scan.Reading;
import sunstone.agent.scan.Scan;
import sunstone.agent.scan.ScanState;
import sunstone.agent.scan.SuggestionRecord;
import sunstone.agent.view.Activity;
import sunstone.agent.view.FoundPhases;
import sunstone.agent.view.PlFrames;
import sunstone.agent.view.ScanPace;
import sunstone.agent.view.ScanView;
import sunstone.connectors.message.MapRevision;
import sunstone.connectors.message.PixelType;
import sunstone.connectors.message.PlFrame;
import sunstone.connectors.message.RegionRuns;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.Phase;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.models.posterior.NearestFill;

/**
 * What a scan looks like at some moment, written by a test. Fields are what differs from the moment of a first
 * suggestion.
 */
final class Scene {
    static final int SIDE = 24;
    static final int FRAMES = 36;

    final Instant now = Instant.now();
    Instant lastSign = now;
    String id = "s1";
    int side = SIDE;
    String policy = "pl-k-center";
    Budget budget = new Budget(100, 2.0, null);
    Activity activity = doing(Activity.Kind.DECISION, 30);
    int measured;
    int pending;
    int frames = FRAMES;
    int revision = 1;
    double meanDeg = 6.25;
    double upperDeg = 9;

    @Nullable
    String stop;

    @Nullable
    String degraded;

    boolean decided;
    boolean paused;
    boolean closed;
    Instant expiresAt = now.plus(Duration.ofMinutes(10));

    @Nullable
    Plan plan;

    double gainDeg = 0.25;
    String why = "0.25 degrees of the map's mean error per second";
    ScanPace pace = new ScanPace(2, 120);
    final List<Reading> others = new ArrayList<>();
    final List<OperatorRegion> regions = new ArrayList<>();
    final List<ScanView.Step> history = new ArrayList<>();

    /** An activity that began some seconds ago. */
    Activity doing(Activity.Kind kind, int secondsAgo) {
        return new Activity(kind, now.minusSeconds(secondsAgo), null, null, null, null);
    }

    /** A counted activity that began some seconds ago. */
    Activity doing(Activity.Kind kind, int secondsAgo, int done, int of) {
        return new Activity(kind, now.minusSeconds(secondsAgo), done, of, null, null);
    }

    /** Prefers a square in a corner. */
    void prefer(int edge, double untilDeg) {
        boolean[] inside = new boolean[side * side];
        for (int i = 0; i < edge * edge; i++) {
            inside[i / edge * side + i % edge] = true;
        }
        regions.add(new OperatorRegion(true, RegionRuns.of(inside), edge * edge, untilDeg, "weld", "Ada"));
    }

    ScanView view() {
        Scan scan = new Scan(
                id, new ScanGrid(side, side, 2), new Phase(1, "Ti-alpha", LaueGroup.HEXAGONAL), FRAMES, budget);
        Round round = revision == 0 ? null : round(scan);
        List<Pixel> points = round == null
                ? List.of()
                : round.suggestion().stream()
                        .map(c -> new Pixel(c.row(), c.col()))
                        .toList();
        return new ScanView(
                scan,
                "specimen",
                1,
                round,
                round == null ? null : now.minusSeconds(5),
                round == null
                        ? null
                        : new SuggestionRecord(
                                id + "/" + revision, revision, points, now.minusSeconds(5), expiresAt, stop),
                decided,
                measured,
                pendingPixels(),
                frames,
                0,
                0,
                0,
                MapRevision.Calibration.none(),
                1200,
                history,
                lastSign,
                paused,
                null,
                null,
                null,
                regions,
                plan == null ? Plan.announced(budget) : plan,
                activity,
                pace,
                light(scan),
                phases(),
                null,
                closed,
                null);
    }

    private FoundPhases phases() {
        Map<Integer, String> names = new LinkedHashMap<>();
        names.put(1, "Ti-alpha");
        names.put(2, "Ti-beta");
        return new FoundPhases(names, others);
    }

    private List<Pixel> pendingPixels() {
        List<Pixel> all = new ArrayList<>();
        for (int k = 0; k < pending; k++) {
            all.add(new Pixel(side - 1, k));
        }
        return all;
    }

    private Round round(Scan scan) {
        ScanState state = new ScanState(scan, PlScaling.canonical(), now);
        for (int k = 0; k < measured; k++) {
            double half = 0.5 * (k % 7) * 0.3;
            state.reading(new Reading(k / side, k % side, 1, Math.cos(half), Math.sin(half), 0, 0, 0.9), k, now);
        }
        Round made = Copilot.with(new NearestFill(), Policies.of(policy), Travel.DEFAULT, 4, 1)
                .round(state.begin(now));
        List<Candidate> next = new ArrayList<>();
        for (Candidate c : made.suggestion()) {
            next.add(new Candidate(c.row(), c.col(), 12.5, gainDeg / (next.size() + 1), 104, why));
        }
        return new Round(
                revision,
                made.snapshot(),
                measured,
                made.posterior(),
                stop == null ? next : List.of(),
                stop,
                degraded,
                meanDeg,
                2 * meanDeg,
                upperDeg,
                made.seed(),
                null);
    }

    private PlFrames light(Scan scan) {
        PlFrames all = new PlFrames(scan.grid(), FRAMES);
        for (int f = 0; f < frames; f++) {
            float[] pixels = new float[side * side];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = 0.5f + 0.5f * (float) Math.sin(0.4 * (i % side) + 0.17 * f);
            }
            all.add(
                    new PlFrame(id, f, 10 * f, side, side, 0, side, PixelType.F32LE, new byte[4 * pixels.length]),
                    pixels);
        }
        return all;
    }
}
