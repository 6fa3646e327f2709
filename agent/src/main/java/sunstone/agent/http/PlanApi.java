package sunstone.agent.http;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sunstone.agent.loop.Door;
import sunstone.agent.scan.Budget;
import sunstone.agent.scan.Plan;
import sunstone.agent.view.ScanView;
import sunstone.connectors.message.Control;
import sunstone.connectors.message.ScanPlan;

/**
 * Budget, target, deadline, batch and policy of a scan, read and changed as a whole; of two who change the same plan
 * the second must read again. The server's event loop owns it.
 */
final class PlanApi {
    private final Door loop;
    private final Set<String> changing = new HashSet<>(); // scans whose change is on its way through Kafka

    PlanApi(Door loop) {
        this.loop = loop;
    }

    void mount(RouterBuilder routes, ScanApi scans) {
        routes.getRoute("getPlan").addHandler(scans.inScan((c, v) -> tell(c, v.plan())));
        routes.getRoute("setPlan").addHandler(scans.inScan(this::change));
    }

    /** A plan in the words of the API. */
    static JsonObject json(Plan p) {
        Budget budget = p.budget();
        Instant deadline = budget.deadline();
        return new JsonObject()
                .put("points", budget.points())
                .put("targetDeg", budget.targetDeg())
                .put("deadline", deadline == null ? null : deadline.toString())
                .put("batch", p.batch())
                .put("policy", p.policy())
                .put("by", p.by());
    }

    private static String tag(Plan p) {
        return "\"plan-" + Integer.toHexString(json(p).encode().hashCode()) + '"';
    }

    private static void tell(RoutingContext c, Plan p) {
        c.response().putHeader("ETag", tag(p)).putHeader("Cache-Control", "no-cache");
        c.json(json(p));
    }

    private void change(RoutingContext c, ScanView v) {
        String scanId = v.scan().scanId();
        if (!Precondition.holds(c, "the plan", tag(v.plan()), !changing.contains(scanId))) {
            return;
        }
        JsonObject body = Parameters.of(c).body();
        ScanPlan wanted;
        try {
            wanted = new ScanPlan(
                    body.getInteger("points"),
                    body.getDouble("targetDeg"),
                    instant(body.getString("deadline")),
                    body.getInteger("batch"),
                    body.getString("policy"));
        } catch (DateTimeException e) {
            Problem.send(
                    c, 400, "deadline must be an instant such as 2026-11-28T06:00:00Z: " + body.getString("deadline"));
            return;
        } catch (IllegalArgumentException e) {
            Problem.send(c, 400, String.valueOf(e.getMessage()));
            return;
        }
        changing.add(scanId);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        String operator = body.getString("operator", "page");
        OperatorApi.answer(
                c,
                loop.control(new Control(scanId, wanted, body.getString("reason"), operator, now))
                        .onComplete(x -> changing.remove(scanId)));
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS);
    }
}
