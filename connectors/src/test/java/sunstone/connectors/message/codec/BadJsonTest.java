package sunstone.connectors.message.codec;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sunstone.connectors.message.Codecs;
import sunstone.connectors.message.Samples;

/** What a careless or hostile producer writes. Each row changes one place of a good message. */
class BadJsonTest {
    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(
            delimiter = '\t',
            quoteCharacter = '\u0001',
            value = {
                "ebsd-points\t\"schema\":\"sunstone/1\",\t\tMISSING_FIELD\tschema is missing",
                "ebsd-points\tsunstone/1\tsunstone/2\tUNKNOWN_SCHEMA\tschema must be sunstone/1: \"sunstone/2\"",
                "ebsd-points\t\"sunstone/1\"\t1\tWRONG_TYPE\tschema must be a string",
                "ebsd-points\t\"scanId\":\"scan-1\",\t\tMISSING_FIELD\tscanId is missing",
                "ebsd-points\t\"scan-1\"\tnull\tMISSING_FIELD\tscanId is missing",
                "ebsd-points\t\"scan-1\"\t17\tWRONG_TYPE\tscanId must be a string: 17",
                "ebsd-points\t\"scan-1\"\t\" \"\tOUT_OF_RANGE\tscanId must have 1 to 200 characters",
                "ebsd-points\t\"seq\":7\t\"seq\":-1\tOUT_OF_RANGE\tseq must be at least 0: -1",
                "ebsd-points\t\"seq\":7\t\"seq\":7.5\tWRONG_TYPE\tseq must be an integer: 7.5",
                "ebsd-points\t\"seq\":7\t\"seq\":\"7\"\tWRONG_TYPE\tseq must be an integer: \"7\"",
                "ebsd-points\t\"seq\":7\t\"seq\":99999999999999999999\tOUT_OF_RANGE\tseq must be within",
                "ebsd-points\t\"seq\":7\t\"seq\":1e400\tOUT_OF_RANGE\tseq must be within",
                "ebsd-points\t\"row\":1\t\"row\":1.7\tWRONG_TYPE\tpoints[0].row must be an integer: 1.7",
                "ebsd-points\t\"row\":1\t\"row\":2147483648\tOUT_OF_RANGE\tpoints[0].row must be within",
                "ebsd-points\t\"row\":1\t\"row\":true\tWRONG_TYPE\tpoints[0].row must be an integer: true",
                "ebsd-points\t\"row\":1,\t\tMISSING_FIELD\tpoints[0].row is missing",
                "ebsd-points\t\"row\":3,\t\tMISSING_FIELD\tpoints[1].row is missing",
                "ebsd-points\t\"Phi\":20.25,\t\tMISSING_FIELD\tpoints[0].Phi is missing",
                "ebsd-points\t\"Phi\":20.25\t\"phi\":20.25\tMISSING_FIELD\tpoints[0].Phi is missing",
                "ebsd-points\t\"phi1\":10.5\t\"phi1\":\"NaN\"\tWRONG_TYPE\tpoints[0].phi1 must be a number: \"NaN\"",
                "ebsd-points\t\"phi1\":10.5\t\"phi1\":NaN\tMALFORMED\tthe value is not JSON",
                "ebsd-points\t\"phi1\":10.5\t\"phi1\":1e999\tNOT_FINITE\tpoints[0].phi1 must be finite: Infinity",
                "ebsd-points\t\"phi1\":10.5\t\"phi1\":[10.5]\tWRONG_TYPE\tpoints[0].phi1 must be a number: an array",
                "ebsd-points\t2026-11-22T08:00:00.250Z\tyesterday\tWRONG_TYPE\tpoints[0].at must be an ISO 8601 time",
                "ebsd-points\t\"2026-11-22T08:00:00.250Z\"\t1763798400\tWRONG_TYPE\tpoints[0].at must be an ISO 8601 time",
                "ebsd-points\t\"points\":[\t\"points\":[null,\tMISSING_FIELD\tpoints[0] is null",
                "ebsd-points\t\"points\":[\t\"points\":[5,\tWRONG_TYPE\tpoints[0] must be an object: 5",
                "scans\t\"type\":\"opened\",\t\tMISSING_FIELD\ttype is missing",
                "scans\t\"opened\"\t\"paused\"\tUNKNOWN_WORD\ttype must be one of closed, opened: \"paused\"",
                "scans\t\"rows\":4,\t\"rows\":0,\tOUT_OF_RANGE\trows, cols must be at least 1: 0, 5",
                "scans\t\"rows\":4,\t\"rows\":2000000000,\tOUT_OF_RANGE\tabove the limit of 67108864 pixels",
                "scans\t\"stepUm\":0.5\t\"stepUm\":0\tOUT_OF_RANGE\tstep must be above 0 um and finite: 0.0 um",
                "scans\t\"id\":2\t\"id\":1\tOUT_OF_RANGE\tphases must have different ids: 1 occurs twice",
                "scans\t\"id\":1\t\"id\":0\tOUT_OF_RANGE\tphases.id must be at least 1: 0",
                "scans\t\"m-3m\"\t\"cubic\"\tOUT_OF_RANGE\tphases.laue must be one of",
                "scans\tbunge-passive-deg\tkocks\tOUT_OF_RANGE\tframe.eulerConvention must be one of bunge-passive-deg",
                "scans\tX||a*\tX||b\tOUT_OF_RANGE\tframe.crystalAxes must be one of X||a, X||a*: \"X||b\"",
                "scans\t\"stepDeg\":10.0\t\"stepDeg\":-10\tOUT_OF_RANGE\tpl.stepDeg must be above 0 degrees",
                "scans\t\"targetDeg\":2.0\t\"targetDeg\":\"2\"\tWRONG_TYPE\tbudget.targetDeg must be a number: \"2\"",
                "scans\t[3,15,2]\t[3,15,3]\tOUT_OF_RANGE\troi.runs must add up to the 20 pixels of 4 x 5: 21",
                "scans\t[3,15,2]\t[3,-1,2]\tOUT_OF_RANGE\troi.runs must be at least 0: -1",
                "scans\t[3,15,2]\t[2147483647,2147483647]\tOUT_OF_RANGE\troi.runs must add up to at most 2147483647",
                "decisions\t\"edit\"\t\"maybe\"\tUNKNOWN_WORD\tverdict must be one of approve, deny, edit: \"maybe\"",
                "decisions\t\"points\":[{\"row\":1,\"col\":2}],\t\tOUT_OF_RANGE\tpoints must be given with verdict edit",
                "receipts\t\"refused\"\t\"REFUSED\"\tUNKNOWN_WORD\tstate must be one of accepted, done, refused",
                "commands\t\"points\":[{\"row\":1,\"col\":2}]\t\"points\":{}\tWRONG_TYPE\tpoints must be an array: an object",
                "suggestions\t\"stop\":{\t\"stop\":{\"x\":1},\"y\":{\tMISSING_FIELD\tstop.reason is missing",
                "maps\t\"map\":{\t\"map\":7,\"y\":{\tWRONG_TYPE\tmap must be an object: 7",
                "status\t[\"sunstone.scans-0\"]\t[\"a\",3]\tWRONG_TYPE\tpartitions[1] must be a string: 3",
            })
    void decode_oneFault_isRejectedNamingIt(
            String topic, String good, @Nullable String bad, Reason reason, String detail) {
        String json = new String(requireNonNull(Samples.bytes().get(topic)), UTF_8);
        assertThat(json).contains(good);
        int at = json.indexOf(good);
        String changed = json.substring(0, at) + (bad == null ? "" : bad) + json.substring(at + good.length());

        Decoded<?> decoded = requireNonNull(Samples.codecs().get(topic)).decode(changed.getBytes(UTF_8));

        assertThat(decoded).isInstanceOfSatisfying(Decoded.Rejected.class, r -> {
            assertThat(r.reason()).isEqualTo(reason);
            assertThat(r.detail()).contains(detail).doesNotContain("\n");
        });
    }

