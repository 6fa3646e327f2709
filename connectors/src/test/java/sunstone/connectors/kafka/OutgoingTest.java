package sunstone.connectors.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.ScanClosed;
import sunstone.connectors.message.codec.Decoded;
import sunstone.connectors.message.codec.Reason;

class OutgoingTest {
    @Test
    void deadLetter_rejectedRecord_keepsItsBytesKeyAndHeaders() {
        byte[] bytes = "{broken".getBytes(UTF_8);
        RawRecord record = raw("scan-1", bytes, Map.of("dtype", "u8", "detail", "theirs"));

        Outgoing letter =
                Outgoing.deadLetter(record, new Decoded.Rejected<>(Reason.WRONG_FRAME_SIZE, "x".repeat(5000)));

        assertThat(letter.topic()).isEqualTo(Topic.DEAD_LETTERS);
        assertThat(letter.value()).isSameAs(bytes);
        assertThat(letter.key()).isEqualTo("scan-1");
        assertThat(letter.headers())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "dtype", "u8",
                        "reason", "wrong-frame-size",
                        "detail", "x".repeat(1000),
                        "sourceTopic", "sunstone.pl-frames",
                        "sourcePartition", "2",
                        "sourceOffset", "77"));
    }

    @Test
    void deadLetter_tombstone_hasNoBytes() {
        assertThat(Outgoing.deadLetter(raw(null, null, Map.of()), new Decoded.Rejected<>(Reason.MALFORMED, ""))
                        .value())
                .isEmpty();
    }

    @Test
    void redriven_letter_goesToThePartitionOfItsScanOrToWhereItCameFrom() {
        KafkaSettings settings = KafkaSettings.of("b:1", "a", "g");
        RawRecord letter =
                raw("scan-1", new byte[1], Map.of("sourceTopic", "sunstone.controls", "sourcePartition", "3"));

        assertThat(Outgoing.redriven(letter, settings, Map.of("scan-1", 1)).orElseThrow())
                .matches(o -> o.topic() == Topic.CONTROLS && Integer.valueOf(1).equals(o.partition()));
        assertThat(Outgoing.redriven(letter, settings, Map.of()).orElseThrow().partition())
                .isEqualTo(3);
        assertThat(Outgoing.redriven(
                                raw("scan-1", new byte[1], Map.of("sourceTopic", "sunstone.controls")),
                                settings,
                                Map.of())
                        .orElseThrow()
                        .partition())
                .as("a letter without that header: its own")
                .isEqualTo(2);
    }

    @Test
    void decode_keyOfAnotherScan_isRejected() {
        byte[] closed = Codecs.SCAN.encode(new ScanClosed("scan-1"));

        assertThat(raw("scan-1", closed, Map.of()).decode(Codecs.SCAN).value()).isPresent();
        assertThat(raw(null, closed, Map.of()).decode(Codecs.SCAN).value()).isPresent();
        assertThat(raw("scan-2", closed, Map.of()).decode(Codecs.SCAN))
                .isEqualTo(
                        Decoded.rejected(Reason.WRONG_KEY, "the record key must be scan-1, as in the record: scan-2"));
    }

    private static RawRecord raw(@Nullable String key, byte @Nullable [] value, Map<String, String> headers) {
        return new RawRecord(
                Topic.PL_FRAMES, new TopicPartition("sunstone.pl-frames", 2), 77, 0, key, value, headers, false);
    }
}
