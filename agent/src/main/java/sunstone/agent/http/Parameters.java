package sunstone.agent.http;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatedRequest;
import java.util.Optional;

/** Parameters of a request that has been checked against the contract: what the contract requires is there. */
record Parameters(ValidatedRequest request) {
    static Parameters of(RoutingContext c) {
        return new Parameters(
                requireNonNull(c.get(RouterBuilder.KEY_META_DATA_VALIDATED_REQUEST), "validated request"));
    }

    private RequestParameter path(String name) {
        return requireNonNull(request.getPathParameters().get(name), name);
    }

    String pathText(String name) {
        return path(name).getString();
    }

    int pathNumber(String name) {
        return path(name).getInteger();
    }

    long pathLong(String name) {
        return path(name).getLong();
    }

    private Optional<RequestParameter> query(String name) {
        return Optional.ofNullable(request.getQuery().get(name)).filter(p -> !p.isNull());
    }

    String word(String name, String otherwise) {
        return query(name).map(RequestParameter::getString).orElse(otherwise);
    }

    int whole(String name, int otherwise) {
        return query(name).map(RequestParameter::getInteger).orElse(otherwise);
    }

    double number(String name, double otherwise) {
        return query(name).map(RequestParameter::getDouble).orElse(otherwise);
    }

    JsonObject body() {
        return request.getBody().getJsonObject();
    }
}
