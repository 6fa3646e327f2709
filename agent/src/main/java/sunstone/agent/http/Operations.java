package sunstone.agent.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Checks of the contract before any handler looks at a request: 405 with {@code Allow} for a method that a path does
 * not have, 400 for a query parameter that nobody knows, and HEAD wherever there is GET.
 */
final class Operations {
    private static final String BASE = "/api/v1";

    private final List<Path> paths = new ArrayList<>();

    /** A path of the contract: query parameters by method. */
    private record Path(Pattern pattern, TreeMap<String, TreeSet<String>> queries) {
        String allow() {
            TreeSet<String> methods = new TreeSet<>(queries.keySet());
            if (methods.contains("GET")) {
                methods.add("HEAD");
            }
            return String.join(", ", methods);
        }
    }

    Operations(JsonObject contract) {
        for (Map.Entry<String, Object> entry : contract.getJsonObject("paths")) {
            TreeMap<String, TreeSet<String>> queries = new TreeMap<>();
            for (Map.Entry<String, Object> operation : (JsonObject) entry.getValue()) {
                if (operation.getValue() instanceof JsonObject o) {
                    queries.put(operation.getKey().toUpperCase(Locale.ROOT), queryNames(o));
                }
            }
            String regex = BASE + entry.getKey().replaceAll("\\{[^}]+}", "[^/]+");
            paths.add(new Path(Pattern.compile(regex), queries));
        }
    }

    private static TreeSet<String> queryNames(JsonObject operation) {
        TreeSet<String> names = new TreeSet<>();
        for (Object p : operation.getJsonArray("parameters", new JsonArray())) {
            if (p instanceof JsonObject parameter && "query".equals(parameter.getString("in"))) {
                names.add(parameter.getString("name"));
            }
        }
        return names;
    }

    /** Refuses what the contract does not have; passes everything else on. */
    void check(RoutingContext c) {
        String path = c.request().path();
        Optional<Path> found =
                paths.stream().filter(p -> p.pattern().matcher(path).matches()).findFirst();
        if (found.isEmpty()) {
            c.next(); // to be answered with 404
            return;
        }
        HttpMethod method = c.request().method();
        boolean head = method.equals(HttpMethod.HEAD);
        TreeSet<String> known = found.get().queries().get(head ? "GET" : method.name());
        if (known == null) {
            c.response().putHeader("Allow", found.get().allow());
            Problem.send(c, 405, "not with " + method + ": " + found.get().allow());
            return;
        }
        for (String name : c.queryParams().names()) {
            if (!known.contains(name)) {
                Problem.send(
                        c,
                        400,
                        "unknown query parameter " + name + ": "
                                + (known.isEmpty() ? "there is none here" : String.join(", ", known)));
                return;
            }
        }
        if (head && path.equals(BASE + "/events")) { // a stream has no end to wait for
            c.response()
                    .putHeader("Content-Type", "text/event-stream; charset=utf-8")
                    .end();
        } else if (head) {
            c.reroute(HttpMethod.GET, c.request().uri());
        } else {
            c.next();
        }
    }
}
