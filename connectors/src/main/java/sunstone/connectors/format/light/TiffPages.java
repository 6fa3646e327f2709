package sunstone.connectors.format.light;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sunstone.connectors.format.map.MalformedFile;
import sunstone.models.map.ScanGrid;

/**
 * Grey pages of a TIFF or BigTIFF: 8 or 16 bits without sign or 32-bit floating point, in strips, uncompressed or with PackBits,
 * LZW or Deflate, with or without horizontal differences or the predictor of floating point. Reduced copies of pages (thumbnails)
 * are passed over. Everything else is refused with the way out.
 */
final class TiffPages {
    private static final String WAY_OUT = ": save it uncompressed or with LZW or Deflate";
    private static final int MAX_ENTRIES = 1000;
    private static final int MAX_VALUES = 1 << 20;

    private final FileChannel file;
    private final ByteOrder order;
    private final boolean big;

    private TiffPages(FileChannel file, ByteOrder order, boolean big) {
        this.file = file;
        this.order = order;
        this.big = big;
    }

    /** A page: intensities, 1 is the largest value of 8 or 16 bits. */
    record Page(int rows, int cols, float[] values) {}

    /** Whether a file begins like a TIFF. */
    static boolean is(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer b = ByteBuffer.allocate(4);
            file.read(b, 0);
            byte[] m = b.array();
            return m[0] == 'I' && m[1] == 'I' && (m[2] == 42 || m[2] == 43) && m[3] == 0
                    || m[0] == 'M' && m[1] == 'M' && m[2] == 0 && (m[3] == 42 || m[3] == 43);
        }
    }

    /** Reads at most {@code most} pages; more are refused. */
    static List<Page> read(Path path, int most) throws IOException, MalformedFile {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer head = ByteBuffer.allocate(16);
            file.read(head, 0);
            ByteOrder order = head.get(0) == 'M' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            head.order(order);
            boolean big = head.getShort(2) == 43;
            TiffPages tiff = new TiffPages(file, order, big);
            List<Page> pages = new ArrayList<>();
            Set<Long> seen = new HashSet<>();
            long at = big ? head.getLong(8) : head.getInt(4) & 0xffffffffL;
            while (at != 0) {
                if (!seen.add(at) || seen.size() > 10 * most + 10) {
                    throw new MalformedFile("has directories that run in a circle or are too many");
                }
                Map<Integer, long[]> tags = new HashMap<>();
                at = tiff.directory(at, tags);
                if ((value(tags, 254, 0) & 1) == 0) {
                    if (pages.size() == most) {
                        throw new MalformedFile("makes more than " + most + " frames");
                    }
                    pages.add(tiff.page(tags));
                }
            }
            if (pages.isEmpty()) {
                throw new MalformedFile(seen.isEmpty() ? "has no page" : "has no page but reduced copies (thumbnails)");
            }
            return pages;
        }
    }

    private ByteBuffer bytes(long at, long count) throws IOException, MalformedFile {
        if (at < 0 || count < 0 || count > Integer.MAX_VALUE - 8 || at + count > file.size() || at + count < 0) {
            throw new MalformedFile("is cut off: bytes " + at + " to " + (at + count) + " of " + file.size());
        }
        ByteBuffer b = ByteBuffer.allocate((int) count).order(order);
        while (b.hasRemaining() && file.read(b, at + b.position()) > 0) {
            // until it is full
        }
        return b.flip();
    }

    /** Reads the numbers of a directory; gives the place of the next one, 0 after the last. */
    private long directory(long at, Map<Integer, long[]> tags) throws IOException, MalformedFile {
        int counter = big ? 8 : 2, entry = big ? 20 : 12, pointer = big ? 8 : 4;
        ByteBuffer c = bytes(at, counter);
        long entries = big ? c.getLong(0) : c.getShort(0) & 0xffff;
        if (entries < 1 || entries > MAX_ENTRIES) {
            throw new MalformedFile("has a directory of " + entries + " entries, allowed are 1 to " + MAX_ENTRIES);
        }
        ByteBuffer b = bytes(at + counter, entries * entry + pointer);
        for (int i = 0; i < entries; i++) {
            int tag = b.getShort(i * entry) & 0xffff, type = b.getShort(i * entry + 2) & 0xffff;
            long count = big ? b.getLong(i * entry + 4) : b.getInt(i * entry + 4) & 0xffffffffL;
            int size = type == 1 ? 1 : type == 3 ? 2 : type == 4 ? 4 : type == 16 ? 8 : 0;
            if (size == 0 || !wanted(tag)) {
                continue;
            }
            if (count < 1 || count > MAX_VALUES) {
                throw new MalformedFile("has " + count + " values of tag " + tag + ", allowed are 1 to " + MAX_VALUES);
            }
            int field = i * entry + (big ? 12 : 8);
            boolean inside = count * size <= pointer;
            long place = big ? b.getLong(field) : b.getInt(field) & 0xffffffffL;
            ByteBuffer from = inside ? b : bytes(place, count * size);
            long[] values = new long[(int) count];
            for (int k = 0; k < count; k++) {
                int p = (inside ? field : 0) + k * size;
                values[k] = switch (size) {
                    case 1 -> from.get(p) & 255;
                    case 2 -> from.getShort(p) & 0xffff;
                    case 4 -> from.getInt(p) & 0xffffffffL;
                    default -> from.getLong(p);
                };
            }
            tags.put(tag, values);
        }
        int end = (int) entries * entry;
        return big ? b.getLong(end) : b.getInt(end) & 0xffffffffL;
    }

    private static boolean wanted(int tag) {
        return switch (tag) {
            case 254, 256, 257, 258, 259, 262, 266, 273, 277, 278, 279, 317, 322, 339 -> true;
            default -> false;
        };
    }

    private static long value(Map<Integer, long[]> tags, int tag, long otherwise) {
        long[] v = tags.get(tag);
        return v == null ? otherwise : v[0];
    }

    private Page page(Map<Integer, long[]> tags) throws IOException, MalformedFile {
        long cols = value(tags, 256, 0), rows = value(tags, 257, 0), bits = value(tags, 258, 1);
        long format = value(tags, 339, 1), compression = value(tags, 259, 1), predictor = value(tags, 317, 1);
        if (cols < 1 || rows < 1 || cols > 1 << 20 || rows > 1 << 20) {
            throw new MalformedFile("has a page of " + rows + " x " + cols + " px");
        }
        ScanGrid grid = new ScanGrid((int) rows, (int) cols, 1); // refuses what is too large before it is read
        long photometric = value(tags, 262, 1);
        if (value(tags, 277, 1) != 1 || photometric > 1) {
            throw new MalformedFile("has colours, needed is one grey value a pixel: save it as grey");
        }
        boolean whole = format == 1 && (bits == 8 || bits == 16);
        if (!whole && !(format == 3 && bits == 32)) {
            throw new MalformedFile(
                    "has " + bits + " bits a pixel of " + (format == 3 ? "floating point" : "whole numbers")
                            + (format == 2 ? " with sign" : "")
                            + ", needed are 8 or 16 bits without sign or 32-bit floating point: save it as one of those");
        }
        if (tags.containsKey(322)) {
            throw new MalformedFile("is stored in tiles, needed are strips: save it without tiles");
        }
        if (predictor < 1 || predictor > 3 || predictor == 3 && whole || predictor == 2 && !whole) {
            throw new MalformedFile("has predictor " + predictor + " for " + bits + " bits" + WAY_OUT);
        }
        byte[] raw = strips(tags, grid, (int) bits / 8, compression, (int) predictor);
        ByteBuffer b = ByteBuffer.wrap(raw).order(predictor == 3 ? ByteOrder.BIG_ENDIAN : order);
        float most = bits == 8 ? 255 : bits == 16 ? 65535 : 1;
        float[] v = new float[grid.size()];
        for (int i = 0; i < v.length; i++) {
            v[i] = (bits == 8 ? b.get(i) & 255 : bits == 16 ? b.getShort(2 * i) & 0xffff : b.getFloat(4 * i)) / most;
            if (!Float.isFinite(v[i])) {
                throw new MalformedFile("has a pixel of " + v[i] + " at row " + i / grid.cols() + ", col "
                        + i % grid.cols() + ", needed are finite numbers");
            }
            v[i] = photometric == 0 && whole ? 1 - v[i] : v[i];
        }
        return new Page(grid.rows(), grid.cols(), v);
    }

    private byte[] strips(Map<Integer, long[]> tags, ScanGrid grid, int bytes, long compression, int predictor)
            throws IOException, MalformedFile {
        long[] places = tags.getOrDefault(273, new long[0]), lengths = tags.getOrDefault(279, new long[0]);
        int perStrip = (int) Math.min(grid.rows(), Math.max(1, value(tags, 278, grid.rows())));
        int strips = (grid.rows() + perStrip - 1) / perStrip;
        if (places.length != strips || lengths.length != strips) {
            throw new MalformedFile(
                    "has " + places.length + " strips and " + lengths.length + " lengths, needed are " + strips);
        }
        int line = grid.cols() * bytes;
        long held = 0;
        for (long length : lengths) {
            held += length;
        }
        if (held > file.size() || held * 2000 < (long) line * grid.rows()) {
            throw new MalformedFile(
                    "holds " + held + " bytes for a page of " + grid.rows() + " x " + grid.cols() + " px");
        }
        byte[] out = new byte[line * grid.rows()];
        for (int s = 0; s < strips; s++) {
            int rows = Math.min(perStrip, grid.rows() - s * perStrip);
            byte[] packed = bytes(places[s], lengths[s]).array();
            byte[] strip = TiffCompression.unpack(packed, rows * line, compression);
            for (int r = 0; r < rows; r++) {
                TiffCompression.undo(predictor, strip, r * line, grid.cols(), bytes, order);
            }
            System.arraycopy(strip, 0, out, s * perStrip * line, rows * line);
        }
        return out;
    }
}
