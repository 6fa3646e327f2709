package sunstone.agent.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import sunstone.agent.Offer;
import sunstone.agent.Round;
import sunstone.agent.ScanView;
import sunstone.agent.policy.Candidate;

/** A scan in the words of the page. */
final class ScanJson {
    private ScanJson() {}

    static JsonObject of(ScanView v, @Nullable Pictures truth) {
        JsonObject json = new JsonObject()
                .put("scanId", v.scan().scanId())
                .put("rows", v.scan().grid().rows())
                .put("cols", v.scan().grid().cols())
                .put("stepUm", v.scan().grid().stepUm())
                .put("phase", v.scan().mapped().name())
                .put("budgetPoints", v.scan().budget().points())
                .put("targetDeg", v.scan().budget().targetDeg())
                .put("measurements", v.measurements())
                .put("pending", v.pending().size())
                .put("frames", v.frames())
                .put("framesDue", v.scan().plFrames())
                .put("duplicates", v.duplicates())
                .put("rejected", v.rejected())
                .put("refusedDecisions", v.refusedDecisions())
                .put("coverage90", v.calibration().coverage90())
                .put("spreadSkill", v.calibration().spreadSkill())
                .put("inferenceMs", v.inferenceMs())
                .put("closed", v.closed())
                .put("revision", 0);
        JsonArray history = new JsonArray();
        v.history()
                .forEach(s -> history.add(new JsonArray().add(s.measurements()).add(s.meanUncertaintyDeg())));
        json.put("history", history);
        Round round = v.round();
        if (round != null) {
            json.put("revision", round.revision())
                    .put("meanUncertaintyDeg", round.meanUncertaintyDeg())
                    .put("p95UncertaintyDeg", round.p95UncertaintyDeg())
                    .put("members", round.posterior().members().size())
                    .put("degraded", round.degraded())
                    .put("pl", round.snapshot().pl() != null);
            if (truth != null) {
                json.put("errorDeg", truth.meanErrorDeg(v.scan(), round));
            }
        }
        Offer offer = v.offer();
        if (offer != null) {
            json.put("suggestion", suggestion(offer, v, round));
        }
        return json;
    }

    private static JsonObject suggestion(Offer offer, ScanView v, @Nullable Round round) {
        JsonArray points = new JsonArray();
        if (round != null && round.revision() == offer.revision()) {
            for (Candidate c : round.suggestion()) {
                points.add(new JsonObject()
                        .put("row", c.row())
                        .put("col", c.col())
                        .put("uncertaintyDeg", c.uncertaintyDeg())
                        .put("why", c.why()));
            }
        } else { // published by the process before this one
            offer.points()
                    .forEach(p -> points.add(new JsonObject()
                            .put("row", p.row())
                            .put("col", p.col())
                            .put("why", "")));
        }
        return new JsonObject()
                .put("id", offer.suggestionId())
                .put("revision", offer.revision())
                .put("expiresAt", offer.expiresAt().toString())
                .put("decided", v.decided())
                .put("stop", offer.stop())
                .put("points", points);
    }
}
