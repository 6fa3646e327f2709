package sunstone.agent.journal;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import sunstone.agent.calibration.CalibrationMonitor;
import sunstone.agent.calibration.CalibrationState;
import sunstone.agent.calibration.ErrorBound;
import sunstone.models.map.EbsdPoint;

/** State of the calibration of a scan as the JSON of the header {@code learnt} of a suggestion. */
final class CalibrationJson {
    private CalibrationJson() {}

    /** The object; numbers come back from it bit for bit. */
    static JsonObject of(CalibrationState learnt) {
        JsonArray compared = new JsonArray();
        learnt.innovations()
                .forEach(i -> compared.add(new JsonArray()
                        .add(i.pixel())
                        .add(i.errorDeg())
                        .add(i.claimedDeg())
                        .add(i.surprise())));
        JsonArray open = new JsonArray();
        learnt.doubts().forEach(d -> {
            JsonArray doubt = point(d.point()).add(d.pixel());
            for (double q : d.before()) {
                doubt.add(q);
            }
            open.add(doubt);
        });
        JsonArray wrong = new JsonArray();
        learnt.refuted().forEach(p -> wrong.add(point(p)));
        return new JsonObject()
                .put("judged", learnt.judged())
                .put("inside", learnt.inside())
                .put("squaredError", learnt.squaredError())
                .put("variance", learnt.variance())
                .put("innovations", compared)
                .put("doubts", open)
                .put("refuted", wrong);
    }

    /**
     * The opposite of {@link #of}.
     *
     * @throws RuntimeException of many kinds if it is anything else
     */
    static CalibrationState read(JsonObject json) {
        return new CalibrationState(
                json.getInteger("judged"),
                json.getInteger("inside"),
                json.getDouble("squaredError"),
                json.getDouble("variance"),
                rows(
                        json,
                        "innovations",
                        a -> new ErrorBound.Innovation(
                                a.getInteger(0), a.getDouble(1), a.getDouble(2), a.getBoolean(3))),
                rows(
                        json,
                        "doubts",
                        a -> new CalibrationMonitor.Doubt(point(a), a.getInteger(8), new double[] {
                            a.getDouble(9), a.getDouble(10), a.getDouble(11), a.getDouble(12)
                        })),
                rows(json, "refuted", CalibrationJson::point));
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
