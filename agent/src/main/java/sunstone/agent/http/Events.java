package sunstone.agent.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import sunstone.agent.Bulletin;
import sunstone.agent.ScanView;

/**
 * Server-sent events: every browser gets the newest state of what has changed, a few times a second. A browser that does
 * not keep up misses states in between and nothing else.
 *
 * <p>The page's event loop owns it, but for the set of changed scans.
 */
final class Events {
    private static final long PERIOD_MS = 250;
    private static final int KEEP_ALIVE_TICKS = 60;

    private final Vertx vertx;
    private final Bulletin bulletin;
    private final Function<ScanView, JsonObject> describe;
    private final Consumer<ScanView> listener;
    private final Set<String> changed = ConcurrentHashMap.newKeySet();
    private final Map<HttpServerResponse, Set<String>> clients = new HashMap<>();
    private final long timer;
    private int ticks;

    Events(Vertx vertx, Bulletin bulletin, Function<ScanView, JsonObject> describe) {
        this.vertx = vertx;
        this.bulletin = bulletin;
        this.describe = describe;
        this.listener = view -> changed.add(view.scan().scanId());
        bulletin.subscribe(listener);
        timer = vertx.setPeriodic(PERIOD_MS, t -> tick());
    }

    void attach(RoutingContext c) {
        HttpServerResponse response = c.response();
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream; charset=utf-8")
                .putHeader("Cache-Control", "no-store");
        Set<String> due = new LinkedHashSet<>();
        bulletin.all().forEach(v -> due.add(v.scan().scanId()));
        clients.put(response, due);
        response.closeHandler(v -> clients.remove(response));
        response.exceptionHandler(e -> clients.remove(response));
        response.write("retry: 1000\n\n");
    }

    private void tick() {
        List<String> news = List.copyOf(changed);
        news.forEach(changed::remove);
        ticks++;
        Map<String, String> texts = new HashMap<>();
        clients.forEach((response, due) -> {
            due.addAll(news);
            if (response.writeQueueFull()) {
                return; // a slow browser: it gets the newest state when it has read what it has
            }
            for (String scanId : due) {
                bulletin.of(scanId)
                        .ifPresent(v -> response.write(texts.computeIfAbsent(
                                scanId, k -> "data: " + describe.apply(v).encode() + "\n\n")));
            }
            due.clear();
            if (ticks % KEEP_ALIVE_TICKS == 0) {
                response.write(": still here\n\n");
            }
        });
    }

    void close() {
        vertx.cancelTimer(timer);
        bulletin.unsubscribe(listener);
        List.copyOf(clients.keySet()).forEach(HttpServerResponse::end);
        clients.clear();
    }
}
