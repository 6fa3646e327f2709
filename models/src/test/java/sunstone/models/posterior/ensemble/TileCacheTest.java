package sunstone.models.posterior.ensemble;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sunstone.models.prior.Conditioning;
import sunstone.models.prior.Tile;

class TileCacheTest {
    private static final Tile TILE = Tile.cover(4, 4, 4, 0).get(0);

    @Test
    void key_anyInputDiffers_isAnother() {
        List<TileCache.Key> keys = new ArrayList<>();
        for (long seed = 1; seed <= 2; seed++) {
            keys.add(TileCache.key(TILE, TileCache.seen(seen(0, 0)), seed, 0, 4));
        }
        keys.add(TileCache.key(TILE, TileCache.seen(seen(1, 0)), 1, 0, 4));
        keys.add(TileCache.key(TILE, TileCache.seen(seen(0, 1)), 1, 0, 4));
        keys.add(TileCache.key(TILE, TileCache.seen(seen(0, 0)), 1, 0, 3));
        keys.add(TileCache.key(TILE, TileCache.seen(seen(0, 0)), 1, 4, 4));
        keys.add(TileCache.key(Tile.cover(4, 8, 4, 0).get(1), TileCache.seen(seen(0, 0)), 1, 0, 4));

        assertThat(keys).doesNotHaveDuplicates();
        assertThat(TileCache.key(TILE, TileCache.seen(seen(0, 0)), 1, 0, 4)).isEqualTo(keys.get(0));
    }

    @Test
    void put_moreThanItHolds_dropsWhatWasUsedLeastRecently() {
        TileCache cache = new TileCache(100);
        TileCache.Key[] keys = new TileCache.Key[4];
        for (int k = 0; k < 4; k++) {
            keys[k] = TileCache.key(TILE, TileCache.seen(seen(k, 0)), 1, 0, 1);
        }
        cache.put(keys[0], new float[1][10]);
        cache.put(keys[1], new float[1][10]);
        assertThat(cache.get(keys[0])).isNotNull(); // used again: now the other is the oldest

        cache.put(keys[2], new float[1][10]);

        assertThat(cache.get(keys[0])).isNotNull();
        assertThat(cache.get(keys[1])).isNull();
        assertThat(cache.get(keys[2])).isNotNull();
        cache.put(keys[3], new float[1][1000]); // alone it is held whatever its size
        assertThat(cache.get(keys[3])).isNotNull();
        assertThat(cache.get(keys[2])).isNull();
    }

    private static Conditioning seen(float observed, float mask) {
        float[] o = new float[Conditioning.OBSERVED * 16];
        float[] m = new float[Conditioning.MASK * 16];
        o[7] = observed;
        m[3] = mask;
        return new Conditioning(o, m);
    }
}
