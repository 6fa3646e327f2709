package sunstone.connectors.format.hdf5;

import io.jhdf.api.Dataset;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.exceptions.HdfException;
import io.jhdf.filter.PipelineFilterWithData;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import sunstone.connectors.format.map.MalformedFile;
import sunstone.connectors.format.map.TextLines;

/**
 * Limits on packed datasets, before the library unpacks them into memory: a chunk may not claim to be far larger than its dataset, and
 * may not inflate to more than it claims. A few kilobytes of Deflate can hold a gigabyte of zeros.
 */
final class ChunkLimits {
    private static final String DEFLATE = "deflate", LZF = "lzf";
    private static final List<String> HARMLESS = List.of("shuffle", "fletcher32");

    /** A chunk may be larger than its dataset, which programs let grow. */
    private static final long LEAST_CHUNK = 1 << 24;

    private static final int MOST_CHUNKS = 1 << 20;

    private ChunkLimits() {}

    /** Refuses a dataset that would take up more memory than its size says. */
    static void check(Dataset dataset) throws MalformedFile {
        if (!(dataset instanceof ChunkedDataset chunked)) {
            return;
        }
        String path = TextLines.shortened(dataset.getPath());
        int[] chunk = chunked.getChunkDimensions(), size = dataset.getDimensions();
        long bytes = dataset.getDataType().getSize(), chunks = 1;
        for (int i = 0; i < chunk.length && i < size.length; i++) {
            bytes = product(bytes, chunk[i]);
            chunks = product(chunks, chunk[i] < 1 ? Long.MAX_VALUE : (size[i] - 1L) / chunk[i] + 1);
        }
        long most = Math.max(LEAST_CHUNK, 2 * dataset.getSizeInBytes());
        if (bytes > most || chunks > MOST_CHUNKS) {
            throw new MalformedFile("has " + chunks + " chunks of " + bytes + " bytes in " + path + ", allowed are "
                    + MOST_CHUNKS + " of " + most);
        }
        boolean packed = false;
        for (PipelineFilterWithData f : chunked.getFilters()) {
            String name = f.getName();
            int[] claims = f.getFilterData();
            boolean lzf = name.equals(LZF) && claims.length > 2 && claims[2] == bytes;
            if (!HARMLESS.contains(name) && (packed || !lzf && !name.equals(DEFLATE))) {
                throw new MalformedFile("is packed with " + name + " in " + path
                        + ", read are Deflate (gzip) and LZF: repack it with h5repack -f GZIP=6");
            }
            packed |= !HARMLESS.contains(name);
            if (name.equals(DEFLATE)) {
                inflate(chunked, chunk, size, bytes, path);
            }
        }
    }

    private static long product(long a, long b) {
        return a != 0 && b > Long.MAX_VALUE / Math.max(1, a) ? Long.MAX_VALUE : a * b;
    }

    /** Goes through the chunks and counts what each inflates to, without keeping it. */
    private static void inflate(ChunkedDataset dataset, int[] chunk, int[] size, long most, String path)
            throws MalformedFile {
        int[] at = new int[size.length];
        byte[] sink = new byte[1 << 14];
        int axis = 0;
        while (axis >= 0) {
            long inflated = inflated(dataset, at, most, sink);
            if (inflated > most) {
                throw new MalformedFile(
                        "has a chunk in " + path + " that inflates to more than its " + most + " bytes");
            }
            axis = size.length - 1;
            while (axis >= 0 && (long) at[axis] + chunk[axis] >= size[axis]) {
                at[axis--] = 0;
            }
            if (axis >= 0) {
                at[axis] += chunk[axis];
            }
        }
    }

    /** Bytes that a chunk inflates to, as far as it is sound and not far beyond a limit; 0 where none is stored. */
    private static long inflated(ChunkedDataset dataset, int[] at, long most, byte[] sink) {
        Inflater inflater = new Inflater();
        try {
            ByteBuffer raw = dataset.getRawChunkBuffer(Arrays.copyOf(at, at.length));
            inflater.setInput(raw);
            long sum = 0;
            int n = 1;
            while (n > 0 && sum <= most) {
                n = inflater.inflate(sink);
                sum += n;
            }
            return sum;
        } catch (HdfException | DataFormatException e) { // no such chunk, or a damaged one, which the library refuses
            return 0;
        } finally {
            inflater.end();
        }
    }
}
