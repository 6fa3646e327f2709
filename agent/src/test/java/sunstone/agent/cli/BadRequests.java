package sunstone.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Random;

/** Requests that a contract does not allow, and some that it does: never a 5xx, always a problem. */
final class BadRequests {
    private final ApiClient api;
    private final Random random;

    BadRequests(ApiClient api, Random random) {
        this.api = api;
        this.random = random;
    }

    /** Sends one request to an operation and checks its answer; whether it was refused. */
    boolean send(String method, String path) {
        String full = path;
        for (String name : List.of("scanId", "layer", "row", "col", "topic", "partition", "offset")) {
            full = full.replace(
                    "{" + name + "}",
                    pick("scan", "..", "%2e%2e%2f", "0", "-1", "99999999999", "%00", "x".repeat(300), "%ff", "map"));
        }
        if (random.nextBoolean()) {
            full += "?" + pick("revision", "axis", "frame", "maxDeg", "format", "x") + "="
                    + pick("-1", "NaN", "1e400", "%27%3B", "q", "", "[]", "99999999999999999999");
        }
        HttpRequest.Builder request =
                api.request("/api/v1" + full).header("If-Match", pick("\"zz\"", "nonsense", "\"mode-0\""));
        String body = pick(
                "",
                "{",
                "null",
                "[]",
                "\"mode\"",
                "{\"mode\":\"full\"}",
                "{\"mode\":7}",
                "{\"mode\":\"auto\"}", // well-formed: only the stale If-Match stops it
                "{\"suggestionId\":\"scan/1\",\"verdict\":\"edit\"}",
                "{\"suggestionId\":\"scan/1\",\"verdict\":\"edit\",\"points\":[{\"row\":-1,\"col\":1e9}]}",
                "{\"action\":\"prefer\"}",
                "{\"action\":\"prefer\",\"region\":{\"encoding\":\"runs\",\"runs\":[1,2,3]}}",
                "{\"action\":\"forbid\",\"region\":{\"encoding\":\"runs\",\"runs\":[99999999,99999999]}}",
                "[".repeat(5000),
                "{\"a\":" + "9".repeat(5000) + "}");
        if (!method.equals("GET")) {
            request = random.nextInt(4) == 0
                    ? api.authorized(request)
                            .header("Content-Type", pick("text/plain", "application/xml", "image/png"))
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                    : api.json(request, method, body);
        }
        HttpResponse<String> response = api.send(request);
        String what = method + " " + full + " " + body.substring(0, Math.min(60, body.length()));
        assertThat(response.statusCode()).as(what + " " + response.body()).isLessThan(500);
        if (response.statusCode() >= 400) {
            assertThat(response.headers().firstValue("Content-Type").orElse(""))
                    .as(what)
                    .startsWith("application/problem+json");
            ApiClient.assertProblem(response, response.statusCode());
        } else {
            assertThat(method).as(what).isEqualTo("GET");
        }
        return response.statusCode() >= 400;
    }

    private String pick(String... of) {
        return of[random.nextInt(of.length)];
    }
}
