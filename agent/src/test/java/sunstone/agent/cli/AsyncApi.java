package sunstone.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import sunstone.connectors.kafka.RawRecord;

/** {@code connectors/asyncapi.yaml} as a judge of records. */
final class AsyncApi {
    private final JsonObject document;
    private final Map<String, Validator> validators = new HashMap<>();

    AsyncApi(Path file) throws IOException {
        document = new JsonObject(
                new Yaml(new SafeConstructor(new LoaderOptions())).<Map<String, Object>>load(Files.readString(file)));
    }

    JsonObject document() {
        return document;
    }

    /** Topic names without the prefix. */
    java.util.List<String> topics() {
        return document.getJsonObject("channels").stream()
                .map(c -> ((JsonObject) c.getValue()).getString("address").replaceFirst("^sunstone\\.", ""))
                .toList();
    }

    /** Fails unless the document allows the record, value and headers. */
    void check(RawRecord r) {
        JsonObject channel = document.getJsonObject("channels").stream()
                .map(c -> (JsonObject) c.getValue())
                .filter(c ->
                        c.getString("address").equals("sunstone." + r.topic().suffix()))
                .findFirst()
                .orElseThrow();
        String text = r.value() == null ? "" : new String(r.value(), StandardCharsets.UTF_8);
        StringBuilder faults = new StringBuilder();
        boolean good = false;
        for (String name : channel.getJsonObject("messages").fieldNames()) {
            JsonObject message = resolve(channel.getJsonObject("messages").getJsonObject(name));
            boolean json = "application/json".equals(message.getString("contentType"));
            OutputUnit unit = json
                    ? validator(message.getJsonObject("payload")).validate(new JsonObject(text))
                    : validator(message.getJsonObject("headers")).validate(new JsonObject(new HashMap<>(r.headers())));
            good |= unit.getValid();
            faults.append(unit.getValid() ? "" : name + ": " + unit.getErrors());
        }
        assertThat(good)
                .as("%s: %s %s", r.topic(), text.substring(0, Math.min(300, text.length())), faults)
                .isTrue();
    }

    private JsonObject resolve(JsonObject ref) {
        JsonObject at = document;
        for (String step : ref.getString("$ref").substring(2).split("/")) {
            at = at.getJsonObject(step);
        }
        return at;
    }

    private Validator validator(JsonObject ref) {
        return validators.computeIfAbsent(
                ref.getString("$ref"),
                k -> Validator.create(
                        JsonSchema.of(new JsonObject()
                                .put("$id", "app://asyncapi")
                                .put("$ref", k)
                                .put(
                                        "components",
                                        document.getJsonObject("components").copy())),
                        new JsonSchemaOptions().setDraft(Draft.DRAFT202012).setBaseUri("app://sunstone")));
    }
}
