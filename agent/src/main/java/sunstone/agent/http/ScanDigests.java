package sunstone.agent.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import sunstone.agent.round.Round;
import sunstone.agent.scan.OperatorRegion;
import sunstone.agent.scan.Scan;
import sunstone.agent.view.ScanView;

/**
 * Summaries of a scan that take a pass over all its pixels, worked out once a round: a scan is described several times
 * a second. Any thread may ask.
 */
final class ScanDigests {
    private final Map<String, Digest> newest = new ConcurrentHashMap<>();

    /**
     * Summary of one round.
     *
     * @param wanted number of wanted pixels
     * @param uncertainty its histogram, or null before the first round
     */
    record Digest(
            Scan scan,
            @Nullable Round round,
            List<OperatorRegion> drawn,
            int wanted,
            @Nullable JsonObject uncertainty,
            JsonArray regions) {
        static Digest of(ScanView v) {
            Round round = v.round();
            JsonObject histogram = round == null
                    ? null
                    : Histogram.of(v.scan(), round.posterior().uncertaintyDeg());
            return new Digest(v.scan(), round, v.regions(), wanted(v.scan()), histogram, ScanRegions.of(v));
        }

        private static int wanted(Scan scan) {
            int n = 0;
            for (int i = 0; i < scan.grid().size(); i++) {
                n += scan.wanted(i) ? 1 : 0;
            }
            return n;
        }

        boolean fits(ScanView v) {
            return round == v.round() && scan == v.scan() && drawn.equals(v.regions());
        }
    }

    Digest of(ScanView v) {
        return newest.compute(v.scan().scanId(), (id, there) -> there != null && there.fits(v) ? there : Digest.of(v));
    }
}
