package sunstone.models.posterior.ensemble;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sunstone.models.map.EbsdPoint;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.polarizedlight.calibration.CalibratedLight;
import sunstone.models.polarizedlight.calibration.LightCalibration;
import sunstone.models.polarizedlight.registration.RegisteredPl;
import sunstone.models.posterior.PaddedGrid;
import sunstone.models.posterior.Snapshot;
import sunstone.models.posterior.carry.CarriedOver;
import sunstone.models.prior.Conditioning;
import sunstone.models.prior.OrientationScaling;

/**
 * The looks of one snapshot: one for each registration that the light leaves open, or, with a section below, one for
 * each draw of the grains that go on from it. Not thread-safe.
 */
final class Looks {
    /** Registrations of light that members differ by at most: each is looked at anew. */
    private static final int MOST_LOOKS = 3;

    /** Draws of the grains that go on from the section below: members take turns. */
    private static final int MOST_DRAWS = 16;

    private final Snapshot snapshot;
    private final long seed;
    private final PaddedGrid canvas;
    private final OrientationScaling scaling;
    private final @Nullable CalibratedLight light;
    private final List<PlImage> images;
    private final @Nullable Look[] looks;

    /**
     * The looks, none of them made yet.
     *
     * @param seed of the draws of carried grains
     * @param canvas raster of the network
     * @param scaling scale of the prior's orientations
     */
    Looks(Snapshot snapshot, long seed, PaddedGrid canvas, OrientationScaling scaling) {
        this.snapshot = snapshot;
        this.seed = seed;
        this.canvas = canvas;
        this.scaling = scaling;
        this.light = snapshot.calibratedLight();
        // whatever the ensemble's size: a worker draws members of ensembles of another one
        this.images = light == null ? List.of() : light.images(MOST_LOOKS);
        this.looks = new Look[snapshot.carried() == null ? Math.max(1, images.size()) : MOST_DRAWS];
    }

    /** Number of looks, at least 1. */
    int count() {
        return looks.length;
    }

    /** The look of a number, made when it is wanted first. */
    Look look(int k) {
        Look made = looks[k];
        if (made == null) {
            List<EbsdPoint> points = points(k);
            RegisteredPl view = light == null || images.isEmpty() ? null : view(light, images, k, points);
            made = new Look(
                    view,
                    points,
                    canvas.extend(Conditioning.through(view, snapshot.grid(), snapshot.laue(), points, scaling)));
            looks[k] = made;
        }
        return made;
    }

    /** What a look is told: the points, behind its own draw of those that stand for carried grains. */
    private List<EbsdPoint> points(int look) {
        CarriedOver carried = snapshot.carried();
        if (carried == null) {
            return snapshot.points();
        }
        List<EbsdPoint> points = new ArrayList<>(carried.draw(snapshot.points(), seed, look));
        points.addAll(snapshot.points());
        return points;
    }

    private RegisteredPl view(CalibratedLight light, List<PlImage> images, int look, List<EbsdPoint> points) {
        int k = look % images.size();
        PlImage image = images.get(k);
        if (light.calibration().verdict() != LightCalibration.Verdict.ESTIMATED) {
            return RegisteredPl.of(image, points);
        }
        // further images are placed already
        return k == 0 ? RegisteredPl.estimated(image, points) : RegisteredPl.placed(image, points);
    }
}
