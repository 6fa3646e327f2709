package sunstone.models.posterior.ensemble;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sunstone.models.prior.Conditioning;
import sunstone.models.prior.Tile;

/**
 * Tiles of members that were drawn before, by all that they follow from: place, noise, observation. A hit has the bits
 * that drawing it again would give, so that nothing but time depends on what is held. The least recently used go when
 * {@value #MOST_BYTES} bytes are exceeded: the drawn members of a map of 1000 x 1000 pixels up to an ensemble of 28.
 * Thread-safe.
 */
final class TileCache {
    private static final long MOST_BYTES = 256L << 20;

    private final long most;
    private final Map<Key, float[][]> held = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    TileCache() {
        this(MOST_BYTES);
    }

    /** With a bound of its own, bytes. */
    TileCache(long most) {
        this.most = most;
    }

    /** A digest of 256 bits. */
    record Key(long a, long b, long c, long d) {}

    /** What is observed in a tile. */
    static Key seen(Conditioning part) {
        MessageDigest digest = sha256();
        add(digest, part.observed());
        add(digest, part.mask());
        return key(digest);
    }

    /**
     * What a tile follows from, given the model.
     *
     * @param seen what is observed in it
     * @param seed of the noise
     * @param from first of the members that are drawn together
     * @param to behind the last
     */
    static Key key(Tile tile, Key seen, long seed, int from, int to) {
        ByteBuffer all = ByteBuffer.allocate(5 * Long.BYTES + 8 * Integer.BYTES)
                .putLong(seen.a)
                .putLong(seen.b)
                .putLong(seen.c)
                .putLong(seen.d)
                .putLong(seed);
        for (int v :
                new int[] {from, to, tile.top(), tile.left(), tile.height(), tile.width(), tile.rows(), tile.cols()}) {
            all.putInt(v);
        }
        MessageDigest digest = sha256();
        digest.update(all.array());
        return key(digest);
    }

    private static Key key(MessageDigest digest) {
        ByteBuffer key = ByteBuffer.wrap(digest.digest());
        return new Key(key.getLong(), key.getLong(), key.getLong(), key.getLong());
    }

    private static void add(MessageDigest digest, float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
        bytes.asFloatBuffer().put(values);
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A tile, channels of each member; not to be changed. Null if it is not held. */
    synchronized float @Nullable [][] get(Key key) {
        return held.get(key);
    }

    /** Holds a tile. */
    synchronized void put(Key key, float[][] cores) {
        float[][] before = held.put(key, cores);
        bytes += size(cores) - (before == null ? 0 : size(before));
        Iterator<float[][]> oldest = held.values().iterator();
        while (bytes > most && held.size() > 1) {
            bytes -= size(oldest.next());
            oldest.remove();
        }
    }

    private static long size(float[][] cores) {
        long size = 0;
        for (float[] c : cores) {
            size += (long) Float.BYTES * c.length;
        }
        return size;
    }
}
