package sunstone.agent.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.util.Comparator;
import java.util.Locale;
import sunstone.agent.loop.Door;
import sunstone.agent.loop.LoopSettings;
import sunstone.agent.policy.AcquisitionPolicy;
import sunstone.agent.policy.rule.Policies;
import sunstone.agent.view.ActivityNote;
import sunstone.agent.view.ScanViews;

/** Read-only part of the API about the agent itself. */
final class AgentApi {
    private final Door loop;
    private final ScanViews views;
    private final JsonObject contract;

    AgentApi(Door loop, ScanViews views, JsonObject contract) {
        this.loop = loop;
        this.views = views;
        this.contract = contract;
    }

    void mount(RouterBuilder routes) {
        routes.getRoute("getOpenApi").addHandler(c -> c.json(contract));
        routes.getRoute("getConfig").addHandler(c -> c.json(config(loop.settings())));
        routes.getRoute("getLog").addHandler(this::log);
    }

    private static JsonObject config(LoopSettings s) {
        return new JsonObject()
                .put("agentId", s.agentId())
                .put("version", s.version())
                .put("model", s.engine().model().orElse(null))
                .put("device", s.engine().device())
                .put("degraded", s.engine().trouble().orElse(null))
                .put("policy", s.recipe().get("policy.name"))
                .put("batch", s.recipe().get("policy.batch"))
                .put("members", s.recipe().get("model.members"))
                .put(
                        "policies",
                        new JsonArray(Policies.all().stream()
                                .map(AcquisitionPolicy::name)
                                .toList()))
                .put("modeAtStart", s.mode().word())
                .put("plWaitSeconds", s.pace().plWait().toMillis() / 1e3)
                .put("batchWaitSeconds", s.pace().batchWait().toMillis() / 1e3)
                .put("suggestionLifeSeconds", s.suggestionLife().toMillis() / 1e3)
                .put("heartbeatSeconds", s.heartbeat().toMillis() / 1e3);
    }

    private void log(RoutingContext c) {
        JsonArray json = new JsonArray();
        views.notesSince(0).stream()
                .map(ScanViews.Posted::content)
                .sorted(Comparator.comparing(ActivityNote::at))
                .forEach(n -> json.add(note(n)));
        c.json(json);
    }

    static JsonObject note(ActivityNote n) {
        return new JsonObject()
                .put("at", n.at().toString())
                .put("scanId", n.scanId())
                .put("level", n.level().name().toLowerCase(Locale.ROOT))
                .put("text", n.text());
    }
}
