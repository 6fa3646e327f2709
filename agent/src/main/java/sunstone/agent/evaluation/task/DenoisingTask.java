package sunstone.agent.evaluation.task;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sunstone.agent.evaluation.metrics.BoundaryMatch;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlDenoiser;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.posterior.MemberLight;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;
import sunstone.models.posterior.boundary.BoundaryProbability;
import sunstone.models.posterior.boundary.LightBoundaries;

/**
 * Light without noise and scratches, against what the truth looks like in canonical optics: as it was seen, as the
 * points calibrate it, denoised by total variation, the mean of the members, and that weighed with what was seen.
 */
final class DenoisingTask implements Task.Measured {
    private static final int CHANNELS = PlImage.CHANNELS;

    @Override
    public void measure(TaskScene scene, TaskFindings found) {
        Reference reference = new Reference(scene);
        for (double fraction : found.fractions()) {
            Snapshot snapshot = scene.snapshot(scene.random(scene.points(fraction)), true);
            Posterior posterior = scene.sampler().sample(snapshot, scene.seed());
            PlImage raw = snapshot.light() == null
                    ? null
                    : snapshot.light().unmoved(scene.truth().grid());
            PlImage seen = snapshot.pl();
            if (raw != null) {
                found.add(fraction, "observed", reference.score(raw.harmonics()));
            }
            if (seen != null) {
                found.add(fraction, "observed, calibrated", reference.score(seen.harmonics()));
                found.add(
                        fraction,
                        "total variation",
                        reference.score(new PlDenoiser.Memo().apply(seen).harmonics()));
            }
            MemberLight light = MemberLight.of(posterior.members());
            found.add(fraction, "mean of the members", reference.score(light.mean()));
            found.add(fraction, "mean of the members and the observed", reference.score(light.denoised(seen)));
        }
    }

    /** The truth's light, and scores against it. */
    private static final class Reference {
        private final OrientationMap truth;
        private final float[] clean;
        private final boolean[] boundary;
        private final boolean[] near;
        private final double contrast;

        Reference(TaskScene scene) {
            truth = scene.truth();
            float[] q = new float[truth.quaternions().length];
            for (int i = 0; i < q.length; i++) {
                q[i] = (float) truth.quaternions()[i];
            }
            clean = MemberLight.of(q);
            ScanGrid grid = truth.grid();
            boundary = BoundaryMatch.boundary(scene.metrics().grains());
            near = BoundaryProbability.dilated(grid, BoundaryProbability.dilated(grid, boundary));
            contrast = contrast(clean);
        }

        /**
         * Peak signal-to-noise ratio over all channels, their range of 2 the peak, dB; and the contrast of the
         * boundaries: mean Sobel magnitude on those of the truth over that more than two pixels off, with that of the
         * truth's own light beside it.
         */
        Map<String, Double> score(float @Nullable [] channels) {
            float[] light = channels == null ? clean : channels;
            int n = truth.grid().size();
            double square = 0;
            int counted = 0;
            for (int i = 0; i < n; i++) {
                for (int c = 0; truth.valid()[i] && c < CHANNELS; c++) {
                    double off = light[c * n + i] - clean[c * n + i];
                    square += off * off;
                    counted++;
                }
            }
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("psnrDb", 10 * Math.log10(4 / (square / counted)));
            figures.put("boundaryContrast", contrast(light));
            figures.put("boundaryContrastTruth", contrast);
            return figures;
        }

        private double contrast(float[] light) {
            float[] sobel = LightBoundaries.sobel(truth.grid(), light);
            double on = 0, off = 0;
            int n = 0, m = 0;
            for (int i = 0; i < sobel.length; i++) {
                if (truth.valid()[i] && boundary[i]) {
                    on += sobel[i];
                    n++;
                } else if (truth.valid()[i] && !near[i]) {
                    off += sobel[i];
                    m++;
                }
            }
            return on / n / (off / m);
        }
    }
}
