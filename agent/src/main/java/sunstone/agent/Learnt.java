package sunstone.agent;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import sunstone.models.map.EbsdPoint;

/**
 * What the judged points of a scan have left behind ({@link LiveTrust}), as it stands in the header {@code learnt} of a
 * suggestion. Numbers come back from JSON bit for bit.
 *
 * @param judged number of points judged
 * @param inside how many of them lay within the ball that holds 90% of the members
 * @param squaredError sum of squared errors less the noise, square degrees
 * @param variance sum of the members' variance about the published orientation, square degrees
 * @param innovations the newest comparisons, oldest first
 * @param doubts surprising points that nothing beside them has settled
 * @param refuted points that turned out to be wrong solutions
 */
record Learnt(
        int judged,
        int inside,
        double squaredError,
        double variance,
        List<Trust.Innovation> innovations,
        List<LiveTrust.Doubt> doubts,
        List<EbsdPoint> refuted) {
    Learnt {
        innovations = List.copyOf(innovations);
        doubts = List.copyOf(doubts);
        refuted = List.copyOf(refuted);
    }

    JsonObject toJson() {
        JsonArray compared = new JsonArray();
        innovations.forEach(i -> compared.add(new JsonArray()
                .add(i.pixel())
                .add(i.errorDeg())
                .add(i.claimedDeg())
                .add(i.surprise())));
        JsonArray open = new JsonArray();
        doubts.forEach(d -> {
            JsonArray doubt = point(d.point()).add(d.pixel());
            for (double q : d.before()) {
                doubt.add(q);
            }
            open.add(doubt);
        });
        JsonArray wrong = new JsonArray();
        refuted.forEach(p -> wrong.add(point(p)));
        return new JsonObject()
                .put("judged", judged)
                .put("inside", inside)
                .put("squaredError", squaredError)
                .put("variance", variance)
                .put("innovations", compared)
                .put("doubts", open)
                .put("refuted", wrong);
    }

    /**
     * The opposite of {@link #toJson}.
     *
     * @throws RuntimeException of many kinds if it is anything else
     */
    static Learnt of(JsonObject json) {
        return new Learnt(
                json.getInteger("judged"),
                json.getInteger("inside"),
                json.getDouble("squaredError"),
                json.getDouble("variance"),
                rows(
                        json,
                        "innovations",
                        a -> new Trust.Innovation(a.getInteger(0), a.getDouble(1), a.getDouble(2), a.getBoolean(3))),
                rows(
                        json,
                        "doubts",
                        a -> new LiveTrust.Doubt(point(a), a.getInteger(8), new double[] {
                            a.getDouble(9), a.getDouble(10), a.getDouble(11), a.getDouble(12)
                        })),
                rows(json, "refuted", Learnt::point));
    }

    private static <T> List<T> rows(JsonObject json, String name, Function<JsonArray, T> row) {
        List<T> list = new ArrayList<>();
        JsonArray array = json.getJsonArray(name);
        for (int k = 0; k < array.size(); k++) {
            list.add(row.apply(array.getJsonArray(k)));
        }
        return list;
    }

    private static JsonArray point(EbsdPoint p) {
        return new JsonArray()
                .add(p.row())
                .add(p.col())
                .add(p.phase())
                .add(p.w())
                .add(p.x())
                .add(p.y())
                .add(p.z())
                .add(p.confidence());
    }

    private static EbsdPoint point(JsonArray a) {
        return new EbsdPoint(
                a.getInteger(0),
                a.getInteger(1),
                a.getInteger(2),
                a.getDouble(3),
                a.getDouble(4),
                a.getDouble(5),
                a.getDouble(6),
                a.getDouble(7));
    }
}
