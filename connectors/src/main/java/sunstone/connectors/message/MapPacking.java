package sunstone.connectors.message;

import java.util.List;
import sunstone.connectors.message.codec.Decoded;
import sunstone.connectors.message.codec.Deflated;
import sunstone.connectors.message.codec.Limits;
import sunstone.connectors.message.codec.Reason;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.models.crystallography.EulerAngles;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;

/**
 * Packs a map for the wire, encoding {@value #ENCODING}.
 *
 * <p>Four unsigned 16-bit numbers per pixel: Bunge phi1 (65536 = 360 degrees), Phi (65534 = 180 degrees; 65535 marks a
 * pixel without orientation), phi2 (as phi1), uncertainty in tenths of a degree (65535 = unknown). They lie as eight
 * planes of rows * cols bytes, row-major: the high bytes of the first number, its low bytes, the high bytes of the
 * second, and so on (within a grain the high bytes repeat, which is what deflate finds). The planes are one zlib stream
 * (RFC 1950), and that is base64 (RFC 4648). The rounding turns an orientation by less than 0.007 degrees. In Python:
 *
 * <pre>{@code
 * p = np.frombuffer(zlib.decompress(base64.b64decode(m["data"])), np.uint8).reshape(4, 2, m["rows"], m["cols"])
 * phi1, Phi, phi2, tenths = p[:, 0] * 256.0 + p[:, 1]
 * }</pre>
 */
public final class MapPacking {
    /** Value of {@link EncodedMap#encoding}. */
    public static final String ENCODING = "bunge-u16-zlib-base64";

    /** Most characters of base64 in one record: 1000 x 1000 pixels of noise fit, with room below 16 MiB. */
    public static final int LARGEST_DATA = 12_000_000;

    /**
     * Pixels that are unpacked at most, 4096 x 4096: noise-free planes shrink so far that a small text can hold more.
     */
    public static final int MOST_PIXELS = 1 << 24;

    private static final int PLANES = 8;
    private static final double TURN = 65536 / (2 * Math.PI);
    private static final double HALF = 65534 / Math.PI;
    private static final int NONE = 65535;

    private MapPacking() {}

    /**
     * A map off the wire.
     *
     * @param map on the raster of the record: its step is the scan's times {@code stride}
     * @param uncertaintyDeg per pixel, degrees, not-a-number where unknown
     * @param stride of the raster on the scan's grid
     */
    public record Unpacked(OrientationMap map, float[] uncertaintyDeg, int stride) {}

    /** As {@link #pack(OrientationMap, float[], CrystalAxes, int)}, limited to {@link #LARGEST_DATA}. */
    public static EncodedMap pack(OrientationMap map, float[] uncertaintyDeg, CrystalAxes axes) {
        return pack(map, uncertaintyDeg, axes, LARGEST_DATA);
    }

    /**
     * Packs the whole raster, or every second, third ... row and column if the text would be longer than the limit.
     *
     * @param uncertaintyDeg degrees, shape [rows * cols]
     * @param axes crystal frame of the angles on the wire
     * @param largest most characters of base64
     */
    public static EncodedMap pack(OrientationMap map, float[] uncertaintyDeg, CrystalAxes axes, int largest) {
        if (uncertaintyDeg.length != map.grid().size()) {
            throw new IllegalArgumentException(
                    "uncertainty must have " + map.grid().size() + " pixels: " + uncertaintyDeg.length);
        }
        int stride = 1;
        while (true) {
            String data = Deflated.of(planes(map, uncertaintyDeg, axes, stride));
            if (data.length() <= largest
                    || stride >= Math.max(map.grid().rows(), map.grid().cols())) {
                return new EncodedMap(
                        ENCODING,
                        steps(map.grid().rows(), stride),
                        steps(map.grid().cols(), stride),
                        stride,
                        map.laue().symbol(),
                        axes.symbol(),
                        data);
            }
            stride++;
        }
    }

