package sunstone.connectors.message.sampling;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.codec.Decoded;
import sunstone.connectors.message.codec.Headers;
import sunstone.connectors.message.codec.Keyed;
import sunstone.connectors.message.codec.Limits;
import sunstone.connectors.message.codec.Reason;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.EbsdPoint;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;

/**
 * Some members of an ensemble that are wanted, a record of {@code sampling}. All that they depend on is in it, so that
 * any worker can draw them, and draws the same. Headers hold what is short; the value is, little-endian, the scaled
 * light (5 x rows x cols float32, then its 5 noise levels, and, if not every pixel was seen, a byte a pixel), if there
 * is any, then per point row, col, phase (int32), the unit quaternion and the confidence (float64), then, if anything
 * was carried over, the {@link CarriedPart}.
 *
 * @param asker who wants them, this run of an agent: the record key
 * @param round counts the rounds of the asker: a newer one makes older ones worthless
 * @param model digest of the model to draw with
 * @param arithmetic digest of how the asker computes: workers that compute otherwise leave the request alone
 * @param seed of every random draw of the round
 * @param from first member, a multiple of {@link #TOGETHER}
 * @param to behind the last, at most that many further
 * @param light shared, not copied: nobody writes to it
 * @param placed whether the light has been brought to where an earlier scan of the instrument has found it
 * @param points in the order of arrival
 * @param carried what the section below tells of the scan, or null if nothing
 */
