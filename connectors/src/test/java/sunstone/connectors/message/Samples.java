package sunstone.connectors.message;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One message of every kind, with every field that it can have. */
final class Samples {
    static final Instant AT = Instant.parse("2026-11-22T08:00:00.250Z");

    private Samples() {}

    static ScanOpened opened() {
        return new ScanOpened(
                "scan-1",
                "specimen-1",
                3,
                4,
                5,
                0.5,
                List.of(new ScanOpened.Phase(1, "Ti-Hex", "6/mmm"), new ScanOpened.Phase(2, "Ti-Cubic", "m-3m")),
                new ScanOpened.Frame("bunge-passive-deg", "X||a*", "x right, y down"),
                new ScanOpened.Pl(36, 10, 4, 5, new KnownOptics(0.5, 0.02, -31.5, -1, 1.25)),
                new ScanOpened.Budget(300, 2.0, AT),
                new ScanOpened.SpecimenPrior("scan-0", 3.5),
                new RegionRuns("runs", List.of(3, 15, 2)));
    }

    static EbsdPoints points() {
        return new EbsdPoints(
                "scan-1",
                7,
                List.of(
                        new EbsdPoints.Point(1, 2, 1, 10.5, 20.25, 30.125, 0.9, "c-1", AT),
                        new EbsdPoints.Point(3, 4, 0, 0, 0, 0, 0, null, AT)));
    }

    static Suggestion suggestion() {
        return new Suggestion(
                "scan-1",
                "scan-1/2",
                2,
                new Suggestion.BasedOn(12, 7, 36, "sha256:ab", 42),
                AT,
                AT.plusSeconds(60),
                List.of(new Suggestion.Point(1, 2, 1, 12.5, 0.25, 105, "large grain without a point")),
                new Suggestion.Stop("target reached"),
                "no model");
    }

    static Decision decision() {
        return new Decision(
                "scan-1", "scan-1/2", Decision.Verdict.EDIT, List.of(new Pixel(1, 2)), "scratch", "Ada", AT);
    }

    static Control control() {
        return new Control(
                "scan-1",
                Control.Action.PREFER,
                new RegionRuns("runs", List.of(0, 20)),
                2.5,
                "weld",
                null,
                "scratch",
                "Ada",
                AT);
    }

    static Command command() {
        return new Command("scan-1", "scan-1/2/command", "scan-1/2", List.of(new Pixel(1, 2)));
    }

    static Receipt receipt() {
        return new Receipt("scan-1", "scan-1/2/command", Receipt.State.REFUSED, "stage is moving");
    }

    static MapRevision map() {
        return new MapRevision(
                "scan-1",
                2,
                12,
                3.5,
                9.75,
                new MapRevision.Calibration(12, 0.9, 1.1),
                812.5,
                "no model",
                optics(),
                new EncodedMap(MapPacking.ENCODING, 4, 5, 1, "6/mmm", "X||a", "eJw="));
    }

    static Status status() {
        return new Status(
                "agent-1",
                "0.1.0",
                "sha256:ab",
                List.of("sunstone.scans-0"),
                3,
                "cpu",
                "advise",
                "no model",
                "no worker",
                List.of(new Status.Light("scan-1", optics())),
                List.of(new Status.Carried("scan-1", "scan-0/9", 0.6, false, "60% of the map carried over")),
                "auto",
                "live",
                List.of("scan-2: 8 of 72 points are left"),
                AT);
    }

    static LightOptics optics() {
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

    /** Topic name to codec. */
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

    /** Topic name to the bytes of a good message. */
    static Map<String, byte[]> bytes() {
        Map<String, byte[]> m = new LinkedHashMap<>();
        m.put("scans", Codecs.SCAN.encode(opened()));
        m.put("ebsd-points", Codecs.EBSD_POINTS.encode(points()));
        m.put("suggestions", Codecs.SUGGESTION.encode(suggestion()));
        m.put("decisions", Codecs.DECISION.encode(decision()));
        m.put("controls", Codecs.CONTROL.encode(control()));
        m.put("commands", Codecs.COMMAND.encode(command()));
        m.put("receipts", Codecs.RECEIPT.encode(receipt()));
        m.put("maps", Codecs.MAP.encode(map()));
        m.put("status", Codecs.STATUS.encode(status()));
        return m;
    }

    static PlFrame band() {
        return new PlFrame("scan-1", 3, 30, 4, 5, 1, 2, PixelType.U16LE, new byte[20]);
    }
}
