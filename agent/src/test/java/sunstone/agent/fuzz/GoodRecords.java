package sunstone.agent.fuzz;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.Command;
import sunstone.connectors.message.Control;
import sunstone.connectors.message.Decision;
import sunstone.connectors.message.EbsdPoints;
import sunstone.connectors.message.JsonCodec;
import sunstone.connectors.message.Keyed;
import sunstone.connectors.message.KnownOptics;
import sunstone.connectors.message.LightOptics;
import sunstone.connectors.message.MapPacking;
import sunstone.connectors.message.MapRevision;
import sunstone.connectors.message.Pixel;
import sunstone.connectors.message.PixelType;
import sunstone.connectors.message.PlFrame;
import sunstone.connectors.message.Receipt;
import sunstone.connectors.message.RegionRuns;
import sunstone.connectors.message.ScanClosed;
import sunstone.connectors.message.ScanOpened;
import sunstone.connectors.message.ScanPlan;
import sunstone.connectors.message.Status;
import sunstone.connectors.message.Suggestion;
import sunstone.connectors.message.sampling.CarriedPart;
import sunstone.connectors.message.sampling.SamplingAnswer;
import sunstone.connectors.message.sampling.SamplingRequest;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;

/** One good record of every kind, of a scan of 6 x 5 pixels. */
public final class GoodRecords {
    public static final String SCAN = "s";
    static final ScanGrid GRID = new ScanGrid(6, 5, 0.5);
    private static final Instant AT = Instant.parse("2026-11-22T08:00:00.250Z");

    private GoodRecords() {}

    public static Outgoing opened() {
        return Outgoing.of(new ScanOpened(
                SCAN,
                "specimen",
                3,
                6,
                5,
                0.5,
                List.of(new ScanOpened.Phase(1, "Ti-Hex", "6/mmm"), new ScanOpened.Phase(2, "Ti-Cubic", "m-3m")),
                new ScanOpened.Frame("bunge-passive-deg", "X||a*", "x right, y down"),
                new ScanOpened.Pl(6, 30, 6, 5, new KnownOptics(0.5, 0.02, -31.5, -1, 1.25)),
                new ScanOpened.Budget(300, 2.0, AT),
                new ScanOpened.SpecimenPrior("before", 2.5),
                new RegionRuns("runs", List.of(3, 25, 2))));
    }

    /** What an instrument or an operator writes. */
    public static List<Outgoing> inputs() {
        return List.of(
                opened(),
                Outgoing.of(new ScanClosed(SCAN)),
                Outgoing.of(new PlFrame(SCAN, 3, 90, 6, 5, 1, 2, PixelType.U16LE, new byte[20])),
                Outgoing.of(new PlFrame(SCAN, 2, 60, 6, 5, 0, 6, PixelType.F32LE, new byte[120])),
                Outgoing.of(new EbsdPoints(
                        SCAN,
                        7,
                        List.of(
                                new EbsdPoints.Point(1, 2, 1, 10.5, 20.25, 30.125, 0.9, "c-1", AT),
                                new EbsdPoints.Point(3, 4, 0, 0, 0, 0, 0, null, AT)))),
                Outgoing.of(new Decision(
                        SCAN, SCAN + "/2", Decision.Verdict.EDIT, List.of(new Pixel(1, 2)), "scratch", "Ada", AT)),
                Outgoing.of(new Decision(SCAN, SCAN + "/1", Decision.Verdict.DENY, null, null, "Ada", AT)),
                Outgoing.of(new Control(
                        SCAN, Control.Action.FORBID, new RegionRuns("runs", List.of(0, 30)), "scratch", "Ada", AT)),
                Outgoing.of(new Control(
                        SCAN, new ScanPlan(200, 1.5, AT.plusSeconds(3600), 4, "pl-k-center"), "slow", "Ada", AT)),
                Outgoing.of(new Receipt(SCAN, SCAN + "/2/command", Receipt.State.REFUSED, "stage is moving")));
    }

