package sunstone.agent.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.message.EncodedMap;
import sunstone.connectors.message.MapPacking;
import sunstone.connectors.message.SectionPosterior;
import sunstone.connectors.message.codec.Decoded;
import sunstone.connectors.message.codec.Deflated;
import sunstone.connectors.message.codec.Reason;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.models.crystallography.Quaternions;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.Optics;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.registration.Registration;
import sunstone.models.posterior.carry.FinishedSection;

/**
 * Packs what a section leaves to the next one. A map of more than {@link #MOST_PIXELS} goes every second, third ... row
 * and column, and comes back with every pixel repeated; of a smaller one only the last digits are lost (orientations to
 * 0.007 degrees, light to 0.0002).
 */
public final class SectionPacking {
    /** Pixels of a record at most: with map, light and base64 it stays below 16 MiB whatever it holds. */
    static final int MOST_PIXELS = 500_000;

    private static final int SHARES = 255;
    private static final double HARMONIC = 8192;
    private static final double UNIT = Short.MAX_VALUE;
    private static final int CHANNELS = PlImage.CHANNELS;
    private static final int LIGHT_BYTES = 2 * CHANNELS + 1;

    private SectionPacking() {}

    /**
     * Packs.
     *
     * @param specimenId the specimen
     * @param section number of the section
     * @param revision of the map
     * @param points that it rests on
     * @param learnt what they taught of ensembles, JSON
     */
    public static SectionPosterior pack(
            String scanId,
            String specimenId,
            int section,
            int revision,
            int points,
            FinishedSection left,
            String learnt) {
        ScanGrid whole = left.map().grid();
        Raster raster = Raster.of(whole);
        int[] from = raster.from();
        int n = from.length;
        double[] q = new double[4 * n];
        boolean[] valid = new boolean[n];
        float[] uncertainty = new float[n];
        byte[] support = new byte[n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(left.map().quaternions(), 4 * from[i], q, 4 * i, 4);
            valid[i] = left.map().valid()[from[i]];
            uncertainty[i] = left.uncertaintyDeg()[from[i]];
            support[i] = (byte) Math.round(SHARES * left.support()[from[i]]);
        }
        OrientationMap map = new OrientationMap(raster.coarse(), left.map().laue(), q, valid);
        EncodedMap packed = MapPacking.pack(map, uncertainty, CrystalAxes.X_PARALLEL_A);
        Registration registration = left.registration();
        Optics o = left.optics();
        return new SectionPosterior(
                scanId,
                specimenId,
                section,
                revision,
                points,
                whole.rows(),
                whole.cols(),
                whole.stepUm(),
                new EncodedMap(
                        packed.encoding(),
                        packed.rows(),
                        packed.cols(),
                        raster.stride(),
                        packed.laue(),
                        packed.crystalAxes(),
                        packed.data()),
                Deflated.of(support),
                left.witnesses().isEmpty() ? 1 : left.witnesses().get(0).draws().length / 4,
                witnesses(left, raster),
                left.light() == null ? null : light(left.light(), from),
                registration == null ? null : list(registration.parameters()),
                List.of(o.fourRe(), o.fourIm(), o.twoRe(), o.twoIm(), (double) o.sense(), o.black()),
                learnt);
    }

    private static List<Double> list(double[] values) {
        List<Double> out = new ArrayList<>();
        for (double v : values) {
            out.add(v);
        }
        return out;
    }

    private static String witnesses(FinishedSection left, Raster raster) {
        ByteBuffer out = ByteBuffer.allocate(left.witnesses().stream()
                .mapToInt(w -> Integer.BYTES + Short.BYTES * w.draws().length)
                .sum());
        for (FinishedSection.Witness w : left.witnesses()) {
            out.putInt(raster.on(w.pixel()));
            for (float x : w.draws()) {
                out.putShort((short) Math.round(UNIT * x));
            }
        }
        return Deflated.of(out.array());
    }