    /**
     * Unpacks a map, whatever its crystal frame, into that of this program.
     *
     * @param stepUm step of the scan, micrometres
     */
    public static Decoded<Unpacked> unpack(EncodedMap packed, double stepUm) {
        try {
            Limits.oneOf("map.encoding", packed.encoding(), List.of(ENCODING));
            ScanGrid grid = new ScanGrid(packed.rows(), packed.cols(), stepUm * packed.stride());
            if (grid.size() > MOST_PIXELS) {
                return Decoded.rejected(
                        Reason.OUT_OF_RANGE,
                        "map of " + packed.rows() + " x " + packed.cols() + " pixels, at most " + MOST_PIXELS
                                + " are unpacked");
            }
            LaueGroup laue = LaueGroup.of(packed.laue());
            CrystalAxes axes = CrystalAxes.of(packed.crystalAxes());
            byte[] raw = Deflated.bytes(packed.data(), (long) PLANES * grid.size());
            return raw == null
                    ? Decoded.rejected(
                            Reason.MALFORMED,
                            "map.data must inflate to " + PLANES + " bytes for each of " + grid.size() + " pixels")
                    : Decoded.ok(read(raw, grid, laue, axes, packed.stride()));
        } catch (IllegalArgumentException e) {
            return Decoded.rejected(Reason.OUT_OF_RANGE, String.valueOf(e.getMessage()));
        }
    }

    private static byte[] planes(OrientationMap map, float[] uncertaintyDeg, CrystalAxes axes, int stride) {
        int rows = steps(map.grid().rows(), stride), cols = steps(map.grid().cols(), stride), n = rows * cols;
        byte[] raw = new byte[PLANES * n];
        double[] angles = new double[3];
        double[] q = new double[4];
        for (int i = 0; i < n; i++) {
            int pixel = map.grid().index(i / cols * stride, i % cols * stride);
            if (map.valid()[pixel]) {
                System.arraycopy(map.quaternions(), 4 * pixel, q, 0, 4);
                axes.fromA(map.laue(), q, 0);
                EulerAngles.fromQuaternion(q, 0, angles, 0);
                put(raw, n, 0, i, (int) Math.round(angles[0] * TURN) & 0xffff);
                put(raw, n, 1, i, (int) Math.round(angles[1] * HALF));
                put(raw, n, 2, i, (int) Math.round(angles[2] * TURN) & 0xffff);
            } else {
                put(raw, n, 1, i, NONE);
            }
            float u = uncertaintyDeg[pixel];
            put(raw, n, 3, i, u >= 0 ? Math.min(NONE - 1, Math.round(u * 10)) : NONE);
        }
        return raw;
    }

    private static Unpacked read(byte[] raw, ScanGrid grid, LaueGroup laue, CrystalAxes axes, int stride) {
        int n = grid.size();
        double[] q = new double[4 * n];
        boolean[] valid = new boolean[n];
        float[] uncertainty = new float[n];
        for (int i = 0; i < n; i++) {
            int phi = get(raw, n, 1, i);
            valid[i] = phi != NONE;
            if (valid[i]) {
                EulerAngles.toQuaternion(get(raw, n, 0, i) / TURN, phi / HALF, get(raw, n, 2, i) / TURN, q, 4 * i);
                axes.toA(laue, q, 4 * i);
            } else {
                q[4 * i] = 1;
            }
            int tenths = get(raw, n, 3, i);
            uncertainty[i] = tenths == NONE ? Float.NaN : tenths / 10f;
        }
        return new Unpacked(new OrientationMap(grid, laue, q, valid), uncertainty, stride);
    }

    private static void put(byte[] raw, int n, int number, int i, int value) {
        raw[2 * number * n + i] = (byte) (value >>> 8);
        raw[(2 * number + 1) * n + i] = (byte) value;
    }

    private static int get(byte[] raw, int n, int number, int i) {
        return (raw[2 * number * n + i] & 0xff) << 8 | raw[(2 * number + 1) * n + i] & 0xff;
    }

    private static int steps(int length, int stride) {
        return (length + stride - 1) / stride;
    }
}