    /** What the agent writes. */
    static List<Outgoing> outputs() {
        return List.of(
                Outgoing.of(new Suggestion(
                        SCAN,
                        SCAN + "/2",
                        2,
                        new Suggestion.BasedOn(12, 7, 36, "ab", 42),
                        AT,
                        AT.plusSeconds(60),
                        List.of(new Suggestion.Point(1, 2, 1, 12.5, 0.25, 105, "large grain without a point")),
                        new Suggestion.Stop("target reached"),
                        "no model")),
                Outgoing.of(new Command(SCAN, SCAN + "/2/command", SCAN + "/2", List.of(new Pixel(1, 2)))),
                Outgoing.of(map()),
                Outgoing.of(new Status(
                        "agent-1",
                        "0.1.0",
                        "ab",
                        List.of("sunstone.scans-0"),
                        3,
                        "cpu",
                        "advise",
                        "no model",
                        "no worker",
                        List.of(new Status.Light(SCAN, optics())),
                        List.of(new Status.Carried(SCAN, "before/9", 0.6, false, "60% of the map carried over")),
                        "auto",
                        "live",
                        List.of("scan-2: 8 of 72 points are left"),
                        AT)));
    }

    private static LightOptics optics() {
        return new LightOptics(
                LightOptics.ESTIMATED,
                12,
                0.5,
                0.02,
                -31.5,
                -1,
                1.25,
                List.of(2.5, -1.5),
                0.75,
                1.01,
                new LightOptics.Spread(0.01, 0.002, 0.5, 0.1, List.of(0.25, 0.5), 0.1, 0.002),
                null);
    }

    /** What agents and workers write to each other. */
    static List<Outgoing> sampling() {
        PlImage light = new PlImage(GRID, new float[PlImage.CHANNELS * GRID.size()], new float[PlImage.CHANNELS]);
        float[] member = new float[4 * GRID.size()];
        for (int i = 0; i < member.length; i += 4) {
            member[i] = 1;
        }
        return List.of(
                Outgoing.of(new SamplingRequest(
                        "agent-1",
                        3,
                        "ab",
                        "cd",
                        42,
                        4,
                        8,
                        GRID,
                        LaueGroup.HEXAGONAL,
                        light,
                        true,
                        List.of(new EbsdPoint(1, 2, 1, 0.6, 0.8, 0, 0, 0.9)),
                        new CarriedPart(
                                List.of(new CarriedPart.Place(1, 3, 0.7f, 1, 0, 0, 0)),
                                List.of(new CarriedPart.Source(2, 3, 0.9f, new double[] {1, 0, 0, 0, 0, 1, 0, 0}))))),
                Outgoing.of(new SamplingAnswer("agent-1", 3, 4, "w", null, member)),
                Outgoing.of(new SamplingAnswer("agent-1", 3, 4, "w", "another model", new float[0])));
    }

    static MapRevision map() {
        double[] q = new double[4 * GRID.size()];
        for (int i = 0; i < q.length; i += 4) {
            q[i] = Math.cos(0.01 * i);
            q[i + 1] = Math.sin(0.01 * i);
        }
        return new MapRevision(
                SCAN,
                2,
                12,
                3.5,
                9.75,
                new MapRevision.Calibration(12, 0.9, 1.1),
                812.5,
                "no model",
                optics(),
                MapPacking.pack(
                        OrientationMap.full(GRID, LaueGroup.HEXAGONAL, q),
                        new float[GRID.size()],
                        CrystalAxes.X_PARALLEL_A));
    }

    /** The codec of every topic that carries JSON, by the topic's name. */
    static Map<String, JsonCodec<? extends Keyed>> codecs() {
        Map<String, JsonCodec<? extends Keyed>> m = new LinkedHashMap<>();
        m.put("scans", Codecs.SCAN);
        m.put("ebsd-points", Codecs.EBSD_POINTS);
        m.put("suggestions", Codecs.SUGGESTION);
        m.put("decisions", Codecs.DECISION);
        m.put("controls", Codecs.CONTROL);
        m.put("commands", Codecs.COMMAND);
        m.put("receipts", Codecs.RECEIPT);
        m.put("maps", Codecs.MAP);
        m.put("status", Codecs.STATUS);
        return m;
    }
}
