package sunstone.models.posterior.derived;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sunstone.models.posterior.Posterior;

/**
 * Quantity per pixel that follows from a published map or its ensemble. API, page and report show every one that {@link
 * DerivedLayers} lists. Any thread.
 */
public interface DerivedLayer {
    /** Word in addresses and file names: lower-case letters and hyphens. */
    String name();

    /** Title for people. */
    String title();

    /** Unit of the values, "deg" or "1". */
    String unit();

    /** Value at the upper end of the colours; the lower one is 0. */
    double most();

    /**
     * Values of a posterior.
     *
     * @param region which pixels are wanted, shape [rows * cols], or null for all
     * @return shape [rows * cols], NaN where nothing can be said; empty if the posterior lacks what the layer follows from
     */
    Optional<float[]> of(Posterior posterior, boolean @Nullable [] region);
}
