package sunstone.agent.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.validation.ValidatorException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Errors as {@code application/problem+json} (RFC 9457). */
final class Problem {
    private static final Logger LOG = LoggerFactory.getLogger(Problem.class);
    private static final int LONGEST = 500;

    private Problem() {}

    static void send(RoutingContext c, int status, String detail) {
        if (c.response().ended() || c.response().headWritten()) {
            return;
        }
        c.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .putHeader("Cache-Control", "no-store")
                .end(new JsonObject()
                        .put("type", "about:blank")
                        .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
                        .put("status", status)
                        .put("detail", detail.length() > LONGEST ? detail.substring(0, LONGEST) : detail)
                        .toBuffer());
    }

    /** Answers a request whose handling failed: the client's fault with its reason, ours with a line in the log. */
    static void ofFailure(RoutingContext c) {
        Throwable cause = c.failure();
        if (cause instanceof ValidatorException || c.statusCode() == 400) {
            send(c, 400, reason(cause));
        } else if (c.statusCode() >= 400 && c.statusCode() < 500) {
            send(c, c.statusCode(), text(c.statusCode()));
        } else {
            LOG.error("{} {} failed", c.request().method(), c.request().path(), cause);
            send(c, 500, "the agent could not answer, its log says why");
        }
    }

    /** The first message of a chain of causes, the innermost one added if it says more. */
    private static String reason(@Nullable Throwable cause) {
        String said = null;
        for (Throwable t = cause; t != null; t = t.getCause()) {
            String message = t.getMessage();
            if (message != null && (said == null || !said.contains(message))) {
                said = said == null ? message : said + ": " + message;
            }
        }
        return said == null ? "the request is not well-formed HTTP for this operation" : said;
    }

    static String text(int status) {
        return switch (status) {
            case 404 -> "there is nothing here, /api/v1/openapi.json tells what there is";
            case 405 -> "not with this method, /api/v1/openapi.json tells which";
            case 413 -> "the body is larger than " + CockpitServer.LARGEST_BODY + " bytes";
            default -> HttpResponseStatus.valueOf(status).reasonPhrase();
        };
    }
}
