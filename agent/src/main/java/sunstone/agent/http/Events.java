package sunstone.agent.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sunstone.agent.view.ActivityNote;
import sunstone.agent.view.ScanView;
import sunstone.agent.view.ScanViews;

/**
 * Server-sent events: every browser gets the newest state of what has changed, a few times a second. An event's id is
 * the number of the post it carries, so a browser that comes back with {@code Last-Event-ID} gets what it missed. A
 * browser that does not keep up misses states in between and nothing else; the loop never waits for one.
 *
 * <p>The server's event loop owns it.
 */
final class Events {
    /** Browsers that may listen at once. */
    static final int MOST_STREAMS = 32;

    private static final long PERIOD_MS = 250;
    private static final int BEAT_TICKS = 8;

    private final Vertx vertx;
    private final ScanViews views;
    private final Function<ScanView, JsonObject> describe;
    private final Clock clock;
    private final String epoch;
    private final Map<HttpServerResponse, Long> clients = new HashMap<>();
    private final long timer;
    private int ticks;
    private @Nullable String mode;

    /**
     * Events from now on.
     *
     * @param clock what beats tell
     * @param epoch tells this run of the agent from others: their ids mean nothing here
     */
    Events(Vertx vertx, ScanViews views, Function<ScanView, JsonObject> describe, Clock clock, String epoch) {
        this.vertx = vertx;
        this.views = views;
        this.describe = describe;
        this.clock = clock;
        this.epoch = epoch;
        timer = vertx.setPeriodic(PERIOD_MS, t -> tick());
    }

    void attach(RoutingContext c) {
        if (clients.size() >= MOST_STREAMS) {
            c.response().putHeader("Retry-After", "10");
            Problem.send(c, 503, MOST_STREAMS + " event streams are open, which is the most");
            return;
        }
        HttpServerResponse response = c.response();
        response.setChunked(true)
                .putHeader("Content-Type", "text/event-stream; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Content-Encoding", "identity"); // a packed stream would be held back
        response.closeHandler(v -> clients.remove(response));
        response.exceptionHandler(e -> clients.remove(response));
        response.write("retry: 1000\n\n" + beat());
        if (mode != null) {
            response.write(mode);
        }
        long last = seen(c.request().getHeader("Last-Event-ID"));
        clients.put(response, last);
        send(response, last, new HashMap<>());
    }

    /** Number behind an id of this run; 0, which means everything, for any other text. */
    private long seen(@Nullable String id) {
        if (id == null || !id.startsWith(epoch + "-")) {
            return 0;
        }
        try {
            return Math.max(0, Long.parseLong(id.substring(epoch.length() + 1)));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Tells everybody the mode, now and when they come. */
    void mode(JsonObject now) {
        String text = "event: mode\ndata: " + now.encode() + "\n\n";
        if (!text.equals(mode)) {
            mode = text;
            clients.keySet().forEach(response -> response.write(text));
        }
    }

    /** Streams that are open. */
    int open() {
        return clients.size();
    }

    private void tick() {
        ticks++;
        Map<Long, String> texts = new HashMap<>();
        clients.entrySet().forEach(client -> {
            HttpServerResponse response = client.getKey();
            if (response.writeQueueFull()) {
                return; // it gets the newest state when it has read what it has
            }
            client.setValue(send(response, client.getValue(), texts));
            if (ticks % BEAT_TICKS == 0) {
                response.write(beat());
            }
        });
    }

    /** The agent lives, and what its clock shows; every two seconds. */
    private String beat() {
        return "event: beat\ndata: "
                + new JsonObject().put("at", clock.instant().toString()).encode() + "\n\n";
    }

    private record Due(long number, String event, Object content) {}

    /** Sends what is newer than a number, oldest first; the new number. */
    private long send(HttpServerResponse response, long last, Map<Long, String> texts) {
        List<Due> due = new ArrayList<>();
        views.notesSince(last).forEach(p -> due.add(new Due(p.number(), "note", p.content())));
        views.viewsSince(last).forEach(p -> due.add(new Due(p.number(), "scan", p.content())));
        due.sort(Comparator.comparingLong(Due::number));
        for (Due d : due) {
            response.write(texts.computeIfAbsent(d.number(), n -> text(d)));
        }
        long sent = due.isEmpty() ? last : due.get(due.size() - 1).number();
        clients.replace(response, sent);
        return sent;
    }

    private String text(Due d) {
        JsonObject data =
                d.content() instanceof ActivityNote note ? AgentApi.note(note) : describe.apply((ScanView) d.content());
        return "id: " + epoch + "-" + d.number() + "\nevent: " + d.event() + "\ndata: " + data.encode() + "\n\n";
    }

    void close() {
        vertx.cancelTimer(timer);
        List.copyOf(clients.keySet()).forEach(HttpServerResponse::end);
        clients.clear();
    }
}
