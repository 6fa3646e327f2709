package sunstone.agent.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sunstone.agent.picture.PhaseRendering;
import sunstone.agent.policy.Candidate;
import sunstone.agent.policy.Travel;
import sunstone.agent.round.CarriedNote;
import sunstone.agent.round.Round;
import sunstone.agent.scan.Pixel;
import sunstone.agent.scan.Scan;
import sunstone.agent.scan.SuggestionRecord;
import sunstone.agent.view.Activity;
import sunstone.agent.view.ScanView;
import sunstone.agent.wire.LightRecords;
import sunstone.connectors.message.LightOptics;
import sunstone.connectors.message.RegionRuns;
import sunstone.models.map.ScanGrid;

/** A scan in the words of the API. */
final class ScanJson {
    /** Steps of the history that are told at most; a longer one is thinned. */
    private static final int MOST_STEPS = 300;

    private ScanJson() {}

    static JsonObject of(ScanView v, Travel travel, @Nullable ErrorCurve errors, ScanDigests.Digest digest) {
        Scan scan = v.scan();
        JsonObject json = new JsonObject()
                .put("scanId", scan.scanId())
                .put("specimenId", v.specimenId())
                .put("section", v.section())
                .put("rows", scan.grid().rows())
                .put("cols", scan.grid().cols())
                .put("stepUm", scan.grid().stepUm())
                .put("phase", scan.mapped().name())
                .put("laue", scan.mapped().laue().symbol())
                .put("phases", phases(v))
                .put("wantedPixels", digest.wanted())
                .put("budgetPoints", v.plan().budget().points())
                .put("targetDeg", v.plan().budget().targetDeg())
                .put("deadline", text(v.plan().budget().deadline()))
                .put("plan", PlanApi.json(v.plan()))
                .put("measurements", v.measurements())
                .put("pending", pixels(v.pending()))
                .put("frames", v.frames())
                .put("framesDue", scan.plFrames())
                .put("duplicates", v.duplicates())
                .put("rejected", v.rejected())
                .put("refusedDecisions", v.refusedDecisions())
                .put("calibration", calibration(v))
                .put("inferenceMs", v.inferenceMs())
                .put("history", history(v, errors))
                .put("lastSign", v.lastSign().toString())
                .put("paused", v.paused())
                .put("stopped", v.stop())
                .put("preferred", region(v.preferred()))
                .put("forbidden", region(v.forbidden()))
                .put("regions", digest.regions())
                .put("activity", activity(v.activity()))
                .put("pace", pace(v, travel, digest.wanted()))
                .put("frozen", v.frozen())
                .put("closed", v.closed())
                .put("below", v.below())
                .put("revision", 0)
                .put("suggestion", suggestion(v));
        Round round = v.round();
        if (round != null) {
            json.put("revision", round.revision())
                    .put("revisionAt", text(v.roundAt()))
                    .put("points", round.snapshot().points().size())
                    .put("meanUncertaintyDeg", round.meanUncertaintyDeg())
                    .put("p95UncertaintyDeg", round.p95UncertaintyDeg())
                    .put("upperMeanDeg", finite(round.upperMeanDeg()))
                    .put("targetMet", targetMet(v, round))
                    .put(
                            "unusable",
                            round.measurements() - round.snapshot().points().size())
                    .put("uncertainty", digest.uncertainty())
                    .put("members", round.posterior().members().size())
                    .put("degraded", round.degraded())
                    .put("pl", round.snapshot().rawLight() != null)
                    .put("optics", optics(LightRecords.of(round.light())))
                    .put("carried", carried(CarriedNote.of(round.snapshot())))
                    .put("truth", errors != null)
                    .put("errorDeg", errors == null ? null : errors.of(scan.scanId(), round.revision()));
        }
        return json;
    }

    /** Every announced phase and what was not indexed: where the colours of layer phases come from, and how often each was met. */
    private static JsonArray phases(ScanView v) {
        JsonArray json = new JsonArray();
        int mapped = v.measurements() - v.phases().others().size();
        v.phases().names().forEach((id, name) -> {
            long points = id == v.scan().mapped().id() ? mapped : v.phases().count(id);
            json.add(phase(id, name, points, v.phases().number(id)));
        });
        return json.add(phase(0, "not indexed", v.phases().count(0), 0));
    }

    private static JsonObject phase(int id, String name, long points, int number) {
        return new JsonObject()
                .put("id", id)
                .put("name", name)
                .put("points", Math.max(0, points))
                .put("colour", String.format(Locale.ROOT, "#%06x", PhaseRendering.colour(number)));
    }

