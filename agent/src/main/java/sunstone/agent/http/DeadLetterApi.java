package sunstone.agent.http;

import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sunstone.agent.journal.Letters;
import sunstone.agent.view.ActivityNote;
import sunstone.agent.view.DeadLetter;
import sunstone.agent.view.ScanViews;
import sunstone.connectors.kafka.RawRecord;

/**
 * Records that could not be taken: which and why, one of them whole, and another try. The server's event loop owns it.
 */
final class DeadLetterApi {
    private static final int MOST_BYTES_SHOWN = 16_384;

    private final ScanViews views;
    private final Letters letters;
    private final WorkerExecutor worker;
    private final Clock clock;
    private final Set<String> sentAgain = new HashSet<>();

    DeadLetterApi(ScanViews views, Letters letters, WorkerExecutor worker, Clock clock) {
        this.views = views;
        this.letters = letters;
        this.worker = worker;
        this.clock = clock;
    }

    void mount(RouterBuilder routes) {
        routes.getRoute("getDeadLetters").addHandler(this::list);
        routes.getRoute("getDeadLetter").addHandler(this::show);
        routes.getRoute("sendDeadLetterAgain").addHandler(this::sendAgain);
    }

    private void list(RoutingContext c) {
        JsonArray json = new JsonArray();
        views.deadLetters().forEach(d -> json.add(json(d)));
        c.json(json);
    }

    private JsonObject json(DeadLetter d) {
        return new JsonObject()
                .put("at", d.at().toString())
                .put("topic", d.topic())
                .put("partition", d.partition())
                .put("offset", d.offset())
                .put("key", d.key())
                .put("reason", d.reason())
                .put("detail", d.detail())
                .put("sentAgain", sentAgain.contains(place(d)));
    }

    private static String place(DeadLetter d) {
        return d.topic() + "/" + d.partition() + "/" + d.offset();
    }

    /** The letter that a request names, or an answer that there is none. */
    private Optional<DeadLetter> named(RoutingContext c) {
        Parameters asked = Parameters.of(c);
        String topic = asked.pathText("topic");
        int partition = asked.pathNumber("partition");
        long offset = asked.pathLong("offset");
        Optional<DeadLetter> found = views.deadLetters().stream()
                .filter(d -> d.topic().equals(topic) && d.partition() == partition && d.offset() == offset)
                .findFirst();
        if (found.isEmpty()) {
            Problem.send(
                    c,
                    404,
                    "no record of " + topic + ", partition " + partition + ", offset " + offset + " was refused");
        }
        return found;
    }

    private void show(RoutingContext c) {
        named(c).ifPresent(d -> worker.executeBlocking(() -> letters.read(d.topic(), d.partition(), d.offset()), false)
                .onSuccess(record -> record.ifPresentOrElse(
                        r -> c.json(whole(json(d), r)),
                        () -> Problem.send(c, 410, "the log does not hold it any more")))
                .onFailure(e -> away(c, e)));
    }

    private static JsonObject whole(JsonObject json, RawRecord r) {
        byte[] value = r.value() == null ? new byte[0] : r.value();
        byte[] shown = Arrays.copyOf(value, Math.min(value.length, MOST_BYTES_SHOWN));
        JsonObject headers = new JsonObject();
        r.headers().forEach(headers::put);
        return json.put("headers", headers)
                .put("bytes", value.length)
                .put("text", text(value))
                .put("base64", Base64.getEncoder().encodeToString(shown));
    }

    /** The bytes as text; null if they are none, or too many to show. */
    private static @Nullable String text(byte[] value) {
        try {
            return value.length > MOST_BYTES_SHOWN
                    ? null
                    : StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(value))
                            .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private void sendAgain(RoutingContext c) {
        String operator = Parameters.of(c).body().getString("operator", "page");
        named(c).ifPresent(d -> {
            if (!sentAgain.add(place(d))) {
                Problem.send(c, 409, "it has been sent again already");
                return;
            }
            worker.executeBlocking(
                            () -> letters.read(d.topic(), d.partition(), d.offset())
                                    .map(letters::sendAgain),
                            false)
                    .onSuccess(answer -> answer.ifPresentOrElse(
                            a -> {
                                if (a.taken()) {
                                    String text = "record of " + place(d) + " " + a.text() + ", by " + operator;
                                    views.note(
                                            new ActivityNote(clock.instant(), d.key(), ActivityNote.Level.INFO, text));
                                    c.json(new JsonObject().put("text", a.text()));
                                } else {
                                    Problem.send(c, 409, a.text());
                                }
                            },
                            () -> Problem.send(c, 410, "the log does not hold it any more")))
                    .onFailure(e -> {
                        sentAgain.remove(place(d));
                        away(c, e);
                    });
        });
    }

    private static void away(RoutingContext c, Throwable cause) {
        Problem.send(c, 503, "Kafka does not answer: " + cause.getMessage());
    }
}