    private static SectionPosterior.Light light(PlImage image, int[] from) {
        int n = from.length;
        int whole = image.grid().size();
        byte[] raw = new byte[LIGHT_BYTES * n];
        for (int c = 0; c < CHANNELS; c++) {
            for (int i = 0; i < n; i++) {
                double x = HARMONIC * image.harmonics()[c * whole + from[i]];
                int v = (int) Math.round(Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, x)));
                raw[2 * c * n + i] = (byte) (v >> 8);
                raw[(2 * c + 1) * n + i] = (byte) v;
            }
        }
        for (int i = 0; i < n; i++) {
            raw[2 * CHANNELS * n + i] = (byte) (image.covers(from[i]) ? 1 : 0);
        }
        List<Double> noise = new ArrayList<>();
        for (float s : image.noise()) {
            noise.add((double) s);
        }
        return new SectionPosterior.Light(noise, Deflated.of(raw));
    }

    /** Unpacks; a record that does not hold what it says is a rejection. */
    public static Decoded<FinishedSection> unpack(SectionPosterior packed) {
        try {
            ScanGrid whole = new ScanGrid(packed.rows(), packed.cols(), packed.stepUm());
            Raster raster = Raster.of(whole);
            ScanGrid coarse = raster.coarse();
            if (packed.map().rows() != coarse.rows()
                    || packed.map().cols() != coarse.cols()
                    || packed.map().stride() != raster.stride()) {
                return Decoded.rejected(
                        Reason.OUT_OF_RANGE,
                        "map must have " + coarse.rows() + " x " + coarse.cols() + " pixels: "
                                + packed.map().rows() + " x " + packed.map().cols());
            }
            return MapPacking.unpack(packed.map(), packed.stepUm()).then(u -> unpack(packed, whole, raster, u));
        } catch (IllegalArgumentException e) {
            return Decoded.rejected(Reason.OUT_OF_RANGE, String.valueOf(e.getMessage()));
        }
    }

    private static Decoded<FinishedSection> unpack(
            SectionPosterior packed, ScanGrid whole, Raster raster, MapPacking.Unpacked unpacked) {
        int n = raster.coarse().size();
        byte[] shares = Deflated.bytes(packed.support(), n);
        SectionPosterior.Light told = packed.light();
        byte[] seen = told == null ? new byte[0] : Deflated.bytes(told.data(), (long) LIGHT_BYTES * n);
        List<FinishedSection.Witness> witnesses = witnesses(packed, raster);
        if (shares == null || seen == null || witnesses == null) {
            return Decoded.rejected(Reason.MALFORMED, "support, witnesses or light do not inflate to what is due");
        }
        int size = whole.size();
        double[] q = new double[4 * size];
        boolean[] valid = new boolean[size];
        float[] uncertainty = new float[size];
        float[] support = new float[size];
        for (int i = 0; i < size; i++) {
            int j = raster.on(i);
            unpacked.map().laue().reduce(unpacked.map().quaternions(), 4 * j, q, 4 * i);
            valid[i] = unpacked.map().valid()[j];
            uncertainty[i] = unpacked.uncertaintyDeg()[j];
            support[i] = (shares[j] & 0xff) / (float) SHARES;
        }
        List<Double> o = packed.optics();
        List<Double> parameters = packed.registration();
        return Decoded.ok(new FinishedSection(
                new OrientationMap(whole, unpacked.map().laue(), q, valid),
                uncertainty,
                support,
                witnesses,
                told == null ? null : light(told, seen, whole, raster),
                parameters == null
                        ? null
                        : new Registration(
                                whole,
                                whole,
                                parameters.stream().mapToDouble(p -> p).toArray()),
                new Optics(o.get(0), o.get(1), o.get(2), o.get(3), (int) Math.signum(o.get(4)), o.get(5))));
    }

    private static PlImage light(SectionPosterior.Light told, byte[] raw, ScanGrid whole, Raster raster) {
        int n = raster.coarse().size();
        int size = whole.size();
        float[] harmonics = new float[CHANNELS * size];
        boolean[] covered = new boolean[size];
        float[] noise = new float[CHANNELS];
        for (int i = 0; i < size; i++) {
            int j = raster.on(i);
            for (int c = 0; c < CHANNELS; c++) {
                int v = raw[2 * c * n + j] << 8 | raw[(2 * c + 1) * n + j] & 0xff;
                harmonics[c * size + i] = (float) (v / HARMONIC);
            }
            covered[i] = raw[2 * CHANNELS * n + j] != 0;
        }
        for (int c = 0; c < CHANNELS; c++) {
            noise[c] = told.noise().get(c).floatValue();
        }
        return new PlImage(whole, harmonics, noise, covered);
    }

    /** Null if they do not inflate to whole witnesses. */
    private static @Nullable List<FinishedSection.Witness> witnesses(SectionPosterior packed, Raster raster) {
        int each = Integer.BYTES + 4 * Short.BYTES * packed.members();
        byte[] raw =
                Deflated.all(packed.witnesses(), (long) each * raster.coarse().size());
        if (raw == null || raw.length % each != 0) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(raw);
        List<FinishedSection.Witness> out = new ArrayList<>();
        double[] q = new double[4];
        while (in.hasRemaining()) {
            int pixel = in.getInt();
            float[] draws = new float[4 * packed.members()];
            for (int m = 0; m < draws.length; m += 4) {
                for (int k = 0; k < 4; k++) {
                    q[k] = in.getShort() / UNIT;
                }
                Quaternions.normalise(q, 0);
                for (int k = 0; k < 4; k++) {
                    draws[m + k] = (float) q[k];
                }
            }
            if (pixel < 0 || pixel >= raster.coarse().size()) {
                return null;
            }
            out.add(new FinishedSection.Witness(raster.first(pixel), draws));
        }
        return out;
    }

    /** The pixels of a scan that a record holds. */
    private record Raster(ScanGrid whole, ScanGrid coarse, int stride) {
        static Raster of(ScanGrid whole) {
            int stride = 1;
            while (steps(whole.rows(), stride) * (long) steps(whole.cols(), stride) > MOST_PIXELS) {
                stride++;
            }
            return new Raster(
                    whole,
                    new ScanGrid(steps(whole.rows(), stride), steps(whole.cols(), stride), whole.stepUm() * stride),
                    stride);
        }

        private static int steps(int length, int stride) {
            return (length + stride - 1) / stride;
        }

        /** Pixel of the record that stands for a pixel of the scan. */
        int on(int pixel) {
            return coarse.index(whole.row(pixel) / stride, whole.col(pixel) / stride);
        }

        /** Pixel of the scan that a pixel of the record was taken from. */
        int first(int pixel) {
            return whole.index(coarse.row(pixel) * stride, coarse.col(pixel) * stride);
        }

        int[] from() {
            int[] out = new int[coarse.size()];
            for (int i = 0; i < out.length; i++) {
                out[i] = first(i);
            }
            return out;
        }
    }
}
