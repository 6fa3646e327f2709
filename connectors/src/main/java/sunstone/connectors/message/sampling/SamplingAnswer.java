package sunstone.connectors.message.sampling;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.codec.Decoded;
import sunstone.connectors.message.codec.Headers;
import sunstone.connectors.message.codec.Keyed;
import sunstone.connectors.message.codec.Limits;
import sunstone.connectors.message.codec.Reason;

/**
 * One member that a worker has drawn, or why it does not, a record of {@code members}. All but the member travels in
 * headers; the value is its unit quaternions, float32, little-endian.
 *
 * @param asker as in the request: the record key
 * @param round as in the request
 * @param member number in the ensemble; of a refusal the first that was asked for
 * @param worker who answers
 * @param refused why there is no member, or null
 * @param quaternions shape [rows * cols, 4], empty for a refusal; shared, not copied: nobody writes to it
 */
public record SamplingAnswer(
        String asker,
        long round,
        int member,
        String worker,
        @Nullable String refused,
        float[] quaternions) implements Keyed {
    private static final double NORM_TOLERANCE = 1e-3;
    private static final int LONGEST_REASON = 1000;

    public SamplingAnswer {
        Limits.id("asker", asker);
        Limits.id("worker", worker);
        Limits.atLeast("round", round, 0);
        Limits.atLeast("member", member, 0);
        if (refused != null && refused.length() > LONGEST_REASON) {
            refused = refused.substring(0, LONGEST_REASON);
        }
    }

    @Override
    public String key() {
        return asker;
    }

    /** The headers of the record. */
    public Map<String, String> headers() {
        return Headers.of("asker", asker, "round", round, "member", member, "worker", worker, "refused", refused);
    }

    /** The value of the record. */
    public byte[] value() {
        ByteBuffer out = ByteBuffer.allocate(4 * quaternions.length).order(ByteOrder.LITTLE_ENDIAN);
        out.asFloatBuffer().put(quaternions);
        return out.array();
    }

    /** Decodes a record from its headers and value; never throws, whatever they hold. */
    public static Decoded<SamplingAnswer> decode(Map<String, String> headers, byte @Nullable [] value) {
        byte[] bytes = value == null ? new byte[0] : value;
        Headers h = new Headers(headers);
        String asker = h.text("asker");
        long round = h.whole("round");
        int member = h.integer("member");
        String worker = h.text("worker");
        String refused = h.maybe("refused");
        return h.make(() -> {
            int pixels = bytes.length / 16;
            if (bytes.length % 16 != 0 || pixels > SamplingRequest.MOST_PIXELS || (refused == null) != (pixels > 0)) {
                return Decoded.rejected(
                        Reason.WRONG_FRAME_SIZE,
                        "a member has 16 bytes a pixel, " + SamplingRequest.MOST_PIXELS
                                + " pixels at most, and a refusal none: " + bytes.length + " bytes");
            }
            float[] q = new float[4 * pixels];
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(q);
            for (int i = 0; i < q.length; i += 4) {
                double norm = (double) q[i] * q[i]
                        + (double) q[i + 1] * q[i + 1]
                        + (double) q[i + 2] * q[i + 2]
                        + (double) q[i + 3] * q[i + 3];
                if (!(Math.abs(norm - 1) <= NORM_TOLERANCE)) { // this form also finds NaN
                    return Decoded.rejected(
                            Reason.NOT_FINITE, "the quaternion of pixel " + i / 4 + " has squared norm " + norm);
                }
            }
            return Decoded.ok(new SamplingAnswer(asker, round, member, worker, refused, q));
        });
    }
}
