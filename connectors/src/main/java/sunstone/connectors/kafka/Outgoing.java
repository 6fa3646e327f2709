package sunstone.connectors.kafka;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.Command;
import sunstone.connectors.message.Control;
import sunstone.connectors.message.Decision;
import sunstone.connectors.message.EbsdPoints;
import sunstone.connectors.message.MapRevision;
import sunstone.connectors.message.PlFrame;
import sunstone.connectors.message.Receipt;
import sunstone.connectors.message.Scan;
import sunstone.connectors.message.SectionPosterior;
import sunstone.connectors.message.Status;
import sunstone.connectors.message.Suggestion;
import sunstone.connectors.message.codec.Decoded;
import sunstone.connectors.message.codec.JsonCodec;
import sunstone.connectors.message.codec.Keyed;
import sunstone.connectors.message.sampling.SamplingAnswer;
import sunstone.connectors.message.sampling.SamplingRequest;

/**
 * A record to send, encoded: {@link #of} a message.
 *
 * @param value shared, not copied
 * @param partition number of the partition that it goes to, or null for that of its key by murmur2
 */
public record Outgoing(
        Topic topic,
        @Nullable String key,
        byte[] value,
        Map<String, String> headers,
        @Nullable Integer partition) {
    private static final int LONGEST_DETAIL = 1000;

    /** Header of a record that was once a dead letter: how often it has been sent again. */
    private static final String REDRIVEN = "redriven";

    private static final Set<String> LETTER_HEADERS =
            Set.of("reason", "detail", "sourceTopic", "sourcePartition", "sourceOffset");

    public Outgoing {
        headers = Map.copyOf(headers);
    }

    /** A record for the partition of its key. */
    public Outgoing(Topic topic, @Nullable String key, byte[] value, Map<String, String> headers) {
        this(topic, key, value, headers, null);
    }

    /** A record of {@code scans}. */
    public static Outgoing of(Scan scan) {
        return json(Topic.SCANS, Codecs.SCAN, scan);
    }

    /** A record of {@code pl-frames}. */
    public static Outgoing of(PlFrame frame) {
        return new Outgoing(Topic.PL_FRAMES, frame.key(), frame.pixels(), frame.headers());
    }

    /** A record of {@code ebsd-points}. */
    public static Outgoing of(EbsdPoints points) {
        return json(Topic.EBSD_POINTS, Codecs.EBSD_POINTS, points);
    }

    /** A record of {@code suggestions}. */
    public static Outgoing of(Suggestion suggestion) {
        return json(Topic.SUGGESTIONS, Codecs.SUGGESTION, suggestion);
    }

    /** A record of {@code decisions}. */
    public static Outgoing of(Decision decision) {
        return json(Topic.DECISIONS, Codecs.DECISION, decision);
    }

    /** A record of {@code controls}. */
    public static Outgoing of(Control control) {
        return json(Topic.CONTROLS, Codecs.CONTROL, control);
    }

    /** A record of {@code commands}. */
    public static Outgoing of(Command command) {
        return json(Topic.COMMANDS, Codecs.COMMAND, command);
    }

    /** A record of {@code receipts}. */
    public static Outgoing of(Receipt receipt) {
        return json(Topic.RECEIPTS, Codecs.RECEIPT, receipt);
    }

    /** A record of {@code maps}. */
    public static Outgoing of(MapRevision map) {
        return json(Topic.MAPS, Codecs.MAP, map);
    }

    /** A record of {@code sections}. */
    public static Outgoing of(SectionPosterior section) {
        return json(Topic.SECTIONS, Codecs.SECTION, section);
    }

    /** A record of {@code status}. */
    public static Outgoing of(Status status) {
        return json(Topic.STATUS, Codecs.STATUS, status);
    }

    /** A record of {@code sampling}. */
    public static Outgoing of(SamplingRequest request) {
        return new Outgoing(Topic.SAMPLING, request.key(), request.value(), request.headers());
    }

    /** A record of {@code members}. */
    public static Outgoing of(SamplingAnswer answer) {
        return new Outgoing(Topic.MEMBERS, answer.key(), answer.value(), answer.headers());
    }

    /** The same record with further headers. */
    public Outgoing with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Outgoing(topic, key, value, all, partition);
    }

    /** The same record for a partition: what belongs to a scan goes where its opening stands. */
    public Outgoing to(int number) {
        return new Outgoing(topic, key, value, headers, number);
    }

    /** The record that could not be taken: its bytes, key and headers, and why and where it stood. */
    public static Outgoing deadLetter(RawRecord record, Decoded.Rejected<?> why) {
        Map<String, String> headers = new LinkedHashMap<>(record.headers());
        headers.put("reason", why.reason().code());
        headers.put(
                "detail",
                why.detail().length() > LONGEST_DETAIL ? why.detail().substring(0, LONGEST_DETAIL) : why.detail());
        headers.put("sourceTopic", record.position().topic());
        headers.put("sourcePartition", Integer.toString(record.position().partition()));
        headers.put("sourceOffset", Long.toString(record.offset()));
        byte[] value = record.value();
        return new Outgoing(Topic.DEAD_LETTERS, record.key(), value == null ? new byte[0] : value, headers);
    }

    /**
     * A dead letter as it once was, for the topic that it came from: bytes, key and headers, and one more that counts
     * how often it has been sent again. Empty if its headers do not name a topic of the contract.
     *
     * @param opened per scan the partition that it was opened on; a record of another one goes where it came from
     */
    public static Optional<Outgoing> redriven(RawRecord letter, KafkaSettings settings, Map<String, Integer> opened) {
        Map<String, String> headers = new LinkedHashMap<>(letter.headers());
        headers.keySet().removeAll(LETTER_HEADERS);
        headers.put(REDRIVEN, Integer.toString(redrives(letter) + 1));
        byte[] value = letter.value();
        return settings.topic(letter.headers().getOrDefault("sourceTopic", ""))
                .filter(source -> source != Topic.DEAD_LETTERS)
                .map(source -> new Outgoing(
                        source,
                        letter.key(),
                        value == null ? new byte[0] : value,
                        headers,
                        opened.getOrDefault(letter.key() == null ? "" : letter.key(), source(letter))));
    }

    /** A record that could not be taken, once more for its topic; a header counts how often it has been sent again. */
    public static Outgoing again(RawRecord record, int partition) {
        Map<String, String> headers = new LinkedHashMap<>(record.headers());
        headers.put(REDRIVEN, Integer.toString(redrives(record) + 1));
        byte[] value = record.value();
        return new Outgoing(record.topic(), record.key(), value == null ? new byte[0] : value, headers, partition);
    }

    /** The partition that a dead letter came in on; its own, if its headers are damaged. */
    private static int source(RawRecord letter) {
        String number = letter.headers().getOrDefault("sourcePartition", "");
        return number.matches("\\d{1,9}")
                ? Integer.parseInt(number)
                : letter.position().partition();
    }

    /**
     * How often the record in a dead letter had been sent again before it became this letter; damaged counts as often.
     */
    public static int redrives(RawRecord letter) {
        try {
            return Integer.parseInt(letter.headers().getOrDefault(REDRIVEN, "0"));
        } catch (NumberFormatException e) {
            return Integer.MAX_VALUE - 1;
        }
    }

    private static <T extends Keyed> Outgoing json(Topic topic, JsonCodec<T> codec, T message) {
        return new Outgoing(topic, message.key(), codec.encode(message), Map.of());
    }

    ProducerRecord<byte[], byte[]> record(KafkaSettings settings) {
        ProducerRecord<byte[], byte[]> r = new ProducerRecord<>(
                settings.name(topic), partition, key == null ? null : key.getBytes(StandardCharsets.UTF_8), value);
        headers.forEach((name, text) -> r.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return r;
    }
}