    private static boolean targetMet(ScanView v, Round round) {
        Double target = v.plan().budget().targetDeg();
        return target != null && round.degraded() == null && round.upperMeanDeg() <= target;
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static JsonObject activity(Activity a) {
        return new JsonObject()
                .put("kind", a.kind().name().toLowerCase(Locale.ROOT))
                .put("since", a.since().toString())
                .put("done", a.done())
                .put("of", a.of())
                .put("until", text(a.until()))
                .put("by", a.by());
    }

    /** What measuring costs, and what every pixel would have cost by the configured dwell and travel. */
    private static JsonObject pace(ScanView v, Travel travel, int wanted) {
        ScanGrid grid = v.scan().grid();
        double raster = wanted * (travel.dwellMs() + travel.settleMs() + travel.msPerUm() * grid.stepUm());
        return new JsonObject()
                .put("secondsPerPoint", finite(v.pace().secondsPerPoint()))
                .put("usedSeconds", v.pace().usedSeconds())
                .put("rasterSeconds", raster / 1000);
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }

    static JsonObject calibration(ScanView v) {
        return new JsonObject()
                .put("points", v.calibration().points())
                .put("coverage90", v.calibration().coverage90())
                .put("spreadSkill", v.calibration().spreadSkill());
    }

    /** What is learnt of the light, in the words of the topic {@code maps}; numbers that mean nothing are null. */
    private static @Nullable JsonObject optics(@Nullable LightOptics o) {
        if (o == null) {
            return null;
        }
        LightOptics.Spread sd = o.sd();
        return new JsonObject()
                .put("verdict", o.verdict())
                .put("points", o.points())
                .put("gain", o.gain())
                .put("black", o.black())
                .put("zeroDeg", o.zeroDeg())
                .put("sense", o.sense())
                .put("deltaDeg", o.deltaDeg())
                .put("shiftPx", pair(o.shiftPx()))
                .put("rotationDeg", o.rotationDeg())
                .put("scale", o.scale())
                .put(
                        "sd",
                        sd == null
                                ? null
                                : new JsonObject()
                                        .put("gain", sd.gain())
                                        .put("black", sd.black())
                                        .put("zeroDeg", sd.zeroDeg())
                                        .put("deltaDeg", sd.deltaDeg())
                                        .put("shiftPx", pair(sd.shiftPx()))
                                        .put("rotationDeg", sd.rotationDeg())
                                        .put("scale", sd.scale()))
                .put("note", o.note());
    }

    /** What the section below told, or null if there was none. */
    private static @Nullable JsonObject carried(@Nullable CarriedNote c) {
        return c == null
                ? null
                : new JsonObject()
                        .put("share", c.share())
                        .put("trust", c.trust())
                        .put("takenBack", c.takenBack())
                        .put("why", c.why());
    }

    private static @Nullable JsonArray pair(@Nullable List<Double> values) {
        return values == null ? null : new JsonArray(values);
    }

    static @Nullable JsonObject region(@Nullable RegionRuns region) {
        return region == null
                ? null
                : new JsonObject().put("encoding", region.encoding()).put("runs", new JsonArray(region.runs()));
    }

    private static JsonArray pixels(List<Pixel> pixels) {
        JsonArray json = new JsonArray();
        pixels.forEach(p -> json.add(new JsonArray().add(p.row()).add(p.col())));
        return json;
    }

    private static JsonArray history(ScanView v, @Nullable ErrorCurve errors) {
        JsonArray json = new JsonArray();
        int n = v.history().size();
        int stride = 1 + n / MOST_STEPS;
        for (int k = 0; k < n; k++) {
            if (k % stride == 0 || k == n - 1) {
                ScanView.Step s = v.history().get(k);
                json.add(new JsonObject()
                        .put("revision", s.revision())
                        .put("points", s.measurements())
                        .put("uncertaintyDeg", s.meanUncertaintyDeg())
                        .put("upperDeg", finite(s.upperMeanDeg()))
                        .put(
                                "errorDeg",
                                errors == null ? null : errors.of(v.scan().scanId(), s.revision()))
                        .put("at", s.at().toString()));
            }
        }
        return json;
    }

    /** The suggestion that stands, or null. */
    static @Nullable JsonObject suggestion(ScanView v) {
        SuggestionRecord offer = v.offer();
        if (offer == null) {
            return null;
        }
        JsonArray points = new JsonArray();
        Round round = v.round();
        if (round != null && round.revision() == offer.revision()) {
            for (Candidate c : round.suggestion()) {
                points.add(new JsonObject()
                        .put("row", c.row())
                        .put("col", c.col())
                        .put("rank", points.size() + 1)
                        .put("uncertaintyDeg", c.uncertaintyDeg())
                        .put("expectedGainDeg", c.expectedGainDeg())
                        .put("travelMs", c.travelMs())
                        .put("why", c.why()));
            }
        } else { // published by the process before this one
            for (Pixel p : offer.points()) {
                points.add(new JsonObject()
                        .put("row", p.row())
                        .put("col", p.col())
                        .put("rank", points.size() + 1)
                        .put("why", "proposed before the agent was restarted"));
            }
        }
        return new JsonObject()
                .put("suggestionId", offer.suggestionId())
                .put("revision", offer.revision())
                .put("createdAt", offer.createdAt().toString())
                .put("expiresAt", offer.expiresAt().toString())
                .put("decided", v.decided())
                .put("stop", offer.stop())
                .put("points", points);
    }

    /** Degrees row by row, null where there are none; by hand, because a map has a million of them. */
    static byte[] degrees(ScanGrid grid, int revision, float[] values) {
        StringBuilder s = new StringBuilder(8 * values.length + 100);
        s.append("{\"revision\":")
                .append(revision)
                .append(",\"unit\":\"deg\",\"rows\":")
                .append(grid.rows());
        s.append(",\"cols\":").append(grid.cols()).append(",\"values\":[");
        for (int i = 0; i < values.length; i++) {
            s.append(i == 0 ? "" : ",");
            if (Float.isNaN(values[i])) {
                s.append("null");
            } else {
                s.append(Math.round(1000.0 * values[i]) / 1000.0);
            }
        }
        return s.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }
}
