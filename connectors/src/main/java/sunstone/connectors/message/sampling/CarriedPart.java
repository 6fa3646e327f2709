package sunstone.connectors.message.sampling;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import sunstone.connectors.message.codec.Decoded;
import sunstone.connectors.message.codec.Reason;

/**
 * Knowledge of a scan from the section below it, as far as an ensemble needs it: part of a {@link SamplingRequest}.
 * Little-endian: number of places and of sources (int32); per place pixel, grain (int32), probability (float32), unit
 * quaternion (float64); per source pixel, grain (int32), probability (float32), number of members (int32) and their
 * unit quaternions (float64).
 */
public record CarriedPart(List<Place> places, List<Source> sources) {
    private static final int PLACE_BYTES = 2 * Integer.BYTES + Float.BYTES + 4 * Double.BYTES;
    private static final int SOURCE_BYTES = 3 * Integer.BYTES + Float.BYTES;
    private static final int MEMBER_BYTES = 4 * Double.BYTES;
    private static final int MOST_MEMBERS = 1024;

    public CarriedPart {
        places = List.copyOf(places);
        sources = List.copyOf(sources);
    }

    /**
     * Knowledge of a pixel.
     *
     * @param pixel row-major
     * @param grain number of the grain below
     * @param continues probability that it goes on there
     */
    public record Place(int pixel, int grain, float continues, double w, double x, double y, double z) {}

    /**
     * A point that stands for a grain.
     *
     * @param pixel row-major
     * @param grain number of the grain below
     * @param probability that it goes on there
     * @param draws unit quaternions that the members below had, shape [members, 4]
     */
    public record Source(int pixel, int grain, float probability, double[] draws) {}

    /** Bytes that it takes. */
    long bytes() {
        long sum = 2L * Integer.BYTES + (long) PLACE_BYTES * places.size() + (long) SOURCE_BYTES * sources.size();
        for (Source s : sources) {
            sum += (long) Double.BYTES * s.draws().length;
        }
        return sum;
    }

    void put(ByteBuffer out) {
        out.putInt(places.size()).putInt(sources.size());
        for (Place p : places) {
            out.putInt(p.pixel()).putInt(p.grain()).putFloat(p.continues());
            out.putDouble(p.w()).putDouble(p.x()).putDouble(p.y()).putDouble(p.z());
        }
        for (Source s : sources) {
            out.putInt(s.pixel()).putInt(s.grain()).putFloat(s.probability()).putInt(s.draws().length / 4);
            for (double d : s.draws()) {
                out.putDouble(d);
            }
        }
    }

    /**
     * Reads what {@link #put} wrote; never throws, whatever the bytes.
     *
     * @param pixels of the scan
     */
    static Decoded<CarriedPart> read(byte[] bytes, int pixels) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() < 2 * Integer.BYTES) {
            return size(bytes);
        }
        int placeCount = in.getInt();
        int sourceCount = in.getInt();
        if (placeCount < 0
                || sourceCount < 0
                || (long) PLACE_BYTES * placeCount + (long) SOURCE_BYTES * sourceCount > in.remaining()) {
            return size(bytes);
        }
        List<Place> places = new ArrayList<>(placeCount);
        for (int k = 0; k < placeCount; k++) {
            Place p = new Place(
                    in.getInt(),
                    in.getInt(),
                    in.getFloat(),
                    in.getDouble(),
                    in.getDouble(),
                    in.getDouble(),
                    in.getDouble());
            if (!fits(p.pixel(), p.continues(), pixels)
                    || !unit(p.w() * p.w() + p.x() * p.x() + p.y() * p.y() + p.z() * p.z())) {
                return value("places[" + k + "]");
            }
            places.add(p);
        }
        List<Source> sources = new ArrayList<>(sourceCount);
        for (int k = 0; k < sourceCount; k++) {
            if (in.remaining() < SOURCE_BYTES) {
                return size(bytes);
            }
            int pixel = in.getInt();
            int grain = in.getInt();
            float probability = in.getFloat();
            int members = in.getInt();
            if (members < 1 || members > MOST_MEMBERS || in.remaining() < MEMBER_BYTES * members) {
                return size(bytes);
            }
            double[] draws = new double[4 * members];
            boolean good = fits(pixel, probability, pixels);
            for (int m = 0; m < draws.length; m += 4) {
                double square = 0;
                for (int c = m; c < m + 4; c++) {
                    draws[c] = in.getDouble();
                    square += draws[c] * draws[c];
                }
                good &= unit(square);
            }
            if (!good) {
                return value("sources[" + k + "]");
            }
            sources.add(new Source(pixel, grain, probability, draws));
        }
        return in.hasRemaining() ? size(bytes) : Decoded.ok(new CarriedPart(places, sources));
    }

    private static boolean fits(int pixel, float probability, int pixels) {
        return pixel >= 0 && pixel < pixels && probability >= 0 && probability <= 1;
    }

    private static boolean unit(double square) {
        return Math.abs(square - 1) < 1e-3;
    }

    private static Decoded<CarriedPart> size(byte[] bytes) {
        return Decoded.rejected(
                Reason.WRONG_FRAME_SIZE, "what is carried over does not end with its " + bytes.length + " bytes");
    }

    private static Decoded<CarriedPart> value(String name) {
        return Decoded.rejected(
                Reason.OUT_OF_RANGE,
                "carried " + name + " must have a pixel of the map, a probability and unit quaternions");
    }
}
