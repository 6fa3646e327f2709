package sunstone.agent.evaluation.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sunstone.agent.evaluation.metrics.MapMetrics;
import sunstone.agent.picture.ColourMap;
import sunstone.agent.picture.MapRendering;
import sunstone.agent.picture.Png;
import sunstone.agent.picture.Sheet;
import sunstone.agent.round.Round;
import sunstone.models.crystallography.IpfKey;
import sunstone.models.crystallography.SampleAxis;
import sunstone.models.map.OrientationMap;

/**
 * Growth of the map of one run: published map, points and error at the first checkpoints that have 1, 2 and 5% of the
 * pixels, and at the end. Colours are the same in every picture, so that runs can be laid side by side.
 *
 * <p>One thread owns it.
 */
public final class Growth {
    /** Name of the picture among those of a run. */
    public static final String NAME = "growth";

    private static final double[] SHARES = {0.01, 0.02, 0.05};

    /** End of the colours of errors, degrees. */
    private static final double MOST_DEG = 20;

    private final OrientationMap truth;
    private final MapMetrics metrics;
    private final Sheet sheet;
    private int shares;
    private @Nullable Round last;
    private int drawn = -1;

    public Growth(OrientationMap truth, MapMetrics metrics) {
        this.truth = truth;
        this.metrics = metrics;
        this.sheet = new Sheet(
                truth.grid(),
                MapRendering.ipf(truth, SampleAxis.Z),
                IpfKey.classic(truth.laue()),
                "Z",
                ColourMap.MAGMA,
                MOST_DEG);
    }

    /** Takes the next checkpoint; one that is at two shares at once counts for both. */
    public void checkpoint(Round round) {
        last = round;
        int reached = shares;
        while (reached < SHARES.length && round.measurements() >= SHARES[reached] * metrics.indexed()) {
            reached++;
        }
        if (reached > shares) {
            shares = reached;
            draw(round);
        }
    }

    /** The picture as a PNG file. */
    public byte[] png() {
        Round end = last;
        if (end != null && end.measurements() != drawn) {
            draw(end);
        }
        return Png.bytes(sheet.image());
    }

    private void draw(Round round) {
        drawn = round.measurements();
        OrientationMap map = new OrientationMap(
                truth.grid(), truth.laue(), round.posterior().map().quaternions(), truth.valid());
        sheet.column(
                String.format(
                        Locale.ROOT,
                        "%d (%.1f%%): %.1f\u00b0",
                        drawn,
                        100.0 * drawn / metrics.indexed(),
                        metrics.meanDeg(map)),
                MapRendering.ipf(map, SampleAxis.Z),
                MapRendering.boundaries(metrics.grains()),
                round.snapshot().points(),
                MapRendering.scalar(truth.grid(), metrics.errorDeg(map), truth.valid(), MOST_DEG, ColourMap.MAGMA));
    }
}
