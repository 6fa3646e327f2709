package sunstone.connectors.kafka;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.PlFrame;
import sunstone.connectors.message.codec.Decoded;
import sunstone.connectors.message.codec.JsonCodec;
import sunstone.connectors.message.codec.Keyed;
import sunstone.connectors.message.codec.Reason;

/**
 * A record as it was read, not yet decoded: a decoder that threw inside Kafka's poll would block its partition.
 *
 * @param position topic and partition
 * @param offset in the partition
 * @param timestamp as Kafka has it, milliseconds since 1970
 * @param key as UTF-8, or null
 * @param value shared, not copied; null for a tombstone
 * @param headers as UTF-8; of several with one name the last
 * @param replayed whether its effects were committed by an earlier run: it is folded into the state, and nothing is
 *     published because of it
 * @param next offset with which a restart has to begin once this record is folded: the one after it, unless a record
 *     before it is still held back
 */
public record RawRecord(
        Topic topic,
        TopicPartition position,
        long offset,
        long timestamp,
        @Nullable String key,
        byte @Nullable [] value,
        Map<String, String> headers,
        boolean replayed,
        long next) {
    /** A record before which nothing is held back. */
    public RawRecord(
            Topic topic,
            TopicPartition position,
            long offset,
            long timestamp,
            @Nullable String key,
            byte @Nullable [] value,
            Map<String, String> headers,
            boolean replayed) {
        this(topic, position, offset, timestamp, key, value, headers, replayed, offset + 1);
    }

    static RawRecord of(Topic topic, ConsumerRecord<byte[], byte[]> r, boolean replayed) {
        return of(topic, r, replayed, r.offset() + 1);
    }

    static RawRecord of(Topic topic, ConsumerRecord<byte[], byte[]> r, boolean replayed, long next) {
        Map<String, String> headers = new HashMap<>();
        for (Header h : r.headers()) {
            if (h.value() != null) {
                headers.put(h.key(), new String(h.value(), StandardCharsets.UTF_8));
            }
        }
        byte[] key = r.key();
        return new RawRecord(
                topic,
                new TopicPartition(r.topic(), r.partition()),
                r.offset(),
                r.timestamp(),
                key == null ? null : new String(key, StandardCharsets.UTF_8),
                r.value(),
                headers,
                replayed,
                next);
    }

    /** Decodes a JSON value and compares its id with the key, if there is a key. */
    public <T extends Keyed> Decoded<T> decode(JsonCodec<T> codec) {
        return codec.decode(value).then(this::sameKey);
    }

    /** Decodes a polarized-light band, likewise. */
    public Decoded<PlFrame> decodeFrame() {
        return PlFrame.decode(headers, value).then(this::sameKey);
    }

    /** Bytes of the value. */
    public int size() {
        return value == null ? 0 : value.length;
    }

    private <T extends Keyed> Decoded<T> sameKey(T message) {
        return key == null || key.equals(message.key())
                ? Decoded.ok(message)
                : Decoded.rejected(
                        Reason.WRONG_KEY, "the record key must be " + message.key() + ", as in the record: " + key);
    }
}
