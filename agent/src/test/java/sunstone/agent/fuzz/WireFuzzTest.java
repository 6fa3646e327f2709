package sunstone.agent.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.EncodedMap;
import sunstone.connectors.message.MapPacking;
import sunstone.connectors.message.PlFrame;
import sunstone.connectors.message.codec.Decoded;
import sunstone.connectors.message.codec.JsonCodec;
import sunstone.connectors.message.codec.Keyed;
import sunstone.connectors.message.sampling.SamplingAnswer;
import sunstone.connectors.message.sampling.SamplingRequest;

/** Damaged records of every topic: a value or a rejection. */
class WireFuzzTest {
    private static final long MOST_BYTES = 8 << 20;

    @Test
    void decode_damagedJson_givesAValueOrARejection() {
        List<Outgoing> good = new ArrayList<>(GoodRecords.inputs());
        good.addAll(GoodRecords.outputs());
        good.removeIf(r -> r.topic() == Topic.PL_FRAMES);
        Map<String, JsonCodec<? extends Keyed>> codecs = GoodRecords.codecs();

        double taken = Fuzz.run("JSON", Fuzz.CASES, MOST_BYTES, random -> {
            Outgoing r = good.get(random.nextInt(good.size()));
            Decoded<?> decoded = codecs.get(r.topic().suffix()).decode(Damage.text(r.value(), random));
            assertThat(decoded).isNotNull();
            return decoded instanceof Decoded.Ok;
        });

        // neither so mild that everything passes, nor so rough that nothing does
        assertThat(taken).isBetween(Fuzz.CASES < 1000 ? 0 : 0.05, 0.95);
    }

    @Test
    void decode_damagedFrame_givesAValueOrARejection() {
        List<Outgoing> good = GoodRecords.inputs().stream()
                .filter(r -> r.topic() == Topic.PL_FRAMES)
                .toList();

        Fuzz.run("PL frame", Fuzz.CASES, MOST_BYTES, random -> {
            Outgoing r = good.get(random.nextInt(good.size()));
            Decoded<PlFrame> decoded = PlFrame.decode(
                    headers(r.headers(), random), random.nextInt(3) == 0 ? Damage.bytes(r.value(), random) : r.value());
            decoded.value().ifPresent(PlFrame::intensities);
            return decoded instanceof Decoded.Ok;
        });
    }

    @Test
    void decode_damagedSampling_givesAValueOrARejection() {
        List<Outgoing> good = GoodRecords.sampling();

        Fuzz.run("sampling", Fuzz.CASES, MOST_BYTES, random -> {
            Outgoing r = good.get(random.nextInt(good.size()));
            Map<String, String> headers = random.nextBoolean() ? headers(r.headers(), random) : r.headers();
            byte[] value = random.nextBoolean() ? Damage.bytes(r.value(), random) : r.value();
            return (r.topic() == Topic.SAMPLING
                            ? SamplingRequest.decode(headers, value)
                            : SamplingAnswer.decode(headers, value))
                    instanceof Decoded.Ok;
        });
    }

    /** Headers of which some are missing, exchanged or nonsense. */
    static Map<String, String> headers(Map<String, String> good, SplittableRandom random) {
        Map<String, String> headers = new HashMap<>();
        List<String> values = List.copyOf(good.values());
        good.forEach((name, value) -> {
            switch (random.nextInt(14)) {
                case 0 -> headers.put(name, Damage.fragment(random));
                case 1 -> headers.put(name, values.get(random.nextInt(values.size())));
                case 2 -> headers.put(name, "" + random.nextInt());
                case 3 -> headers.remove(name);
                default -> headers.put(name, value);
            }
        });
        return headers;
    }

    @Test
    void unpack_damagedMap_givesAValueOrARejection() {
        EncodedMap good = GoodRecords.map().map();
        byte[] packed = Base64.getDecoder().decode(good.data());

        Fuzz.run("packed map", Fuzz.CASES, MOST_BYTES, random -> {
            String data = random.nextInt(4) == 0
                    ? new String(
                            Damage.text(good.data().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), random),
                            java.nio.charset.StandardCharsets.ISO_8859_1)
                    : Base64.getEncoder().encodeToString(Damage.bytes(packed, random));
            EncodedMap bad = new EncodedMap(
                    random.nextInt(30) == 0 ? "runs" : good.encoding(),
                    random.nextInt(8) == 0 ? random.nextInt() : good.rows(),
                    random.nextInt(8) == 0 ? random.nextInt(1 << 16) : good.cols(),
                    random.nextInt(8) == 0 ? random.nextInt() : 1,
                    random.nextInt(8) == 0 ? Damage.fragment(random) : good.laue(),
                    good.crystalAxes(),
                    data);
            return MapPacking.unpack(bad, 0.5) instanceof Decoded.Ok;
        });
    }
}