    @Test
    void decode_notOneJsonObject_isMalformed() {
        String good = new String(Codecs.RECEIPT.encode(Samples.receipt()), UTF_8);
        byte[] brokenUtf8 = good.getBytes(UTF_8);
        brokenUtf8[brokenUtf8.length - 5] = (byte) 0xff;

        assertMalformed(null, "the value is empty");
        assertMalformed(new byte[0], "the value is empty");
        assertMalformed("null".getBytes(UTF_8), "not a JSON object");
        assertMalformed("[]".getBytes(UTF_8), "not a JSON object");
        assertMalformed("7".getBytes(UTF_8), "not a JSON object");
        assertMalformed((good + " x").getBytes(UTF_8), "the value is not JSON");
        assertMalformed((good + good).getBytes(UTF_8), "there is more behind the JSON object");
        assertMalformed(good.substring(0, good.length() - 1).getBytes(UTF_8), "the value is not JSON");
        assertMalformed(good.replace('"', '\'').getBytes(UTF_8), "the value is not JSON");
        assertMalformed(good.getBytes(UTF_16), "the value is not UTF-8");
        assertMalformed(brokenUtf8, "the value is not UTF-8");
        assertMalformed("{\"a\":".repeat(100_000).getBytes(UTF_8), "the value is not JSON");
        assertMalformed(new byte[100_000], "the value is not JSON");
    }

    private static void assertMalformed(byte @Nullable [] value, String detail) {
        assertThat(Codecs.RECEIPT.decode(value)).isInstanceOfSatisfying(Decoded.Rejected.class, r -> {
            assertThat(r.reason()).isEqualTo(Reason.MALFORMED);
            assertThat(r.detail()).contains(detail).doesNotContain("\n");
        });
    }
}
