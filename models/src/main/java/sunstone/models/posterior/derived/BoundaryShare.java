package sunstone.models.posterior.derived;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.boundary.BoundaryProbability;

/** Probability that a grain boundary passes at a pixel, by the members of the ensemble ({@link BoundaryProbability}). */
final class BoundaryShare implements DerivedLayer {
    @Override
    public String name() {
        return "boundary-probability";
    }

    @Override
    public String title() {
        return "Boundary probability";
    }

    @Override
    public String unit() {
        return "1";
    }

    @Override
    public double most() {
        return 1;
    }

    @Override
    public Optional<float[]> of(Posterior posterior, boolean @Nullable [] region) {
        if (posterior.members().isEmpty()) { // of an older revision the map alone is kept
            return Optional.empty();
        }
        float[] values = BoundaryProbability.of(posterior, region).here();
        for (int i = 0; region != null && i < values.length; i++) {
            values[i] = region[i] ? values[i] : Float.NaN;
        }
        return Optional.of(values);
    }
}
