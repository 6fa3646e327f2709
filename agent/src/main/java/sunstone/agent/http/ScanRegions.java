package sunstone.agent.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import sunstone.agent.round.Round;
import sunstone.agent.scan.OperatorRegion;
import sunstone.agent.view.ScanView;

/** Operators' regions in the words of the API, with the uncertainty inside and outside of them. */
final class ScanRegions {
    private ScanRegions() {}

    static JsonArray of(ScanView v) {
        JsonArray json = new JsonArray();
        for (OperatorRegion r : v.regions()) {
            json.add(one(v, r));
        }
        return json;
    }

    private static JsonObject one(ScanView v, OperatorRegion r) {
        JsonObject json = new JsonObject()
                .put("kind", r.preferred() ? "prefer" : "forbid")
                .put("region", ScanJson.region(r.runs()))
                .put("pixels", r.pixels())
                .put("untilDeg", r.untilDeg())
                .put("name", r.name())
                .put("operator", r.operator());
        Round round = v.round();
        if (round != null) {
            boolean[] inside = r.runs().wanted();
            float[] u = round.posterior().uncertaintyDeg();
            double[] sum = new double[2];
            int[] n = new int[2];
            for (int i = 0; i < u.length; i++) {
                if (v.scan().wanted(i)) {
                    int where = inside[i] ? 0 : 1;
                    sum[where] += u[i];
                    n[where]++;
                }
            }
            json.put("insideDeg", n[0] == 0 ? null : sum[0] / n[0]).put("outsideDeg", n[1] == 0 ? null : sum[1] / n[1]);
        }
        return json;
    }
}