public record SamplingRequest(
        String asker,
        long round,
        String model,
        String arithmetic,
        long seed,
        int from,
        int to,
        ScanGrid grid,
        LaueGroup laue,
        @Nullable PlImage light,
        boolean placed,
        List<EbsdPoint> points,
        @Nullable CarriedPart carried)
        implements Keyed {
    /** Members that are drawn together, and so travel together; a request begins at a multiple of it. */
    public static final int TOGETHER = 4;

    /** Pixels of a scan whose members fit into a record each. */
    public static final int MOST_PIXELS = 1_000_000;

    private static final int LONGEST_SIDE = 4096;
    private static final int MOST_BYTES = 16_000_000;
    private static final int MOST_MEMBERS = 1024;
    private static final int POINT_BYTES = 3 * Integer.BYTES + 5 * Double.BYTES;

    public SamplingRequest {
        points = List.copyOf(points);
        Limits.id("asker", asker);
        Limits.id("model", model);
        Limits.id("arithmetic", arithmetic);
        Limits.atLeast("round", round, 0);
        if (from < 0 || from % TOGETHER != 0 || to > MOST_MEMBERS) {
            throw new IllegalArgumentException("from, to must begin at a multiple of " + TOGETHER + " and end at "
                    + MOST_MEMBERS + " at most: " + from + ", " + to);
        }
        if (to <= from || to - from > TOGETHER) {
            throw new IllegalArgumentException("to must be 1 to " + TOGETHER + " above from: " + from + ", " + to);
        }
        if (grid.rows() > LONGEST_SIDE || grid.cols() > LONGEST_SIDE || grid.size() > MOST_PIXELS) {
            throw new IllegalArgumentException("rows, cols must be at most " + LONGEST_SIDE + ", " + MOST_PIXELS
                    + " pixels together: " + grid.rows() + ", " + grid.cols());
        }
    }

    /** Whether what is known of a scan fits into a record, and a member of it into another. */
    public static boolean fits(ScanGrid grid, @Nullable PlImage light, int points, @Nullable CarriedPart carried) {
        return grid.rows() <= LONGEST_SIDE
                && grid.cols() <= LONGEST_SIDE
                && grid.size() <= MOST_PIXELS
                && due(light == null ? 0 : light.grid().size(), light != null && light.covered() != null, points)
                                + carriedBytes(carried)
                        <= MOST_BYTES;
    }

    private static long due(long lightPixels, boolean covered, int points) {
        return (lightPixels > 0 ? 4L * PlImage.CHANNELS * (lightPixels + 1) : 0)
                + (covered ? lightPixels : 0)
                + (long) POINT_BYTES * points;
    }

    private static long carriedBytes(@Nullable CarriedPart carried) {
        return carried == null ? 0 : carried.bytes();
    }

    private boolean covered() {
        return light != null && light.covered() != null;
    }

    private int lightRows() {
        return light == null ? 0 : light.grid().rows();
    }

    private int lightCols() {
        return light == null ? 0 : light.grid().cols();
    }

    @Override
    public String key() {
        return asker;
    }

    /** The headers of the record. */
    public Map<String, String> headers() {
        return Headers.of(
                "asker",
                asker,
                "round",
                round,
                "model",
                model,
                "arithmetic",
                arithmetic,
                "seed",
                seed,
                "from",
                from,
                "to",
                to,
                "rows",
                grid.rows(),
                "cols",
                grid.cols(),
                "stepUm",
                grid.stepUm(),
                "laue",
                laue.symbol(),
                "lightRows",
                lightRows(),
                "lightCols",
                lightCols(),
                "covered",
                covered(),
                "placed",
                placed,
                "points",
                points.size(),
                "carried",
                carriedBytes(carried));
    }

    /** The value of the record. */
    public byte[] value() {
        PlImage pl = light;
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(
                        due((long) lightRows() * lightCols(), covered(), points.size()) + carriedBytes(carried)))
                .order(ByteOrder.LITTLE_ENDIAN);
        if (pl != null) {
            for (float x : pl.harmonics()) {
                out.putFloat(x);
            }
            for (float x : pl.noise()) {
                out.putFloat(x);
            }
            for (int i = 0; covered() && i < pl.grid().size(); i++) {
                out.put((byte) (pl.covers(i) ? 1 : 0));
            }
        }
        for (EbsdPoint p : points) {
            out.putInt(p.row()).putInt(p.col()).putInt(p.phase());
            out.putDouble(p.w()).putDouble(p.x()).putDouble(p.y()).putDouble(p.z());
            out.putDouble(p.confidence());
        }
        if (carried != null) {
            carried.put(out);
        }
        return out.array();
    }

    /** Decodes a record from its headers and value; never throws, whatever they hold. */
    public static Decoded<SamplingRequest> decode(Map<String, String> headers, byte @Nullable [] value) {
        byte[] bytes = value == null ? new byte[0] : value;
        Headers h = new Headers(headers);
        String asker = h.text("asker");
        long round = h.whole("round");
        String model = h.text("model");
        String arithmetic = h.text("arithmetic");
        long seed = h.whole("seed");
        int from = h.integer("from");
        int to = h.integer("to");
        int rows = h.integer("rows");
        int cols = h.integer("cols");
        double stepUm = h.real("stepUm");
        String laue = h.text("laue");
        int lightRows = h.integer("lightRows");
        int lightCols = h.integer("lightCols");
        boolean covered = Boolean.parseBoolean(h.text("covered"));
        boolean placed = Boolean.parseBoolean(h.text("placed"));
        int points = h.integer("points");
        int carried = h.integer("carried");
        return h.make(() -> {
            Limits.atLeast("points", points, 0);
            Limits.atLeast("carried", carried, 0);
            ScanGrid grid = new ScanGrid(rows, cols, stepUm);
            // everything short is checked before memory is taken for what is long
            SamplingRequest empty = new SamplingRequest(
                    asker,
                    round,
                    model,
                    arithmetic,
                    seed,
                    from,
                    to,
                    grid,
                    LaueGroup.of(laue),
                    null,
                    placed,
                    List.of(),
                    null);
            Limits.atLeast("lightRows", lightRows, 0);
            Limits.atLeast("lightCols", lightCols, lightRows == 0 ? 0 : 1);
            long due = due((long) lightRows * lightCols, covered && lightRows > 0, points) + carried;
            return bytes.length == due
                    ? empty.with(
                            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN),
                            lightRows,
                            lightCols,
                            covered,
                            points,
                            carried)
                    : Decoded.rejected(
                            Reason.WRONG_FRAME_SIZE,
                            lightRows + " x " + lightCols + " pixels of light, " + points
                                    + " points and what is carried need "
                                    + due
                                    + " bytes: " + bytes.length);
        });
    }

    private Decoded<SamplingRequest> with(
            ByteBuffer in, int lightRows, int lightCols, boolean covered, int count, int carriedBytes) {
        PlImage pl = null;
        if (lightRows > 0) {
            ScanGrid raster = new ScanGrid(lightRows, lightCols, grid.stepUm());
            float[] harmonics = floats(in, PlImage.CHANNELS * raster.size());
            float[] noise = floats(in, PlImage.CHANNELS);
            pl = covered
                    ? new PlImage(raster, harmonics, noise, flags(in, raster.size()))
                    : new PlImage(raster, harmonics, noise);
            for (float[] part : List.of(pl.harmonics(), pl.noise())) {
                for (float x : part) {
                    if (!Float.isFinite(x)) {
                        return Decoded.rejected(Reason.NOT_FINITE, "light must be finite: " + x);
                    }
                }
            }
        }
        List<EbsdPoint> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int row = in.getInt();
            int col = in.getInt();
            int phase = in.getInt();
            if (!grid.contains(row, col)) {
                return Decoded.rejected(
                        Reason.OUTSIDE_GRID,
                        "points[" + i + "] must lie on the grid of " + grid.rows() + " x " + grid.cols() + ": row "
                                + row + ", col " + col);
            }
            try {
                all.add(new EbsdPoint(
                        row,
                        col,
                        phase,
                        in.getDouble(),
                        in.getDouble(),
                        in.getDouble(),
                        in.getDouble(),
                        in.getDouble()));
            } catch (IllegalArgumentException e) {
                return Decoded.rejected(Reason.OUT_OF_RANGE, "points[" + i + "]: " + e.getMessage());
            }
        }
        SamplingRequest plain =
                new SamplingRequest(asker, round, model, arithmetic, seed, from, to, grid, laue, pl, placed, all, null);
        byte[] rest = new byte[carriedBytes];
        in.get(rest);
        return carriedBytes == 0
                ? Decoded.ok(plain)
                : CarriedPart.read(rest, grid.size()).then(c -> Decoded.ok(plain.with(c)));
    }

    private SamplingRequest with(CarriedPart part) {
        return new SamplingRequest(
                asker, round, model, arithmetic, seed, from, to, grid, laue, light, placed, points, part);
    }

    private static boolean[] flags(ByteBuffer in, int count) {
        boolean[] out = new boolean[count];
        for (int i = 0; i < count; i++) {
            out[i] = in.get() != 0;
        }
        return out;
    }

    private static float[] floats(ByteBuffer in, int count) {
        float[] out = new float[count];
        for (int i = 0; i < count; i++) {
            out[i] = in.getFloat();
        }
        return out;
    }
}
