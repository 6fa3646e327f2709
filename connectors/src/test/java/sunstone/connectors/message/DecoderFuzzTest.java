package sunstone.connectors.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Good messages with random damage: a decoder answers with a value or a rejection, never with an exception. */
class DecoderFuzzTest {
    private static final int CASES = 2000;
    private static final String[] FRAGMENTS = {
        "null", "true", "{}", "[]", "\"\"", "-1", "1e999", "1.5", "9223372036854775808", "{\"a\":", "\\u0000",
                "\\ud800",
        "\"", ",", ":", "}", "]", "\n", "NaN", "0x10", "\"scanId\":\"x\",", "\"points\":null,", "-0.0", "2147483648"
    };

    private static final String[] WHOLE = {
        "null",
        "true",
        "{}",
        "[]",
        "\"\"",
        "-1",
        "0",
        "1e999",
        "1.5",
        "9223372036854775808",
        "[[]]",
        "\"sunstone/1\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "-0.0",
        "2147483648",
        "0.1e1",
        "1E-400"
    };
    /** A number or a string behind a colon, a bracket or a comma; the messages are ASCII, so characters are bytes. */
    private static final Pattern VALUE = Pattern.compile("(?<=[:,\\[])(\"[^\"]*\"(?!:)|-?[0-9][0-9.eE+-]*)");

    @Test
    void decode_damagedJson_givesAValueOrARejection() {
        SplittableRandom random = new SplittableRandom(20261122);
        Map<String, JsonCodec<? extends Keyed>> codecs = Samples.codecs();
        int[] rejected = new int[1];
        Samples.bytes().forEach((topic, good) -> {
            for (int k = 0; k < CASES; k++) {
                Decoded<?> decoded = requireNonNull(codecs.get(topic))
                        .decode(k % 2 == 0 ? damage(good, random) : exchange(good, random));
                rejected[0] += decoded instanceof Decoded.Rejected ? 1 : 0;
            }
        });
        // the damage is not so mild that everything passes, nor so rough that nothing does
        assertThat(rejected[0]).isBetween(4 * CASES, 8 * CASES - CASES / 2);
    }

    @Test
    void decode_damagedFrame_givesAValueOrARejection() {
        SplittableRandom random = new SplittableRandom(36);
        PlFrame good = Samples.band();
        ScanRules rules = new ScanRules(Samples.opened());
        for (int k = 0; k < CASES; k++) {
            Map<String, String> headers = new HashMap<>();
            for (Map.Entry<String, String> e : good.headers().entrySet()) {
                int fate = random.nextInt(12);
                if (fate == 0) {
                    headers.put(e.getKey(), FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
                } else if (fate != 1) {
                    headers.put(e.getKey(), e.getValue());
                }
            }
            byte[] pixels = new byte[random.nextInt(4) == 0 ? random.nextInt(100) : 20];
            assertThat(PlFrame.decode(headers, pixels).then(rules::frame)).isNotNull();
        }
    }

    @Test
    void check_randomPoints_givesEachPointOneFate() {
        SplittableRandom random = new SplittableRandom(5);
        ScanRules rules = new ScanRules(Samples.opened());
        double[] odd = {Double.NaN, Double.POSITIVE_INFINITY, -1e308, 1e308, Double.MIN_VALUE, -720, 360, 0};
        for (int k = 0; k < CASES; k++) {
            EbsdPoints.Point p = new EbsdPoints.Point(
                    random.nextInt(-2, 6),
                    random.nextInt(-2, 7),
                    random.nextInt(-1, 4),
                    odd[random.nextInt(odd.length)],
                    odd[random.nextInt(odd.length)],
                    odd[random.nextInt(odd.length)],
                    random.nextInt(3) - 0.5,
                    null,
                    Samples.AT);
            ScanRules.Checked checked = rules.points(new EbsdPoints("scan-1", k, List.of(p)));
            assertThat(checked.indexed().size()
                            + checked.notIndexed().size()
                            + checked.rejected().size())
                    .isEqualTo(1);
        }
    }

    @Test
    void unpack_damagedMap_givesAValueOrARejection() {
        SplittableRandom random = new SplittableRandom(8);
        EncodedMap good = MapPackingTest.packed(12, 10);
        byte[] packed = Base64.getDecoder().decode(good.data());
        for (int k = 0; k < CASES; k++) {
            String data = Base64.getEncoder().encodeToString(damage(packed, random));
            int rows = random.nextInt(8) == 0 ? random.nextInt() : good.rows();
            int stride = random.nextInt(8) == 0 ? random.nextInt() : 1;
            String laue = random.nextInt(8) == 0 ? "mmm" : "6/mmm";
            EncodedMap bad = new EncodedMap(good.encoding(), rows, good.cols(), stride, laue, "X||a", data);
            assertThat(MapPacking.unpack(bad, 0.5)).isNotNull();
        }
    }

    /** The JSON stays JSON, but one value is another's. */
    private static byte[] exchange(byte[] good, SplittableRandom random) {
        Matcher m = VALUE.matcher(new String(good, UTF_8));
        List<MatchResult> values = m.results().toList();
        MatchResult old = values.get(random.nextInt(values.size()));
        String other = random.nextBoolean()
                ? WHOLE[random.nextInt(WHOLE.length)]
                : values.get(random.nextInt(values.size())).group();
        return splice(good, old.start(), old.end(), other.getBytes(UTF_8));
    }

    /** One to three times: a byte changed, some removed, some doubled, or a fragment put in. */
    private static byte[] damage(byte[] good, SplittableRandom random) {
        byte[] b = good.clone();
        for (int n = random.nextInt(1, 4); n > 0 && b.length > 0; n--) {
            int at = random.nextInt(b.length);
            switch (random.nextInt(4)) {
                case 0 -> b[at] = (byte) random.nextInt(256);
                case 1 -> b = splice(b, at, Math.min(b.length, at + random.nextInt(1, 20)), new byte[0]);
                case 2 -> b = splice(b, at, at, Arrays.copyOf(b, random.nextInt(Math.min(b.length, 40))));
                default -> b = splice(b, at, at, FRAGMENTS[random.nextInt(FRAGMENTS.length)].getBytes(UTF_8));
            }
        }
        return b;
    }

    private static byte[] splice(byte[] b, int from, int to, byte[] insert) {
        byte[] out = new byte[b.length - (to - from) + insert.length];
        System.arraycopy(b, 0, out, 0, from);
        System.arraycopy(insert, 0, out, from, insert.length);
        System.arraycopy(b, to, out, from + insert.length, b.length - to);
        return out;
    }
}
