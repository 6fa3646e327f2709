package sunstone.connectors.message;

import io.micronaut.json.tree.JsonNode;
import java.util.Map;

/** The codec of each topic that carries JSON; {@link PlFrame} carries raw pixels and has its own. */
public final class Codecs {
    /** Topic {@code scans}. */
    public static final JsonCodec<Scan> SCAN = new JsonCodec<>(
            Codecs::scanType,
            scan -> Map.of("type", JsonNode.createStringNode(scan instanceof ScanOpened ? "opened" : "closed")));

    /** Topic {@code ebsd-points}. */
    public static final JsonCodec<EbsdPoints> EBSD_POINTS = JsonCodec.of(EbsdPoints.class);

    /** Topic {@code suggestions}. */
    public static final JsonCodec<Suggestion> SUGGESTION = JsonCodec.of(Suggestion.class);

    /** Topic {@code decisions}. */
    public static final JsonCodec<Decision> DECISION = JsonCodec.of(Decision.class);

    /** Topic {@code controls}. */
    public static final JsonCodec<Control> CONTROL = JsonCodec.of(Control.class);

    /** Topic {@code commands}. */
    public static final JsonCodec<Command> COMMAND = JsonCodec.of(Command.class);

    /** Topic {@code receipts}. */
    public static final JsonCodec<Receipt> RECEIPT = JsonCodec.of(Receipt.class);

    /** Topic {@code maps}. */
    public static final JsonCodec<MapRevision> MAP = JsonCodec.of(MapRevision.class);

    /** Topic {@code sections}. */
    public static final JsonCodec<SectionPosterior> SECTION = JsonCodec.of(SectionPosterior.class);

    /** Topic {@code status}. */
    public static final JsonCodec<Status> STATUS = JsonCodec.of(Status.class);

    private Codecs() {}

    private static Decoded<Class<? extends Scan>> scanType(JsonNode tree) {
        return JsonCodec.word(tree, "type").then(type -> switch (type) {
            case "opened" -> Decoded.ok(ScanOpened.class);
            case "closed" -> Decoded.ok(ScanClosed.class);
            default ->
                Decoded.rejected(Reason.UNKNOWN_WORD, "type must be one of closed, opened: " + Limits.quote(type));
        });
    }
}
