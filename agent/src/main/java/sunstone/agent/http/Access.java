package sunstone.agent.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rules of access: everybody who reaches the address may look; what changes something must not come from another site's
 * page and needs the bearer token, if there is one. On loopback the name in the request must be loopback's too, so that
 * a foreign name that resolves to this machine opens nothing.
 */
final class Access {
    static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
    private static final Set<HttpMethod> LOOKS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final boolean loopback;
    private final byte @Nullable [] token;

    /**
     * Rules for an address.
     *
     * @param token demanded of changes, or null
     */
    Access(String host, @Nullable String token) {
        this.loopback = CockpitServer.loopback(host);
        this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
    }

    void check(RoutingContext c) {
        HttpServerRequest request = c.request();
        HostAndPort authority = request.authority();
        String name = authority == null ? "" : authority.host();
        String origin = request.getHeader("Origin");
        if (loopback && !LOOPBACK.contains(name)) {
            Problem.send(c, 403, "requests to the host " + name + " are not answered on a loopback address");
        } else if (origin != null && !origin.equals("http://" + authority) && !origin.equals("https://" + authority)) {
            Problem.send(c, 403, "requests from " + origin + " are not answered");
        } else if (!LOOKS.contains(request.method()) && !known(request.getHeader("Authorization"))) {
            c.response().putHeader("WWW-Authenticate", "Bearer");
            Problem.send(c, 401, "changes need the header Authorization: Bearer TOKEN with the agent's token");
        } else {
            c.response()
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .putHeader("Referrer-Policy", "no-referrer")
                    .putHeader(
                            "Content-Security-Policy",
                            "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'none'; base-uri 'none'");
            c.next();
        }
    }

    private boolean known(@Nullable String authorization) {
        return token == null
                || authorization != null
                        && authorization.startsWith("Bearer ")
                        && MessageDigest.isEqual(
                                token, authorization.substring(7).getBytes(StandardCharsets.UTF_8));
    }
}
