package sunstone.models.posterior.ensemble;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.models.map.EbsdPoint;
import sunstone.models.polarizedlight.registration.RegisteredPl;
import sunstone.models.prior.Conditioning;
import sunstone.models.prior.Tile;

/** One of the ways in which light and carried grains may lie, and what the prior is told then. Not thread-safe. */
final class Look {
    private final @Nullable RegisteredPl view;
    private final List<EbsdPoint> points;
    private final Conditioning seen;
    private @Nullable List<TileCache.Key> digests;

    /**
     * A look.
     *
     * @param view light on the raster, or null without any
     * @param points what was measured, behind what stands for carried grains
     * @param seen observation of the prior
     */
    Look(@Nullable RegisteredPl view, List<EbsdPoint> points, Conditioning seen) {
        this.view = view;
        this.points = points;
        this.seen = seen;
    }

    /** Light on the raster, or null without any. */
    @Nullable
    RegisteredPl view() {
        return view;
    }

    /** Measured points, behind those that stand for carried grains. */
    List<EbsdPoint> points() {
        return points;
    }

    /** Observation of the prior. */
    Conditioning seen() {
        return seen;
    }

    /** Digests of what each tile of a cover sees, made once for all members; the cover is the same at every call. */
    List<TileCache.Key> digests(List<Tile> cover) {
        List<TileCache.Key> made = digests;
        if (made == null) {
            made = cover.parallelStream()
                    .map(tile -> TileCache.seen(tile.crop(seen)))
                    .toList();
            digests = made;
        }
        return made;
    }
}
